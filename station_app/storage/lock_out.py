"""Wrong passwords are counted on the disk, so that starting the program anew does not give new tries."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

import msgspec

from forms.failures import InputFailure
from station_app.storage.durable_file import write_durably
from station_app.storage.keys import Unlocked, WrongPassword, unwrap
from station_app.storage.places import Places

T = TypeVar("T")
FREE_TRIES = 5
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)


class Attempts(msgspec.Struct, frozen=True):
    """Wrong tries in a row, and until when no further one is looked at (ISO time with offset; empty: now)."""

    wrong: int = 0
    blocked_until: str = ""


class LockedOut(InputFailure):
    """`minutes`: how long to wait, rounded up."""

    def __init__(self, minutes: int) -> None:
        super().__init__(
            f"密码错的次数太多，请等{minutes}分钟再试。忘了密码，请按“忘了密码”，由县里重设；数据都在。",
            f"Too many wrong passwords. Wait {minutes} minutes. If it is forgotten, press “Forgotten”; "
            "no data is lost.",
        )
        self.minutes = minutes


def unlock(directory: Path, login: str, password: str, now: datetime) -> Unlocked:
    """Signs an agent in. Raises `WrongPassword`, or `LockedOut` from the fifth wrong try on (1 minute, then doubling)."""
    return guarded(directory, login, now, lambda: unwrap(directory, login, password))


def guarded(directory: Path, login: str, now: datetime, attempt: Callable[[], T | None]) -> T:
    """What `attempt` opens; None of it is a wrong try of this login, counted with the others. Raises as `unlock` does."""
    every = _read(directory)
    attempts = every.get(login, Attempts())
    wait = _wait_left(attempts, now)
    if wait > timedelta():
        raise LockedOut(_minutes(wait))
    opened = attempt()
    if opened is not None:
        if attempts.wrong:
            _write(directory, {**every, login: Attempts()})
        return opened
    wrong = attempts.wrong + 1
    wait = _wait_after(wrong)
    until = (now + wait).isoformat() if wait else ""
    _write(directory, {**every, login: Attempts(wrong, until)})
    if wait:
        raise LockedOut(_minutes(wait))
    raise WrongPassword(FREE_TRIES - wrong)


def forgive(directory: Path, login: str) -> None:
    """No wrong try of this login counts any more."""
    every = _read(directory)
    if login in every:
        _write(directory, {**every, login: Attempts()})


def _wait_after(wrong: int) -> timedelta:
    if wrong < FREE_TRIES:
        return timedelta()
    return min(FIRST_WAIT * (1 << min(wrong - FREE_TRIES, 10)), LONGEST_WAIT)


def _wait_left(attempts: Attempts, now: datetime) -> timedelta:
    if not attempts.blocked_until:
        return timedelta()
    left = datetime.fromisoformat(attempts.blocked_until) - now
    # A clock that was set back must not lock an agent out for longer than the wait ever was.
    return min(left, _wait_after(attempts.wrong))


def _minutes(wait: timedelta) -> int:
    return max(1, -int(-wait.total_seconds() // 60))


def _read(directory: Path) -> dict[str, Attempts]:
    path = Places(directory).attempts
    if not path.is_file():
        return {}
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, Attempts])
    except msgspec.DecodeError:
        # Written durably, so only a hand makes it unreadable; that hand could as well have deleted it.
        return {}


def _write(directory: Path, every: dict[str, Attempts]) -> None:
    write_durably(Places(directory).attempts, msgspec.json.encode(every))
