"""A line on which nothing moves for longer than a desk waits, and whether the desk gave up by itself."""

import threading

from sync.station.errors import LineFailure
from sync.station.http_line import STALL_SECONDS
from tests.chaos.pc import Pc
from tests.lines.cutting_proxy import CuttingProxy

GIVES_UP_WITHIN_S = STALL_SECONDS + 4.0
"""A run of sync begins within a second, and waits so long for a byte."""


class Silence:
    """Begins at once and ends by itself. `broken`, when it has ended: what is wrong, empty if nothing or not to be told.

    A desk that was started or ended meanwhile is not judged, nor one whose silence was shorter than `patience` (seconds).
    """

    def __init__(self, pc: Pc, proxy: CuttingProxy, seconds: float, patience: float = GIVES_UP_WITHIN_S) -> None:
        self.pc, self.broken = pc, ""
        self._proxy, self._is_long = proxy, seconds >= patience
        self._mark, self._turns = pc.printed_bytes(), pc.turns
        proxy.pause()
        self._timer = threading.Timer(seconds, self._end)
        self._timer.start()

    @property
    def lasts(self) -> bool:
        return self._timer.is_alive()

    def wait(self) -> None:
        """Until it is over."""
        self._timer.join()

    def cancel(self) -> None:
        self._timer.cancel()
        self._timer.join()

    def _end(self) -> None:
        pc = self.pc
        said = LineFailure().en in pc.printed_since(self._mark)
        if self._is_long and pc.turns == self._turns and not said:
            self.broken = f"the desk {pc.name} waits for ever on a line that is silent"
        self._proxy.resume()
