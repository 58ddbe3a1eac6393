"""Whether a directory holds a station. Light: the desk asks it before its first paint."""

from pathlib import Path

from forms.failures import InputFailure
from station_app.storage.places import Places


class AlreadyEnrolled(InputFailure):
    def __init__(self) -> None:
        super().__init__(
            "这台电脑已经注册过了，请直接登录。",
            "This computer is enrolled already; sign in.",
        )


class OtherStation(InputFailure):
    def __init__(self, ours: str, theirs: str) -> None:
        super().__init__(
            f"这个登记码是给 {theirs} 站的，这台电脑里是 {ours} 站的资料，没有登记，资料一条没动。请向县里要 {ours} 站的登记码。",
            f"That code is for station {theirs}; this computer holds station {ours}. It was not enrolled and nothing was "
            f"changed. Ask the district for a code of {ours}.",
        )


def is_enrolled(directory: Path) -> bool:
    places = Places(directory)
    return places.database.is_file() and places.keys.is_file()
