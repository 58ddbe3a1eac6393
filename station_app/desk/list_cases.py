"""Cases as lists show them, found by anything a villager may say or show."""

from typing import Literal

from station_app.desk.case_rows import case_row, sent_back
from station_app.desk.context import Desk
from station_app.desk.views import CaseRow


def list_cases(
    desk: Desk, query: str = "", only: Literal["open", "all", "deliver"] = "open", limit: int = 100
) -> tuple[CaseRow, ...]:
    """The newest cases first. `query`: name, initials, document number, phone, village, receipt or official number, or
    parts of them; several words must all fit. `deliver`: whose result can be handed over here.
    """
    back = sent_back(desk)
    return tuple(case_row(desk, stored, back) for stored in desk.store.cases.find(query, only, limit))
