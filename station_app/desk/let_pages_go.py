"""Copies of pages that nobody needs here any more: the district has them, and their cases ended long ago."""

from datetime import timedelta

from forms.dates import china_date
from station_app.desk.context import Desk
from station_app.desk.loose_pages import drafted

DAYS_KEPT = 90
"""After the end of a case; much longer than the days between two backups of the district's server (decision 080)."""


def let_pages_go(desk: Desk, days: int = DAYS_KEPT) -> int:
    """Removes those copies from the disk; how many. `days` since the last thing that happened in the case.

    The day is the district's, as far as the last sync told it. A page comes back when somebody wants to see it.
    """
    store = desk.store
    if not store.facts.place().last_success:
        return 0
    now = desk.clock.now() + timedelta(milliseconds=store.facts.place().offset_ms)
    before = china_date(now) - timedelta(days=days)
    with store.transaction():
        gone = store.pages.let_go(before.isoformat(), drafted(desk))
    # A file that a power cut leaves here is only a copy too many.
    for sha256 in gone:
        store.vault.remove(sha256)
    return len(gone)
