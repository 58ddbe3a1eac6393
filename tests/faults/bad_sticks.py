"""Files that may not be used: cut, altered, lengthened, for somebody else. Each is named in its own words and changes nothing."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from sync.district.bundles import import_bundle
from sync.protocol.bundle import Manifest, Part, fingerprint
from sync.protocol.bundle_failures import UNUSABLE, BundleUnusable
from sync.protocol.bundle_read import label_of, open_bundle
from sync.protocol.bundle_write import write_bundle
from sync.protocol.signing import public_key
from sync.station.exchange import ask
from tests.faults.stick_desk import held
from tests.faults.sticks import Stick

if TYPE_CHECKING:
    from tests.faults.pc import Pc
    from tests.faults.world import World

DAMAGE = {"cut": ("truncated",), "altered": ("altered", "truncated"), "lengthened": ("too_long",)}
"""What is said of it. A changed length of the label looks as if the file ended there."""


class BadSticks:
    def __init__(self, world: "World") -> None:
        self.world = world
        self.bad = Stick(world.directory / "bad-stick")

    def damage(self) -> None:
        """A file of some stick, damaged, is read by whom it is for."""
        world = self.world
        files = [path for stick in world.sticks.all for path in stick.files("to_district") + stick.files("to_station")]
        if not files:
            return
        path, kind = world.random.choice(sorted(files)), world.random.choice(list(DAMAGE))
        self.bad.empty()
        bad = self.bad.folder / path.name
        bad.write_bytes(self._damaged(path.read_bytes(), kind))
        label = label_of(path)
        if label.direction == "to_district":
            self._is_refused(bad, DAMAGE[kind], f"stick: file {kind}")
            return
        whose = [pc for pc in world.pcs if _is_for(pc, path)]
        if whose:
            self._is_told(whose[0], DAMAGE[kind], f"stick: answer {kind}")

    def for_another_district(self, pc: "Pc") -> None:
        self.bad.empty()
        real, pc.identity = pc.identity, msgspec.structs.replace(pc.identity, server_key=public_key(bytes(32)))
        try:
            path = self.world.sticks.written(pc, self.bad)
        finally:
            pc.identity = real
        self._is_refused(path, ("other_receiver",), "stick: for another district")

    def of_another_station(self, pc: "Pc") -> None:
        """Answers for other PCs only."""
        self.bad.empty()
        paths = [path for stick in self.world.sticks.all for path in stick.files("to_station")]
        others = [path for path in paths if not _is_for(pc, path)]
        for path in others:
            (self.bad.folder / path.name).write_bytes(path.read_bytes())
        if not others:
            return
        self.world.injected("stick: answers of other PCs")
        before = held(pc)
        said = self.world.sticks.read(pc, self.bad)
        pc.failing.watch = None
        if (said.used, said.words, held(pc)) != (0, (), before):
            self.world.violated("stick", "another PC's answer was used")

    def with_a_foreign_request(self, pc: "Pc") -> None:
        """A file that is rightly signed by one PC and holds what another has signed."""
        others = [other for other in self.world.pcs if other.seed != pc.seed]
        if not others:
            return
        other = self.world.random.choice(others)
        self.bad.empty()
        path = self.world.sticks.written(pc, self.bad)
        foreign = ask(other.identity, other.store.outgoing(10, 100_000), other.store.cursor(), 0, 2000, "0.1").sealed
        with self.bad.plugged_in():
            bundle = open_bundle(path, self.world.node.district.keys.signing_seed, "to_district")
            found = [(part, b"".join(pieces)) for part, pieces in bundle.parts()]
            at = self.world.random.randint(0, sum(part.kind == "request" for part, _ in found))
            mixed = [
                *found[:at],
                (Part("request", "", len(foreign), hashlib.sha256(foreign).digest()), foreign),
                *found[at:],
            ]
            _write_again(path, bundle.manifest, mixed, pc.seed)
        self._is_refused(path, ("bad_signature",), "stick: another PC's request in a file")

    def _is_refused(self, path: Path, reasons: Iterable[str], name: str) -> None:
        world, node = self.world, self.world.node
        world.injected(name)
        changes, pages = node.raw.total_changes, node.disk.snapshot()
        try:
            with node.on_its_disk(), self.bad.plugged_in():
                import_bundle(node.district, path, self.bad.folder)
        except BundleUnusable as unusable:
            withdrawn = unusable.reason == "unknown_sender"
            if unusable.reason not in reasons and not withdrawn:
                world.violated(name, f"is called {unusable.reason}: {unusable.detail}")
        else:
            world.violated(name, "was taken in")
        if (node.raw.total_changes, node.disk.snapshot()) != (changes, pages):
            world.violated(name, "changed something at the district")
        if list(self.bad.folder.iterdir()) != [path]:
            world.violated(name, "was answered")

    def _is_told(self, pc: "Pc", reasons: Iterable[str], name: str) -> None:
        self.world.injected(name)
        before = held(pc)
        said = self.world.sticks.read(pc, self.bad)
        pc.failing.watch = None
        sentences = [UNUSABLE[reason].zh for reason in reasons]
        if not any(word.zh.endswith(sentence) for word in said.words for sentence in sentences):
            self.world.violated(name, f"is not told: {said.words}")
        if said.used or held(pc) != before:
            self.world.violated(name, "was used")

    def _damaged(self, data: bytes, kind: str) -> bytes:
        at = self.world.random.randrange(len(data))
        if kind == "cut":
            return data[:at]
        if kind == "altered":
            return data[:at] + bytes([data[at] ^ (1 << self.world.random.randrange(8))]) + data[at + 1 :]
        return data + self.world.random.randbytes(at + 1)


def _write_again(path: Path, manifest: Manifest, found: list[tuple[Part, bytes]], seed: bytes) -> None:
    again = msgspec.structs.replace(manifest, parts=tuple(part for part, _ in found))
    write_bundle(path, again, (data for _, data in found), seed)


def _is_for(pc: "Pc", path: Path) -> bool:
    return label_of(path).receiver == fingerprint(public_key(pc.seed))
