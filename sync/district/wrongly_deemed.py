"""Takes back what a wrong clock deemed accepted, many cases at once; one alone is an act of the console."""

from datetime import date

from sqlalchemy import select

from forms.dates import china_date
from forms.events import Withdrawn, make_event
from forms.lifecycle import State
from sync.district.case_log import DISTRICT_ACTOR, CaseLog
from sync.district.database.engine import reading, writing
from sync.district.database.tables import case_row
from sync.district.district import District


def undo_deemed(district: District, since: date, reason: str) -> tuple[str, ...]:
    """Takes back each deemed acceptance dated from this day on of a case that nobody has moved on since; their ids.

    Running it again changes nothing more.
    """
    columns = case_row.c
    with reading(district.engine) as connection:
        accepted = connection.execute(
            select(columns.case_id, columns.station)
            .where(columns.district == district.code, columns.state == State.ACCEPTED.value)
            .order_by(columns.case_id)
        ).all()
    return tuple(row.case_id for row in accepted if _undo(district, row.case_id, row.station, since, reason))


def _undo(district: District, case_id: str, station: str, since: date, reason: str) -> bool:
    with writing(district.engine) as connection:
        log = CaseLog(connection, district, station, district.now())
        stored = log.case(case_id)
        if stored is None or stored.case.state is not State.ACCEPTED or not stored.case.deemed_accepted:
            return False
        if china_date(stored.case.accepted_at) < since:
            return False
        undone = make_event(
            "deemed_acceptance_undone",
            Withdrawn(reason),
            case_id=case_id,
            at=district.now().isoformat(timespec="milliseconds"),
            actor=DISTRICT_ACTOR,
            office=stored.case.office,
        )
        log.append_own(district.random(16), undone)
        log.write()
    return True
