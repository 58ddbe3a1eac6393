"""The enquiry as it is typed, and the register's rows."""

from datetime import datetime

from station_app.desk.views import EnquiryRow
from station_app.ui.parts.cells import Cell
from station_app.ui.words import Words


def shown_rows(rows: tuple[EnquiryRow, ...], words: Words, now: datetime) -> tuple[tuple[Cell, ...], ...]:
    """When, who asked, what, and whether it was answered."""
    return tuple(
        (
            Cell(words.stamp(row.at, now)),
            Cell(row.person or "—"),
            Cell(row.question),
            Cell(words.say("当场答复", "answered"), "plain")
            if row.resolved
            else Cell(words.say("转办", "passed on"), "soon"),
        )
        for row in rows
    )
