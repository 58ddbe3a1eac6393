"""Programs that lack one safeguard. The simulation is worth something only if it tells each of them from the real one."""

import unittest.mock
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import text

from forms import lifecycle
from forms.events import decode_event, pages_of
from forms.lifecycle import Case
from sync.district import exchange, feed, ledger, pages
from sync.protocol import signing
from sync.protocol.messages import Head, SyncAnswer, Verdict
from sync.station.engine import SyncEngine
from sync.station.errors import LineFailure, UnprovenServer
from sync.station.http_carrier import HttpCarrier
from sync.station.ports import ExchangeOutcome, OutgoingBatch
from tests.faults.sim_store import SimStore
from tests.faults.strict_disk import StrictDisk

if TYPE_CHECKING:
    from tests.faults.district_node import DistrictNode

Patched = Callable[[], AbstractContextManager[Any]]


@contextmanager
def unchanged() -> Iterator[None]:
    yield


def as_it_is(_: "DistrictNode") -> None:
    return None


@dataclass(frozen=True)
class Mutant:
    """`lacks`: the safeguard in words. `patched` is entered around a world; `prepare` gets each new district."""

    name: str
    lacks: str
    engine: type[SyncEngine] = SyncEngine
    patched: Patched = unchanged
    prepare: Callable[["DistrictNode"], None] = as_it_is


NONE = Mutant("none", "nothing")


def without(where: Any, name: str, instead: Any) -> Patched:
    return lambda: unittest.mock.patch.object(where, name, instead)


class SentIsDone(SyncEngine):
    """Takes what it has sent for applied, answer or none."""

    def _exchange(self, batch: OutgoingBatch) -> SyncAnswer:
        try:
            return super()._exchange(batch)
        except LineFailure:
            verdicts = tuple(
                Verdict(batch.first_seq + at, sent.op_id, "applied") for at, sent in enumerate(batch.events)
            )
            place = self._store.cursor()
            self._store.record_exchange(ExchangeOutcome(verdicts, (), place, Head(), 0, 0))
            raise


class TellsAnybody(SyncEngine):
    """Introduces itself with the cases in its hand."""

    def _introduced(self, batch: OutgoingBatch) -> SyncAnswer:
        answer = self._carried(batch, self._carrier.introduce)
        self._carrier.proven()
        return answer


class JudgedByIntroduction(SyncEngine):
    """Takes what the district says of the question without events for what it says of the log."""

    def _exchange(self, batch: OutgoingBatch) -> SyncAnswer:
        try:
            return self._carried(batch, self._carrier.exchange)
        except UnprovenServer:
            return self._introduced(batch)


class FeedAfterCursor(SimStore):
    """Not used as a class: its `half_done` takes the place of the store's."""

    def half_done(self, name: str, *what: Any) -> None:
        if name == "record_exchange":
            self.reached = what[0].cursor


def _by_clock(store: SimStore, case_id: str) -> Case:
    rows = [
        row for row in store.log.values() if row.case_id == case_id and row.verdict not in ("rejected", "quarantined")
    ]
    events = sorted((decode_event(row.body) for row in rows), key=lambda event: event.at)
    return lifecycle.fold(events)[0]


def _any_takeover(connection: Any, district: Any, code: str, sha256: str, _: int, *more: Any) -> int:
    now = connection.execute(text("SELECT takeover FROM page WHERE sha256 = :sha256"), {"sha256": sha256}).scalar_one()
    return _commit(connection, district, code, sha256, now, *more)


def _same_epoch(store: SimStore, _: int) -> None:
    store._chain_anew()
    store._forget_verdicts(0)


_note = SimStore._note


def _believed(store: SimStore, row: Any) -> None:
    _note(store, row)
    if row.origin == "returned":
        for page in pages_of(decode_event(row.body)):
            store.pages[page.sha256] = msgspec.structs.replace(store.pages[page.sha256], confirmed=True)


def _no_signature(data: bytes, *_: Any) -> bytes:
    return data[signing._PAYLOAD :]


def _first_verdict(self: ledger.Ledger, sealed: Any) -> Any:
    recorded = self.known.get(sealed.op_id)
    return recorded.judgement if recorded else None


def _normal(node: "DistrictNode") -> None:
    node.raw.execute("PRAGMA synchronous = NORMAL")


_commit, _answers = pages._commit, exchange._continues


def _no_chain(connection: Any, district: Any, device: Any, request: Any, last_epoch: int) -> Any:
    action, head = _answers(connection, district, device, request, last_epoch)
    return ("continue", device.head) if request.epoch == device.head.epoch else (action, head)


MUTANTS = (
    Mutant("no_ledger", "the ledger", patched=without(ledger.Ledger, "read", lambda *_: None)),
    Mutant("no_quarantine", "the comparison of bytes", patched=without(ledger.Ledger, "judged", _first_verdict)),
    Mutant("no_chain", "the comparison of chains", patched=without(exchange, "_continues", _no_chain)),
    Mutant("no_overlap", "the check of a repeated batch", patched=without(exchange, "_repeats", lambda *_: True)),
    Mutant("no_epoch", "new epochs", patched=without(SimStore, "begin_epoch", _same_epoch)),
    Mutant("no_rewind", "the way back to the head", patched=without(SimStore, "rewind_to", lambda *_: True)),
    Mutant("no_page_sync", "fsync before the commit", patched=without(StrictDisk, "fsync", lambda *_: None)),
    Mutant("no_name_sync", "fsync of folders", patched=without(pages, "_sync_folder", lambda *_: None)),
    Mutant("normal_sync", "synchronous=FULL", prepare=_normal),
    Mutant("by_clock", "order before clock", patched=without(SimStore, "case", _by_clock)),
    Mutant("cursor_first", "one transaction", patched=without(SimStore, "half_done", FeedAfterCursor.half_done)),
    Mutant("sent_is_done", "waiting for the verdict", engine=SentIsDone),
    Mutant("tells_anybody", "asking first who it is", engine=TellsAnybody),
    Mutant("judged_by_introduction", "asking with the events before an epoch", engine=JudgedByIntroduction),
    Mutant("no_signature", "the answer's signature", patched=without(signing, "open_sealed", _no_signature)),
    Mutant("no_takeover", "one upload at a time", patched=without(pages, "_commit", _any_takeover)),
    Mutant("feed_runs_ahead", "decision 061", patched=without(feed, "_first_not_shown", lambda *_: feed._BEYOND)),
    Mutant("others_not_sent", "decision 060", patched=without(SimStore, "_chain_anew", lambda *_: None)),
    Mutant("server_not_doubted", "decision 060", patched=without(exchange, "_is_of_another_server", lambda *_: False)),
    Mutant("returned_pages_believed", "asking for pages that came back", patched=without(SimStore, "_note", _believed)),
    Mutant("pages_not_asked", "asking for pages again", patched=without(SimStore, "_unconfirm_after", lambda *_: None)),
    Mutant("acts_kept", "decision 052", patched=without(SimStore, "_mark_district", lambda *_: None)),
    Mutant("own_clock", "the measured clock offset", patched=without(HttpCarrier, "set_offset", lambda *_: None)),
)
