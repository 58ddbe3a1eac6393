"""One PC of a station in the simulated world: its store, its clock, its line, and the real engine over all of them."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sync.station.http_carrier import HttpCarrier
from sync.station.pace import Limits
from sync.station.ports import StationIdentity
from sync.station.report import ExchangeReport
from tests.faults.district_node import PowerCut
from tests.faults.failing import Failing
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


class Proven(set[str]):
    """As the store's own list: it outlives the program."""

    def __init__(self, server: str) -> None:
        super().__init__({server})

    def knows(self, server: str) -> bool:
        return server in self

    def remember(self, server: str) -> None:
        self.add(server)


class Pc:
    def __init__(self, world: "World", identity: StationIdentity, store: Any, name: str) -> None:
        self.world, self.identity, self.store, self.name = world, identity, store, name
        self.seed = identity.signing_seed
        self.clock = PcClock(world)
        self.proven = Proven(world.certificate)
        self.backups: list[Any] = []
        self.report: ExchangeReport | None = None
        self.stop_after = 0
        self.enrolled_in = store.place().epoch
        self.history_broke = False
        self.start()

    def start(self) -> None:
        """The program starts: nothing is known but what the store holds."""
        self.line = Line(self.world, self)
        self.failing = Failing(self)
        self.carrier = HttpCarrier("http://127.0.0.1:1", self.identity, self.clock, None)
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
            self.dies()
        except Exception as error:  # noqa: BLE001 - whatever else comes out is told as a bug of the engine
            self.report = None
            self.world.violated("the engine failed by itself", repr(error))
            self.start()
        else:
            self.failing.cut_in = self.stop_after = 0
        return self.report

    def dies(self) -> None:
        """Power cut: what is not in the store is gone, and the program starts again."""
        self.store.died()
        self.start()

    def _should_stop(self) -> bool:
        if self.stop_after and self.line.count >= self.stop_after:
            self.world.injected("transfer stopped by the agent")
            self.stop_after = 0
            return True
        return False
