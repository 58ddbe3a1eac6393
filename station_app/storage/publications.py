"""What the district has published to this station: catalogue, calendar and settings, the newest of each as it came.

Of the catalogue the one before is kept too, so that an agent can be told what changed.
"""

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

    def before(self, kind: Literal["catalogue"]) -> bytes | None:
        """The document that the newest one took the place of; None where there has been no other."""
        found = self._database.value("SELECT body FROM publication WHERE kind = ?", (f"{kind}_before",))
        return None if found is None else bytes(found)

    def write(self, kind: PublicationKind, body: bytes, received_at: int) -> None:
        """The same document once more changes nothing."""
        if kind == "catalogue":
            self._database.run(
                "INSERT INTO publication (kind, body, received_at) SELECT 'catalogue_before', body, received_at "
                "FROM publication WHERE kind = 'catalogue' AND body <> ? "
                "ON CONFLICT (kind) DO UPDATE SET body = excluded.body, received_at = excluded.received_at",
                (body,),
            )
        self._database.run(
            "INSERT INTO publication (kind, body, received_at) VALUES (?, ?, ?) ON CONFLICT (kind) DO UPDATE SET "
            "body = excluded.body, received_at = excluded.received_at",
            (kind, body, received_at),
        )
