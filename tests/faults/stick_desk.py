"""The store of a simulated PC as its stick sees it, and what may never come of a stick."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from sys import _getframe
from typing import TYPE_CHECKING, Any

from station_app.storage.facts import SyncPlace
from sync.protocol.messages import Head
from sync.station.ports import ExchangeOutcome, PageToSend, StationStore
from sync.station.usb_answer import OLDER_DISTRICT, OTHER_HISTORY, OVERTAKEN, Taken, request_of
from sync.station.usb_ports import StickNotes

if TYPE_CHECKING:
    from tests.faults.pc import Pc


class StickDesk:
    """`sync.station.usb_ports.StickStore`. `race` is called once where the network may write between two looks at the store."""

    def __init__(self, pc: "Pc", race: Callable[[], Any] | None = None) -> None:
        self._pc, self._race = pc, race

    @property
    def store(self) -> StationStore:
        return self._pc.failing

    def transaction(self) -> AbstractContextManager[None]:
        return self._pc.failing.transaction(_getframe(1).f_code.co_name)

    def place(self) -> SyncPlace:
        found: SyncPlace = self._pc.store.place()
        self._may_race()
        return found

    def holds(self, head: Head) -> bool:
        return bool(self._pc.store.holds(head))

    def end(self) -> int:
        return int(self._pc.store.end())

    def unsent(self) -> tuple[int, int]:
        found: tuple[int, int] = self._pc.store.unsent()
        return found

    def pages_to_carry(self) -> Sequence[PageToSend]:
        self._may_race()
        found: Sequence[PageToSend] = self._pc.store.pages_to_carry()
        return found

    def notes(self) -> StickNotes:
        found: StickNotes = self._pc.store.notes()
        return found

    def write_notes(self, notes: StickNotes) -> None:
        self._pc.store.write_notes(notes)

    def recorded(self, outcome: ExchangeOutcome) -> None:
        """Sees what a stick is about to record: no cursor and no head goes back, and nothing of a server that is no more."""
        here, world = self._pc.store.place(), self._pc.world
        there = outcome.cursor
        now = world.node.incarnation()
        if here.cursor.incarnation == now != there.incarnation:
            world.violated("stick", "went back to a district that was put back since")
        if (here.cursor.incarnation, here.cursor.stream) == (there.incarnation, there.stream):
            if there.position < here.cursor.position:
                world.violated("stick", f"moved the cursor back from {here.cursor.position} to {there.position}")
            if (outcome.head.epoch, outcome.head.seq) < (here.head.epoch, here.head.seq):
                world.violated("stick", "moved the head back")

    def answered(self, take: Callable[..., Taken]) -> Callable[..., Taken]:
        """`take_answer`, with an eye on whether the answer is of the epoch in which this PC is."""

        def watched(stick: Any, request: bytes, *rest: Any, **more: Any) -> Taken:
            epoch = self._pc.store.place().epoch
            taken = take(stick, request, *rest, **more)
            if taken.word is None and request_of(self._pc.identity, request)[1].epoch != epoch:
                self._pc.world.violated("stick", "an answer of another epoch was taken")
            if taken.word in NAMES:
                self._pc.world.injected(NAMES[taken.word])
            return taken

        return watched

    def _may_race(self) -> None:
        if self._race is not None and not self._pc.store.in_transaction:
            race, self._race = self._race, None
            race()


NAMES = {
    OTHER_HISTORY: "stick: answer of an old epoch",
    OVERTAKEN: "stick: answer out of date",
    OLDER_DISTRICT: "stick: answer of an older district",
}


def held(pc: "Pc") -> Any:
    """All that a stick that cannot be used, or is only written, may not change."""
    return dict(pc.store.log), dict(pc.store.pages), pc.store.place()
