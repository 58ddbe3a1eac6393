"""What the list of cases shows, and which cases are asked for."""

from typing import Final, Literal

from station_app.desk.views import CaseRow
from station_app.ui.parts.cells import Cell
from station_app.ui.words import Words

Only = Literal["open", "all", "deliver"]

LIMIT: Final = 100
"""Nobody reads more rows than this: another word in the search box is quicker."""


def shown_rows(rows: tuple[CaseRow, ...], words: Words) -> tuple[tuple[Cell, ...], ...]:
    """Term, name, item, holder, number and masked ID of each row."""
    return tuple(
        (
            Cell(words.term(row), row.urgency),
            Cell(row.applicant_name),
            Cell(words.item(row)),
            Cell(words.place(row)),
            Cell(row.village),
            Cell(row.receipt_number),
        )
        for row in rows
    )
