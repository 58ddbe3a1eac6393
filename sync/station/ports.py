"""What the station's sync engine needs from the world, passed in: a clock, a carrier and a store. No Qt, no SQLite here.

The engine decides; these do. A simulation can stand behind each of them and play any fault.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol, runtime_checkable

import msgspec

from sync.protocol.messages import Cursor, FeedEntry, Head, SealedEvent, Verdict


class Clock(Protocol):
    def now(self) -> datetime:
        """The time now, with its offset."""

    def monotonic(self) -> float:
        """Seconds that never go back."""


class StationIdentity(msgspec.Struct, frozen=True):
    """Who this PC is to the district. `signing_seed` is the device's Ed25519 seed; it never leaves the encrypted store."""

    district: str
    station: str
    device: str
    signing_seed: bytes
    server_key: bytes


class OutgoingBatch(msgspec.Struct, frozen=True):
    """Events to send, in order, from `first_seq` of `epoch`; `previous_hash` is the chain's hash before the first."""

    epoch: int
    first_seq: int
    previous_hash: bytes
    events: tuple[SealedEvent, ...]


class PageToSend(msgspec.Struct, frozen=True):
    """An attachment not yet confirmed by the district; `size` is that of its plain bytes.

    `doubtful`: the district may well have it, from before a backup or from another PC, so it is asked first.
    """

    sha256: str
    size: int
    doubtful: bool = False


class ExchangeOutcome(msgspec.Struct, frozen=True):
    """One verified answer, to be written in ONE transaction: verdicts, feed entries, cursor, head and clock offset.

    `more`: the feed goes on after `cursor`. A cursor of another incarnation than the stored one means that the district
    was put back from a backup, and that its feed begins anew with this outcome: what does not come again is not so any more.
    """

    verdicts: tuple[Verdict, ...]
    feed: tuple[FeedEntry, ...]
    cursor: Cursor
    head: Head
    offset_ms: int
    server_time: int
    more: bool = False


class StationStore(Protocol):
    """The station's log seen as an outbox. Every method is one transaction; none keeps a lock while the line is slow."""

    def identity(self) -> StationIdentity: ...

    def outgoing(self, max_events: int, max_bytes: int) -> OutgoingBatch:
        """The oldest events without a verdict, in order: as many as fit `max_events` and `max_bytes` of bodies, but at
        least one if any waits. Empty events: nothing waits."""

    def cursor(self) -> Cursor: ...

    def record_exchange(self, outcome: ExchangeOutcome) -> None: ...

    def rewind_to(self, head: Head) -> bool:
        """Marks all after `head` as unsent. False if this log has no such point in its chain (then: begin_epoch)."""

    def begin_epoch(self, epoch: int) -> None:
        """Numbers and chains every kept event anew from 1 under `epoch`, all unsent; bodies and op_ids stay. Events of this
        station's other PCs that the district gave to this one belong to them from here on."""

    def pages_to_send(self) -> Sequence[PageToSend]:
        """Pages whose events have been sent, smallest first."""

    def read_page(self, sha256: str) -> bytes: ...

    def page_confirmed(self, sha256: str) -> None: ...

    def pages_to_fetch(self) -> Sequence[str]:
        """Pages that feed events refer to (result documents) and this PC does not hold yet."""

    def store_fetched_page(self, sha256: str, content: bytes) -> None:
        """Raises ValueError if `content` does not hash to `sha256`."""


class PagePart(msgspec.Struct, frozen=True):
    """A piece of a page from the asked offset on, maybe shorter than asked; `size` is that of the whole page."""

    content: bytes
    size: int


class ProvenServers(Protocol):
    """The servers that have given an answer signed by the district, each by its certificate (or, in plain, its address)."""

    def knows(self, server: str) -> bool: ...

    def remember(self, server: str) -> None: ...


@runtime_checkable
class DocumentCarrier(Protocol):
    """A carrier that can also fetch a large document of the feed in pieces."""

    def fetch_document(self, sha256: str, offset: int, most: int) -> bytes:
        """Up to `most` bytes of the packed document from `offset`. Not verified: its hash is checked when it is whole."""


class Carrier(Protocol):
    """A way to the district. Every method raises a failure of `sync.station.errors` where the line does not do."""

    def exchange(self, request: bytes) -> bytes:
        """One `POST /sync`: sealed bytes both ways, the answer's signature not yet checked. Raises `UnprovenServer` before
        anything is sent where whatever is at the other end has never given an answer that was the district's."""

    def introduce(self, request: bytes) -> bytes:
        """As `exchange`, to anybody whose certificate holds: `request` says nothing of any case."""

    def proven(self) -> None:
        """The answer to `introduce` was signed by the district: what is at the other end gets everything from now on."""

    def page_offset(self, sha256: str, size: int) -> int:
        """How many bytes of the page the district holds; `size` when it is complete. Verified as the district's word."""

    def send_page(self, sha256: str, size: int, offset: int, chunk: bytes) -> int:
        """Sends `chunk` at `offset`; returns how much the district has committed, which may be more or less than hoped."""

    def fetch_page(self, sha256: str, offset: int, most: int) -> PagePart:
        """Up to `most` bytes of a page from `offset`. Not verified: whoever puts the page together checks its hash."""

    def set_offset(self, offset_ms: int) -> None:
        """Tells how far the district's clock is ahead of this PC's, for the times in signed page requests."""
