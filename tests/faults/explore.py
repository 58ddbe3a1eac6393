"""A small world, wholly: every order of its few happenings, breadth first, each state looked at once.

Two stations, a district, three events, one page; one crash, one backup put back at a station, one at the district and one lost
answer may come in anywhere. The real engine and the real district run; stores and district are copied from state to state.
After every happening the world is let settle in a copy, and judged as after a random run.
"""

import hashlib
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from forms import events as ev
from forms.case import CaseContent, MaterialLine, Page
from forms.events import encode_event, make_event
from tests.faults.invariants import settled
from tests.faults.mutants import NONE, Mutant
from tests.faults.pc import Pc
from tests.faults.sim_store import SimStore
from tests.faults.simulation import MEMORY, quick_compression
from tests.faults.world import AS_IT_SHOULD, World

CONTENT = bytes(range(256)) * 6
"""One page, of two pieces."""
LEFT = {"crash": 1, "restore": 1, "put_back": 1, "lost": 1}
FAULTS = {"lost": "lost", "before": "crash", "after": "crash", "district": "crash"}
"""What may happen to a sync: its answer is lost, the PC dies before or after its commit, the district dies. And what of
LEFT it uses up."""


class State(NamedTuple):
    """A whole world: the district's database and pages, each PC's store and backup, and what may still happen."""

    district: tuple[bytes, dict[str, bytes]]
    saved: tuple[bytes, dict[str, bytes]] | None
    saved_key: bytes
    stores: tuple[SimStore, ...]
    backups: tuple[SimStore | None, ...]
    events: tuple[str, ...]
    left: tuple[tuple[str, int], ...]
    gone: frozenset[bytes]
    path: tuple[str, ...]


@dataclass
class Explored:
    states: int = 0
    depth: int = 0
    whole: bool = False
    seconds: float = 0.0
    violations: list[str] = field(default_factory=list)

    def line(self) -> str:
        end = "all of it" if self.whole else "as far as the time went"
        return (
            f"states seen: {self.states}, depth reached: {self.depth} ({end}, {self.seconds:.0f} s), "
            f"violations: {len(self.violations)}"
        )


class SmallWorld:
    """One `World` whose parts are set to a state, moved, and read again."""

    def __init__(self, directory: Path, mutant: Mutant = NONE) -> None:
        self.world = World(directory, 1, mutant, pcs=2)
        self._shown: State | None = None
        for pc in self.world.pcs:
            pc.sync()

    def start(self) -> State:
        return self._read(
            None, b"", (None, None), ("receive 0", "print 0", "receive 1"), tuple(LEFT.items()), frozenset(), ()
        )

    def moves(self, state: State) -> Iterator[Callable[[], State]]:
        """Every happening that is possible in `state`."""
        left = dict(state.left)
        if state.events:
            yield partial(self._event, state)
        for at in range(2):
            yield partial(self._sync, state, at, "")
            for fault, spends in FAULTS.items():
                if left[spends]:
                    yield partial(self._sync, state, at, fault)
            if left["restore"]:
                yield partial(self._back_up if state.backups[at] is None else self._restore, state, at)
        if left["put_back"]:
            yield partial(self._save if state.saved is None else self._put_back, state)

    def verdict(self, state: State) -> list[str]:
        """What is wrong once everything has arrived."""
        self._write(state)
        return settled(self.world, tries=3, rounds=1).all

    def key(self, state: State) -> bytes:
        """The same for states that no happening can tell apart: what is random or a mere count of tries is left out."""
        names = self._names(state)
        digest = hashlib.sha256(repr((state.events, state.left)).encode())
        for part in (_district_key(self.world, names), *(_store_key(store, names) for store in state.stores)):
            digest.update(repr(part).encode())
        for store in state.backups:
            digest.update(repr(store and _store_key(store, names)).encode())
        here = self.world.node.rows("SELECT value FROM setting WHERE name = 'incarnation'")[0][0]
        digest.update(repr([store.reached.incarnation == here for store in state.stores]).encode())
        digest.update(repr([old and old.reached.incarnation == here for old in state.backups]).encode())
        digest.update(state.saved_key)
        return digest.digest()

    def close(self) -> None:
        self.world.close()

    def _names(self, state: State) -> dict[bytes, str]:
        """What each operation is called whatever its random number: the district's own draw a new one on every path."""
        self._show(state)
        wanted = "SELECT op_id, case_id, kind, author, case_order FROM event ORDER BY case_id, case_order"
        return {
            op_id: op_id.hex() if author == "station" else f"{case_id}/{kind}/{order}"
            for op_id, case_id, kind, author, order in self.world.node.rows(wanted)
        }

    def _event(self, state: State) -> State:
        self._write(state)
        what, at = state.events[0].split()
        pc = self.world.pcs[int(at)]
        if what == "receive":
            pages = (Page(pc.store.add_page(CONTENT), len(CONTENT)),) if at == "0" else ()
            content = CaseContent(
                "MZ-004", materials=(MaterialLine("ID", "身份证", pages=pages),), receipt_number=f"N-{at}"
            )
            self._log(pc, "case_received", ev.CaseReceived(content), f"case-{at}")
        else:
            self._log(pc, "paper_printed", ev.PaperPrinted("material_receipt", "0" * 64), f"case-{at}")
        return self._moved(state, state.events[0], events=state.events[1:])

    def _log(self, pc: Pc, kind: str, data: Any, case_id: str) -> None:
        if kind == "paper_printed" and all(row.case_id != case_id for row in pc.store.log.values()):
            return  # the receipt went with the backup: nobody can print it
        event = make_event(kind, data, case_id=case_id, at=pc.clock.now().isoformat(), actor="龙秀珍", office="5299")
        pc.store.append(encode_event(event), hashlib.sha256(f"{kind} {case_id}".encode()).digest()[:16])

    def _sync(self, state: State, at: int, fault: str) -> State:
        self._write(state)
        pc = self.world.pcs[at]
        if fault in ("before", "after"):
            pc.failing.cut_in, pc.failing.after_commit = 1, fault == "after"
        pc.sync({1: "answer_lost"} if fault == "lost" else {1: "district_dies"} if fault == "district" else {})
        pc.failing.cut_in = 0
        name = f"sync {at}{', ' + fault if fault else ''}"
        return self._moved(state, name, FAULTS.get(fault, ""))

    def _back_up(self, state: State, at: int) -> State:
        backups = tuple(state.stores[at] if place == at else old for place, old in enumerate(state.backups))
        return state._replace(backups=backups, path=(*state.path, f"back up {at}"))

    def _restore(self, state: State, at: int) -> State:
        self._write(state)
        old = state.backups[at]
        assert old is not None
        self.world._replace_store(self.world.pcs[at], old.copy())
        return self._moved(state, f"restore {at}", "restore")

    def _save(self, state: State) -> State:
        key = hashlib.sha256(repr(_district_key(self.world, self._names(state))).encode()).digest()
        return state._replace(saved=state.district, saved_key=key, path=(*state.path, "back up the district"))

    def _put_back(self, state: State) -> State:
        self._write(state)
        assert state.saved is not None
        self.world.node.put_back(state.saved)
        self.world._after_restoration(state.district)
        return self._moved(state, "put the district back", "put_back")

    def _moved(self, before: State, name: str, spent: str = "", events: tuple[str, ...] | None = None) -> State:
        left = tuple((kind, count - (kind == spent)) for kind, count in before.left)
        return self._read(
            before.saved,
            before.saved_key,
            before.backups,
            before.events if events is None else events,
            left,
            frozenset(self.world.gone),
            (*before.path, name),
        )

    def _read(self, saved: Any, saved_key: bytes, backups: Any, events: Any, left: Any, gone: Any, path: Any) -> State:
        stores = tuple(pc.store.copy() for pc in self.world.pcs)
        district = self.world.node.snapshot()
        self._shown = State(district, saved, saved_key, stores, backups, events, left, gone, path)
        return self._shown

    def _write(self, state: State) -> None:
        world, self._shown = self.world, None
        world.random.seed(repr(state.path))
        world.clock.seconds = 1000.0
        world.node.put_back(state.district, anew=False)
        world.gone = set(state.gone)
        world.violations.clear()
        world.node.bugs.clear()
        world.expected.clear()
        for pc, store in zip(world.pcs, state.stores, strict=True):
            pc.store = store.copy()
            pc.start()
        self._expect(state)

    def _show(self, state: State) -> None:
        """For reading the district only: it may be there already."""
        if self._shown is not state:
            self.world.node.put_back(state.district, anew=False)
            self._shown = state

    def _expect(self, state: State) -> None:
        """Whatever a PC holds as its own, or held before it was lost without being anybody's fault, has to arrive."""
        for store in (*state.stores, *(old for old in state.backups if old)):
            for row in store.log.values():
                if row.origin != "district":
                    self.world.expected[row.op_id] = AS_IT_SHOULD
                    self.world.bodies[row.op_id] = row.body


