"""Whether a directory holds a station. Light: the desk asks it before its first paint."""

from pathlib import Path

from forms.failures import InputFailure
from station_app.storage.places import Places
from station_app.storage.replacing import is_pending


class AlreadyEnrolled(InputFailure):
    def __init__(self) -> None:
        super().__init__(
            "这台电脑已经注册过了，请直接登录。",
            "This computer is enrolled already; sign in.",
        )


def is_enrolled(directory: Path) -> bool:
    """Also while a restore waits to be finished by whoever claims the directory."""
    if is_pending(directory):
        return True
    places = Places(directory)
    return places.database.is_file() and places.keys.is_file()
