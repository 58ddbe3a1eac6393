"""What the list of cases asks of the desk."""

from typing import TYPE_CHECKING

from station_app.desk.views import CaseRow
from station_app.ui.cases.model import LIMIT, Only

if TYPE_CHECKING:
    from station_app.desk.context import Desk


def ask_cases(desk: "Desk", query: str, only: Only) -> tuple[CaseRow, ...]:
    """Runs on the worker."""
    from station_app.desk.list_cases import list_cases

    return list_cases(desk, query=query, only=only, limit=LIMIT)
