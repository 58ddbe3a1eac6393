"""The station's end of sync: sends what waits, takes what came, in an order that a bad line cannot spoil.

Sans I/O: store, carrier, clock and randomness are passed in, so that a simulation can play any fault. A run ends when
nothing waits or something fails; whatever a run has recorded is safe, and the next run goes on from there.
"""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import msgspec

from forms.dates import CHINA
from forms.failures import EnvironmentFailure, Failure
from sync.protocol.messages import FeedEntry, SyncAnswer
from sync.station.allowance import EVERYTHING, Allowance, MayGo, may_go
from sync.station.documents import Documents
from sync.station.errors import LineFailure, NotOurServer, ServerBusy, Stopped, TooLarge, UnprovenServer, UpgradeNeeded
from sync.station.exchange import Asked, ask, read_answer
from sync.station.pace import Backoff, Limits, Random, Size
from sync.station.pages import PageTraffic
from sync.station.ports import Carrier, Clock, DocumentCarrier, ExchangeOutcome, OutgoingBatch, StationStore
from sync.station.report import ExchangeReport, Held, Progress, Stage

MOST_REPAIRS = 4
"""Rewinds and new epochs in one run; more mean that the two ends do not understand each other."""
_PLAIN_PER_BYTE = 8.0
"""A first guess of how many bytes of events fit one byte on the wire; measured from then on."""


def _ignore(_: Progress) -> None:
    return None


def _nothing() -> None:
    return None


def _never() -> bool:
    return False


