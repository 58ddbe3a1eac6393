"""Whole rounds of a stick: there and back, as often as it takes; and rounds that something overtakes on the way."""

from typing import TYPE_CHECKING

from forms.failures import EnvironmentFailure
from sync.station.report import ExchangeReport

if TYPE_CHECKING:
    from tests.faults.pc import Pc
    from tests.faults.world import World

MOST_ROUNDS = 5
"""A PC that is told to go once more does so; nobody goes more often than this."""


class StickRounds:
    def __init__(self, world: "World") -> None:
        self.world = world

    def overtaken(self, pc: "Pc") -> None:
        """While the answer is on the road the office goes on; then the network comes in the middle of its copying in."""
        if self._on_the_road(pc):
            self.world.injected("stick: overtaken by the network")
            self._copied_in(pc, race=True)

    def overtaken_by_a_backup(self, pc: "Pc") -> None:
        """While the answer is on the road the PC is put back to before it had heard what the stick rests on."""
        if pc.store.outgoing(1, 1).events:
            return
        old = self.world._kept(pc.store.copy())
        self.world.officer_acts()
        pc.sync()
        if pc.store.cursor() != old.cursor() and self._on_the_road(pc):
            self.world.injected("stick: overtaken by an old backup")
            self.world._replace_store(pc, old)
            self._copied_in(pc, race=False)

    def overtaken_by_the_district(self, pc: "Pc") -> None:
        """While the answer is on the road the district is put back from a backup; the network tells of it and breaks off."""
        before = self.world.node.snapshot()
        if self._on_the_road(pc):
            self.world.injected("stick: overtaken by an old district")
            now = self.world.node.snapshot()
            self.world.node.put_back(before)
            self.world._after_restoration(now)
            pc.sync({3: "line_down"})
            self._copied_in(pc, race=False)

    def _on_the_road(self, pc: "Pc") -> bool:
        """A stick goes to the district and is answered; then the office goes on."""
        sticks = self.world.sticks
        stick = sticks.all[0]
        stick.empty()
        sticks.written(pc, stick)
        for path in stick.files("to_district"):
            try:
                sticks.imported(stick, path)
            except EnvironmentFailure:
                return False
        for _ in range(3):
            self.world.officer_acts()
        return True

    def _copied_in(self, pc: "Pc", race: bool) -> None:
        sticks = self.world.sticks
        sticks.heard(sticks.read(pc, sticks.all[0], sticks.network(pc, "copying in") if race else None))
        pc.failing.watch = None

    def settle(self, rounds: int) -> None:
        """No more faults, and no network either: every PC goes as often as it is told to, the whole round some times."""
        for pc in self.world.pcs * rounds:
            for _ in range(MOST_ROUNDS):
                self.world.clock.wait(60)
                if not self._there_and_back(pc):
                    break

    def _there_and_back(self, pc: "Pc") -> bool:
        """One round with an empty stick; whether another one is needed."""
        sticks = self.world.sticks
        stick, again = sticks.all[0], False
        stick.empty()
        with self.world.watched("a round with a stick"):
            sticks.written(pc, stick)
            for path in stick.files("to_district"):
                sticks.imported(stick, path)
            said = sticks.read(pc, stick)
            sticks.heard(said)
            pc.report = ExchangeReport()
            again = bool(said.words or pc.store.unsent()[0])
        pc.failing.watch = None
        return again
