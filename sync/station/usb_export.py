"""Copies out what waits: the very requests and pages of the network way in one file. Marks nothing as sent."""

import hashlib
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from forms.events import decode_event
from forms.failures import EnvironmentFailure
from sync.protocol.bundle import Counts, Manifest, Part, hand_code
from sync.protocol.bundle_failures import told_stick_errors
from sync.protocol.bundle_names import bundle_name
from sync.protocol.bundle_write import write_bundle
from sync.protocol.chain import chain_hash
from sync.protocol.messages import PROTOCOL_VERSION, SealedEvent
from sync.station.exchange import ask
from sync.station.ports import Clock, OutgoingBatch, PageToSend, StationStore
from sync.station.usb_ports import CarriedNote, StickNotes, StickStore

EVENTS_IN_A_REQUEST = 2000
BYTES_IN_A_REQUEST = 2 << 20
FEED_BYTES = 4 << 20
MOST_PAGE_BYTES = 1 << 30
"""Pages in one file: a FAT32 stick takes no file over 4 GB, and what is left goes with the next."""
KEPT_FREE = 4 << 20
NOTES_KEPT = 20
_EVERYTHING = 1 << 62


class CopiedOut(msgspec.Struct, frozen=True):
    """A file that is on the stick and was read back. `code` is what people compare. `left_pages` did not fit,
    `unreadable_pages` are damaged on this PC."""

    path: Path
    sha256: bytes
    code: str
    counts: Counts
    carried_by: str
    made_at: int
    left_pages: int = 0
    unreadable_pages: int = 0


class StickExport:
    """`program` and `platform` say which update would fit this PC."""

    def __init__(
        self, stick: StickStore, clock: Clock, random: Callable[[int], bytes], program: str = "", platform: str = ""
    ) -> None:
        self._stick, self._clock, self._random = stick, clock, random
        self._program, self._platform = program, platform

    def write(self, folder: Path, carried_by: str) -> CopiedOut:
        """Writes one file into `folder` and remembers it. Raises StickFailure; nothing is marked as sent."""
        with told_stick_errors():
            folder.mkdir(parents=True, exist_ok=True)
            free = shutil.disk_usage(folder).free
        store = self._stick.store
        batch = store.outgoing(_EVERYTHING, _EVERYTHING)
        now_ms = int(self._clock.now().timestamp() * 1000)
        requests = self._requests(batch, now_ms)
        waiting = self._stick.pages_to_carry()
        room = min(MOST_PAGE_BYTES, free - KEPT_FREE - sum(map(len, requests)))
        fitting = list(_fitting(waiting, room))
        pages = [page for page in fitting if _is_readable(store, page)]
        manifest = msgspec.structs.replace(
            self._manifest(batch, pages, now_ms),
            carried_by=carried_by,
            parts=(*map(_request_part, requests), *map(_page_part, pages)),
        )
        path = folder / bundle_name(manifest, now_ms, manifest.bundle_id)
        pieces = _pieces(store, requests, pages)
        digest = write_bundle(path, manifest, pieces, store.identity().signing_seed)
        note = CarriedNote(manifest.bundle_id, now_ms, carried_by, manifest.counts, hand_code(digest), path.name)
        self._remember(note)
        left, unreadable = len(waiting) - len(fitting), len(fitting) - len(pages)
        return CopiedOut(path, digest, note.code, manifest.counts, carried_by, now_ms, left, unreadable)

    def _manifest(self, batch: OutgoingBatch, pages: Sequence[PageToSend], now_ms: int) -> Manifest:
        """Without who carries it and its parts."""
        store = self._stick.store
        identity = store.identity()
        counts, kinds = _counts(batch, pages)
        return Manifest(
            protocol=PROTOCOL_VERSION,
            direction="to_district",
            bundle_id=self._random(16),
            district=identity.district,
            station=identity.station,
            device=identity.device,
            receiver=identity.server_key,
            made_at=now_ms,
            carried_by="",
            epoch=batch.epoch,
            first_seq=batch.first_seq,
            last_seq=batch.first_seq + len(batch.events) - 1,
            cursor=store.cursor(),
            counts=counts,
            kinds=kinds,
            parts=(),
            program=self._program,
            platform=self._platform,
            wanted=tuple(store.pages_to_fetch()),
        )

    def _requests(self, batch: OutgoingBatch, now_ms: int) -> list[bytes]:
        """The first one asks for the feed, from where this PC is; the others for next to none of it, from its beginning.

        A district that was put back from a backup begins a new epoch for whoever has read on in its feed: the cursor
        says so once, or the second request of an epoch would begin the next.
        """
        identity, cursor = self._stick.store.identity(), self._stick.store.cursor()
        beginning = msgspec.structs.replace(cursor, position=0)
        first, *others = split(batch)
        lacking = len(self._stick.store.pages_to_fetch())
        asked = [
            ask(identity, first, cursor, now_ms, FEED_BYTES, self._program, lacking),
            *(ask(identity, each, beginning, now_ms, 1, self._program) for each in others),
        ]
        return [each.sealed for each in asked]

    def _remember(self, note: CarriedNote) -> None:
        with self._stick.transaction():
            notes = self._stick.notes()
            self._stick.write_notes(StickNotes((note, *notes.out)[:NOTES_KEPT], notes.back))


def split(batch: OutgoingBatch) -> Iterator[OutgoingBatch]:
    """The batch in parts that a district takes, each chained to the one before; an empty one stays as it is."""
    if not batch.events:
        yield batch
    chosen: list[SealedEvent] = []
    first, link, following = batch.first_seq, batch.previous_hash, batch.previous_hash
    size = 0
    for event in batch.events:
        if chosen and (len(chosen) == EVENTS_IN_A_REQUEST or size + len(event.body) > BYTES_IN_A_REQUEST):
            yield OutgoingBatch(batch.epoch, first, link, tuple(chosen))
            first, link, chosen, size = first + len(chosen), following, [], 0
        chosen.append(event)
        size += len(event.body)
        following = chain_hash(following, event.op_id, event.body)
    if chosen:
        yield OutgoingBatch(batch.epoch, first, link, tuple(chosen))


def _fitting(pages: Sequence[PageToSend], room: int) -> Iterator[PageToSend]:
    for page in pages:
        room -= page.size
        if room < 0:
            return
        yield page


def _is_readable(store: StationStore, page: PageToSend) -> bool:
    """A page that is damaged here never holds up the others; the engine tells the agent of it in its own way."""
    try:
        return hashlib.sha256(store.read_page(page.sha256)).hexdigest() == page.sha256
    except EnvironmentFailure:
        return False


def _counts(batch: OutgoingBatch, pages: Sequence[PageToSend]) -> tuple[Counts, tuple[tuple[str, int], ...]]:
    events = [decode_event(event.body) for event in batch.events]
    cases = {event.case_id for event in events if event.case_id}
    counts = Counts(len(events), len(cases), len(pages), sum(page.size for page in pages))
    return counts, tuple(sorted(Counter(event.kind for event in events).items()))


def _request_part(request: bytes) -> Part:
    return Part("request", "", len(request), hashlib.sha256(request).digest())


def _page_part(page: PageToSend) -> Part:
    return Part("page", page.sha256, page.size, bytes.fromhex(page.sha256))


def _pieces(store: StationStore, requests: Sequence[bytes], pages: Sequence[PageToSend]) -> Iterator[bytes]:
    yield from requests
    for page in pages:
        yield store.read_page(page.sha256)
