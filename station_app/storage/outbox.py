"""The log as sync sees it: what has to be sent, what came back, and the way back after a restored backup."""

from collections.abc import Sequence

import msgspec

from station_app.storage.database import Database
from station_app.storage.drafts import Drafts
from station_app.storage.facts import Facts, SyncPlace
from station_app.storage.log import EventLog
from station_app.storage.pages import Pages
from station_app.storage.projections import Projections
from station_app.storage.publications import Publications
from station_app.storage.refused_receipts import settle_drafts
from station_app.storage.vault import Vault
from sync.protocol.messages import Cursor, FeedEntry, Head, SealedEvent, Verdict
from sync.station.ports import ExchangeOutcome, OutgoingBatch, PageToSend, StationIdentity


class Outbox:
    """`sync.station.ports.StationStore` on the log. Each method is one transaction."""

    database: Database
    log: EventLog
    projections: Projections
    pages: Pages
    publications: Publications
    facts: Facts
    drafts: Drafts
    vault: Vault

    def identity(self) -> StationIdentity:
        return self.facts.enrolment().identity

    def outgoing(self, max_events: int, max_bytes: int) -> OutgoingBatch:
        """At least one event where one waits, however long it is."""
        with self.database.one_moment():
            return self._outgoing(max_events, max_bytes)

    def cursor(self) -> Cursor:
        return self.facts.place().cursor

    def record_exchange(self, outcome: ExchangeOutcome) -> None:
        with self.database.transaction():
            place = self._follow_incarnation(outcome)
            judged = [self._record_verdict(verdict) for verdict in outcome.verdicts]
            told = judged + [self._take_in(entry) for entry in outcome.feed]
            cases = [case_id for case_id, _ in told]
            if place.reading_anew and not outcome.more:
                cases += (forgotten := self.log.give_up_awaited())
                self.facts.write("happenings", self.facts.happenings().district_forgot(len({*forgotten} - {""})))
            place = msgspec.structs.replace(
                place,
                cursor=outcome.cursor,
                head=outcome.head,
                offset_ms=outcome.offset_ms,
                last_success=outcome.server_time,
                reading_anew=place.reading_anew and outcome.more,
            )
            self.facts.write("place", place)
            # Also those that the feed brings: after a restore a draft may be here again that has long been a case.
            receipts = [case_id for case_id, kind in told if kind == "case_received"]
            settle_drafts(self.drafts, self.projections, receipts, outcome.server_time)
            self.projections.refresh(cases)

    def rewind_to(self, head: Head) -> bool:
        with self.database.transaction():
            place = self.facts.place()
            known = self.log.hash_at(head.seq)
            fits = known is not None and (head.seq == 0 or known == head.hash)
            if not fits or (head.seq > 0 and head.epoch != place.epoch):
                return False
            self.pages.unconfirm_after(head.seq)
            self._forget_verdicts(head.seq)
        return True

    def begin_epoch(self, epoch: int) -> None:
        """What was answered is forgotten. The links stay as they are, but where other PCs' events join them: decision 060."""
        with self.database.transaction():
            place = self.facts.place()
            self.facts.write("place", msgspec.structs.replace(place, epoch=epoch, head=Head()))
            self.facts.write("happenings", self.facts.happenings().epoch_began(place.last_success))
            joined = self.log.chain_anew()
            self._forget_verdicts(0)
            self.projections.refresh(joined)

    def pages_to_send(self) -> Sequence[PageToSend]:
        return [PageToSend(*page) for page in self.pages.to_send()]

    def read_page(self, sha256: str) -> bytes:
        return self.vault.read(sha256)

    def page_confirmed(self, sha256: str) -> None:
        self.pages.confirmed(sha256)

    def pages_to_fetch(self) -> Sequence[str]:
        return self.pages.to_fetch()

    def store_fetched_page(self, sha256: str, content: bytes) -> None:
        self.vault.write_as(sha256, content)
        self.pages.fetched(sha256)

    def _outgoing(self, max_events: int, max_bytes: int) -> OutgoingBatch:
        chosen: list[SealedEvent] = []
        first, size = 0, 0
        for seq, op_id, body in self.log.unsent(max_events):
            size += len(op_id) + len(body)
            if chosen and size > max_bytes:
                break
            first = first or seq
            chosen.append(SealedEvent(op_id, body))
        epoch = self.facts.place().epoch
        if not chosen:
            last, link = self.log.tail()
            return OutgoingBatch(epoch, last + 1, link, ())
        previous = self.log.hash_at(first - 1)
        assert previous is not None
        return OutgoingBatch(epoch, first, previous, tuple(chosen))

    def _follow_incarnation(self, outcome: ExchangeOutcome) -> SyncPlace:
        """The place as it was; where the server was put back from a backup, its feed is read anew from here on."""
        place = self.facts.place()
        if place.cursor.incarnation in ("", outcome.cursor.incarnation):
            return place
        self.log.await_again()
        # A page may have come after the backup although its event was in it.
        self.pages.unconfirm_after(0)
        self.facts.write("happenings", self.facts.happenings().district_restored(outcome.server_time))
        return msgspec.structs.replace(place, reading_anew=True)

    def _record_verdict(self, verdict: Verdict) -> tuple[str, str]:
        """The case and the kind of the event that was judged."""
        found = self.database.row(
            "UPDATE event SET verdict = ?, reason = ?, detail = ?, case_order = ? WHERE op_id = ? AND origin = 'own' "
            "RETURNING case_id, kind",
            (verdict.verdict, verdict.reason, verdict.detail, verdict.order, verdict.op_id),
        )
        return (str(found[0]), str(found[1])) if found else ("", "")

    def _take_in(self, entry: FeedEntry) -> tuple[str, str]:
        """The case and, of an event that is new here, the kind."""
        if entry.kind != "event" and entry.kind != "own_event":
            self.publications.write(entry.kind, entry.body, entry.at)
            return "", ""
        logged = self.log.take_in(entry)
        if logged is None:
            return str(self.database.value("SELECT case_id FROM event WHERE op_id = ?", (entry.op_id,))), ""
        self.projections.added(logged)
        self.pages.note(logged)
        return logged.case_id, logged.kind

    def _forget_verdicts(self, after: int) -> None:
        changed = self.database.rows(
            "UPDATE event SET verdict = NULL, reason = '', detail = '', case_order = 0 "
            "WHERE seq > ? AND verdict IS NOT NULL RETURNING case_id",
            (after,),
        )
        self.projections.refresh(case_id for (case_id,) in changed)
