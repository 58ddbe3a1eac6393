"""A station's whole line to its district: store, carrier and engine, opened and closed together on one thread."""

from collections.abc import Callable

from sync.station.engine import SyncEngine
from sync.station.http_carrier import HttpCarrier
from sync.station.pace import Limits
from sync.station.ports import Clock, StationStore
from sync.station.report import Progress


class StationLine:
    """`close_store` closes the store that belongs to this line alone."""

    def __init__(
        self,
        store: StationStore,
        close_store: Callable[[], None],
        carrier: HttpCarrier,
        clock: Clock,
        program: str,
        on_progress: Callable[[Progress], None],
        should_stop: Callable[[], bool],
        limits: Limits | None = None,
    ) -> None:
        self._close_store = close_store
        self._carrier = carrier
        self.engine = SyncEngine(
            store, carrier, clock, limits=limits, program=program, on_progress=on_progress, should_stop=should_stop
        )

    def abort(self) -> None:
        """From another thread: ends what waits for the network."""
        self._carrier.abort()

    def close(self) -> None:
        self._carrier.close()
        self._close_store()
