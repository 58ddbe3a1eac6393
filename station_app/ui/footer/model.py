"""What the footer says, from the store's counts and the state of the line; no words yet."""

from typing import Literal, NamedTuple

from station_app.desk.views import SyncStatus
from station_app.ui.surroundings import LineView

Saying = Literal["asking", "sending", "offline", "told_by_line", "waiting", "never", "all_sent"]

_TOLD_BY_LINE = ("refused", "not_ours", "disk_full")


class FooterState(NamedTuple):
    """`tone` is a colour's name. Counts are of what is on this PC only; `refused` of events the district sent back."""

    saying: Saying
    tone: str
    cases: int = 0
    records: int = 0
    pages: int = 0
    refused: int = 0
    done: int = 0
    total: int = 0
    last_success: str = ""

    @property
    def waits(self) -> bool:
        return bool(self.cases or self.records or self.pages)


def footer_state(status: SyncStatus | None, line: LineView | None) -> FooterState:
    """Nothing is said before the store has been asked. A record is only told apart when it belongs to no waiting case."""
    if status is None:
        return FooterState("asking", "soft")
    saying, tone = _saying(status, line)
    return FooterState(
        saying,
        tone,
        cases=status.unsent_cases,
        records=0 if status.unsent_cases else status.unsent_events,
        pages=status.unsent_pages,
        refused=status.refused,
        done=line.done if line else 0,
        total=line.total if line else 0,
        last_success=status.last_success,
    )


def _saying(status: SyncStatus, line: LineView | None) -> tuple[Saying, str]:
    phase = line.phase if line else "idle"
    if phase == "syncing":
        return "sending", "main"
    if phase in _TOLD_BY_LINE:
        return "told_by_line", "late"
    if phase == "offline":
        return "offline", "soon"
    if status.unsent_events or status.unsent_pages:
        return "waiting", "soon"
    return ("all_sent", "good") if status.last_success else ("never", "soon")
