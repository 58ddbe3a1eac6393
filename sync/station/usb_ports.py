"""What the stick's two directions need of the store beyond `StationStore`, and what is remembered of them."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Protocol

import msgspec

from sync.protocol.bundle import Counts
from sync.protocol.messages import Cursor, Head
from sync.station.ports import PageToSend, StationStore


class Place(Protocol):
    """Where the exchange with the district is, however it last went."""

    @property
    def epoch(self) -> int: ...
    @property
    def cursor(self) -> Cursor: ...
    @property
    def head(self) -> Head: ...
    @property
    def offset_ms(self) -> int: ...
    @property
    def last_success(self) -> int: ...


class CarriedNote(msgspec.Struct, frozen=True):
    """One file that was written or read: `name` its name, `code` what people compare. `made_at` in ms since 1970. `agreed`: both ends count the same; None: not known."""

    bundle_id: bytes
    made_at: int
    carried_by: str
    counts: Counts
    code: str
    name: str = ""
    agreed: bool | None = None


class StickNotes(msgspec.Struct, frozen=True):
    """The last files that were copied out, the newest first, and the last that was copied in."""

    out: tuple[CarriedNote, ...] = ()
    back: CarriedNote | None = None


class StickStore(Protocol):
    """One thread's store as the stick sees it."""

    @property
    def store(self) -> StationStore: ...

    def transaction(self) -> AbstractContextManager[None]: ...

    def place(self) -> Place: ...

    def holds(self, head: Head) -> bool:
        """Whether this log, in the epoch it is in now, goes through this very point."""

    def end(self) -> int:
        """The sequence of the last own event; 0 of an empty log."""

    def unsent(self) -> tuple[int, int]:
        """How many events wait for a verdict, and of how many cases."""

    def pages_to_carry(self) -> Sequence[PageToSend]:
        """Pages that the district has not confirmed, also those whose event travels with them; smallest first."""

    def notes(self) -> StickNotes: ...

    def write_notes(self, notes: StickNotes) -> None: ...
