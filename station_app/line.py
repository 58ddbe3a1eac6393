"""The way to the district for the sync thread: its own store connection, the HTTP carrier, and the engine between them."""

import secrets
from collections.abc import Callable
from pathlib import Path

from station_app.allowance_file import AllowanceFile
from station_app.line_settings import LineSettings
from station_app.storage.keys import Unlocked
from station_app.storage.store import open_store
from station_app.system_clock import SystemClock
from station_app.version import VERSION
from sync.station.engine import SyncEngine
from sync.station.http_carrier import HttpCarrier
from sync.station.report import Progress


class DistrictLine:
    """Made, used and closed on one thread; `abort` may come from another."""

    def __init__(
        self,
        directory: Path,
        unlocked: Unlocked,
        settings: LineSettings,
        on_progress: Callable[[Progress], None],
        should_stop: Callable[[], bool],
    ) -> None:
        clock = SystemClock()
        self._store = open_store(directory, unlocked, clock, secrets.token_bytes)
        identity = self._store.identity()
        proven = self._store.proven_servers
        self._carrier = HttpCarrier(settings.url, identity, clock, proven, settings.authority, settings.allow_plain)
        self.engine = SyncEngine(
            self._store,
            self._carrier,
            clock,
            program=VERSION,
            on_progress=on_progress,
            should_stop=should_stop,
            allowance=AllowanceFile(directory).read,
        )

    def abort(self) -> None:
        self._carrier.abort()

    def close(self) -> None:
        self._carrier.close()
        self._store.close()
