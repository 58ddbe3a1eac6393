"""A small world that can be set to any of its states, moved by one happening, and read again.

Two stations, a district, three events, one page, one stick; one crash, one backup put back at a station, one at the district
and one lost answer may come in anywhere. The real engine, the real stick and the real district run.
"""

import hashlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from forms import events as ev
from forms.case import CaseContent, MaterialLine, Page
from forms.events import encode_event, make_event
from forms.failures import EnvironmentFailure
from tests.faults.district_node import PowerCut
from tests.faults.invariants import settled
from tests.faults.mutants import NONE, Mutant
from tests.faults.pc import Pc
from tests.faults.sim_store import SimStore
from tests.faults.stick_desk import held
from tests.faults.world import AS_IT_SHOULD, World
from tests.faults.world_keys import district_key, names_at_district, store_key

CONTENT = bytes(range(256)) * 6
"""One page, of two pieces."""
LEFT = {"crash": 1, "restore": 1, "put_back": 1, "lost": 1, "out": 1, "taken": 1, "in": 1}
FAULTS = {"lost": "lost", "before": "crash", "after": "crash", "district": "crash"}
"""What may happen to a sync: its answer is lost, the PC dies before or after its commit, the district dies. And what of
LEFT it uses up."""


class Carried(NamedTuple):
    """What is on the stick: one file, of or for PC `at`. `key` and `incarnation` say what it is, whatever its bytes."""

    at: int
    is_answer: bool
    name: str
    data: bytes
    key: bytes
    incarnation: str


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
    carried: Carried | None
    path: tuple[str, ...]


Move = Callable[[], State]


