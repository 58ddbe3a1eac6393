"""A station's file from a stick: taken in through the same door as the network, and answered with a file of its own."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from forms.events import decode_event, pages_of
from sync.district import feed, pages
from sync.district.admission import MAX_PAGE_BYTES
from sync.district.database.engine import reading
from sync.district.devices import Device, device_by_key
from sync.district.district import District
from sync.district.exchange import MOST_FEED_BYTES, exchange
from sync.district.refusals import RequestRefused
from sync.district.updates import OfferedUpdate, update_for
from sync.protocol.bundle import Counts, Manifest, PagesHeld, Part, PartKind, hand_code
from sync.protocol.bundle_failures import BundleUnusable
from sync.protocol.bundle_names import bundle_name
from sync.protocol.bundle_read import Bundle, open_bundle
from sync.protocol.bundle_write import write_bundle
from sync.protocol.codec import MAX_REQUEST_BYTES, NotOurMessage, pack, unpack
from sync.protocol.messages import PROTOCOL_VERSION, FeedEntry, SyncAnswer, SyncRequest
from sync.protocol.signing import BadSignature, open_sealed, seal

MOST_FEED_PAGES = 64
"""More of the feed than this (some 256 MB) goes with the next stick."""
MOST_RESULT_BYTES = 1 << 30
_TRIES = 3


@dataclass
class Imported:
    """What was found in one file and what became of it. `answer`: the file for the stick; `code` what people compare."""

    manifest: Manifest
    code: str
    answer: Path
    answer_code: str = ""
    action: str = "continue"
    applied: int = 0
    refused: int = 0
    parked: int = 0
    pages: int = 0
    pages_refused: int = 0
    results: int = 0
    taken: Counts = field(default_factory=Counts)

    @property
    def agreed(self) -> bool:
        """The file holds what its manifest says."""
        ours, theirs = self.taken, self.manifest.counts
        return (ours.events, ours.cases, ours.pages) == (theirs.events, theirs.cases, theirs.pages)


def import_bundle(district: District, path: Path, answers: Path) -> Imported:
    """Takes in the file at `path` and writes the answer into the folder `answers`.

    As often and in whatever order one likes: what is known already gets its stored verdict again. Raises
    `BundleUnusable` (then nothing of the file was taken in, but where its PC is withdrawn at this very moment) and
    `StickFailure`.
    """
    bundle = open_bundle(path, district.keys.signing_seed, "to_district")
    device = _sender(district, bundle)
    return _Import(district, bundle, device).run(answers)


def _sender(district: District, bundle: Bundle) -> Device:
    manifest = bundle.manifest
    try:
        with reading(district.engine) as connection:
            device = device_by_key(connection, district, bundle.signer)
    except RequestRefused as refused:
        raise BundleUnusable("unknown_sender", bundle.path.name) from refused
    said = (manifest.district, manifest.station, manifest.device)
    if said != (district.code, device.station, device.code):
        raise BundleUnusable("bad_signature", bundle.path.name, "signed by another device than it names")
    return device


class _Import:
    def __init__(self, district: District, bundle: Bundle, device: Device) -> None:
        self._district, self._bundle, self._device = district, bundle, device
        self._said = Imported(bundle.manifest, hand_code(bundle.sha256), bundle.path)
        self._exchanged: list[tuple[PartKind, bytes]] = []
        self._feed: list[FeedEntry] = []
        self._held: list[str] = []
        self._refused: list[tuple[str, str]] = []
        self._cases: set[str] = set()
        self._events = self._page_bytes = 0

    def run(self, answers: Path) -> Imported:
        self._check_requests()
        answered: list[tuple[SyncRequest, bytes, SyncAnswer]] = []
        for part, pieces in self._bundle.parts():
            if part.kind == "request":
                answered += self._exchange(self._whole(part, pieces, MAX_REQUEST_BYTES))
            elif part.kind == "page" and part.size > MAX_PAGE_BYTES:
                self._refused.append((part.name, "too_large"))
            elif part.kind == "page":
                self._take_page(part, b"".join(pieces))
        if answered and self._said.action == "continue":
            self._more_of_the_feed(answered[0][2], *answered[-1])
        said = self._said
        said.pages, said.pages_refused = len(self._held), len(self._refused)
        found = len(self._held) + len(self._refused)
        said.taken = Counts(self._events, len(self._cases), found, self._page_bytes)
        self._write_answer(answers)
        return said

    def _check_requests(self) -> None:
        """Before any of them is taken in: each is of the PC that signed the file, or the file is not used."""
        left = sum(part.kind == "request" for part in self._bundle.manifest.parts)
        if not left:
            return
        for part, pieces in self._bundle.parts():
            if part.kind == "request":
                request, left = self._opened(self._whole(part, pieces, MAX_REQUEST_BYTES)), left - 1
                if (request.station, request.device) != (self._device.station, self._device.code):
                    raise BundleUnusable("bad_signature", self._bundle.path.name, "a request that names another device")
            if not left:
                return

    def _whole(self, part: Part, pieces: Iterator[bytes], most: int) -> bytes:
        if part.size > most:
            raise BundleUnusable("altered", self._bundle.path.name, f"a {part.kind} of {part.size} bytes")
        return b"".join(pieces)

    def _exchange(self, data: bytes) -> list[tuple[SyncRequest, bytes, SyncAnswer]]:
        """Once the station has to begin again somewhere, nothing that comes after is judged: it all comes once more."""
        if self._said.action != "continue":
            self._count_request(self._opened(data))
            return []
        try:
            sealed = exchange(self._district, data)
        except RequestRefused as refused:
            reason = "unknown_sender" if refused.reason == "unknown_device" else "bad_signature"
            raise BundleUnusable(reason, self._bundle.path.name, refused.reason) from refused
        request = self._opened(data)
        answer = unpack(open_sealed(sealed, self._district.keys.public, "sync-answer", data), SyncAnswer)
        self._exchanged += [("request", data), ("answer", sealed)]
        self._count_request(request)
        self._count_answer(answer)
        return [(request, data, answer)]

    def _opened(self, data: bytes) -> SyncRequest:
        try:
            return unpack(open_sealed(data, self._device.public_key, "sync-request"), SyncRequest)
        except (BadSignature, NotOurMessage) as error:
            raise BundleUnusable("bad_signature", self._bundle.path.name, str(error)) from error

    def _count_request(self, request: SyncRequest) -> None:
        self._events += len(request.events)
        self._cases |= set(_cases(request))

    def _count_answer(self, answer: SyncAnswer) -> None:
        names = [verdict.verdict for verdict in answer.verdicts]
        said = self._said
        said.applied += names.count("applied") + names.count("duplicate")
        said.refused += names.count("rejected") + names.count("quarantined")
        said.parked += names.count("parked")
        said.action = answer.action
        self._feed += answer.feed

    def _take_page(self, part: Part, content: bytes) -> None:
        self._page_bytes += part.size
        try:
            self._put_page(part.name, content)
        except RequestRefused as refused:
            self._refused.append((part.name, refused.reason))
        else:
            self._held.append(part.name)

    def _put_page(self, sha256: str, content: bytes) -> None:
        """From where the network has left it; a piece that the network puts in meanwhile only moves the place."""
        code, size = self._device.station, len(content)
        held = pages.held(self._district, code, sha256)
        for _ in range(_TRIES):
            try:
                pages.take(self._district, code, sha256, size, held, content[held:])
            except pages.WrongOffset as wrong:
                held = wrong.held
            else:
                return
        raise RequestRefused(503, "busy")

    def _more_of_the_feed(self, first: SyncAnswer, request: SyncRequest, sealed: bytes, answer: SyncAnswer) -> None:
        """From where the first answer's page ends, as whoever has shown all of these events may read it."""
        shown = request.first_seq - 1 + len(request.events)
        reader = feed.Reader(self._device.station, self._device.code, request.epoch, shown, answer.head.seq)
        cursor, more = first.cursor, first.more or first is not answer
        for _ in range(MOST_FEED_PAGES):
            if not more:
                return
            with reading(self._district.engine) as connection:
                page = feed.read(connection, self._district, reader, cursor, MOST_FEED_BYTES)
            cursor, more = page.cursor, page.more
            following = SyncAnswer(
                PROTOCOL_VERSION,
                self._device.station,
                "continue",
                answer.head,
                answer.server_time,
                cursor,
                more,
                feed=page.entries,
            )
            data = seal(pack(following), self._district.keys.signing_seed, "sync-answer", answers=sealed)
            self._exchanged.append(("feed", data))
            self._feed += page.entries

    def _write_answer(self, answers: Path) -> None:
        district, manifest = self._district, self._bundle.manifest
        held = msgspec.msgpack.encode(PagesHeld(tuple(self._held), tuple(self._refused)))
        small = [*self._exchanged, ("held", held)]
        results = list(self._result_pages())
        update = update_for(district, manifest.platform, manifest.program)
        kinds = [decode_event(entry.body).kind for entry in self._feed if entry.kind == "event"]
        self._said.results = kinds.count("result_sent")
        now_ms = int(district.now().timestamp() * 1000)
        answer = msgspec.structs.replace(
            manifest,
            protocol=PROTOCOL_VERSION,
            direction="to_station",
            bundle_id=district.random(16),
            receiver=self._device.public_key,
            made_at=now_ms,
            counts=Counts(len(self._feed), 0, len(results), sum(part.size for part, _ in results), self._said.results),
            kinds=(),
            parts=(
                *(Part(kind, "", len(data), hashlib.sha256(data).digest()) for kind, data in small),
                *(part for part, _ in results),
                *_update_parts(update),
            ),
            wanted=(),
            answers=manifest.bundle_id,
            taken=self._said.taken,
        )
        answers.mkdir(parents=True, exist_ok=True)
        self._said.answer = answers / bundle_name(answer, manifest.made_at, manifest.bundle_id)

        def pieces() -> Iterator[bytes]:
            yield from (data for _, data in small)
            yield from (path.read_bytes() for _, path in results)
            if update is not None:
                yield update.notice
                yield from update.pieces()

        digest = write_bundle(self._said.answer, answer, pieces(), district.keys.signing_seed)
        self._said.answer_code = hand_code(digest)

    def _result_pages(self) -> Iterator[tuple[Part, Path]]:
        """What the station said it lacks, and what the news in this answer speaks of."""
        told = [
            page.sha256 for entry in self._feed if entry.kind == "event" for page in pages_of(decode_event(entry.body))
        ]
        room = MOST_RESULT_BYTES
        for sha256 in dict.fromkeys((*self._bundle.manifest.wanted, *told)):
            try:
                path = pages.read_page(self._district, self._device.station, sha256)
            except RequestRefused:
                # Another station's, or not there yet: the station goes on asking for it.
                continue
            size = path.stat().st_size
            room -= size
            if room >= 0:
                yield Part("page", sha256, size, bytes.fromhex(sha256)), path


def _cases(request: SyncRequest) -> Iterator[str]:
    for sealed in request.events:
        try:
            event = decode_event(sealed.body)
        except msgspec.DecodeError:
            continue
        if event.case_id:
            yield event.case_id


def _update_parts(update: OfferedUpdate | None) -> tuple[Part, ...]:
    if update is None:
        return ()
    notice = update.notice
    return (
        Part("program_notice", "", len(notice), hashlib.sha256(notice).digest()),
        Part("program", update.update.file, update.update.size, update.update.sha256),
    )
