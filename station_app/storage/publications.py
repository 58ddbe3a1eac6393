"""What the district has published to this station: catalogue, calendar and settings, the newest of each as it came.

The one before it that this program could read is kept too: it serves where the newest cannot be read, and of the catalogue
an agent is told what changed.
"""

from station_app.storage.database import Database
from station_app.storage.failures import DatabaseDamaged
from station_app.storage.published import PublicationKind, is_read


class Publications:
    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, kind: PublicationKind) -> bytes | None:
        """The document's bytes; None before the first one of its kind has come. Raises `DatabaseDamaged`."""
        return self._whole(kind)

    def before(self, kind: PublicationKind) -> bytes | None:
        """The document that the newest one took the place of; None where there has been no other. Raises as `read`."""
        return self._whole(f"{kind}_before")

    def write(self, kind: PublicationKind, body: bytes, received_at: int) -> None:
        """The same document once more changes nothing."""
        newest = self._stored(kind)
        if newest is not None and newest != body and is_read(kind, newest):
            self._database.run(
                "INSERT INTO publication (kind, body, received_at) SELECT ?, body, received_at FROM publication "
                "WHERE kind = ? ON CONFLICT (kind) DO UPDATE SET body = excluded.body, received_at = excluded.received_at",
                (f"{kind}_before", kind),
            )
        self._database.run(
            "INSERT INTO publication (kind, body, received_at) VALUES (?, ?, ?) ON CONFLICT (kind) DO UPDATE SET "
            "body = excluded.body, received_at = excluded.received_at",
            (kind, body, received_at),
        )

    def _whole(self, name: str) -> bytes | None:
        found = self._stored(name)
        if found is not None and b"\0" in found:
            # No JSON holds one: SQLCipher gives zeros, and no error, for a page of a long value that does not open.
            raise DatabaseDamaged(f"the stored {name} has zero bytes in it")
        return found

    def _stored(self, name: str) -> bytes | None:
        found = self._database.value("SELECT body FROM publication WHERE kind = ?", (name,))
        return None if found is None else bytes(found)
