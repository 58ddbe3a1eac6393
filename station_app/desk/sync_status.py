"""What waits here and what the district has confirmed: the footer's figures, read from the log each time."""

from datetime import UTC, datetime

from forms.dates import china_time
from station_app.desk.clock_check import clock_doubt
from station_app.desk.context import Desk
from station_app.desk.views import SyncStatus


def sync_status(desk: Desk) -> SyncStatus:
    store = desk.store
    unsent, unsent_cases = store.cases.count_unsent()
    pages = store.pages.counts()
    place = store.facts.place()
    return SyncStatus(
        unsent_events=unsent,
        unsent_cases=unsent_cases,
        unsent_pages=pages.unsent,
        unsent_bytes=pages.unsent_bytes,
        confirmed_events=store.log.tail()[0] - unsent,
        confirmed_pages=pages.confirmed,
        refused=len(store.refusals.all()),
        parked=store.refusals.parked(),
        received_results=store.cases.count_state("result_at_station"),
        last_success=_iso(place.last_success),
        offset_ms=place.offset_ms,
        clock_doubt=clock_doubt(desk),
    )


def _iso(milliseconds: int) -> str:
    if not milliseconds:
        return ""
    return china_time(datetime.fromtimestamp(milliseconds // 1000, UTC)).isoformat()
