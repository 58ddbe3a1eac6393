"""Which pages there are, where they came from, and which have yet to travel. Their bytes are in the vault."""

from collections.abc import Callable

import msgspec

from forms.events import pages_of
from station_app.storage.database import Database
from station_app.storage.log import LoggedEvent

_WAITING = "confirmed = 0 AND is_result = 0 AND held = 1"
_USED_BY = (
    "EXISTS (SELECT 1 FROM page_use JOIN event ON event.op_id = page_use.op_id "
    "WHERE page_use.sha256 = page.sha256 AND event.origin = 'own' AND {})"
)
_SENT = _USED_BY.format("event.verdict IN ('applied', 'duplicate')")
_STANDING = _USED_BY.format("(event.verdict IS NULL OR event.verdict IN ('applied', 'duplicate'))")


class PageCounts(msgspec.Struct, frozen=True):
    unsent: int
    unsent_bytes: int
    confirmed: int


class Pages:
    def __init__(self, database: Database, holds: Callable[[str], bool]) -> None:
        self._database = database
        self._holds = holds

    def note(self, logged: LoggedEvent) -> None:
        """Takes up the pages that an event refers to.

        Those of a returned event went up from the PC that is gone; one that is photographed again here is sent again.
        """
        is_result, returned = logged.origin == "district", logged.origin == "returned"
        self._database.run_many(
            "INSERT INTO page (sha256, size, media_type, name, is_result, held, confirmed) VALUES (?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (sha256) DO UPDATE SET held = max(held, excluded.held), "
            "is_result = min(is_result, excluded.is_result), "
            "confirmed = CASE WHEN held = 0 AND excluded.held = 1 THEN 0 ELSE confirmed END",
            [
                (page.sha256, page.size, page.media_type, page.name, is_result, self._holds(page.sha256), returned)
                for page in pages_of(logged.event)
            ],
        )

    def to_send(self) -> list[tuple[str, int]]:
        """(SHA-256, size) of pages whose event the district has applied and which it does not have, smallest first."""
        found = self._database.rows(f"SELECT sha256, size FROM page WHERE {_WAITING} AND {_SENT} ORDER BY size, sha256")
        return [(str(sha256), int(size)) for sha256, size in found]

    def to_carry(self) -> list[tuple[str, int]]:
        """(SHA-256, size) of pages that the district does not have, also where their events have yet to go with them."""
        found = self._database.rows(
            f"SELECT sha256, size FROM page WHERE {_WAITING} AND {_STANDING} ORDER BY size, sha256"
        )
        return [(str(sha256), int(size)) for sha256, size in found]

    def to_fetch(self) -> list[str]:
        found = self._database.rows("SELECT sha256 FROM page WHERE held = 0 AND is_result = 1 ORDER BY size, sha256")
        return [str(sha256) for (sha256,) in found]

    def confirmed(self, sha256: str) -> None:
        self._database.run("UPDATE page SET confirmed = 1 WHERE sha256 = ?", (sha256,))

    def fetched(self, sha256: str) -> None:
        self._database.run("UPDATE page SET held = 1 WHERE sha256 = ?", (sha256,))

    def unconfirm_after(self, seq: int) -> None:
        """The pages of the events after `seq` may be gone at the district too: each is asked for again."""
        self._database.run(
            "UPDATE page SET confirmed = 0 WHERE confirmed = 1 AND sha256 IN (SELECT page_use.sha256 FROM page_use "
            "JOIN event ON event.op_id = page_use.op_id WHERE event.seq > ?)",
            (seq,),
        )

    def is_known(self, sha256: str) -> bool:
        return self._database.value("SELECT 1 FROM page WHERE sha256 = ?", (sha256,)) is not None

    def of_case(self, case_id: str) -> tuple[int, int]:
        """How many pages this station added to a case, and how many of them the district has."""
        found = self._database.row(
            "SELECT count(*), coalesce(sum(confirmed), 0) FROM page WHERE is_result = 0 AND sha256 IN "
            "(SELECT sha256 FROM page_use WHERE case_id = ?)",
            (case_id,),
        )
        return (int(found[0]), int(found[1])) if found else (0, 0)

    def counts(self) -> PageCounts:
        waiting = self._database.row(
            f"SELECT count(*), coalesce(sum(size), 0) FROM page WHERE {_WAITING} AND {_STANDING}"
        )
        confirmed = self._database.value("SELECT count(*) FROM page WHERE confirmed = 1")
        unsent, size = waiting or (0, 0)
        return PageCounts(int(unsent), int(size), int(confirmed))
