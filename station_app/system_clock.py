"""The PC's own clock, as every part that needs the time is given it."""

import time
from datetime import datetime


class SystemClock:
    def now(self) -> datetime:
        """The time now, with its offset."""
        return datetime.now().astimezone()

    def monotonic(self) -> float:
        """Seconds that never go back."""
        return time.monotonic()
