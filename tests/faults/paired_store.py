"""The real encrypted store and its twin in memory, side by side: every call goes to both, and both must say the same."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from forms.events import decode_event
from station_app.stick import StoreOnStick
from station_app.storage.facts import SyncPlace
from station_app.storage.keys import Unlocked
from station_app.storage.store import create_store, open_store
from sync.protocol.messages import Cursor, EnrolmentGrant, Head, SettingsDocument
from sync.station.ports import ExchangeOutcome, OutgoingBatch, PageToSend, StationIdentity
from sync.station.usb_ports import StickNotes
from tests.faults.district_node import PowerCut
from tests.faults.sim_store import SimStore
from tests.storage.station import CHEAP, MACHINE, PASSWORD

if TYPE_CHECKING:
    from tests.faults.world import World


T = TypeVar("T")
_ONE_STATEMENT = ("page_confirmed", "store_fetched_page")


class Disagreement(AssertionError):
    """The store in memory is not what the real one is: what is learnt from it would be worth nothing."""


class PairedStore:
    """Looks like SimStore to the world. `made` counts the directories under one world."""

    made = 0

    def __init__(self, world: "World", directory: Path, unlocked: Unlocked, twin: SimStore) -> None:
        self._world, self._directory, self._unlocked, self.twin = world, directory, unlocked, twin
        self._next_id = b""
        self._open()

    @classmethod
    def enrolled(cls, world: "World", identity: StationIdentity, epoch: int) -> "PairedStore":
        """A new PC of the station, as an enrolment leaves it."""
        directory = _new_directory(world)
        grant = EnrolmentGrant(
            protocol=1,
            district=identity.district,
            station=identity.station,
            device=identity.device,
            epoch=epoch,
            server_key=identity.server_key,
            recovery_key=bytes(range(1, 33)),
            settings=msgspec.json.encode(SettingsDocument("县", "镇", "村", "站", "0859-0000123", "0859-0000456")),
        )
        seed = identity.signing_seed
        unlocked = create_store(
            directory, grant, seed, "l", "龙", PASSWORD, world.random.randbytes, cost=CHEAP, machine=MACHINE
        )
        return cls(world, directory, unlocked, SimStore(identity, epoch))

    def copy(self) -> "PairedStore":
        """A copy of the directory, as a backup or a clone is."""
        self.real.close()
        directory = _new_directory(self._world)
        shutil.copytree(self._directory, directory)
        self._open()
        return PairedStore(self._world, directory, self._unlocked, self.twin.copy())

    def files(self) -> list[bytes]:
        return self.twin.files()

    def died(self) -> None:
        """The program ended: what is not in the files is gone."""
        self.real.close()
        self._open()

    def close(self) -> None:
        self.real.close()

    def append(self, body: bytes, op_id: bytes) -> bytes:
        self._next_id = op_id
        with self.real.transaction():
            self.real.append(decode_event(body))
        return self.twin.append(body, op_id)

    def add_page(self, content: bytes) -> str:
        return self._same("add_page", self.real.vault.write(content), self.twin.add_page(content))

    def case(self, case_id: str) -> Any:
        return self._same("case", self.real.projections.fold(case_id).case, self.twin.case(case_id))

    def outgoing(self, max_events: int, max_bytes: int) -> OutgoingBatch:
        here = self.real.outgoing(max_events, max_bytes)
        return self._same("outgoing", here, self.twin.outgoing(max_events, max_bytes))

    def cursor(self) -> Cursor:
        return self._same("cursor", self.real.cursor(), self.twin.cursor())

    def record_exchange(self, outcome: ExchangeOutcome) -> None:
        self.real.record_exchange(outcome)
        self.twin.record_exchange(outcome)
        self._compare()

    def rewind_to(self, head: Head) -> bool:
        found = self._same("rewind_to", self.real.rewind_to(head), self.twin.rewind_to(head))
        self._compare()
        return found

    def begin_epoch(self, epoch: int) -> None:
        self.real.begin_epoch(epoch)
        self.twin.begin_epoch(epoch)
        self._compare()

    def pages_to_send(self) -> list[PageToSend]:
        return self._same("pages_to_send", list(self.real.pages_to_send()), list(self.twin.pages_to_send()))

    def read_page(self, sha256: str) -> bytes:
        return self._same("read_page", self.real.read_page(sha256), self.twin.read_page(sha256))

    def page_confirmed(self, sha256: str) -> None:
        self.real.page_confirmed(sha256)
        self.twin.page_confirmed(sha256)

    def pages_to_fetch(self) -> list[str]:
        return self._same("pages_to_fetch", list(self.real.pages_to_fetch()), list(self.twin.pages_to_fetch()))

    def store_fetched_page(self, sha256: str, content: bytes) -> None:
        self.real.store_fetched_page(sha256, content)
        self.twin.store_fetched_page(sha256, content)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with self.twin.transaction(), self.real.transaction():
            yield

    def place(self) -> SyncPlace:
        return self._same("place", self._stick.place(), self.twin.place())

    def holds(self, head: Head) -> bool:
        return self._same("holds", self._stick.holds(head), self.twin.holds(head))

    def end(self) -> int:
        return self._same("end", self._stick.end(), self.twin.end())

    def unsent(self) -> tuple[int, int]:
        return self._same("unsent", self._stick.unsent(), self.twin.unsent())

    def pages_to_carry(self) -> list[PageToSend]:
        return self._same("pages_to_carry", list(self._stick.pages_to_carry()), list(self.twin.pages_to_carry()))

    def notes(self) -> StickNotes:
        return self._same("notes", self._stick.notes(), self.twin.notes())

    def write_notes(self, notes: StickNotes) -> None:
        self._stick.write_notes(notes)
        self.twin.write_notes(notes)

    def half_done(self, name: str, *what: Any) -> None:
        """The power fails in the middle of the real transaction, with everything written and nothing committed."""
        if name in _ONE_STATEMENT:
            return  # there is no middle: SQLite itself makes one statement whole
        database = self.real.database
        run = database.run

        def cut_at_commit(sql: str, parameters: Any = ()) -> int:
            if sql == "COMMIT":
                raise PowerCut
            return run(sql, parameters)

        database.run = cut_at_commit  # type: ignore[method-assign]
        try:
            getattr(self.real, name)(*what)
        finally:
            database.run = run  # type: ignore[method-assign]

    def __getattr__(self, name: str) -> Any:
        # What the world and the invariants read of a store: log, own, pages, uses, published.
        return getattr(self.twin, name)

    def _open(self) -> None:
        self.real = open_store(self._directory, self._unlocked, self._world.clock, self._random, machine=MACHINE)
        self._stick = StoreOnStick(self.real)
        # The daily reading of the whole file is not what is tried here.
        self.real.facts.write("checked_on", "2026-11-23")

    def _random(self, size: int) -> bytes:
        if self._next_id and size == len(self._next_id):
            chosen, self._next_id = self._next_id, b""
            return chosen
        return self._world.random.randbytes(size)

    def _compare(self) -> None:
        rows = self.real.database.rows(
            "SELECT op_id, origin, coalesce(seq, 0), coalesce(hash, x''), coalesce(verdict, ''), case_order FROM event"
        )
        there = {row.op_id: (row.origin, row.seq, row.hash, row.verdict, row.order) for row in self.twin.log.values()}
        self._same("log", {row[0]: tuple(row[1:]) for row in rows}, there)
        pages = self.real.database.rows("SELECT sha256, size, is_result, held, confirmed, doubtful FROM page")
        twins = {name: (p.size, p.is_result, p.held, p.confirmed, p.doubtful) for name, p in self.twin.pages.items()}
        self._same("pages", {row[0]: tuple(row[1:]) for row in pages}, twins)

    def _same(self, name: str, real: T, twin: T) -> T:
        if real != twin:
            raise Disagreement(f"{name}: really {_apart(real, twin)!r}, in memory {_apart(twin, real)!r}")
        return real


def _apart(one: Any, other: Any) -> Any:
    return {key: value for key, value in one.items() if other.get(key) != value} if isinstance(one, dict) else one


def _new_directory(world: "World") -> Path:
    PairedStore.made += 1
    return world.directory / f"pc-{PairedStore.made}"
