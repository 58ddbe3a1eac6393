"""The log: everything that happened, appended once and never changed. Audit trail, outbox and source of all tables."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Literal

import msgspec

from forms.events import Event, decode_event, encode_event
from forms.failures import InputFailure
from station_app.storage.database import Database
from sync.protocol.chain import GENESIS, chain_hash
from sync.protocol.messages import MAX_EVENT_BYTES, FeedEntry

OP_ID_BYTES = 16
Origin = Literal["own", "returned", "district"]
REFUSED = ("rejected", "quarantined")
AWAITED, LOST = "awaited", "lost"


class EventTooLarge(InputFailure):
    """Nothing was logged: an event that no district takes would be refused for good once it is in the chain."""

    def __init__(self) -> None:
        super().__init__(
            "这一步写的文字太多，县里收不下，所以没有登记。请写短一些，或者分几次登记；草稿都还在。",
            "There is too much text in this step for the district, so it was not recorded. Write less, or record it in "
            "several steps; drafts are kept.",
        )


class LoggedEvent(msgspec.Struct, frozen=True):
    """One event and what became of it. `verdict` None: the district has not answered. `origin` "returned": written by
    this station on another PC, and brought by the district. `received_at`: the server's time, ms since 1970.

    The district's own events have no verdict, but for AWAITED and LOST, after its server was put back from a backup.
    """

    position: int
    origin: Origin
    op_id: bytes
    case_id: str
    kind: str
    body: bytes
    verdict: str | None
    reason: str
    detail: str
    case_order: int
    received_at: int

    @property
    def event(self) -> Event:
        return decode_event(self.body)

    @property
    def refused(self) -> bool:
        return self.verdict in REFUSED

    @property
    def lost(self) -> bool:
        """The district did it, and its server has forgotten it."""
        return self.verdict == LOST

    @property
    def counts(self) -> bool:
        """Whether the case is made of it."""
        return not (self.refused or self.lost)

    @property
    def unsent(self) -> bool:
        return self.origin == "own" and self.verdict is None


COLUMNS = LoggedEvent.__struct_fields__
SELECTED = ", ".join(COLUMNS)


class EventLog:
    def __init__(self, database: Database, random: Callable[[int], bytes]) -> None:
        self._database = database
        self._random = random

    def append(self, event: Event) -> LoggedEvent:
        """Adds an own event at the end of the chain; its bytes are frozen from here on. Inside a transaction only.

        Raises `EventTooLarge`.
        """
        body = encode_event(event)
        if len(body) > MAX_EVENT_BYTES:
            raise EventTooLarge
        op_id = self._random(OP_ID_BYTES)
        seq, previous = self.tail()
        link = chain_hash(previous, op_id, body)
        position = self._insert(
            "own", op_id, event.case_id, event.kind, body, seq=seq + 1, hash=link, case_order=0, received_at=0
        )
        return LoggedEvent(position, "own", op_id, event.case_id, event.kind, body, None, "", "", 0, 0)

    def newest_at(self) -> str:
        """What the clock of whoever wrote the last event said (ISO); empty where there is none."""
        body = self._database.value("SELECT body FROM event ORDER BY position DESC LIMIT 1")
        return "" if body is None else decode_event(body).at

    def take_in(self, entry: FeedEntry) -> LoggedEvent | None:
        """Adds an event of the feed; None where it is here already (its order is taken over then, and it counts again)."""
        known = self._database.value("SELECT position FROM event WHERE op_id = ?", (entry.op_id,))
        if known is not None:
            self._database.run(
                "UPDATE event SET case_order = ?, received_at = ?, "
                "verdict = CASE origin WHEN 'district' THEN NULL ELSE verdict END WHERE op_id = ?",
                (entry.order, entry.at, entry.op_id),
            )
            return None
        event = decode_event(entry.body)
        origin: Origin = "returned" if entry.kind == "own_event" else "district"
        position = self._insert(
            origin,
            entry.op_id,
            event.case_id,
            event.kind,
            entry.body,
            case_order=entry.order,
            received_at=entry.at,
        )
        return LoggedEvent(
            position, origin, entry.op_id, event.case_id, event.kind, entry.body, None, "", "", entry.order, entry.at
        )

    def take_over(self, row: tuple[Any, ...]) -> LoggedEvent:
        """Adds an event from another log of this PC as it stood there; an own one at the end of the chain.

        `row`: what `LoggedEvent` has after its position. Inside a transaction only.
        """
        origin, op_id, case_id, kind, body, verdict, reason, detail, order, received_at = row
        more: dict[str, Any] = {"verdict": verdict, "reason": reason, "detail": detail}
        if origin == "own":
            seq, previous = self.tail()
            more |= {"seq": seq + 1, "hash": chain_hash(previous, op_id, body)}
        position = self._insert(origin, op_id, case_id, kind, body, case_order=order, received_at=received_at, **more)
        return LoggedEvent(position, *row)

    def await_again(self) -> None:
        """The district's feed begins anew: each of its events counts until the end of the feed has not brought it."""
        self._database.run(
            "UPDATE event SET verdict = ? WHERE origin = 'district' AND verdict IS NULL",
            (AWAITED,),
        )

    def give_up_awaited(self) -> list[str]:
        """The feed has been read to its end; the cases of the events that did not come again."""
        found = self._database.rows("UPDATE event SET verdict = ? WHERE verdict = ? RETURNING case_id", (LOST, AWAITED))
        return [str(case_id) for (case_id,) in found]

    def chain_anew(self) -> list[str]:
        """Takes what came back from other PCs of this station into this PC's own chain, all in the order of the log.

        Only where a chain begins anew: this PC may be the last that has them. Returns their cases. Inside a transaction only.
        """
        returned = self._database.rows("SELECT DISTINCT case_id FROM event WHERE origin = 'returned'")
        if not returned:
            return []
        self._database.run("UPDATE event SET seq = -seq WHERE seq IS NOT NULL")
        link = GENESIS
        ours = "SELECT position FROM event WHERE origin IN ('own', 'returned') ORDER BY position"
        for seq, (position,) in enumerate(self._database.rows(ours), start=1):
            op_id, body = self._database.rows("SELECT op_id, body FROM event WHERE position = ?", (position,))[0]
            link = chain_hash(link, op_id, body)
            self._database.run(
                "UPDATE event SET origin = 'own', seq = ?, hash = ? WHERE position = ?", (seq, link, position)
            )
        return [str(case_id) for (case_id,) in returned]

    def cases_returned(self, after: int) -> int:
        """How many cases of this station have come back from the district since the log's `after`-th place."""
        return int(
            self._database.value(
                "SELECT count(DISTINCT case_id) FROM event "
                "WHERE position > ? AND origin <> 'district' AND received_at > 0 AND case_id <> ''",
                (after,),
            )
        )

    def tail(self) -> tuple[int, bytes]:
        """Sequence and hash of the last own event; (0, GENESIS) of an empty log."""
        found = self._database.row("SELECT seq, hash FROM event WHERE seq IS NOT NULL ORDER BY seq DESC LIMIT 1")
        return (0, GENESIS) if found is None else (int(found[0]), bytes(found[1]))

    def of_case(self, case_id: str) -> tuple[LoggedEvent, ...]:
        """A case's events as they are folded: by the district's order, then those that have none yet, as they came."""
        return self._read("WHERE case_id = ? ORDER BY case_order = 0, case_order, position", (case_id,))

    def of_kind(self, kind: str, limit: int) -> tuple[LoggedEvent, ...]:
        """The newest events of a kind that belongs to no case."""
        return self._read("WHERE case_id = '' AND kind = ? ORDER BY position DESC LIMIT ?", (kind, limit))

    def unsent(self, limit: int) -> Iterator[tuple[int, bytes, bytes]]:
        """(seq, op_id, body) of the own events without a verdict, oldest first."""
        return self._database.each(
            "SELECT seq, op_id, body FROM event WHERE verdict IS NULL AND origin = 'own' ORDER BY seq LIMIT ?", (limit,)
        )

    def hash_at(self, seq: int) -> bytes | None:
        """The chain's hash after `seq`; GENESIS for 0, None beyond the end."""
        if seq == 0:
            return GENESIS
        found = self._database.value("SELECT hash FROM event WHERE seq = ?", (seq,))
        return None if found is None else bytes(found)

    def first_break(self) -> int | None:
        """Walks the whole chain; the sequence where it does not hold, or None."""
        previous = GENESIS
        for expected, row in enumerate(
            self._database.each("SELECT seq, op_id, body, hash FROM event WHERE seq IS NOT NULL ORDER BY seq"), start=1
        ):
            seq, op_id, body, link = row
            previous = chain_hash(previous, op_id, body)
            if seq != expected or link != previous:
                return expected
        return None

    def _read(self, condition: str, parameters: Sequence[Any]) -> tuple[LoggedEvent, ...]:
        found = self._database.rows(f"SELECT {SELECTED} FROM event {condition}", parameters)
        return tuple(LoggedEvent(*row) for row in found)

    def _insert(
        self, origin: Origin, op_id: bytes, case_id: str, kind: str, body: bytes, **more: int | bytes | str | None
    ) -> int:
        names = ", ".join(["origin", "op_id", "case_id", "kind", "body", *more])
        marks = ", ".join("?" * (5 + len(more)))
        found = self._database.value(
            f"INSERT INTO event ({names}) VALUES ({marks}) RETURNING position",
            (origin, op_id, case_id, kind, body, *more.values()),
        )
        return int(found)
