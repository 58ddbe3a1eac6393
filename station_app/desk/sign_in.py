"""Who may sit at this desk. Works without a line; leaving drops nothing."""

from pathlib import Path
from typing import TYPE_CHECKING

from forms.failures import InputFailure
from station_app.storage.agent_names import agent_names
from station_app.storage.enrolled import AlreadyEnrolled, is_enrolled
from station_app.storage.instance import DirectoryClaim, claim_directory

# The keys are imported when a password is tried: the sign-in is painted first, and needs the names alone.
if TYPE_CHECKING:
    from station_app.storage.keys import Unlocked
    from station_app.storage.store import Clock

__all__ = [
    "AlreadyEnrolled",
    "DirectoryClaim",
    "agents",
    "check_password",
    "claim_directory",
    "is_enrolled",
    "sign_in",
]


def agents(directory: Path) -> tuple[tuple[str, str], ...]:
    """(login, name) of everybody who can sign in here, in the order they were added."""
    return agent_names(directory)


def sign_in(directory: Path, login: str, password: str, clock: "Clock") -> "Unlocked":
    """Raises `WrongPassword` or, from the fifth wrong try on, `LockedOut` (station_app.storage)."""
    from station_app.storage.lock_out import unlock

    return unlock(directory, login, password, clock.now())


def check_password(password: str) -> None:
    """Raises `InputFailure` for one too short to protect anything."""
    from station_app.storage.keys import SHORTEST_PASSWORD

    if len(password) < SHORTEST_PASSWORD:
        raise InputFailure(
            f"密码至少要{SHORTEST_PASSWORD}位，请再加几位。",
            f"A password needs at least {SHORTEST_PASSWORD} characters.",
        )
