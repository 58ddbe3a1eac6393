"""A station's store in memory that obeys `StationStore` and `StickStore` as the real one does (see `paired_store.py`).

Rows are frozen, so that a whole store is copied in microseconds: for a backup, a clone, and every state of the explored
world.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields

import msgspec

from forms import lifecycle
from forms.events import decode_event, pages_of
from forms.lifecycle import Case
from station_app.storage.facts import SyncPlace
from sync.protocol.chain import GENESIS, chain_hash
from sync.protocol.messages import Cursor, FeedEntry, Head, SealedEvent
from sync.station.ports import ExchangeOutcome, OutgoingBatch, PageToSend, StationIdentity
from sync.station.usb_ports import StickNotes

AWAITED, LOST = "awaited", "lost"
NOT_COUNTED = ("rejected", "quarantined", LOST)
TAKEN = ("applied", "duplicate")
STANDING = ("", *TAKEN)


class Logged(msgspec.Struct, frozen=True):
    """One row of the log. `seq` 0: not an own event."""

    origin: str
    op_id: bytes
    case_id: str
    kind: str
    body: bytes
    seq: int = 0
    hash: bytes = b""
    verdict: str = ""
    reason: str = ""
    order: int = 0


class PageRow(msgspec.Struct, frozen=True):
    size: int
    is_result: bool
    held: bool
    confirmed: bool
    doubtful: bool = False


@dataclass
class SimStore:
    me: StationIdentity
    epoch: int = 1
    reached: Cursor = field(default_factory=Cursor)
    head: Head = field(default_factory=Head)
    log: dict[bytes, Logged] = field(default_factory=dict)
    own: list[bytes] = field(default_factory=list)
    pages: dict[str, PageRow] = field(default_factory=dict)
    uses: dict[str, tuple[bytes, ...]] = field(default_factory=dict)
    vault: dict[str, bytes] = field(default_factory=dict)
    published: dict[str, bytes] = field(default_factory=dict)
    reading_anew: bool = False
    offset_ms: int = 0
    last_success: int = 0
    remembered: StickNotes = field(default_factory=StickNotes)
    in_transaction: bool = False

    def died(self) -> None:
        """Every call above is one transaction: nothing half done is left."""

    def half_done(self, name: str, *what: object) -> None:
        """Nothing committed, nothing changed."""

    def close(self) -> None:
        """There is nothing to close."""

    def copy(self) -> "SimStore":
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return SimStore(**{name: value.copy() if hasattr(value, "copy") else value for name, value in values.items()})

    def files(self) -> list[bytes]:
        """The pages that lie beside the database, known to it or not."""
        return list(self.vault.values())

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. Inside another transaction it is part of that one."""
        if self.in_transaction:
            yield
            return
        before = self.copy()
        self.in_transaction = True
        try:
            yield
        except BaseException:
            self.__dict__.update(before.__dict__)
            raise
        self.in_transaction = False

    def append(self, body: bytes, op_id: bytes) -> bytes:
        """An own event at the end of the chain."""
        event = decode_event(body)
        seq, previous = len(self.own), self._hash_at(len(self.own))
        link = chain_hash(previous, op_id, body)
        row = Logged("own", op_id, event.case_id, event.kind, body, seq + 1, link)
        self.log[op_id] = row
        self.own.append(op_id)
        self._note(row)
        return op_id

    def add_page(self, content: bytes) -> str:
        sha256 = hashlib.sha256(content).hexdigest()
        self.vault[sha256] = content
        return sha256

    def case(self, case_id: str) -> Case:
        """The case as this station's events make it."""
        rows = [row for row in self.log.values() if row.case_id == case_id]
        rows.sort(key=lambda row: (row.order == 0, row.order))
        return lifecycle.fold(decode_event(row.body) for row in rows if row.verdict not in NOT_COUNTED)[0]

    def identity(self) -> StationIdentity:
        return self.me

    def outgoing(self, max_events: int, max_bytes: int) -> OutgoingBatch:
        waiting = [row for op_id in self.own if not (row := self.log[op_id]).verdict][:max_events]
        chosen: list[SealedEvent] = []
        size = 0
        for row in waiting:
            size += len(row.op_id) + len(row.body)
            if chosen and size > max_bytes:
                break
            chosen.append(SealedEvent(row.op_id, row.body))
        first = waiting[0].seq if chosen else len(self.own) + 1
        return OutgoingBatch(self.epoch, first, self._hash_at(first - 1), tuple(chosen))

    def cursor(self) -> Cursor:
        return self.reached

    def record_exchange(self, outcome: ExchangeOutcome) -> None:
        if self.reached.incarnation not in ("", outcome.cursor.incarnation):
            self._mark_district("", AWAITED)
            self._unconfirm_after(0)
            self.reading_anew = True
        for verdict in outcome.verdicts:
            row = self.log.get(verdict.op_id)
            if row is not None and row.origin == "own":
                self.log[verdict.op_id] = msgspec.structs.replace(
                    row, verdict=verdict.verdict, reason=verdict.reason, order=verdict.order
                )
        for entry in outcome.feed:
            self._take_in(entry)
        if self.reading_anew and not outcome.more:
            self._mark_district(AWAITED, LOST)
            self.reading_anew = False
        self.reached, self.head = outcome.cursor, outcome.head
        self.offset_ms, self.last_success = outcome.offset_ms, outcome.server_time

    def rewind_to(self, head: Head) -> bool:
        if head.seq > len(self.own) or (head.seq and (head.epoch, head.hash) != (self.epoch, self._hash_at(head.seq))):
            return False
        self._unconfirm_after(head.seq)
        self._forget_verdicts(head.seq)
        return True

    def begin_epoch(self, epoch: int) -> None:
        self.epoch, self.head = epoch, Head()
        self._chain_anew()
        self._forget_verdicts(0)

    def pages_to_send(self) -> Sequence[PageToSend]:
        return self._pages_of(TAKEN)

    def read_page(self, sha256: str) -> bytes:
        return self.vault[sha256]

    def page_confirmed(self, sha256: str) -> None:
        self.pages[sha256] = msgspec.structs.replace(self.pages[sha256], confirmed=True, doubtful=False)

    def pages_to_fetch(self) -> Sequence[str]:
        wanted = [
            (not page.is_result, page.size, sha256)
            for sha256, page in self.pages.items()
            if not page.held and (page.is_result or page.confirmed)
        ]
        return [sha256 for *_, sha256 in sorted(wanted)]

    def store_fetched_page(self, sha256: str, content: bytes) -> None:
        if hashlib.sha256(content).hexdigest() != sha256:
            raise ValueError("the page is not the one it was asked for")
        self.vault[sha256] = content
        self.pages[sha256] = msgspec.structs.replace(self.pages[sha256], held=True)

    def place(self) -> SyncPlace:
        return SyncPlace(self.epoch, self.reached, self.head, self.offset_ms, self.last_success, self.reading_anew)

    def holds(self, head: Head) -> bool:
        known = head.seq <= len(self.own) and self._hash_at(head.seq) == head.hash
        return known and head.epoch == self.epoch

    def end(self) -> int:
        return len(self.own)

    def unsent(self) -> tuple[int, int]:
        waiting = [row for row in self.log.values() if row.origin == "own" and not row.verdict]
        return len(waiting), len({row.case_id for row in waiting if row.case_id})

    def pages_to_carry(self) -> Sequence[PageToSend]:
        return [PageToSend(page.sha256, page.size) for page in self._pages_of(STANDING)]

    def notes(self) -> StickNotes:
        return self.remembered

    def write_notes(self, notes: StickNotes) -> None:
        self.remembered = notes

    def _take_in(self, entry: FeedEntry) -> None:
        if entry.kind not in ("event", "own_event"):
            self.published[entry.kind] = entry.body
            return
        known = self.log.get(entry.op_id)
        if known is not None:
            verdict = "" if known.origin == "district" else known.verdict
            self.log[entry.op_id] = msgspec.structs.replace(known, order=entry.order, verdict=verdict)
            return
        event = decode_event(entry.body)
        origin = "returned" if entry.kind == "own_event" else "district"
        row = Logged(origin, entry.op_id, event.case_id, event.kind, entry.body, order=entry.order)
        self.log[entry.op_id] = row
        self._note(row)

    def _note(self, row: Logged) -> None:
        for page in pages_of(decode_event(row.body)):
            held = page.sha256 in self.vault
            returned = row.origin == "returned"
            new = PageRow(page.size, row.origin == "district", held, returned and not held, returned and held)
            old = self.pages.get(page.sha256)
            if old is not None:
                comes_back = held and not old.held
                confirmed = False if comes_back else old.confirmed
                doubtful = old.confirmed if comes_back else old.doubtful or new.doubtful
                new = PageRow(old.size, old.is_result and new.is_result, old.held or held, confirmed, doubtful)
            self.pages[page.sha256] = new
            self.uses[page.sha256] = (*self.uses.get(page.sha256, ()), row.op_id)

    def _chain_anew(self) -> None:
        if all(row.origin != "returned" for row in self.log.values()):
            return
        self.own = [row.op_id for row in self.log.values() if row.origin != "district"]
        link = GENESIS
        for seq, op_id in enumerate(self.own, 1):
            row = self.log[op_id]
            link = chain_hash(link, op_id, row.body)
            self.log[op_id] = msgspec.structs.replace(row, origin="own", seq=seq, hash=link)

    def _pages_of(self, verdicts: tuple[str, ...]) -> list[PageToSend]:
        """Pages the district has not confirmed, of own events with one of these verdicts, smallest first."""
        waiting = [
            PageToSend(sha256, page.size, page.doubtful)
            for sha256, page in self.pages.items()
            if page.held and not page.confirmed and not page.is_result and self._is_used(sha256, verdicts)
        ]
        return sorted(waiting, key=lambda page: (page.size, page.sha256))

    def _is_used(self, sha256: str, verdicts: tuple[str, ...]) -> bool:
        rows = (self.log[op_id] for op_id in self.uses.get(sha256, ()))
        return any(row.origin == "returned" or (row.origin == "own" and row.verdict in verdicts) for row in rows)

    def _unconfirm_after(self, seq: int) -> None:
        for sha256, used in self.uses.items():
            page = self.pages[sha256]
            if page.held and page.confirmed and any(self.log[op_id].seq > seq for op_id in used):
                self.pages[sha256] = msgspec.structs.replace(page, confirmed=False, doubtful=True)

    def _mark_district(self, before: str, now: str) -> None:
        for op_id, row in self.log.items():
            if row.origin == "district" and row.verdict == before:
                self.log[op_id] = msgspec.structs.replace(row, verdict=now)

    def _forget_verdicts(self, after: int) -> None:
        for op_id in self.own[after:]:
            row = self.log[op_id]
            if row.verdict:
                self.log[op_id] = msgspec.structs.replace(row, verdict="", reason="", order=0)

    def _hash_at(self, seq: int) -> bytes:
        return self.log[self.own[seq - 1]].hash if seq else GENESIS
