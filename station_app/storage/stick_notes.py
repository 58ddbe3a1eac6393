"""What is remembered of the sticks that came and went: one JSON document, whose fields belong to whoever writes it."""

from station_app.storage.database import Database

_NAME = "stick_notes"


class StickNotesRow:
    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self) -> bytes | None:
        """None before the first stick."""
        found = self._database.value("SELECT value FROM station WHERE name = ?", (_NAME,))
        return None if found is None else bytes(found)

    def write(self, document: bytes) -> None:
        self._database.run(
            "INSERT INTO station (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (_NAME, document),
        )
