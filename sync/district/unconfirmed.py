"""A receipt that nobody confirms (decision 151): what has come over the line whole has come, whether or not a button was pressed."""

import logging
from datetime import date

from sqlalchemy import Connection, func, select

from forms.case import CaseContent
from forms.catalogue.wording import office_name, place_names
from forms.dates import china_date
from forms.events import ReceiptConfirmed, make_event, pages_in
from forms.lifecycle import State
from forms.workdays import CalendarMissing, WorkCalendar
from sync.district import limits
from sync.district.case_log import DISTRICT_ACTOR, CaseLog, StoredCase
from sync.district.database.engine import reading, writing
from sync.district.database.tables import case_page, case_row, page
from sync.district.district import District
from sync.district.publications import current_calendar, guide_of
from sync.district.stations import station_settings

log = logging.getLogger("district")


def confirm_in_silence(district: District) -> tuple[str, ...]:
    """Confirms each case that has been here whole for longer than the township has to confirm it; returns their ids.

    Running it again, or twice at once, changes nothing more. A case with originals that stay with the office is not whole:
    paper has come when somebody says so, and until then the case is only named as late.
    """
    confirmed = []
    for case_id, station in _waiting(district):
        try:
            if _confirm_if_due(district, case_id, station):
                confirmed.append(case_id)
        except Exception:
            # One case that cannot be worked out must not keep the others from what the law gives them.
            log.exception("whether case %s has come whole could not be worked out", case_id)
    return tuple(confirmed)


def _waiting(district: District) -> list[tuple[str, str]]:
    columns = case_row.c
    with reading(district.engine) as connection:
        rows = connection.execute(
            select(columns.case_id, columns.station)
            .where(
                columns.district == district.code,
                columns.state == State.RECEIVED.value,
                columns.due < district.now().date().isoformat(),
            )
            .order_by(columns.case_id)
        )
        return [(row.case_id, row.station) for row in rows]


def _confirm_if_due(district: District, case_id: str, station: str) -> bool:
    with writing(district.engine) as connection:
        cases = CaseLog(connection, district, station, district.now())
        stored = cases.case(case_id)
        if stored is None or stored.case.state is not State.RECEIVED:
            return False
        due = _last_day(cases, stored, current_calendar(connection, district))
        since = came_whole(connection, district, case_id, stored)
        if due is None or district.now().date() <= due or not since:
            return False
        office = _office(connection, district, stored)
        confirmed = make_event(
            "receipt_confirmed",
            ReceiptConfirmed(office, since=since),
            case_id=case_id,
            at=district.now().isoformat(timespec="milliseconds"),
            actor=DISTRICT_ACTOR,
            office=office,
        )
        cases.append_own(district.random(16), confirmed)
        cases.write()
    return True


def _last_day(cases: CaseLog, stored: StoredCase, calendar: WorkCalendar) -> date | None:
    """The day by which the township should have confirmed it; None where another has the case, or no calendar tells."""
    wait = limits.waits(stored.case, cases.known(stored), calendar)[0]
    if wait.awaited != "confirm":
        return None
    try:
        return calendar.add_working_days(china_date(stored.arrived_at), wait.days)
    except CalendarMissing:
        return None


def came_whole(connection: Connection, district: District, case_id: str, stored: StoredCase) -> str:
    """When the last of the case was here (ISO); empty while something has not come over the line, or goes on paper."""
    content = stored.case.content
    if not _fits_on_a_line(content):
        return ""
    wanted = {each.sha256 for each in pages_in(content)}
    here = case_page.c.district == district.code
    held = (
        page.c.district == case_page.c.district,
        page.c.station == case_page.c.station,
        page.c.sha256 == case_page.c.sha256,
    )
    count, last = connection.execute(
        select(func.count(), func.max(page.c.at)).where(
            here, case_page.c.case_id == case_id, case_page.c.sha256.in_(wanted), *held, page.c.complete
        )
    ).one()
    return max(stored.arrived_at, last or "") if count == len(wanted) else ""


def _fits_on_a_line(content: CaseContent) -> bool:
    """Whether every material that was handed in has its pages, and no original goes to the office."""
    given = [line for line in content.materials if line.status in ("provided", "on_file")]
    return all(line.pages and not line.originals_kept for line in given)


def _office(connection: Connection, district: District, stored: StoredCase) -> str:
    content, settings = stored.case.content, station_settings(connection, district, stored.station)
    guide = guide_of(connection, district, content.item_code, content.item_version)
    names = place_names(settings or district.settings)
    return office_name(guide.accepting_office, names) if guide else names["township"]
