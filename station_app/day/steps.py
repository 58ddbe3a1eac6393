"""The day's record: one line a step, printed when it is done, and the time it took."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO


class DayFailed(Exception):
    """A step did not come to what it should. The text says which step, and what was on the screen instead."""


class Steps:
    def __init__(self, out: TextIO = sys.stdout) -> None:
        self._out = out
        self._begun = time.monotonic()
        self.done = 0

    @contextmanager
    def step(self, words: str) -> Iterator[None]:
        """Prints the step with its number and seconds when it is done; raises DayFailed with its words if it is not."""
        begun = time.monotonic()
        try:
            yield
        except DayFailed as failure:
            raise DayFailed(f"{words}: {failure}") from failure
        self.done += 1
        print(f"{self.done:3d}  {words}  ({time.monotonic() - begun:.1f} s)", file=self._out, flush=True)

    @property
    def seconds(self) -> float:
        """Seconds since the day began."""
        return time.monotonic() - self._begun
