"""Deemed acceptance (视为受理, 行政许可法§32(4)): five working days after receipt passed in silence."""

import logging
from dataclasses import dataclass

from sqlalchemy import select

from forms.events import Accepted, make_event
from forms.lifecycle import State
from forms.workdays import CalendarMissing
from sync.district import limits
from sync.district.case_log import DISTRICT_ACTOR, CaseLog
from sync.district.competence import Officer
from sync.district.database.engine import reading, writing
from sync.district.database.tables import case_row
from sync.district.district import District
from sync.district.review import desk_for
from sync.district.unconfirmed import confirm_in_silence

log = logging.getLogger("district")


@dataclass(frozen=True)
class Outcome:
    """`accepted`: case ids. `missing_years`: no calendar, so nothing was decided about the cases that need it."""

    accepted: tuple[str, ...]
    missing_years: tuple[int, ...]


def accept_in_silence(district: District) -> Outcome:
    """Accepts every case whose five days have passed. Running it again, or twice at once, changes nothing more."""
    confirm_in_silence(district)
    accepted, missing = [], set()
    for case_id, station in _under_check(district):
        try:
            if _accept_if_due(district, case_id, station):
                accepted.append(case_id)
        except CalendarMissing as year:
            missing.add(year.year)
        except Exception:
            # One case that cannot be worked out must not keep the others from what the law gives them.
            log.exception("whether case %s counts as accepted could not be worked out", case_id)
    return Outcome(tuple(accepted), tuple(sorted(missing)))


def _under_check(district: District) -> list[tuple[str, str]]:
    with reading(district.engine) as connection:
        rows = connection.execute(
            select(case_row.c.case_id, case_row.c.station)
            .where(case_row.c.district == district.code, case_row.c.state == State.UNDER_CHECK.value)
            .order_by(case_row.c.case_id)
        )
        return [(row.case_id, row.station) for row in rows]


def _accept_if_due(district: District, case_id: str, station: str) -> bool:
    with writing(district.engine) as connection:
        log = CaseLog(connection, district, station, district.now())
        stored = log.case(case_id)
        if stored is None or stored.case.state is not State.UNDER_CHECK:
            return False
        office = stored.case.office
        desk = desk_for(connection, district, Officer("", DISTRICT_ACTOR, office, "", "district"), stored)
        due = limits.check_due(stored.case, stored.supplied_at, desk.calendar)
        if due is None or desk.today <= due:
            return False
        # Silence means accepted from the day of receipt on, so the guide's limits run from that day.
        start = limits.check_start(stored.case, stored.supplied_at)
        promised = limits.promise(stored.case, start, desk.guide, desk.calendar)
        happened = make_event(
            "accepted",
            Accepted(True, promised.promised_until, promised.statutory_until, stored.case.handler),
            case_id=case_id,
            at=desk.now.isoformat(timespec="milliseconds"),
            actor=DISTRICT_ACTOR,
            office=office,
        )
        log.append_own(district.random(16), happened)
        log.write()
    return True
