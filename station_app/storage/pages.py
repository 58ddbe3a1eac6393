"""Which pages there are, where they came from, and which have yet to travel. Their bytes are in the vault."""

from collections.abc import Callable, Collection

import msgspec

from forms.events import pages_of
from station_app.storage.database import Database
from station_app.storage.log import LoggedEvent

_WAITING = "confirmed = 0 AND is_result = 0 AND held = 1"
_USED_BY = (
    "EXISTS (SELECT 1 FROM page_use JOIN event ON event.op_id = page_use.op_id "
    "WHERE page_use.sha256 = page.sha256 AND (event.origin = 'returned' OR event.origin = 'own' AND {}))"
)
_SENT = _USED_BY.format("event.verdict IN ('applied', 'duplicate')")
_STANDING = _USED_BY.format("(event.verdict IS NULL OR event.verdict IN ('applied', 'duplicate'))")
# The last thing that happened in a case says when it ended; times are China's, so their days compare as text.
_LONG_ENDED = """
    SELECT sha256 FROM page WHERE held = 1 AND (confirmed = 1 OR is_result = 1)
    AND EXISTS (SELECT 1 FROM page_use WHERE page_use.sha256 = page.sha256)
    AND NOT EXISTS (
        SELECT 1 FROM page_use JOIN case_row USING (case_id) WHERE page_use.sha256 = page.sha256 AND (
            case_row.ended = 0 OR case_row.unsent = 1 OR (
                SELECT max(json_extract(CAST(event.body AS TEXT), '$.at')) FROM event WHERE event.case_id = case_row.case_id
            ) >= ?1
        )
    )
"""


class PageCounts(msgspec.Struct, frozen=True):
    unsent: int
    unsent_bytes: int
    confirmed: int


