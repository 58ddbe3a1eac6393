"""The PC's clock, moved by what the agent has said that today is: where a battery is dead, the desk goes on with the right day."""

from datetime import datetime, timedelta

from station_app.storage.store import Clock


class StatedClock:
    """`pc` is the clock as it is. `ahead_s`: seconds that are added to it, 0 while it is believed."""

    def __init__(self, pc: Clock, ahead_s: int = 0) -> None:
        self.pc = pc
        self.ahead_s = ahead_s

    def now(self) -> datetime:
        return self.pc.now() + timedelta(seconds=self.ahead_s)

    def monotonic(self) -> float:
        return self.pc.monotonic()


def stated(clock: Clock, ahead_s: int) -> StatedClock:
    """Over the PC's clock itself, also where `clock` is one of these already."""
    return StatedClock(clock.pc if isinstance(clock, StatedClock) else clock, ahead_s)
