"""What people do with sticks in a simulated world, and what goes wrong with them while they do."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

from sqlalchemy.exc import OperationalError

from forms.failures import EnvironmentFailure
from sync.district.bundles import Imported, import_bundle
from sync.protocol.bundle_failures import BundleUnusable, StickFailure
from sync.protocol.bundle_read import label_of
from sync.station import usb_import
from sync.station.usb_answer import MISSING_BEFORE, SEND_AGAIN, SEND_ALL
from sync.station.usb_export import KEPT_FREE, StickExport
from sync.station.usb_import import CopiedIn, StickImport
from tests.faults.district_node import PowerCut
from tests.faults.stick_desk import StickDesk, held
from tests.faults.sticks import CALLS_OF_A_COPY, Stick

if TYPE_CHECKING:
    from tests.faults.pc import Pc
    from tests.faults.world import World

STICKS = 2
MOST_FILES = 8
"""Somebody tidies up a stick before it holds more, since every answer on it is read each time."""
BYTES_OF_A_COPY = 6000
POINTS_OF_AN_IMPORT = 70
COMMITS_OF_AN_IMPORT = 8

OUT = {"": 8, "full": 2, "little room": 2, "dies": 3, "network": 3, "pulled out": 2}
TAKEN = {
    "": 8,
    "dies": 4,
    "disk full": 2,
    "stick full": 1,
    "dies at the answer": 2,
    "network": 3,
    "network at the lock": 2,
}
IN = {"": 8, "dies": 4, "disk full": 1, "network": 4}


class Sticks:
    """The sticks of a world. Any PC may be copied out to any of them, and any of them comes to the district."""

    def __init__(self, world: "World") -> None:
        self.world = world
        self.all = [Stick(world.directory / f"stick-{at}") for at in range(STICKS)]
        self._made: dict[bytes, int] = {}
        self._last: dict[tuple[str, str], int] = {}
        self._taken: set[bytes] = set()

    # Each of the three ways, with at most one fault.

    def copy_out(self, pc: "Pc") -> None:
        stick, fault = self._any(), self._fault(OUT)
        if len(list(stick.folder.iterdir())) >= MOST_FILES:
            stick.empty()
        self._may_die(pc, stick, fault)
        if fault == "full":
            stick.disk.room = self.world.random.randrange(BYTES_OF_A_COPY)
        elif fault == "little room":
            stick.free = KEPT_FREE + self.world.random.randrange(BYTES_OF_A_COPY)
        before = None if fault == "network" else held(pc)
        try:
            self.written(pc, stick, self.network(pc, "copying out") if fault == "network" else None)
        except PowerCut:
            self.world.injected("stick: power cut while copying out")
            self._left_by_a_cut(stick)
            pc.dies()
        except StickFailure as failure:
            self.world.injected("stick: full")
            if not failure.full or fault != "full":
                self.world.violated("stick", f"cannot be written: {failure.detail}")
        if before not in (None, held(pc)):
            self.world.violated("stick", "copying out changed what counts as sent")
        if fault == "pulled out":
            self.world.injected("stick: pulled out at once")
            stick.pulled_out(power=True)
        pc.failing.cut_in = 0
        self._look_at(stick)

    def take_in(self) -> None:
        """The district reads some of the files of a stick, in any order."""
        stick = self._any()
        files = stick.files("to_district")
        self.world.random.shuffle(files)
        for path in files[: self.world.random.randint(1, 3)]:
            fault = self._fault(TAKEN)
            # A power cut before may have taken a file whose name nobody had synced, and promised.
            if path.exists():
                self._take_in(stick, path, fault)
        if len({path.name.partition("-")[0] for path in files}) > 1:
            self.world.injected("stick: several stations on one")

    def copy_in(self, pc: "Pc") -> None:
        stick, fault = self._any(), self._fault(IN)
        self._may_die(pc, stick, fault)
        if fault == "disk full":
            pc.failing.cut_in, pc.failing.full = self.world.random.randint(1, 4), True
        race = self.network(pc, "copying in") if fault == "network" else None
        if race and self.world.random.random() < 0.6:
            stick.between = [*[_nothing] * self.world.random.randrange(5), race]
            race = None
        try:
            said = self.read(pc, stick, race)
        except PowerCut:
            pc.dies()
        except EnvironmentFailure as failure:
            if fault != "disk full":
                self.world.violated("stick", f"answers cannot be read: {failure.en}")
        else:
            self.heard(said)
        pc.failing.cut_in, pc.failing.full, pc.failing.watch = 0, False, None

    def lose(self) -> None:
        stick = self._any()
        answers = stick.files("to_station")
        if answers and self.world.random.random() < 0.7:
            self.world.injected("stick: answer lost")
            stick.lose(self.world.random.choice(answers))
        elif any(stick.folder.iterdir()):
            self.world.injected("stick: lost with all that is on it")
            stick.empty()

    # The real programs.

    def written(self, pc: "Pc", stick: Stick, race: Callable[[], None] | None = None) -> Path:
        export = StickExport(StickDesk(pc, race), pc.clock, self.world.random.randbytes, "0.1")
        with stick.plugged_in():
            copied = export.write(stick.folder, "杨副镇长")
        stick.promised.add(copied.path.name)
        self._made[pc.store.notes().out[0].bundle_id] = len(self._made)
        return copied.path

    def imported(self, stick: Stick, path: Path) -> Imported:
        stick.promised.discard(path.name.replace("报送", "回执"))
        with self.world.node.on_its_disk(), stick.plugged_in():
            said = import_bundle(self.world.node.district, path, stick.folder)
        stick.promised.add(said.answer.name)
        return said

    def read(self, pc: "Pc", stick: Stick, race: Callable[[], None] | None = None) -> CopiedIn:
        desk = StickDesk(pc, race)
        pc.failing.watch = desk.recorded
        watched = patch.object(usb_import, "take_answer", desk.answered(usb_import.take_answer))
        with stick.plugged_in(), watched:
            return StickImport(desk, lambda *_: True).read(stick.folder)

    # What is told of them.

    def _take_in(self, stick: Stick, path: Path, fault: str) -> None:
        world, node = self.world, self.world.node
        refused = node.disk.refused
        self._set_up(stick, fault)
        try:
            with node.filled_up() if fault == "disk full" else node.disturbed():
                said = self.imported(stick, path)
            self._noted(said)
        except PowerCut:
            self._district_died(stick, fault)
        except BundleUnusable as unusable:
            self._not_used(path, unusable)
        except StickFailure as failure:
            world.injected("stick: full at the answer")
            if fault != "stick full":
                world.violated("stick", f"the answer cannot be written: {failure.detail}")
        except (OperationalError, OSError) as error:
            if fault != "disk full" or ("full" not in str(error) and node.disk.refused == refused):
                world.violated("stick", f"the district failed by itself: {error!r}")
            world.injected("stick: district's disk full")
        self._look_at(stick)

    def _set_up(self, stick: Stick, fault: str) -> None:
        chance, node = self.world.random, self.world.node
        if fault == "dies":
            node.only_commits = chance.random() < 0.5
            node.cut_in = chance.randint(1, COMMITS_OF_AN_IMPORT if node.only_commits else POINTS_OF_AN_IMPORT)
        elif fault == "dies at the answer":
            self._cut_copy(stick)
        elif fault == "stick full":
            stick.disk.room = chance.randrange(BYTES_OF_A_COPY)
        elif fault.startswith("network"):
            race = self.network(chance.choice(self.world.pcs), "taking in")
            waits = [*[_nothing] * chance.randrange(4), race]
            if fault == "network":
                stick.between = waits
            else:
                node.before_write = waits

    def _district_died(self, stick: Stick, fault: str) -> None:
        world, power = self.world, self.world.random.random() < 0.5
        if fault == "dies at the answer":
            world.injected("stick: power cut while the answer was written")
            self._left_by_a_cut(stick)
        else:
            world.injected("stick: district dies while taking in")
        if world.node.restart(power) and power:
            world.injected("unsynced writes of the district dropped")

    def _not_used(self, path: Path, unusable: BundleUnusable) -> None:
        label = label_of(path)
        in_use = "SELECT station, device FROM device WHERE revoked_at = ''"
        if unusable.reason == "unknown_sender" and (label.station, label.device) not in self.world.node.rows(in_use):
            self.world.injected("stick: of a PC that is not in use")
        else:
            self.world.violated("stick", f"a sound file is called {unusable.reason}: {unusable.detail}")

    def _noted(self, said: Imported) -> None:
        manifest = said.manifest
        pc, serial = (manifest.station, manifest.device), self._made.get(manifest.bundle_id, 0)
        if manifest.bundle_id in self._taken:
            self.world.injected("stick: taken in twice")
        if serial < self._last.get(pc, 0):
            self.world.injected("stick: out of order")
        self._taken.add(manifest.bundle_id)
        self._last[pc] = max(serial, self._last.get(pc, 0))
        self.world.trace.append(f"  {manifest.station}/{manifest.device} {said.action} {said.applied} {said.refused}")
        if not said.agreed:
            self.world.violated("stick", "the district counts what is not in the manifest")

    def heard(self, said: CopiedIn) -> None:
        self.world.trace.append(
            f"  {said.used} {said.confirmed} {said.received} {[word.en[:30] for word in said.words]}"
        )
        for word in said.words:
            if word in (SEND_AGAIN, SEND_ALL):
                self.world.injected("stick: told to begin again")
            if word == MISSING_BEFORE:
                self.world.injected("stick: news with a gap before it")
            if word.zh.startswith("“"):
                self.world.violated("stick", f"a sound answer is called {word.en}")

    # The faults.

    def _may_die(self, pc: "Pc", stick: Stick, fault: str) -> None:
        if fault != "dies":
            return
        pc.failing.after_commit, pc.failing.full = self.world.random.random() < 0.5, False
        pc.failing.cut_in = self.world.random.randint(1, 5)
        self._cut_copy(stick)

    def _cut_copy(self, stick: Stick) -> None:
        if self.world.random.random() < 0.4:
            stick.disk.cut_at_byte = self.world.random.randrange(BYTES_OF_A_COPY)
        else:
            stick.disk.cut_in = self.world.random.randint(1, CALLS_OF_A_COPY)

    def _left_by_a_cut(self, stick: Stick) -> None:
        stick.pulled_out(power=self.world.random.random() < 0.6)

    def network(self, pc: "Pc", when: str) -> Callable[[], None]:
        """The network comes in between, whole, for this PC."""

        def sync() -> None:
            self.world.injected(f"stick: network while {when}")
            watch, pc.failing.watch = pc.failing.watch, None
            pc.sync()
            pc.failing.watch = watch

        return sync

    def _look_at(self, stick: Stick) -> None:
        seeds = {"to_district": [self.world.node.district.keys.signing_seed], "to_station": self.world.seeds}
        with stick.plugged_in():
            for each in stick.wrong(seeds):
                self.world.violated("stick", each)

    def _any(self) -> Stick:
        return self.world.random.choice(self.all)

    def _fault(self, weights: dict[str, int]) -> str:
        return self.world.random.choices(list(weights), list(weights.values()))[0]


def _nothing() -> None:
    return None
