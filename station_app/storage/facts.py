"""What a station knows of itself and of the district, one value a name: who it is, where it is in the feed."""

from typing import Any, TypeVar

import msgspec

from station_app.storage.database import Database
from station_app.storage.happenings import Happenings
from sync.protocol.messages import Cursor, Head
from sync.station.ports import StationIdentity

T = TypeVar("T")


class Enrolment(msgspec.Struct, frozen=True):
    """Who this PC was made at its enrolment, and the fingerprint of the PC it was."""

    identity: StationIdentity
    recovery_key: bytes
    machine: str


class SyncPlace(msgspec.Struct, frozen=True):
    """Where the exchange with the district is. `last_success`: the server's time, ms since 1970; 0: never.

    `reading_anew`: the server was put back from a backup, and its feed has not been read to its end since.
    """

    epoch: int
    cursor: Cursor
    head: Head = Head()
    offset_ms: int = 0
    last_success: int = 0
    reading_anew: bool = False


class Facts:
    def __init__(self, database: Database) -> None:
        self._database = database

    def enrolment(self) -> Enrolment:
        return self._read("enrolment", Enrolment)

    def place(self) -> SyncPlace:
        return self._read("place", SyncPlace)

    def checked_on(self) -> str:
        """The ISO day on which the whole file was last read through; empty: never."""
        return self._read("checked_on", str, "")

    def happenings(self) -> Happenings:
        return self._read("happenings", Happenings, Happenings())

    def clock_ahead_s(self) -> int:
        """Seconds by which the agent has moved this PC's clock (decision 157); 0: not at all."""
        return self._read("clock_ahead_s", int, 0)

    def clock_confirmed_at(self) -> str:
        """When an agent last said which day it was (ISO); empty: never."""
        return self._read("clock_confirmed_at", str, "")

    def proven_servers(self) -> tuple[str, ...]:
        """See `ProvenServers`."""
        return self._read("proven_servers", tuple[str, ...], ())

    def write(self, name: str, value: Any) -> None:
        self._database.run(
            "INSERT INTO station (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, msgspec.json.encode(value)),
        )

    def _read(self, name: str, kind: type[T], until_written: T | None = None) -> T:
        found = self._database.value("SELECT value FROM station WHERE name = ?", (name,))
        if found is None and until_written is not None:
            return until_written
        return msgspec.json.decode(found, type=kind)
