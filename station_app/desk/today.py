"""What waits, what is due and what came back, on one page."""

from forms.lifecycle import State
from forms.workdays import CalendarMissing
from station_app.desk.case_rows import case_row, sent_back
from station_app.desk.context import Desk
from station_app.desk.views import CaseRow, TodayPage

MOST_OPEN = 5_000
MOST_ROWS = 200
_ORDER = {"late": 0, "soon": 1, "good": 2, "plain": 3}


def today_page(desk: Desk, limit: int = MOST_ROWS) -> TodayPage:
    """Open cases, the most urgent first: late, soon due, ready to be collected, then the rest; within each by day."""
    back = sent_back(desk)
    rows = [case_row(desk, stored, back) for stored in desk.store.cases.find("", "open", MOST_OPEN)]
    rows.sort(key=_urgency)
    return TodayPage(
        collectable=sum(row.next_step == "deliver" for row in rows),
        due_today=sum(row.days_left == 0 for row in rows),
        corrections=sum(row.state == State.CORRECTION_REQUIRED for row in rows),
        overdue=sum(row.urgency == "late" for row in rows),
        unfinished_drafts=desk.store.drafts.count_open(),
        rows=tuple(rows[:limit]),
        is_working_day=_is_working_day(desk),
    )


def _urgency(row: CaseRow) -> tuple[int, str, str]:
    return _ORDER[row.urgency], row.due or "9999", row.received_at


def _is_working_day(desk: Desk) -> bool | None:
    try:
        return desk.calendar.is_working_day(desk.today())
    except CalendarMissing:
        return None
