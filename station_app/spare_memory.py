"""Takes little of a PC's memory, and gives back what the start has taken and nobody needs: a station's PC may have 4 GB."""

import ctypes
import linecache
import sys
from typing import Any

_M_ARENA_MAX = -8
"""Of mallopt(3)."""


def share_one_heap() -> None:
    """Call it before the first thread is started. On Linux each thread would take memory from a heap of its own, and what one
    has freed would not serve another: 3 MB. Python's lock lets one of them work at a time, so they seldom wait for one another.
    """
    mallopt = _of_glibc("mallopt")
    if mallopt is not None:
        mallopt(_M_ARENA_MAX, 1)


def give_back() -> None:
    """Call it when the papers are warmed up, and after a sync. Costs a few milliseconds, and loses nothing but what is free
    already.

    PySide reads the source of each module that is imported after it, and Python keeps those lines for tracebacks: 1 MB.
    glibc keeps what the reading of two fonts has freed in the arena of its thread: 3 MB; other systems have no such call.
    """
    linecache.clearcache()
    trim = _of_glibc("malloc_trim")
    if trim is not None:
        trim(0)


def _of_glibc(name: str) -> Any:
    """None where the system or its C library has no such call."""
    return getattr(ctypes.CDLL(None), name, None) if sys.platform.startswith("linux") else None
