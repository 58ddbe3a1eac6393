"""What the first screen asks of the desk."""

from typing import TYPE_CHECKING

from station_app.desk.views import TodayPage

if TYPE_CHECKING:
    from station_app.desk.context import Desk


def ask_today(desk: "Desk") -> TodayPage:
    """Runs on the worker."""
    from station_app.desk.today import today_page

    return today_page(desk)
