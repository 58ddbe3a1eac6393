"""What the sync screen shows: what waits on each way, what came, what was sent back. No Qt."""

from typing import Final

from station_app.desk.views import SyncStatus, Told
from station_app.ui.parts.cells import Cell
from station_app.ui.sync.figures import grouped, size_words
from station_app.ui.words import Words

CLOCK_WRONG_MS: Final = 5 * 60_000
"""A clock this far off makes dates on papers doubtful."""


def shown_rows(status: SyncStatus, words: Words) -> tuple[tuple[Cell, ...], ...]:
    """What waits, what is confirmed, and a word on each; what the district only keeps, where there is any."""
    say = words.say
    rows = (
        (
            Cell(say("办件记录", "Case records")),
            Cell(str(status.unsent_events) if status.unsent_events else "—"),
            Cell(grouped(status.confirmed_events)),
            Cell(say("先传", "sent first")),
        ),
        (
            Cell(say("材料照片", "Photographs")),
            Cell(_pages(status, words)),
            Cell(grouped(status.confirmed_pages)),
            Cell(say("随后传", "sent next")),
        ),
        (
            Cell(say("上级发来", "From the district"), "good" if status.received_results else "plain"),
            Cell("—"),
            Cell(say("{n} 件结果", "results: {n}", n=status.received_results) if status.received_results else "—"),
            Cell(say("可以送达", "to be delivered") if status.received_results else say("暂时没有", "none for now")),
        ),
    )
    return (*rows, _parked(status, words)) if status.parked else rows


def _parked(status: SyncStatus, words: Words) -> tuple[Cell, ...]:
    return (
        Cell(words.say("县里先存着", "Kept by the district"), "soon"),
        Cell("—"),
        Cell(grouped(status.parked)),
        Cell(words.say("不用重办", "nothing to do")),
    )


def _pages(status: SyncStatus, words: Words) -> str:
    if not status.unsent_pages:
        return "—"
    return words.say("{n} 张　{size}", "{n}　{size}", n=status.unsent_pages, size=size_words(status.unsent_bytes))


def happened_words(happened: tuple[Told, ...], words: Words) -> str:
    """What befell this PC's data or the district's, a line each; empty on an ordinary day."""
    return "\n".join("▲ " + words.say(told.zh, told.en) for told in happened)


def clock_minutes(status: SyncStatus) -> int | None:
    """How many minutes this PC's clock is ahead of the district's (negative: behind), where it matters; else None."""
    if abs(status.offset_ms) < CLOCK_WRONG_MS:
        return None
    return round(status.offset_ms / 60_000)
