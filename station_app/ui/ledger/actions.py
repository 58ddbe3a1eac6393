"""What the ledger asks of the desk; runs on the worker."""

from typing import TYPE_CHECKING, NamedTuple

from station_app.desk.views import CaseRow
from station_app.ui.ledger.model import MOST_LINES

if TYPE_CHECKING:
    from station_app.desk.context import Desk


class Ledger(NamedTuple):
    rows: tuple[CaseRow, ...]
    enquiries: tuple[str, ...]
    """When each enquiry was recorded, ISO."""


def ask_ledger(desk: "Desk") -> Ledger:
    from station_app.desk.list_cases import list_cases
    from station_app.desk.record_enquiry import enquiries

    rows = list_cases(desk, only="all", limit=MOST_LINES)
    return Ledger(rows, tuple(row.at for row in enquiries(desk, MOST_LINES)))
