"""What the sync screen shows: what waits on each way, what came, what was sent back. No Qt."""

from typing import Final, NamedTuple

from station_app.desk.views import HistoryLine, SyncStatus, Told
from station_app.ui.parts.cells import Cell
from station_app.ui.sync.figures import grouped, size_words
from station_app.ui.words import Words

CLOCK_WRONG_MS: Final = 5 * 60_000
"""A clock this far off makes dates on papers doubtful."""


class Shown(NamedTuple):
    rows: tuple[tuple[Cell, ...], ...]
    keys: tuple[str, ...]


def shown_rows(status: SyncStatus, words: Words) -> Shown:
    """What waits, what is confirmed, and a word on each; then a line for each event that was sent back, keyed by case."""
    say = words.say
    lines: list[tuple[Cell, ...]] = [
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
            Cell(say("跟在记录后面，小的先传", "after the records, small ones first")),
        ),
        (
            Cell(say("上级发来", "From the district"), "good" if status.received_results else "plain"),
            Cell("—"),
            Cell(say("{n} 件结果", "{n} results", n=status.received_results) if status.received_results else "—"),
            Cell(
                say("可以送达", "ready to be delivered")
                if status.received_results
                else say("没有等着送达的", "none waits to be delivered")
            ),
        ),
    ]
    keys = ["", "", ""]
    for line in status.refused:
        lines.append(_refused(line, words))
        keys.append(line.case_id)
    return Shown(tuple(lines), tuple(keys))


def _pages(status: SyncStatus, words: Words) -> str:
    if not status.unsent_pages:
        return "—"
    return words.say("{n} 张　{size}", "{n}　{size}", n=status.unsent_pages, size=size_words(status.unsent_bytes))


def _refused(line: HistoryLine, words: Words) -> tuple[Cell, ...]:
    why = line.refused_reason if words.language == "zh" else line.refused_reason_en
    return (
        Cell(words.say("被退回", "Sent back"), "late"),
        Cell(words.event(line.kind)),
        Cell("—"),
        Cell(words.say("{why}　回车看这件事", "{why}　Enter opens the case", why=why)),
    )


def happened_words(happened: tuple[Told, ...], words: Words) -> str:
    """What befell this PC's data or the district's, a line each; empty on an ordinary day."""
    return "\n".join("▲ " + words.say(told.zh, told.en) for told in happened)


def clock_minutes(status: SyncStatus) -> int | None:
    """How many minutes this PC's clock is ahead of the district's (negative: behind), where it matters; else None."""
    if abs(status.offset_ms) < CLOCK_WRONG_MS:
        return None
    return round(status.offset_ms / 60_000)
