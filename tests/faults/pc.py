"""One PC of a station in the simulated world: its store, its clock, its line, and the real engine over all of them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from forms.failures import EnvironmentFailure
from sync.protocol.messages import Cursor, Head
from sync.station.engine import SyncEngine
from sync.station.http_carrier import HttpCarrier
from sync.station.pace import Limits
from sync.station.ports import ExchangeOutcome, OutgoingBatch, PageToSend, StationIdentity
from sync.station.report import ExchangeReport
from tests.faults.district_node import PowerCut
from tests.faults.network import Line

if TYPE_CHECKING:
    from tests.faults.world import World

SMALL = Limits(first_bytes=900, fewest_bytes=200, most_bytes=3000, events_at_once=40)
"""Small pieces, so that a page of a few kilobytes takes several requests and every one of them can fail."""


class PcClock:
    """The world's time with this PC's error. `monotonic` has none, as on a real PC."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self.off = timedelta()

    def now(self) -> datetime:
        return self._world.clock.now() + self.off

    def monotonic(self) -> float:
        return self._world.clock.monotonic()


class Failing:
    """A StationStore that dies or finds its disk full at one of its writing calls. `cut_in`: at which, from 1."""

    def __init__(self, pc: "Pc") -> None:
        self._pc = pc
        self.cut_in = 0
        self.after_commit = False
        self.full = False

    def identity(self) -> StationIdentity:
        return self._pc.identity

    def outgoing(self, max_events: int, max_bytes: int) -> OutgoingBatch:
        found: OutgoingBatch = self._pc.store.outgoing(max_events, max_bytes)
        return found

    def cursor(self) -> Cursor:
        found: Cursor = self._pc.store.cursor()
        return found

    def record_exchange(self, outcome: ExchangeOutcome) -> None:
        self._write("record_exchange", outcome)

    def rewind_to(self, head: Head) -> bool:
        return bool(self._write("rewind_to", head))

    def begin_epoch(self, epoch: int) -> None:
        self._write("begin_epoch", epoch)

    def pages_to_send(self) -> Sequence[PageToSend]:
        found: Sequence[PageToSend] = self._pc.store.pages_to_send()
        return found

    def read_page(self, sha256: str) -> bytes:
        found: bytes = self._pc.store.read_page(sha256)
        return found

    def page_confirmed(self, sha256: str) -> None:
        self._write("page_confirmed", sha256)

    def pages_to_fetch(self) -> Sequence[str]:
        found: Sequence[str] = self._pc.store.pages_to_fetch()
        return found

    def store_fetched_page(self, sha256: str, content: bytes) -> None:
        self._write("store_fetched_page", sha256, content)

    def _write(self, name: str, *what: Any) -> Any:
        self.cut_in -= 1
        if self.cut_in == 0:
            return self._fails(name, *what)
        return getattr(self._pc.store, name)(*what)

    def _fails(self, name: str, *what: Any) -> Any:
        world = self._pc.world
        if self.full:
            world.injected("station's disk full")
            raise EnvironmentFailure("电脑硬盘满了。", "The disk is full.")
        if self.after_commit:
            getattr(self._pc.store, name)(*what)
            world.injected("station dies after its commit")
        else:
            world.injected("station dies before its commit")
            self._pc.store.half_done(name, *what)
        raise PowerCut


class Pc:
    def __init__(self, world: "World", identity: StationIdentity, store: Any, name: str) -> None:
        self.world, self.identity, self.store, self.name = world, identity, store, name
        self.seed = identity.signing_seed
        self.clock = PcClock(world)
        self.backups: list[Any] = []
        self.report: ExchangeReport | None = None
        self.stop_after = 0
        self.start()

    def start(self) -> None:
        """The program starts: nothing is known but what the store holds."""
        self.line = Line(self.world, self)
        self.failing = Failing(self)
        self.carrier = HttpCarrier("http://127.0.0.1:1", self.identity, self.clock)
        self.carrier._line = self.line  # type: ignore[assignment]
        self.engine = self.world.mutant.engine(
            self.failing, self.carrier, self.clock, self.world.random, SMALL, "0.1", should_stop=self._should_stop
        )

    def sync(self, plan: dict[int, str] | None = None) -> ExchangeReport | None:
        """One run of the engine; None where the PC died in it."""
        self.line.plan, self.line.count = dict(plan or {}), 0
        try:
            self.report = self.engine.run_once()
        except PowerCut:
            self.report = None
            self.store.died()
            self.start()
        except Exception as error:  # noqa: BLE001 - whatever else comes out is told as a bug of the engine
            self.report = None
            self.world.violated("the engine failed by itself", repr(error))
            self.start()
        else:
            self.failing.cut_in = self.stop_after = 0
        return self.report

    def _should_stop(self) -> bool:
        if self.stop_after and self.line.count >= self.stop_after:
            self.world.injected("transfer stopped by the agent")
            self.stop_after = 0
            return True
        return False


Engine = type[SyncEngine]