class SyncEngine:
    """One station's sync. Not for two threads at once: a second `run_once` while one runs returns an empty report."""

    def __init__(
        self,
        store: StationStore,
        carrier: Carrier,
        clock: Clock,
        random: Random | None = None,
        limits: Limits | None = None,
        program: str = "",
        on_progress: Callable[[Progress], None] = _ignore,
        should_stop: Callable[[], bool] = _never,
        allowance: Callable[[], Allowance] = Allowance,
    ) -> None:
        """`allowance` is read anew before each page; Allowance itself allows everything."""
        self._store = store
        self._carrier = carrier
        self._clock = clock
        self._limits = limits or Limits()
        self._program = program
        self._on_progress = on_progress
        self._should_stop = should_stop
        self._allowance = allowance
        self._offset_ms = 0
        self._opens_at: float | None = None
        self._backoff = Backoff(self._limits, random)
        self._batch_size = Size(self._limits)
        self._feed_size = Size(self._limits)
        self._plain_per_byte = _PLAIN_PER_BYTE
        self._most_events = self._limits.events_at_once
        self._pages = PageTraffic(store, carrier, clock, self._limits, self._between_pages)
        self._documents = (
            Documents(carrier, clock, self._feed_size, self._stop_if_asked)
            if isinstance(carrier, DocumentCarrier)
            else None
        )
        self._running = threading.Lock()
        self._counts: dict[str, Any] = {}

    def run_once(self, everything: bool = False) -> ExchangeReport:
        """Exchanges until nothing waits, then sends and fetches pages, those that the allowance holds back only where
        `everything` is to go. Failures of the world are in the report."""
        if not self._running.acquire(blocking=False):
            return ExchangeReport()
        self._counts = dict.fromkeys(("sent", "applied", "rejected", "parked", "received", "bytes_up", "bytes_down"), 0)
        self._counts["published"] = frozenset()
        self._most_events = self._limits.events_at_once
        self._opens_at = None
        self._pages.begin((lambda: EVERYTHING) if everything else self._may_go)
        try:
            self._exchange_until_quiet()
            self._both_ways_of_pages()
        except EnvironmentFailure as failure:
            self._failed(failure)
            return self._report(failure)
        finally:
            self._running.release()
        self._backoff.succeeded()
        return self._report(None)

    def _both_ways_of_pages(self) -> None:
        """What stops pages on their way up does not stop the results that come down."""
        try:
            self._pages.send_all()
        except (NotOurServer, LineFailure, ServerBusy) as failure:
            self._pages.fetch_all()
            raise failure
        self._pages.fetch_all()

    def next_delay(self) -> float:
        """Seconds until the next run: a few minutes after success, sooner where pages wait for an hour that comes before,
        full-jitter backoff after failures."""
        return self._backoff.delay(None if self._opens_at is None else self._opens_at - self._clock.monotonic())

    def _failed(self, failure: EnvironmentFailure) -> None:
        if isinstance(failure, Stopped):
            return
        self._backoff.failed(failure.retry_after if isinstance(failure, ServerBusy) else 0.0)

    def _report(self, failure: Failure | None) -> ExchangeReport:
        return ExchangeReport(
            **self._counts,
            pages_sent=self._pages.sent,
            pages_fetched=self._pages.fetched,
            refused_pages=tuple(self._pages.refused),
            failure=failure,
            held=self._held(),
        )

    def _held(self) -> Held:
        up, down = self._pages.held_up, self._pages.held_down
        opens = self._may_go().opens if up or down else None
        seconds = (opens - self._district_time()).total_seconds() if opens else 0.0
        self._opens_at = self._clock.monotonic() + seconds if opens else None
        return Held(len(up), len(down), sum(up) + sum(down), opens, seconds)

    def _may_go(self) -> MayGo:
        return may_go(self._allowance(), self._district_time())

    def _district_time(self) -> datetime:
        """This PC's clock may be wrong by years; no page goes before an exchange has measured by how much."""
        return self._clock.now().astimezone(CHINA) + timedelta(milliseconds=self._offset_ms)

    def _exchange_until_quiet(self) -> None:
        repairs = 0
        while True:
            batch = self._next_batch()
            try:
                answer = self._exchange(batch)
            except TooLarge:
                if len(batch.events) < 2:
                    raise
                self._most_events = len(batch.events) // 2
                continue
            if answer.action == "continue":
                if answer.more and not answer.feed and not batch.events:
                    raise NotOurServer(detail="more of the feed is promised, and nothing comes")
                if not answer.more and (not batch.events or not self._waits()):
                    return
                continue
            repairs += 1
            if repairs > MOST_REPAIRS:
                raise NotOurServer(detail="the two ends do not agree on where they are")
            self._repair(answer)

    def _next_batch(self) -> OutgoingBatch:
        plain = int(self._batch_size.bytes * self._plain_per_byte)
        return self._store.outgoing(self._most_events, plain)

    def _waits(self) -> bool:
        return bool(self._store.outgoing(1, 1).events)

    def _exchange(self, batch: OutgoingBatch) -> SyncAnswer:
        try:
            return self._carried(batch, self._carrier.exchange)
        except UnprovenServer:
            answer = self._introduced(batch)
        if batch.events and answer.action in ("rewind", "new_epoch"):
            # Without its events the log looked as if it had lost them to a district that has them already.
            return self._carried(batch, self._carrier.exchange)
        return answer

    def _introduced(self, batch: OutgoingBatch) -> SyncAnswer:
        """The same question without a case in it; the batch goes once the answer has shown whose it is."""
        return self._carried(msgspec.structs.replace(batch, events=()), self._carrier.introduce, self._carrier.proven)

    def _carried(
        self, batch: OutgoingBatch, carry: Callable[[bytes], bytes], verified: Callable[[], None] = _nothing
    ) -> SyncAnswer:
        self._stop_if_asked()
        clock_ms, begun = self._clock_ms(), self._clock.monotonic()
        identity = self._store.identity()
        lacking = len(self._store.pages_to_fetch())
        asked = ask(
            identity,
            batch,
            self._store.cursor(),
            clock_ms,
            self._feed_size.bytes,
            self._program,
            lacking,
            self._documents is not None,
        )
        try:
            data = carry(asked.sealed)
        except (LineFailure, TooLarge):
            self._batch_size.failed()
            self._feed_size.failed()
            raise
        seconds = self._clock.monotonic() - begun
        answer = read_answer(identity, asked, data)
        verified()
        if answer.action == "continue":
            self._learn(asked, len(data), seconds)
            middle_ms = clock_ms + int(seconds * 500)
            # Documents are asked for with the district's time, which this answer has just told.
            self._carrier.set_offset(answer.server_time - middle_ms)
            answer, failure = self._with_documents(answer)
            self._record(answer, middle_ms)
            if failure is not None:
                raise failure
        return answer

    def _with_documents(self, answer: SyncAnswer) -> tuple[SyncAnswer, EnvironmentFailure | None]:
        """The answer with every document in it; where one does not come now, as far as before it, and why. Its verdicts
        count at once either way."""
        entries: list[FeedEntry] = []
        for entry in answer.feed:
            if entry.apart is not None:
                try:
                    entry = self._whole(entry)
                except EnvironmentFailure as failure:
                    cursor = msgspec.structs.replace(answer.cursor, position=max(entry.position - 1, 0))
                    return msgspec.structs.replace(answer, feed=tuple(entries), cursor=cursor, more=True), failure
            entries.append(entry)
        return msgspec.structs.replace(answer, feed=tuple(entries)), None

    def _whole(self, entry: FeedEntry) -> FeedEntry:
        if self._documents is None or entry.apart is None:
            raise NotOurServer(detail="a document apart that was not asked for")
        return msgspec.structs.replace(entry, body=self._documents.fetch(entry.apart), apart=None)

    def _learn(self, asked: Asked, down: int, seconds: float) -> None:
        up = len(asked.sealed)
        self._counts["bytes_up"] += up
        self._counts["bytes_down"] += down
        plain = sum(len(event.body) for event in asked.batch.events)
        if plain > self._limits.first_bytes:
            self._plain_per_byte = max(0.5, min(plain / up, 40.0))
        self._batch_size.succeeded(up, seconds)
        self._feed_size.succeeded(down, seconds)

    def _record(self, answer: SyncAnswer, middle_ms: int) -> None:
        """The district's clock is taken to have been read in the middle between request and answer."""
        offset_ms = self._offset_ms = answer.server_time - middle_ms
        self._store.record_exchange(
            ExchangeOutcome(
                answer.verdicts, answer.feed, answer.cursor, answer.head, offset_ms, answer.server_time, answer.more
            )
        )
        names = [verdict.verdict for verdict in answer.verdicts]
        counts = self._counts
        counts["sent"] += len(names)
        counts["applied"] += names.count("applied") + names.count("duplicate")
        counts["rejected"] += names.count("rejected") + names.count("quarantined")
        counts["parked"] += names.count("parked")
        counts["received"] += len(answer.feed)
        counts["published"] |= {entry.kind for entry in answer.feed} - {"event", "own_event"}
        self._tell("events", counts["sent"], 0)

    def _repair(self, answer: SyncAnswer) -> None:
        if answer.action == "upgrade_program":
            raise UpgradeNeeded
        if answer.action == "new_epoch" or not self._store.rewind_to(answer.head):
            self._store.begin_epoch(answer.head.epoch + 1)

    def _between_pages(self, stage: Stage, done: int, total: int) -> None:
        """Called before each piece of a page: a case received meanwhile goes before the rest of the pages."""
        self._stop_if_asked()
        self._tell(stage, done, total)
        if self._waits():
            self._exchange_until_quiet()

    def _stop_if_asked(self) -> None:
        if self._should_stop():
            raise Stopped

    def _tell(self, stage: Stage, done: int, total: int) -> None:
        self._on_progress(Progress(stage, done, total))

    def _clock_ms(self) -> int:
        return int(self._clock.now().timestamp() * 1000)
