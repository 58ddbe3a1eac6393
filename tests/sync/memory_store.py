"""A station's store in memory, for faults that a real one would only make slower: the rules of StationStore, no disk."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone

from sync.protocol.chain import GENESIS, chain_hash
from sync.protocol.messages import Cursor, FeedEntry, Head, SealedEvent, Verdict
from sync.station.ports import ExchangeOutcome, OutgoingBatch, PageToSend, StationIdentity

CHINA = timezone(timedelta(hours=8))


class StandingClock:
    """A clock that moves when it is told to."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 23, 9, 0, tzinfo=CHINA)
        self.seconds = 0.0

    def now(self) -> datetime:
        return self.at + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self.seconds


class MemoryStore:
    def __init__(self, identity: StationIdentity) -> None:
        self.me = identity
        self.epoch = 1
        self.events: list[SealedEvent] = []
        self.verdicts: dict[bytes, Verdict] = {}
        self.feed: list[FeedEntry] = []
        self.outcomes: list[ExchangeOutcome] = []
        self.place = Cursor()
        self.pages: dict[str, bytes] = {}
        self.confirmed: set[str] = set()
        self.wanted: list[str] = []
        self.fetched: dict[str, bytes] = {}

    def append(self, body: bytes) -> bytes:
        op_id = hashlib.sha256(body + len(self.events).to_bytes(4, "big")).digest()[:16]
        self.events.append(SealedEvent(op_id, body))
        return op_id

    def add_page(self, content: bytes) -> str:
        sha256 = hashlib.sha256(content).hexdigest()
        self.pages[sha256] = content
        return sha256

    def verdict_names(self) -> list[str]:
        return [self.verdicts[event.op_id].verdict if event.op_id in self.verdicts else "" for event in self.events]

    def hash_at(self, seq: int) -> bytes:
        running = GENESIS
        for event in self.events[:seq]:
            running = chain_hash(running, event.op_id, event.body)
        return running

    def identity(self) -> StationIdentity:
        return self.me

    def outgoing(self, max_events: int, max_bytes: int) -> OutgoingBatch:
        first = next((at for at, event in enumerate(self.events) if event.op_id not in self.verdicts), len(self.events))
        chosen: list[SealedEvent] = []
        for event in self.events[first : first + max_events]:
            if chosen and sum(len(one.body) for one in chosen) + len(event.body) > max_bytes:
                break
            chosen.append(event)
        return OutgoingBatch(self.epoch, first + 1, self.hash_at(first), tuple(chosen))

    def cursor(self) -> Cursor:
        return self.place

    def record_exchange(self, outcome: ExchangeOutcome) -> None:
        self.outcomes.append(outcome)
        self.place = outcome.cursor
        self.feed += outcome.feed
        self.verdicts |= {verdict.op_id: verdict for verdict in outcome.verdicts}

    def rewind_to(self, head: Head) -> bool:
        if head.seq > len(self.events) or (
            head.seq and (head.epoch, head.hash) != (self.epoch, self.hash_at(head.seq))
        ):
            return False
        for event in self.events[head.seq :]:
            self.verdicts.pop(event.op_id, None)
        return True

    def begin_epoch(self, epoch: int) -> None:
        self.epoch = epoch
        self.verdicts.clear()

    def pages_to_send(self) -> Sequence[PageToSend]:
        waiting = [PageToSend(name, len(content)) for name, content in self.pages.items() if name not in self.confirmed]
        return sorted(waiting, key=lambda page: page.size)

    def read_page(self, sha256: str) -> bytes:
        return self.pages[sha256]

    def page_confirmed(self, sha256: str) -> None:
        self.confirmed.add(sha256)

    def pages_to_fetch(self) -> Sequence[str]:
        return [sha256 for sha256 in self.wanted if sha256 not in self.fetched]

    def store_fetched_page(self, sha256: str, content: bytes) -> None:
        self.fetched[sha256] = content
