"""A district in memory behind a carrier that plays faults: the exchange's rules, and a script of what goes wrong."""

import hashlib
from collections.abc import Callable, Iterator

import msgspec

from forms.events import decode_event
from sync.protocol import codec, signing
from sync.protocol.chain import GENESIS, chain_hash
from sync.protocol.messages import Action, Cursor, FeedEntry, Head, SyncAnswer, SyncRequest, Verdict, VerdictName
from sync.station.errors import LineFailure, PageRefused, UnprovenServer
from sync.station.ports import PagePart
from tests.sync.memory_store import StandingClock

Fault = Callable[["ScriptedDistrict", bytes], bytes]
AHEAD_MS = 90_000


class ScriptedDistrict:
    """A Carrier. `script` holds one entry an exchange (`page_script`: a piece of a page): None, or a fault."""

    def __init__(self, seed: bytes, clock: StandingClock) -> None:
        self.seed = seed
        self.clock = clock
        self.script: Iterator[Fault | None] = iter(())
        self.page_script: Iterator[Fault | None] = iter(())
        self.seconds_per_byte = 0.0
        self.head = Head()
        self.hashes: list[bytes] = [GENESIS]
        self.ledger: dict[bytes, tuple[bytes, Verdict]] = {}
        self.applied: list[bytes] = []
        self.feed: list[FeedEntry] = []
        self.requests: list[SyncRequest] = []
        self.arriving: dict[str, bytearray] = {}
        self.pieces: list[tuple[str, int, int]] = []
        self.results: dict[str, bytes] = {}
        self.offset_ms: int | None = None
        self.most_events = 10_000
        self.is_proven = True

    def exchange(self, request: bytes) -> bytes:
        if not self.is_proven:
            raise UnprovenServer
        return self.introduce(request)

    def proven(self) -> None:
        self.is_proven = True

    def introduce(self, request: bytes) -> bytes:
        fault = next(self.script, None)
        self.clock.seconds += 0.2 + len(request) * self.seconds_per_byte
        return fault(self, request) if fault else self.answer(request)

    def answer(self, request: bytes) -> bytes:
        """What a good district says."""
        payload = signing.open_sealed(request, signing.signer_of(request), "sync-request")
        read = codec.unpack(payload, SyncRequest)
        self.requests.append(read)
        return self.sealed(self.judge(read), request)

    def sealed(self, answer: SyncAnswer, request: bytes) -> bytes:
        return signing.seal(codec.pack(answer), self.seed, "sync-answer", request)

    def judge(self, read: SyncRequest) -> SyncAnswer:
        before = read.first_seq - 1
        if read.epoch == self.head.epoch or self.head.epoch == 0:
            if before > self.head.seq:
                return self.no_batch(read, "rewind")
            if self.hashes[before] != read.previous_hash:
                return self.no_batch(read, "new_epoch")
        elif before == 0 and read.epoch > self.head.epoch:
            self.hashes = [GENESIS]
        verdicts, running = [], read.previous_hash
        for at, event in enumerate(read.events[: self.most_events]):
            running = chain_hash(running, event.op_id, event.body)
            verdicts.append(self.verdict(read.first_seq + at, event.op_id, event.body))
            if len(self.hashes) == read.first_seq + at:
                self.hashes.append(running)
        self.head = Head(read.epoch, len(self.hashes) - 1, self.hashes[-1])
        page, size = [], 0
        for entry in self.feed[read.cursor.position :]:
            size += len(entry.body)
            if page and size > read.feed_bytes:
                break
            page.append(entry)
        reached = Cursor("inc", read.station, read.cursor.position + len(page))
        more = reached.position < len(self.feed)
        return SyncAnswer(
            1, read.station, "continue", self.head, self.now_ms(), reached, more, tuple(verdicts), tuple(page)
        )

    def verdict(self, seq: int, op_id: bytes, body: bytes) -> Verdict:
        if op_id in self.ledger:
            kept, before = self.ledger[op_id]
            name: VerdictName = "duplicate" if kept == body else "quarantined"
            return msgspec.structs.replace(before, seq=seq, verdict=name)
        kind = decode_event(body).kind
        names: dict[str, VerdictName] = {"accepted": "rejected", "made_up_since": "parked"}
        given = Verdict(
            seq, op_id, names.get(kind, "applied"), reason="district_event_kind" if kind == "accepted" else ""
        )
        self.ledger[op_id] = (body, given)
        if given.verdict == "applied":
            self.applied.append(op_id)
        return given

    def no_batch(self, read: SyncRequest, action: Action, head: Head | None = None) -> SyncAnswer:
        return SyncAnswer(1, read.station, action, head or self.head, self.now_ms(), Cursor())

    def now_ms(self) -> int:
        return int(self.clock.now().timestamp() * 1000) + AHEAD_MS

    def page_offset(self, sha256: str, size: int) -> int:
        return len(self.arriving.get(sha256, b""))

    def send_page(self, sha256: str, size: int, offset: int, chunk: bytes) -> int:
        fault = next(self.page_script, None)
        if fault:
            fault(self, chunk)
        self.clock.seconds += len(chunk) * self.seconds_per_byte
        held = self.arriving.setdefault(sha256, bytearray())
        if offset == len(held):
            self.pieces.append((sha256, offset, len(chunk)))
            held += chunk
        if len(held) == size and hashlib.sha256(held).hexdigest() != sha256:
            held.clear()
            raise PageRefused("wrong_content")
        return len(held)

    def fetch_page(self, sha256: str, offset: int, most: int) -> PagePart:
        if sha256 not in self.results:
            raise PageRefused("page_unknown")
        content = self.results[sha256]
        return PagePart(content[offset : offset + most], len(content))

    def set_offset(self, offset_ms: int) -> None:
        self.offset_ms = offset_ms


def line_breaks(_: ScriptedDistrict, __: bytes) -> bytes:
    raise LineFailure("the line broke before anything arrived")


def answer_is_lost(district: ScriptedDistrict, request: bytes) -> bytes:
    district.answer(request)
    raise LineFailure("it arrived, and the answer was lost")
