"""A signed-in desk at rest: after one sync, papers warmed up, three seconds idle. Run: `idle_desk DIRECTORY PASSWORD`."""

import sys
from pathlib import Path

from station_app.jobs.sync_runner import SyncRunner
from sync.station.report import ExchangeReport
from tests.bench.apart import tell
from tests.bench.desk_window import desk_window, idle, sign_in, wait_until

IDLE_MS = 3000
FONTS = 2
"""Regular and bold; the fallback is opened with the first rare character."""


def main() -> None:
    reports: list[ExchangeReport] = []
    with desk_window(Path(sys.argv[1])) as program:
        shell = sign_in(program, sys.argv[2])
        sync = shell.surroundings.sync
        if not isinstance(sync, SyncRunner):
            raise TypeError("the desk has no line")
        sync.ran.connect(reports.append)
        wait_until(lambda: bool(reports) and _papers_are_warm())
        idle(IDLE_MS)
        if shell.shown.screen_id != "today" or reports[0].failure is not None:
            raise RuntimeError(f"the desk is on {shell.shown.screen_id}, sync said {reports}")
        tell(_memory_mb())


def _papers_are_warm() -> bool:
    # Looked at only where it is: this process must load no more than the desk does.
    face = getattr(sys.modules.get("station_app.printing.faces"), "face", None)
    return face is not None and bool(face.cache_info().currsize == FONTS)


def _memory_mb() -> dict[str, float]:
    """Resident and proportional set, and what of the resident set is not a file's, in MB of 1,048,576 bytes (proc(5))."""
    kib = {
        name.rstrip(":"): int(rest.split()[0])
        for name, _, rest in (
            line.partition(" ") for line in Path("/proc/self/smaps_rollup").read_text("utf-8").splitlines()[1:]
        )
    }
    return {name: kib[name] / 1024 for name in ("Rss", "Pss", "Anonymous")}


if __name__ == "__main__":
    main()
