"""What the first screen asks of the desk."""

from typing import TYPE_CHECKING

from station_app.desk.views import TodayPage

if TYPE_CHECKING:
    from station_app.desk.context import Desk


def ask_today(desk: "Desk") -> TodayPage:
    """Runs on the worker."""
    from station_app.desk.today import today_page

    return today_page(desk)


def ask_phone(desk: "Desk", case_id: str) -> tuple[str, str]:
    """Name and telephone number of a case's applicant; empty where none was given. Logged."""
    from station_app.desk.open_case import open_case
    from station_app.desk.reveal_identity import reveal_identity

    applicant = open_case(desk, case_id).case.content.applicant
    return applicant.name, reveal_identity(desk, case_id, "phone") if applicant.phone else ""
