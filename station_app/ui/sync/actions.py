"""What the sync screen asks of the desk; all of it runs on the worker."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from station_app.desk.context import Desk
    from station_app.desk.views import RefusedLine, Told


def ask_happened(desk: "Desk") -> "tuple[Told, ...]":
    from station_app.desk.what_happened import happened

    return happened(desk)


def ask_refused(desk: "Desk") -> "tuple[RefusedLine, ...]":
    from station_app.desk.put_right import refused_lines

    return refused_lines(desk)


def note_refusal(desk: "Desk", op_id: str) -> None:
    """The agent has read it."""
    from station_app.desk.put_right import note_refusal

    note_refusal(desk, op_id)
