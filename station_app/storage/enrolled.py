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


class OtherStation(InputFailure):
    """`ours`, `theirs`: district and station, of this store and of the code."""

    def __init__(self, ours: tuple[str, str], theirs: tuple[str, str]) -> None:
        of_another = ours[0] != theirs[0]
        zh, en = ("别的县", "another district") if of_another else (f" {theirs[1]} 站", f"station {theirs[1]}")
        super().__init__(
            f"这个登记码是给{zh}的，这台电脑里是 {ours[1]} 站的资料，所以没有登记，资料一条没动。请向县里要 {ours[1]} 站的登记码。",
            f"That code is for {en}; this computer holds station {ours[1]}. It was not enrolled and nothing was changed. Ask "
            f"the district for a code of {ours[1]}.",
        )


def is_enrolled(directory: Path) -> bool:
    """Also while a restore waits to be finished by whoever claims the directory."""
    if is_pending(directory):
        return True
    places = Places(directory)
    return places.database.is_file() and places.keys.is_file()
