"""What every screen that adds pages asks of the desk. Runs on the worker; loaded when first used."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from station_app.desk.add_page import AddedPage, MadePage
    from station_app.desk.context import Desk


def keep_page(desk: "Desk", made: "MadePage") -> "AddedPage":
    """A page that has been made, on the disk."""
    from station_app.desk.add_page import keep_made

    return keep_made(desk, made)


def let_pages_go(desk: "Desk", pages: tuple[str, ...]) -> None:
    """Pages that are part of no case: replaced, taken out again, given up, or their panel was closed."""
    from station_app.desk.loose_pages import let_loose_pages_go

    let_loose_pages_go(desk, pages)
