"""One press, one act: after what ends something (delivered, decided, withdrawn, void, handed over, received) the same key rests
for a moment, and the next such act is asked about once, so that a finger that comes down twice ends nothing else."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

REST = timedelta(seconds=1.5)
"""A key pressed twice by habit comes within 0.9 s as observed; whoever means it waits for the screen."""
ASK = timedelta(seconds=8)

Answer = Literal["act", "rest", "ask"]


@dataclass
class FinalActs:
    """The final acts of one desk, whatever screen does them. `now` is the desk's clock: set back, it holds nobody up."""

    _done_at: datetime | None = None
    _asked: str = ""

    def done(self, now: datetime) -> None:
        """A final act has just been recorded."""
        self._done_at, self._asked = now, ""

    def moved_on(self) -> None:
        """Another screen, or another case, was opened: what is pressed there is meant."""
        self._done_at = None

    def is_resting(self, now: datetime) -> bool:
        """Whether the main key does nothing now."""
        return self._within(now, REST)

    def may(self, now: datetime, subject: str) -> Answer:
        """Whether the final act on `subject` is done, passed over, or asked about first: the same press again does it."""
        if self.is_resting(now):
            return "rest"
        if self._within(now, ASK) and self._asked != subject:
            self._asked = subject
            return "ask"
        return "act"

    def _within(self, now: datetime, time: timedelta) -> bool:
        return self._done_at is not None and timedelta(0) <= now - self._done_at < time
