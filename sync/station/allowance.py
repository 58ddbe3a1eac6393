"""What may travel now where the line is paid by the byte, or photographs wait for their hours. Records always may."""

import re
import sys
from datetime import datetime, time, timedelta

import msgspec

from forms.dates import CHINA

SMALL_PAGE_BYTES = 30 * 1024
"""Photographs up to here also go where the line is paid by the byte."""
RESULT_BYTES = 300 * 1024
"""A result document up to here always comes: somebody may stand at the desk to be handed it."""
_UNBOUNDED = sys.maxsize
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


class Allowance(msgspec.Struct, frozen=True):
    """What this PC's agent allows the line. `metered`: it is paid by the byte. `pages_from`, `pages_until`: "HH:MM" in
    China between which photographs go, also over midnight; both empty, or both the same: at any time.

    Raises ValueError for anything else.
    """

    metered: bool = False
    pages_from: str = ""
    pages_until: str = ""

    def __post_init__(self) -> None:
        hours = (self.pages_from, self.pages_until)
        if hours != ("", "") and not all(_TIME.fullmatch(each) for each in hours):
            raise ValueError(f"no hours: {hours}")


class MayGo(msgspec.Struct, frozen=True):
    """The largest page that may be sent and fetched now, in bytes. `opens`: from when on all may; None: no hour is waited for."""

    up: int = _UNBOUNDED
    down: int = _UNBOUNDED
    opens: datetime | None = None


EVERYTHING = MayGo()


def may_go(allowance: Allowance, now: datetime) -> MayGo:
    """`now`: the district's time as well as this PC knows it. Records (events) are not asked about: they always go."""
    opens = _next_opening(allowance, now.astimezone(CHINA))
    if opens is None and not allowance.metered:
        return EVERYTHING
    up = SMALL_PAGE_BYTES if opens is None else 0
    return MayGo(up, RESULT_BYTES, None if allowance.metered else opens)


def _next_opening(allowance: Allowance, now: datetime) -> datetime | None:
    """None within the hours."""
    if allowance.pages_from == allowance.pages_until:
        return None
    begin, end = (time.fromisoformat(each) for each in (allowance.pages_from, allowance.pages_until))
    at = now.time()
    if begin <= at < end if begin < end else at >= begin or at < end:
        return None
    opens = now.replace(hour=begin.hour, minute=begin.minute, second=0, microsecond=0)
    return opens if opens > now else opens + timedelta(days=1)