def explore(seconds: float, depth: int = 1000, mutant: Mutant = NONE) -> Explored:
    """Breadth first until `seconds` or `depth` are reached, or nothing is left."""
    found, begun = Explored(), time.monotonic()
    folder = tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None)
    with folder as name, quick_compression(), mutant.patched():
        small = SmallWorld(Path(name), mutant)
        try:
            _breadth_first(small, found, begun + seconds, depth)
        finally:
            small.close()
    found.seconds = time.monotonic() - begun
    return found


def _breadth_first(small: SmallWorld, found: Explored, until: float, depth: int) -> None:
    waiting = deque([small.start()])
    seen = {small.key(waiting[0])}
    while waiting:
        state = waiting.popleft()
        found.states = len(seen)
        if len(state.path) >= depth:
            continue
        found.depth = len(state.path)
        for move in small.moves(state):
            if time.monotonic() > until:
                return
            after = move()
            key = small.key(after)
            if key not in seen:
                seen.add(key)
                waiting.append(after)
                wrong = small.verdict(after)
                found.violations += [f"{' | '.join(after.path)}: {each}" for each in wrong]
    found.whole = True


def _store_key(store: SimStore, names: dict[bytes, str]) -> Any:
    rows = [
        (
            names.get(row.op_id, row.op_id.hex() if row.origin != "district" else f"lost/{row.case_id}/{row.kind}"),
            row.origin,
            row.seq,
            row.verdict,
            row.order,
        )
        for row in store.log.values()
    ]
    place = (store.epoch, store.reached.position, store.reading_anew)
    return place, store.head.seq, rows, sorted(store.pages.items()), sorted(store.vault)


def _district_key(world: World, names: dict[bytes, str]) -> Any:
    rows = world.node.rows
    return (
        sorted(
            (names.get(row[0], row[0].hex()), *row[1:]) for row in rows("SELECT op_id, verdict, case_order FROM ledger")
        ),
        rows("SELECT station, device, epoch, seq FROM device ORDER BY 1, 2"),
        rows("SELECT station, last_epoch FROM station ORDER BY 1"),
        [
            (row[0], row[1], names.get(row[2], "") if row[2] else "")
            for row in rows("SELECT station, position, op_id FROM feed ORDER BY 1, 2")
        ],
        rows("SELECT sha256, committed, complete FROM page ORDER BY 1"),
        sorted(names.values()),
    )