class SmallWorld:
    """One `World` whose parts are set to a state, moved, and read again. `wrong`: what the last move did that may not be."""

    def __init__(self, directory: Path, mutant: Mutant = NONE) -> None:
        self.world = World(directory, 1, mutant, pcs=2)
        self.world.by_stick = False
        self.stick = self.world.sticks.all[0]
        self.wrong: list[str] = []
        self._shown: State | None = None
        for pc in self.world.pcs:
            pc.sync()

    def start(self) -> State:
        district = self.world.node.snapshot()
        stores = tuple(pc.store.copy() for pc in self.world.pcs)
        events = ("receive 0", "print 0", "receive 1")
        return State(district, None, b"", stores, (None, None), events, tuple(LEFT.items()), frozenset(), None, ())

    def moves(self, state: State) -> Iterator[Move]:
        """Every happening that is possible in `state`; the first two are syncs without a fault."""
        left = dict(state.left)
        for at in range(2):
            yield partial(self.sync, state, at)
        for at in range(2):
            for fault in (fault for fault, spends in FAULTS.items() if left[spends]):
                yield partial(self.sync, state, at, fault)
            if left["restore"]:
                yield partial(self._back_up if state.backups[at] is None else self._restore, state, at)
            if left["out"]:
                yield partial(self._copy_out, state, at)
        if state.events:
            yield partial(self._event, state)
        if left["put_back"]:
            yield partial(self._save if state.saved is None else self._put_back, state)
        if state.carried is not None:
            move = self._copy_in if state.carried.is_answer else self._take_in
            yield partial(move, state)
            if left["crash"]:
                yield from (partial(move, state, fault) for fault in ("before", "after"))

    def verdict(self, state: State) -> list[str]:
        """What is wrong with a state in which everything has arrived."""
        self._write(state)
        return settled(self.world, tries=1, rounds=1).all

    def key(self, state: State) -> bytes:
        """The same for states that no happening can tell apart."""
        if self._shown is not state:
            self.world.node.put_back(state.district, anew=False)
            self._shown = state
        names, here = names_at_district(self.world), self.world.node.incarnation()
        stores = [
            store and (store.reached.incarnation == here, store_key(store, names))
            for store in (*state.stores, *state.backups)
        ]
        stick = state.carried and (*state.carried[:2], state.carried.key, state.carried.incarnation == here)
        parts = (state.events, state.left, sorted(state.gone), stores, stick, state.saved_key)
        return hashlib.sha256(district_key(self.world, names) + repr(parts).encode()).digest()

    def sync(self, state: State, at: int, fault: str = "") -> State:
        self._write(state)
        pc = self.world.pcs[at]
        if fault in ("before", "after"):
            pc.failing.cut_in, pc.failing.after_commit = 1, fault == "after"
        pc.sync({1: "answer_lost"} if fault == "lost" else {1: "district_dies"} if fault == "district" else {})
        pc.failing.cut_in = 0
        return self._moved(state, f"sync {at}", fault, FAULTS.get(fault, ""))

    def close(self) -> None:
        self.world.close()

    # The stick: copied out once, taken in once, copied in once.

    def _copy_out(self, state: State, at: int) -> State:
        self._write(state)
        pc = self.world.pcs[at]
        before = held(pc)
        path = self.world.sticks.written(pc, self.stick)
        if held(pc) != before:
            self.world.violated("stick", "copying out changed what counts as sent")
        batch, cursor = pc.store.outgoing(1000, 1 << 30), pc.store.cursor()
        told = (batch.epoch, batch.first_seq, batch.events, cursor.position, pc.store.pages_to_carry())
        wanted = sorted(pc.store.pages_to_fetch())
        carried = Carried(at, False, path.name, path.read_bytes(), _hash(told, wanted), cursor.incarnation)
        return self._moved(state, f"copy out {at}", "", "out", carried=carried)

    def _take_in(self, state: State, fault: str = "") -> State:
        self._write(state)
        assert state.carried is not None
        node = self.world.node
        if fault:
            node.only_commits, node.cut_in = True, 1 if fault == "before" else 2
        try:
            said = self.world.sticks.imported(self.stick, self.stick.folder / state.carried.name)
        except PowerCut:
            node.restart(power=True)
            return self._moved(state, "take in", fault, "crash")
        except EnvironmentFailure as failure:
            self.world.violated("stick", f"cannot be taken in: {failure.en}")
            return self._moved(state, "take in", fault, "taken", carried=None)
        # The answer is made of the file and of what the district is now.
        key = _hash(state.carried.key, district_key(self.world, names_at_district(self.world)))
        answer = state.carried._replace(is_answer=True, name=said.answer.name, data=said.answer.read_bytes(), key=key)
        carried = answer._replace(incarnation=node.incarnation())
        return self._moved(state, "take in", fault, "crash" if fault else "taken", carried=carried)

    def _copy_in(self, state: State, fault: str = "") -> State:
        self._write(state)
        assert state.carried is not None
        pc = self.world.pcs[state.carried.at]
        pc.failing.cut_in, pc.failing.after_commit = int(bool(fault)), fault == "after"
        try:
            self.world.sticks.read(pc, self.stick)
        except PowerCut:
            pc.dies()
            return self._moved(state, "copy in", fault, "crash")
        pc.failing.cut_in, pc.failing.watch = 0, None
        return self._moved(state, "copy in", fault, "crash" if fault else "in", carried=None)

    # What else happens.

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

    def _back_up(self, state: State, at: int) -> State:
        backups = tuple(state.stores[at] if place == at else old for place, old in enumerate(state.backups))
        self.wrong = []
        return state._replace(backups=backups, path=(*state.path, f"back up {at}"))

    def _restore(self, state: State, at: int) -> State:
        self._write(state)
        old = state.backups[at]
        assert old is not None
        self.world._replace_store(self.world.pcs[at], old.copy())
        return self._moved(state, f"restore {at}", "", "restore")

    def _save(self, state: State) -> State:
        self._write(state)
        key = district_key(self.world, names_at_district(self.world))
        self.wrong = []
        return state._replace(saved=state.district, saved_key=key, path=(*state.path, "back up the district"))

    def _put_back(self, state: State) -> State:
        self._write(state)
        assert state.saved is not None
        self.world.node.put_back(state.saved)
        self.world._after_restoration(state.district)
        return self._moved(state, "put the district back", "", "put_back")

    # A state into the world, and out of it.

    def _moved(self, before: State, name: str, fault: str = "", spent: str = "", **more: Any) -> State:
        world = self.world
        name = f"{name}, {fault}" if fault else name
        self.wrong = [*world.violations, *(f"the district failed by itself: {bug!r}" for bug in world.node.bugs)]
        self._shown = before._replace(
            district=world.node.snapshot(),
            stores=tuple(pc.store.copy() for pc in world.pcs),
            left=tuple((kind, count - (kind == spent)) for kind, count in before.left),
            gone=frozenset(world.gone),
            path=(*before.path, name),
            **more,
        )
        return self._shown

    def _write(self, state: State) -> None:
        world, self._shown = self.world, None
        world.random.seed(repr(state.path))
        world.clock.seconds = 1000.0
        world.node.put_back(state.district, anew=False)
        world.gone = set(state.gone)
        for told in (world.violations, world.node.bugs, world.trace):
            told.clear()
        left = dict(state.left)
        for pc, store in zip(world.pcs, state.stores, strict=True):
            pc.store = store.copy()
            pc.history_broke = not (left["restore"] and left["put_back"])
            pc.start()
        self.stick.empty()
        if state.carried is not None:
            (self.stick.folder / state.carried.name).write_bytes(state.carried.data)
        self._expect(state)

    def _expect(self, state: State) -> None:
        """Whatever a PC holds as its own, or held before it was lost without being anybody's fault, has to arrive."""
        self.world.expected.clear()
        for store in (*state.stores, *(old for old in state.backups if old)):
            for row in store.log.values():
                if row.origin != "district":
                    self.world.expected[row.op_id] = AS_IT_SHOULD
                    self.world.bodies[row.op_id] = row.body


def _hash(*parts: Any) -> bytes:
    return hashlib.sha256(repr(parts).encode()).digest()
