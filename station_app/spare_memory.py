"""Gives back to the system what the start has taken and nobody needs any longer: a station's PC may have 4 GB."""

import ctypes
import linecache
import sys


def give_back() -> None:
    """Call it when the papers are warmed up. Costs a few milliseconds, and loses nothing but what is free already.

    PySide reads the source of each module that is imported after it, and Python keeps those lines for tracebacks: 1 MB.
    glibc keeps what the reading of two fonts has freed in the arena of its thread: 3 MB; other systems have no such call.
    """
    linecache.clearcache()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform.startswith("linux") else None
    if trim is not None:
        trim(0)
