"""How fast this line was when it last carried something, kept while the program runs: what waits is told in minutes by it."""

from typing import Final

from sync.station.report import Progress, Stage

LEAST_MEASURED_S: Final = 5.0
"""Sooner than that the speed of a line says nothing."""
_REMEMBERED_S: Final = 120.0


class Speeds:
    """Of records and of pages, over the last minutes in which they moved. `now`: seconds that never go back."""

    def __init__(self) -> None:
        self._before: tuple[Stage, int, float] | None = None
        self._moved: dict[Stage, float] = {}
        self._seconds: dict[Stage, float] = {}

    def begun(self, now: float) -> None:
        """A run begins, with records: the wait before it is no part of any speed."""
        self._before = ("events", 0, now)

    def saw(self, progress: Progress, now: float) -> None:
        before, self._before = self._before, (progress.stage, progress.done, now)
        if before is None or before[0] != progress.stage or progress.done <= before[1]:
            return
        moved, seconds = self._moved.get(progress.stage, 0.0), self._seconds.get(progress.stage, 0.0)
        if seconds > _REMEMBERED_S:
            moved, seconds = moved / 2, seconds / 2
        self._moved[progress.stage] = moved + progress.done - before[1]
        self._seconds[progress.stage] = seconds + now - before[2]

    def of(self, stage: Stage) -> float:
        """Records or bytes a second; 0 where too little has been seen."""
        seconds = self._seconds.get(stage, 0.0)
        return self._moved[stage] / seconds if seconds >= LEAST_MEASURED_S else 0.0
