"""What the first screen shows: four counts with a word each, and the rows."""

from typing import NamedTuple

from station_app.desk.views import CaseRow, TodayPage
from station_app.ui.parts.cells import Cell
from station_app.ui.words import Words


class Shown(NamedTuple):
    rows: tuple[tuple[Cell, ...], ...]
    keys: tuple[str, ...]


def shown_rows(page: TodayPage, words: Words) -> Shown:
    """Term, name, item, holder, next step of each row, in the page's order; keyed by case."""
    return Shown(tuple(_row(row, words) for row in page.rows), tuple(row.case_id for row in page.rows))


def _row(row: CaseRow, words: Words) -> tuple[Cell, ...]:
    return (
        Cell(words.term(row), row.urgency),
        Cell(row.applicant_name),
        Cell(words.item(row)),
        Cell(words.place(row)),
        Cell(words.next_step(row)),
    )


def nearest_correction(page: TodayPage) -> int | None:
    """Working days left for the correction that is due first; None where there is none or no day can be said."""
    days = [row.days_left for row in page.rows if row.holder == "applicant" and row.days_left is not None]
    return min(days, default=None)


def stuck_at(page: TodayPage, words: Words) -> str:
    """Who is waited for in the case that is overdue longest; empty when none is."""
    late = [row for row in page.rows if row.urgency == "late"]
    return words.holder(min(late, key=lambda row: row.due)) if late else ""


def due_at(page: TodayPage, words: Words) -> str:
    """Who is waited for in the first case that is due today; empty when none is."""
    return next((words.holder(row) for row in page.rows if row.days_left == 0), "")
