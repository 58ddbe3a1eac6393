"""What the district has published to this station: catalogue, calendar and settings, the newest of each as it came.

The one before it that this program could read is kept too: it serves where the newest cannot be read, and of the catalogue
an agent is told what changed.
"""

from station_app.storage.database import Database
from station_app.storage.failures import DatabaseDamaged
from station_app.storage.published import PublicationKind, read_document


class Publications:
    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, kind: PublicationKind) -> bytes | None:
        """The document's bytes; None before the first one of its kind has come. Raises `DatabaseDamaged`."""
        return self._body(kind)

    def before(self, kind: PublicationKind) -> bytes | None:
        """The document that the newest one took the place of; None where there has been no other. Raises as `read`."""
        return self._body(f"{kind}_before")

    def write(self, kind: PublicationKind, body: bytes, received_at: int) -> None:
        """The same document once more changes nothing."""
        newest = self._database.value("SELECT body FROM publication WHERE kind = ?", (kind,))
        if newest is not None and bytes(newest) != body and read_document(kind, bytes(newest)) is not None:
            self._put(f"{kind}_before", bytes(newest), received_at)
        self._put(kind, body, received_at)

    def _put(self, kind: str, body: bytes, received_at: int) -> None:
        self._database.run(
            "INSERT INTO publication (kind, body, received_at) VALUES (?, ?, ?) ON CONFLICT (kind) DO UPDATE SET "
            "body = excluded.body, received_at = excluded.received_at",
            (kind, body, received_at),
        )

    def _body(self, kind: str) -> bytes | None:
        found = self._database.value("SELECT body FROM publication WHERE kind = ?", (kind,))
        if found is not None and b"\0" in bytes(found):
            # No JSON holds one: SQLCipher gives zeros, and no error, for a page of a long value that does not open.
            raise DatabaseDamaged(f"the stored {kind} has zero bytes in it")
        return None if found is None else bytes(found)
