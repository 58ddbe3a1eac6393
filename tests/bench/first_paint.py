"""From starting the process to the painted sign-in window, beside a bare PySide6 window, in turns."""

import statistics
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from tests.bench.apart import ROOT, command, off_screen
from tests.bench.report import Row, beside
from tests.storage.station import SetClock, enrolled

ROUNDS = 21
"""The first of them warms the disk and is not counted."""


def measure(folder: Path) -> list[Row]:
    """Times in ms: the medians of the counted rounds."""
    station = folder / "station"
    enrolled(station, SetClock())
    times: dict[str, list[float]] = {"bare": [], "desk": []}
    starts: dict[str, Callable[[], float]] = {
        "bare": lambda: _painted_ms(command("paint_bare")),
        "desk": lambda: _painted_ms(command("paint_desk", str(station))),
    }
    for at in range(ROUNDS):
        for name in sorted(starts, reverse=bool(at % 2)):
            times[name].append(starts[name]())
    desk, bare = (statistics.median(times[name][1:]) for name in ("desk", "bare"))
    return [beside("desk.start.first_paint_ms", desk, "ms", "bare PySide6 window", bare)]


def _painted_ms(line: list[str]) -> float:
    begun = time.clock_gettime_ns(time.CLOCK_MONOTONIC)
    ran = subprocess.run(line, cwd=ROOT, env=off_screen(), capture_output=True, text=True, timeout=60, check=True)
    told = msgspec.json.decode(ran.stdout.splitlines()[-1])
    return float(told["painted_at"] - begun) / 1e6