class Pages:
    """`holds` tells whether a page's file is here, `opens` whether it can be read too (left out: the same)."""

    def __init__(
        self, database: Database, holds: Callable[[str], bool], opens: Callable[[str], bool] | None = None
    ) -> None:
        self._database = database
        self._holds = holds
        self._opens = opens or holds

    def note(self, logged: LoggedEvent) -> None:
        """Takes up the pages that an event refers to.

        Those of a returned event went up from another PC, or from this one before its database was lost. Where the file is
        here it may never have gone up, so the district is asked; one that is photographed again here is asked for too.
        """
        is_result, returned = logged.origin == "district", logged.origin == "returned"
        is_here = self._holds if logged.origin == "own" else self._opens
        rows = []
        for page in pages_of(logged.event):
            held = is_here(page.sha256)
            known = (page.sha256, page.size, page.media_type, page.name)
            rows.append((*known, is_result, held, returned and not held, returned and held))
        self._database.run_many(
            "INSERT INTO page (sha256, size, media_type, name, is_result, held, confirmed, doubtful) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (sha256) DO UPDATE SET held = max(held, excluded.held), "
            "is_result = min(is_result, excluded.is_result), "
            "confirmed = CASE WHEN held = 0 AND excluded.held = 1 THEN 0 ELSE confirmed END, "
            "doubtful = CASE WHEN held = 0 AND excluded.held = 1 THEN confirmed ELSE max(doubtful, excluded.doubtful) END",
            rows,
        )

    def to_send(self) -> list[tuple[str, int, bool]]:
        """(SHA-256, size, the district may have it) of pages that it is not known to have, smallest first; it has applied
        their events.
        """
        found = self._database.rows(
            f"SELECT sha256, size, doubtful FROM page WHERE {_WAITING} AND {_SENT} ORDER BY size, sha256"
        )
        return [(str(sha256), int(size), bool(doubtful)) for sha256, size, doubtful in found]

    def to_carry(self) -> list[tuple[str, int]]:
        """(SHA-256, size) of pages that the district does not have, also where their events have yet to go with them."""
        found = self._database.rows(
            f"SELECT sha256, size FROM page WHERE {_WAITING} AND {_STANDING} ORDER BY size, sha256"
        )
        return [(str(sha256), int(size)) for sha256, size in found]

    def to_fetch(self) -> list[str]:
        """Pages that this PC has not and the district has, or may have, results first, then small ones; not those let go."""
        found = self._database.rows(
            f"SELECT sha256 FROM page WHERE held = 0 AND let_go = 0 AND (is_result = 1 OR confirmed = 1 OR {_SENT}) "
            "ORDER BY is_result DESC, size, sha256"
        )
        return [str(sha256) for (sha256,) in found]

    def confirmed(self, sha256: str) -> None:
        self._database.run("UPDATE page SET confirmed = 1, doubtful = 0 WHERE sha256 = ?", (sha256,))

    def fetched(self, sha256: str) -> None:
        """The district has given it: so it has it."""
        self._database.run(
            "UPDATE page SET held = 1, let_go = 0, confirmed = max(confirmed, 1 - is_result) WHERE sha256 = ?",
            (sha256,),
        )

    def want(self, sha256: str) -> None:
        """Somebody wants to see a page whose copy here was let go: the next sync fetches it."""
        self._database.run("UPDATE page SET let_go = 0 WHERE sha256 = ? AND held = 0", (sha256,))

    def let_go(self, before: str, spared: Collection[str]) -> list[str]:
        """Gives up the copies that are no longer needed here, and tells which: the district has them, and every case that
        has them ended before `before` (ISO day in China) with nothing unsent. `spared` are used by drafts.
        """
        found = self._database.rows(_LONG_ENDED, (before,))
        gone = [str(sha256) for (sha256,) in found if sha256 not in spared]
        self._database.run_many("UPDATE page SET held = 0, let_go = 1 WHERE sha256 = ?", [(name,) for name in gone])
        return gone

    def unconfirm_after(self, seq: int) -> None:
        """The pages of the events after `seq` may be gone at the district too: each is asked for again."""
        self._database.run(
            "UPDATE page SET confirmed = 0, doubtful = 1 WHERE confirmed = 1 AND held = 1 AND sha256 IN (SELECT page_use.sha256 FROM page_use "
            "JOIN event ON event.op_id = page_use.op_id WHERE event.seq > ?)",
            (seq,),
        )

    def missing_files(self) -> list[str]:
        """Pages that count as held and whose files are not there."""
        found = self._database.rows("SELECT sha256 FROM page WHERE held = 1")
        return [str(sha256) for (sha256,) in found if not self._holds(str(sha256))]

    def not_held(self, names: Collection[str]) -> None:
        """They are wanted again from the district, as far as it has them."""
        self._database.run_many("UPDATE page SET held = 0, let_go = 0 WHERE sha256 = ?", [(name,) for name in names])

    def lost(self) -> list[str]:
        """The cases with pages of this station that are not here and of which nobody knows that the district has them."""
        found = self._database.rows(
            "SELECT DISTINCT case_id FROM page JOIN page_use USING (sha256) "
            "WHERE held = 0 AND let_go = 0 AND is_result = 0 AND confirmed = 0"
        )
        return [str(case_id) for (case_id,) in found]

    def is_known(self, sha256: str) -> bool:
        return self._database.value("SELECT 1 FROM page WHERE sha256 = ?", (sha256,)) is not None

    def of_case(self, case_id: str) -> dict[str, bool]:
        """Each page (SHA-256) that this station added to a case, and whether the district has it."""
        found = self._database.rows(
            "SELECT sha256, confirmed FROM page WHERE is_result = 0 AND sha256 IN "
            "(SELECT sha256 FROM page_use WHERE case_id = ?)",
            (case_id,),
        )
        return {str(sha256): bool(confirmed) for sha256, confirmed in found}

    def on_the_way(self, pages: Collection[str]) -> int:
        """How many of these the next sync fetches: not those whose copy here was let go, which nobody has asked for."""
        if not pages:
            return 0
        marks = ",".join("?" * len(pages))
        found = self._database.value(
            f"SELECT count(*) FROM page WHERE held = 0 AND let_go = 0 AND sha256 IN ({marks})", tuple(pages)
        )
        return int(found or 0)

    def counts(self) -> PageCounts:
        waiting = self._database.row(
            f"SELECT count(*), coalesce(sum(size), 0) FROM page WHERE {_WAITING} AND {_STANDING}"
        )
        confirmed = self._database.value("SELECT count(*) FROM page WHERE confirmed = 1")
        unsent, size = waiting or (0, 0)
        return PageCounts(int(unsent), int(size), int(confirmed))
