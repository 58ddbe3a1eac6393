"""What waits, why, until when and how long it will take, in a heading and a few short sentences. No Qt."""

from datetime import datetime, timedelta
from math import ceil
from typing import Final, NamedTuple

from station_app.desk.views import SyncStatus
from station_app.ui.surroundings import LineView
from station_app.ui.sync.figures import size_words
from station_app.ui.words import Words

_SOON_S: Final = 60


class Waiting(NamedTuple):
    heading: str
    sentence: str


def waiting_words(
    status: SyncStatus | None, line: LineView | None, words: Words, heard_at: datetime, now: datetime
) -> Waiting:
    """`heard_at`: when `line` was told, by this PC's clock. Nothing is said of what the store has not been asked yet."""
    if line is not None and line.phase == "syncing":
        return _moving(line, words)
    what = _what(status, words)
    why = [_why(status, line, words, heard_at, now), _when(line, words, heard_at, now), _how_long(status, line, words)]
    if line is not None and line.phase != "idle":
        heading, parts = words.say(line.words_zh, line.words_en), [what and what + words.say("。", "."), *why]
    else:
        heading, parts = what or ("" if status is None else words.say("没有等着传的", "Nothing waits")), why
    return Waiting(heading, words.say("", " ").join(part for part in parts if part))


def _moving(line: LineView, words: Words) -> Waiting:
    heading = words.say(line.words_zh, line.words_en)
    if line.total:
        heading = f"{heading}　{size_words(line.done)} / {size_words(line.total)}"
    return Waiting(
        heading, words.say("断了没关系，接着传，不会重复。", "If it is cut off it goes on where it was, never twice.")
    )


def _what(status: SyncStatus | None, words: Words) -> str:
    if status is None or not (status.unsent_events or status.unsent_pages):
        return ""
    parts = []
    if status.unsent_events:
        parts.append(words.say("{n} 条办件记录", "case records: {n}", n=status.unsent_events))
    if status.unsent_pages:
        size = size_words(status.unsent_bytes)
        parts.append(
            words.say("{n} 张照片（共 {size}）", "photographs: {n} ({size})", n=status.unsent_pages, size=size)
        )
    return words.say("等着上传：", "Waiting: ") + words.say("、", ", ").join(parts)


def _why(status: SyncStatus | None, line: LineView | None, words: Words, heard_at: datetime, now: datetime) -> str:
    if line is None:
        return ""
    since = words.moment((heard_at - timedelta(seconds=line.lasted_s)).isoformat(), now)
    match line.cause:
        case "no_line":
            return words.say(
                "从{t} 起一直连不上县里，东西都存在本机，照常办事。",
                "No line to the district since {t}; everything is kept here, go on working.",
                t=since,
            )
        case "busy":
            return words.say(
                "县里的系统正忙，请各站等一等再传。", "The district is busy and has asked the stations to wait."
            )
        case "told":
            return words.say("{why}", "{why}", why=words.say(line.detail_zh, line.detail_en))
    if line.waits_zh:
        return words.say(line.waits_zh, line.waits_en)
    if status is not None and status.unsent_events and status.unsent_pages:
        return words.say("先传办件记录，再传照片。", "Records go first, then the photographs.")
    return ""


def _when(line: LineView | None, words: Words, heard_at: datetime, now: datetime) -> str:
    if line is None or not line.next_try_s:
        return words.say(
            "隔几分钟自动同步一次，存了新的马上就传。", "It syncs by itself every few minutes, and after each save."
        )
    if line.next_try_s < _SOON_S and line.cause:
        return words.say("一分钟之内自动再试。", "It tries again by itself within a minute.")
    if line.next_try_s < _SOON_S:
        return words.say("一分钟之内自动同步。", "It syncs by itself within a minute.")
    at = words.moment((heard_at + timedelta(seconds=line.next_try_s)).isoformat(), now)
    if line.cause == "busy":
        return words.say("等到 {t} 自动再传。", "It tries again by itself {t}.", t=at)
    if line.cause:
        return words.say(
            "下次自动再试：{t}。也可以按 F10 现在试。", "It tries again by itself: {t}; F10 tries now.", t=at
        )
    return words.say(
        "下次自动同步：{t}。存了新的马上就传。", "The next sync by itself: {t}, and after each save.", t=at
    )


def _how_long(status: SyncStatus | None, line: LineView | None, words: Words) -> str:
    if status is None or line is None:
        return ""
    held_back = bool(line.waits_zh)
    photographs = 0 if held_back else status.unsent_bytes
    seconds = 0.0
    for waits, speed in ((status.unsent_events, line.records_per_s), (photographs, line.bytes_per_s)):
        if waits and speed <= 0:
            return ""
        seconds += waits / speed if waits else 0.0
    if not seconds:
        return ""
    minutes = max(ceil(seconds / 60), 1)
    number, unit, unit_en = (minutes, "分钟", "min") if minutes < 100 else (ceil(seconds / 3600), "小时", "h")
    what, what_en = ("办件记录传完", "the records take") if held_back else ("传完", "all of it takes")
    return words.say(
        "按上次的速度，{what}大约要 {n} {unit}。",
        "At the speed last seen {what_en} about {n} {unit_en}.",
        what=what,
        what_en=what_en,
        n=number,
        unit=unit,
        unit_en=unit_en,
    )
