"""What a station sends: received cases through the real desk, store, engine and server, every byte counted."""

import itertools
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import zstandard

from forms.events import decode_event
from station_app.desk.context import Desk
from station_app.desk.drafts import new_draft, save_draft
from station_app.desk.open_desk import open_desk
from station_app.desk.receive_case import receive_case
from station_app.practice import PracticeDistrict
from station_app.storage.keys import Unlocked
from station_app.system_clock import SystemClock
from station_app.version import VERSION
from sync.station.engine import SyncEngine
from sync.station.http_carrier import HttpCarrier
from sync.station.http_line import HttpLine, Reply
from tests.bench.made_cases import made_cases
from tests.bench.report import Row, alone, beside
from tests.bench.stations import join
from tests.lines.cutting_proxy import CuttingProxy

CASES = 1000
SEED = 5
EVERYTHING = 10**9


class CountingLine(HttpLine):
    """Counts requests and the bytes of their bodies."""

    requests = 0
    body_bytes = 0

    def request(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        short_ok: bool = False,
    ) -> Reply:
        self.requests += 1
        self.body_bytes += len(body)
        return super().request(method, path, body, headers, short_ok)


class SendingStation:
    """A station's desk, and its engine on a line that is counted."""

    def __init__(self, directory: Path, unlocked: Unlocked, relay: CuttingProxy) -> None:
        clock = SystemClock()
        self.desk: Desk = open_desk(directory, unlocked, clock, secrets.token_bytes)
        self._relay = relay
        self._line = CountingLine(relay.url)
        carrier = HttpCarrier(relay.url, self.desk.store.identity(), clock)
        carrier._line = self._line
        self._carrier = carrier
        self._engine = SyncEngine(self.desk.store, carrier, clock, program=VERSION)

    def receive(self, seed: int, many: int) -> list[bytes]:
        """Receives cases as the agent does; the events that wait now, as they will be sent."""
        desk = self.desk
        for content in itertools.islice(made_cases(desk.catalogue.items, seed, desk.today()), many):
            draft_id = new_draft(desk)
            save_draft(desk, draft_id, content)
            receive_case(desk, draft_id)
        bodies = [event.body for event in desk.store.outgoing(EVERYTHING, EVERYTHING).events]
        if len(bodies) != many or {decode_event(body).kind for body in bodies} != {"case_received"}:
            raise RuntimeError("something else than the cases waits")
        return bodies

    def sync(self, events: int) -> dict[str, int]:
        """One run that has to send `events` events; bytes of bodies up, bytes with headers up, requests."""
        before = (self._line.body_bytes, self._relay.up, self._line.requests)
        report = self._engine.run_once()
        if report.failure is not None or report.applied != events or report.rejected:
            raise RuntimeError(f"not everything arrived: {report}")
        now = (self._line.body_bytes, self._relay.up, self._line.requests)
        return dict(zip(("bodies", "all", "requests"), (b - a for a, b in zip(before, now, strict=True)), strict=True))

    def first_sync(self) -> None:
        """The agent's own event goes up, what the district has published comes down."""
        self.sync(len(self.desk.store.outgoing(EVERYTHING, EVERYTHING).events))

    def close(self) -> None:
        self._carrier.close()
        self.desk.close()


@contextmanager
def joined_station(folder: Path) -> Iterator[SendingStation]:
    with PracticeDistrict(folder / "district") as district:
        unlocked = join(district, folder / "station")
        with CuttingProxy(int(district.url.rpartition(":")[2])) as relay:
            station = SendingStation(folder / "station", unlocked, relay)
            try:
                yield station
            finally:
                station.close()


def measure(folder: Path) -> list[Row]:
    """Bytes that go up, and requests."""
    with joined_station(folder) as station:
        station.first_sync()
        nothing = station.sync(0)
        station.receive(SEED + 1, 1)
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
    ]
