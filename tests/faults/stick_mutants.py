"""Programs that lack one safeguard of the stick. See `mutants.py`."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sync.district import bundles
from sync.protocol import bundle_read, bundle_write
from sync.protocol.bundle_read import Bundle, read_label
from sync.protocol.messages import Cursor, SyncAnswer, Verdict
from sync.station import usb_answer, usb_import
from sync.station.ports import ExchangeOutcome
from sync.station.usb_answer import Reach, Taken
from sync.station.usb_export import StickExport
from sync.station.usb_ports import CarriedNote
from tests.faults.mutants import Mutant, without
from tests.faults.sim_store import SimStore
from tests.faults.stick_desk import StickDesk
from tests.faults.sticks import StickDisk
from tests.faults.strict_disk import StrictDisk


def _counts_as_sent(self: StickExport, note: CarriedNote) -> None:
    store = self._stick.store
    batch, head = store.outgoing(1000, 1 << 30), self._stick.place().head
    verdicts = tuple(Verdict(batch.first_seq + at, sent.op_id, "applied") for at, sent in enumerate(batch.events))
    store.record_exchange(ExchangeOutcome(verdicts, (), store.cursor(), head, 0, 0))
    _remember(self, note)


def _whatever_comes_before(here: Cursor, begins: Cursor, answer: SyncAnswer) -> Reach:
    """A page of the feed that begins after the cursor is taken as well."""
    reach = _reached(here, begins, answer)
    return Reach(answer.feed, answer.cursor, answer.more) if reach.gap else reach


def _back_again(here: Cursor, begins: Cursor, answer: SyncAnswer) -> Reach:
    """A page of the feed that ends before the cursor is taken again."""
    reach = _reached(here, begins, answer)
    return reach if reach.gap or reach.entries else Reach(answer.feed, answer.cursor, answer.more)


def _unverified(path: Path, seed: bytes, direction: Any) -> Bundle:
    """Reads the beginning only; what is wrong further on is found when it is reached."""
    with path.open("rb") as file:
        label, _ = read_label(file, path.name)
        bundle_read._check_receiver(_Endless(file, label.size), label, seed, direction, path.name)  # type: ignore[arg-type]
        file.seek(0)
        stream = bundle_read._Stream(bundle_read._plain(file, seed, path.name))
        manifest, signer = bundle_read._read_manifest(stream, path.name)
    return Bundle(path, label, manifest, signer, bytes(32), seed)


class _Endless:
    """A file that is as long as its label says."""

    def __init__(self, file: Any, size: int) -> None:
        self._size = size

    def seek(self, *_: Any) -> int:
        return self._size


@contextmanager
def _unverified_at_both() -> Iterator[None]:
    with without(bundles, "open_bundle", _unverified)(), without(usb_import, "open_bundle", _unverified)():
        yield


def _names_only(self: StickDisk, handle: int) -> None:
    if Path(os.readlink(f"/proc/self/fd/{handle}")).is_dir():
        StrictDisk.fsync(self, handle)


def _any_epoch(self: SimStore, head: Any) -> bool:
    return head.seq <= len(self.own) and self._hash_at(head.seq) == head.hash


def _believed(*what: Any, **more: Any) -> Taken:
    return _take_answer(*what, **more)._replace(believed=True)


_remember, _reached, _take_answer = StickExport._remember, usb_answer.reached, usb_import.take_answer

STICK_MUTANTS = (
    Mutant("copied_is_sent", "waiting for the answer", patched=without(StickExport, "_remember", _counts_as_sent)),
    Mutant("any_history", "the point in the log", patched=without(StickDesk, "holds", lambda *_: True)),
    Mutant("any_epoch", "the epoch of that point", patched=without(SimStore, "holds", _any_epoch)),
    Mutant("gap_taken", "the feed's beginning", patched=without(usb_answer, "reached", _whatever_comes_before)),
    Mutant("feed_taken_back", "the cursor's order", patched=without(usb_answer, "reached", _back_again)),
    Mutant("in_two_pieces", "one transaction", patched=without(StickDesk, "transaction", lambda _: nullcontext())),
    Mutant("used_in_part", "decision 072", patched=_unverified_at_both),
    Mutant("no_file_sync", "fsync before the rename", patched=without(StickDisk, "fsync", _names_only)),
    Mutant("no_stick_name_sync", "fsync of the stick", patched=without(bundle_write, "_sync_folder", lambda _: None)),
    Mutant(
        "foreign_request", "whose request it is", patched=without(bundles._Import, "_check_requests", lambda _: None)
    ),
)
OLD_PAGES_BELIEVED = Mutant(
    "old_pages_believed", "doubt of old answers", patched=without(usb_import, "take_answer", _believed)
)
"""Told where a district is put back while its answer is on the road: `tests.faults.test_sticks` leads there."""
