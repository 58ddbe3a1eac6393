"""What a station sends: received cases through the real desk, store, engine and server, every byte counted."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import zstandard

from station_app.practice import PracticeDistrict
from tests.bench.peers import on_loopback
from tests.bench.report import Row, alone, beside
from tests.bench.sending_station import SendingStation
from tests.bench.stations import join
from tests.lines.cutting_proxy import CuttingProxy

CASES = 1000
SEED = 5


class CountedStation(SendingStation):
    """A sending station whose line goes through a relay that counts."""

    relay: CuttingProxy

    def sync(self, events: int) -> dict[str, int]:
        """One run that has to send `events` events; bytes of bodies up, bytes with headers up, requests."""
        before = (self.line.body_bytes, self.relay.up, self.line.requests)
        report = self.run()
        if report.failure is not None or report.applied != events or report.rejected:
            raise RuntimeError(f"not everything arrived: {report}")
        now = (self.line.body_bytes, self.relay.up, self.line.requests)
        return dict(zip(("bodies", "all", "requests"), (b - a for a, b in zip(before, now, strict=True)), strict=True))

    def first_sync(self) -> None:
        """The agent's own event goes up, what the district has published comes down."""
        self.sync(len(self.waiting()))


@contextmanager
def counted_station(folder: Path) -> Iterator[CountedStation]:
    """Joined to a practice district of its own, with the first sync behind it."""
    with PracticeDistrict(folder / "district") as district:
        station = CountedStation(folder / "station", join(district, folder / "station"))
        with CuttingProxy(int(district.url.rpartition(":")[2])) as station.relay:
            try:
                station.reach(station.relay.url)
                station.first_sync()
                yield station
            finally:
                station.close()


def measure(folder: Path) -> list[Row]:
    """Bytes that go up, and requests."""
    with counted_station(folder) as station:
        nothing = station.sync(0)
        (one_body,) = station.receive(SEED + 1, 1)
        one = station.sync(1)
        bodies = station.receive(SEED, CASES)
        sent = station.sync(CASES)
    lines = b"\n".join(bodies) + b"\n"
    best, quick = (len(zstandard.ZstdCompressor(level=level).compress(lines)) for level in (19, 3))
    return [
        beside("wire.cases_1000.bytes_up", sent["bodies"], "bytes", "one zstd-19 POST", best),
        beside("wire.cases_1000.with_headers.bytes_up", sent["all"], "bytes", "one zstd-19 POST, body", best),
        beside("wire.cases_1000.bytes_up.zstd_3", sent["bodies"], "bytes", "one zstd-3 POST", quick),
        alone("wire.cases_1000.round_trips", sent["requests"], "requests"),
        alone("wire.cases_1000.plain_bytes", len(lines), "bytes"),
        alone("wire.one_case.bytes_up", one["bodies"], "bytes"),
        alone("wire.one_case.with_headers.bytes_up", one["all"], "bytes"),
        alone("wire.one_case.round_trips", one["requests"], "requests"),
        alone("wire.nothing_new.bytes_up", nothing["bodies"], "bytes"),
        alone("wire.nothing_new.with_headers.bytes_up", nothing["all"], "bytes"),
        *on_loopback.measure(folder / "peers", bodies, one_body),
    ]
