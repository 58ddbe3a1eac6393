"""What the data here have beyond a backup, and how it comes over when the backup takes their place.

An event comes over as it stood, under its op_id and with its bytes, at the end of the chain: decision 090.
"""

from collections.abc import Callable
from typing import Any

import msgspec

from station_app.storage.database import Database
from station_app.storage.drafts import newer_drafts, take_draft
from station_app.storage.failures import DatabaseDamaged
from station_app.storage.log import SELECTED, EventLog
from station_app.storage.pages import Pages
from station_app.storage.projections import Projections
from station_app.storage.search import CaseSearch

_UNSENT = "origin = 'own' AND verdict IS NULL"
Row = tuple[Any, ...]


class Beyond(msgspec.Struct, frozen=True):
    """Counts of what is here and not in the backup; of drafts, those that have not become a case. `unsent`, `unsent_cases`: what the district could not give back.

    `all_read` False: the data here are damaged, and only what was not sent could be read of them.
    """

    events: int
    unsent: int
    unsent_cases: int
    drafts: int
    all_read: bool = True


class _Found(msgspec.Struct, frozen=True):
    events: list[Row]
    drafts: list[Row]
    confirmed: list[Row]
    days: list[Row]
    all_read: bool

    def counted(self) -> Beyond:
        unsent = [row for row in self.events if row[1] == "own" and row[6] is None]
        cases = {row[3] for row in unsent} - {""}
        drafts = sum(row[5] == "" for row in self.drafts)
        return Beyond(len(self.events), len(unsent), len(cases), drafts, self.all_read)


def beyond(here: Database, backed_up: Database) -> Beyond:
    """Raises `DatabaseDamaged` where not even the unsent can be read."""
    return _find(here, backed_up).counted()


def take_over(
    here: Database, backed_up: Database, holds: Callable[[str], bool], random: Callable[[int], bytes]
) -> Beyond:
    """Brings into `backed_up`, in one transaction, what `here` has beyond it; `holds` tells of a page whether its file is
    there. Everything is read before anything is written. Raises `DatabaseDamaged` as `beyond`.
    """
    found = _find(here, backed_up)
    log, pages = EventLog(backed_up, random), Pages(backed_up, holds)
    projections = Projections(backed_up, log, CaseSearch(backed_up))
    with backed_up.transaction():
        for row in found.events:
            logged = log.take_over(row[1:])
            projections.added(logged)
            pages.note(logged)
        projections.refresh(str(row[3]) for row in found.events)
        backed_up.run_many("UPDATE page SET confirmed = 1 WHERE sha256 = ?", found.confirmed)
        backed_up.run_many(
            "INSERT INTO number_day (day, serial) VALUES (?, ?) "
            "ON CONFLICT (day) DO UPDATE SET serial = max(serial, excluded.serial)",
            found.days,
        )
        for draft in found.drafts:
            take_draft(backed_up, draft)
    return found.counted()


def _find(here: Database, backed_up: Database) -> _Found:
    """What the district could not give back is read first: damage may lie in all the rest, and after it nothing is read."""
    known = {bytes(op_id) for (op_id,) in backed_up.rows("SELECT op_id FROM event")}
    unsent = [
        row for row in here.rows(f"SELECT {SELECTED} FROM event WHERE {_UNSENT} ORDER BY seq") if row[2] not in known
    ]
    events = [row for row in unsent if _can_be_read(row[5])]
    drafts: list[Row] = []
    try:
        newer = newer_drafts(here, backed_up)
        drafts = [row for row in newer if _can_be_read(row[2])]
        if len(events) < len(unsent) or len(drafts) < len(newer):
            raise DatabaseDamaged
        missing = [(op_id,) for (op_id,) in here.rows("SELECT op_id FROM event") if op_id not in known]
        every = [here.rows(f"SELECT {SELECTED} FROM event WHERE op_id = ?", op_id)[0] for op_id in missing]
        if not all(_can_be_read(row[5]) for row in every):
            raise DatabaseDamaged
        confirmed = here.rows("SELECT sha256 FROM page WHERE confirmed = 1")
        days = here.rows("SELECT day, serial FROM number_day")
    except DatabaseDamaged:
        return _Found(events, drafts, [], [], all_read=False)
    return _Found(sorted(every, key=lambda row: int(row[0])), drafts, confirmed, days, all_read=True)


def _can_be_read(body: bytes) -> bool:
    """Where the end of a long value lies in a damaged page, SQLCipher 4 gives zeros for it, and its error only later."""
    try:
        msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return False
    return True
