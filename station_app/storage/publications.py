"""What the district has published to this station: catalogue, calendar and settings, the newest of each as it came."""

from typing import Literal

from station_app.storage.database import Database

PublicationKind = Literal["catalogue", "calendar", "settings"]


class Publications:
    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, kind: PublicationKind) -> bytes | None:
        """The document's bytes; None before the first one of its kind has come."""
        found = self._database.value("SELECT body FROM publication WHERE kind = ?", (kind,))
        return None if found is None else bytes(found)

    def write(self, kind: PublicationKind, body: bytes, received_at: int) -> None:
        self._database.run(
            "INSERT INTO publication (kind, body, received_at) VALUES (?, ?, ?) ON CONFLICT (kind) DO UPDATE SET "
            "body = excluded.body, received_at = excluded.received_at",
            (kind, body, received_at),
        )
