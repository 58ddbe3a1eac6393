"""A station's store that dies, or finds its disk full, at any of its commits; whatever carries the data."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from forms.failures import EnvironmentFailure
from sync.protocol.messages import Cursor, Head
from sync.station.ports import ExchangeOutcome, OutgoingBatch, PageToSend, StationIdentity
from tests.faults.district_node import PowerCut

if TYPE_CHECKING:
    from tests.faults.pc import Pc


class Failing:
    """A StationStore over a PC's. `cut_in`: at which of its commits it fails, from 1. `watch` sees what is recorded."""

    def __init__(self, pc: "Pc") -> None:
        self._pc = pc
        self._inside = False
        self.cut_in = 0
        self.after_commit = False
        self.full = False
        self.watch: Callable[[ExchangeOutcome], None] | None = None

    def identity(self) -> StationIdentity:
        return self._pc.identity

    def outgoing(self, max_events: int, max_bytes: int) -> OutgoingBatch:
        found: OutgoingBatch = self._pc.store.outgoing(max_events, max_bytes)
        return found

    def cursor(self) -> Cursor:
        found: Cursor = self._pc.store.cursor()
        return found

    def record_exchange(self, outcome: ExchangeOutcome) -> None:
        if self.watch is not None:
            self.watch(outcome)
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

    @contextmanager
    def transaction(self, name: str) -> Iterator[None]:
        """One of the stick's transactions: what is written in it is one commit."""
        fails = self._counted()
        with self._pc.store.transaction():
            self._inside = True
            try:
                yield
            finally:
                self._inside = False
            if fails and not (self.after_commit and not self.full):
                self._dies_before(name)
        self._committed(name, dies=fails)

    def _write(self, name: str, *what: Any) -> Any:
        if self._inside:
            return getattr(self._pc.store, name)(*what)
        fails = self._counted()
        if fails and not (self.after_commit and not self.full):
            if not self.full:
                self._pc.store.half_done(name, *what)
            self._dies_before(name)
        said = getattr(self._pc.store, name)(*what)
        self._committed(name, dies=fails)
        return said

    def _counted(self) -> bool:
        self.cut_in -= 1
        return self.cut_in == 0

    def _dies_before(self, name: str) -> None:
        world = self._pc.world
        if self.full:
            world.injected("station's disk full")
            raise EnvironmentFailure("电脑硬盘满了。", "The disk is full.")
        world.injected("station dies before its commit")
        world.crash_points["station", name, "before"] += 1
        raise PowerCut

    def _committed(self, name: str, dies: bool) -> None:
        world = self._pc.world
        world.crash_points["station", name, "committed"] += 1
        if dies:
            world.injected("station dies after its commit")
            world.crash_points["station", name, "after"] += 1
            raise PowerCut
