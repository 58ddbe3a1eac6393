"""The ledger's lines of a period, and its counts, each with what it counts. No Qt."""

from datetime import date, timedelta
from typing import Final, Literal, NamedTuple

from forms.dates import china_date
from forms.lifecycle import State
from station_app.desk.views import CaseRow
from station_app.ui.parts.cells import Cell
from station_app.ui.words import Words

Period = Literal["this_month", "last_month", "this_year", "all"]
MOST_LINES: Final = 20_000

_CLOSED: Final = frozenset({State.DELIVERED, State.ARCHIVED})
_STOPPED: Final = frozenset({State.WITHDRAWN, State.LAPSED, State.VOID})


class Counts(NamedTuple):
    """Of the cases received in the period: `closed` delivered, `stopped` withdrawn, lapsed or void, `late` overdue now."""

    received: int = 0
    closed: int = 0
    stopped: int = 0
    open: int = 0
    late: int = 0

    @property
    def closed_percent(self) -> int | None:
        """Closed out of all that were not stopped, in whole percent, never rounded up to 100; None without any."""
        wanted = self.received - self.stopped
        return self.closed * 100 // wanted if wanted else None


def first_and_last(period: Period, today: date) -> tuple[date, date]:
    """The days a period begins and ends with, both in it."""
    first_of_month = today.replace(day=1)
    if period == "this_month":
        return first_of_month, today
    if period == "last_month":
        last = first_of_month - timedelta(days=1)
        return last.replace(day=1), last
    if period == "this_year":
        return today.replace(month=1, day=1), today
    return date.min, date.max


def lines_of(rows: tuple[CaseRow, ...], period: Period, today: date) -> tuple[CaseRow, ...]:
    """The cases received in the period, oldest first; a draft with a notice is no case yet."""
    first, last = first_and_last(period, today)
    chosen = [row for row in rows if row.received_at and first <= china_date(row.received_at) <= last]
    return tuple(sorted(chosen, key=lambda row: (row.received_at, row.receipt_number)))


def counts_of(rows: tuple[CaseRow, ...]) -> Counts:
    states = [State(row.state) for row in rows]
    closed = sum(state in _CLOSED for state in states)
    stopped = sum(state in _STOPPED for state in states)
    late = sum(row.days_left is not None and row.days_left < 0 for row in rows)
    return Counts(len(rows), closed, stopped, len(rows) - closed - stopped, late)


def shown_rows(rows: tuple[CaseRow, ...], words: Words) -> tuple[tuple[Cell, ...], ...]:
    """Serial, received on, number, applicant, item, state, days, official number."""
    return tuple(
        (
            Cell(str(serial)),
            Cell(words.day(china_date(row.received_at))),
            Cell(row.receipt_number),
            Cell(row.applicant_name),
            Cell(words.item(row)),
            Cell(words.state(row.state)),
            # Of what has ended the state says it all.
            Cell("—" if words.term(row) == words.state(row.state) else words.term(row), row.urgency),
            Cell(row.official_number or "—"),
        )
        for serial, row in enumerate(rows, 1)
    )
