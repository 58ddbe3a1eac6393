"""What the sync screen says of what waits: what, why, when it goes, and how long it will take; in both languages."""

from datetime import datetime

import msgspec
import pytest

from forms.dates import CHINA
from station_app.desk.views import SyncStatus
from station_app.jobs.line_state import OUR_BUG, LineState, ended, failed
from station_app.jobs.speeds import Speeds
from station_app.ui.sync.waiting import waiting_words
from station_app.ui.words import Words
from sync.station.errors import LineFailure, NotOurServer, ServerBusy
from sync.station.report import ExchangeReport, Progress

NOW = datetime(2026, 11, 23, 10, 32, tzinfo=CHINA)
NOTHING = SyncStatus(0, 0, 0, 0, 120, 30, 0, 0, 0, "2026-11-23T10:00:00+08:00", 0)
SOME = msgspec.structs.replace(NOTHING, unsent_events=3, unsent_cases=2, unsent_pages=12, unsent_bytes=2_400_000)


def said(status: SyncStatus | None, line: LineState | None, language: str = "zh") -> tuple[str, str]:
    return waiting_words(status, line, Words(language), NOW, NOW)  # type: ignore[arg-type]


def test_nothing_waits() -> None:
    heading, sentence = said(NOTHING, ended(ExchangeReport()))
    assert heading == "没有等着传的"
    assert "隔几分钟自动同步一次" in sentence


def test_what_waits_why_since_when_until_when_and_how_long() -> None:
    line = msgspec.structs.replace(
        failed(LineFailure()), next_try_s=480, lasted_s=1800, records_per_s=2.0, bytes_per_s=10_000.0
    )
    heading, sentence = said(SOME, line)
    assert heading == "现在连不上县里，照常办事"
    assert sentence.startswith("等着上传：3 条办件记录、12 张照片（共 2.4 MB）。")
    assert "从今天 10:02 起一直连不上县里" in sentence
    assert "下次自动再试：今天 10:40。也可以按 F10 现在试。" in sentence
    assert "传完大约要 5 分钟" in sentence


def test_a_district_that_asks_to_wait() -> None:
    line = msgspec.structs.replace(failed(ServerBusy(300.0)), next_try_s=300)
    sentence = said(SOME, line)[1]
    assert "县里的系统正忙" in sentence
    assert "等到 今天 10:37 自动再传" in sentence


def test_why_photographs_wait_though_the_line_is_fine() -> None:
    line = LineState("idle", "已和县里对上", "In step", waits_zh="12 张照片等到 18:00 再传。", waits_en="Until 18:00.")
    heading, sentence = said(SOME, line)
    assert heading == "等着上传：3 条办件记录、12 张照片（共 2.4 MB）"
    assert sentence.startswith("12 张照片等到 18:00 再传。")


@pytest.mark.parametrize("line", [failed(NotOurServer()), OUR_BUG])
def test_what_happened_is_said_as_it_was_told(line: LineState) -> None:
    heading, sentence = said(NOTHING, line)
    assert heading == line.words_zh
    assert line.detail_zh in sentence


def test_while_it_moves() -> None:
    line = LineState("syncing", "正在传材料照片…", "Sending pages…", 600_000, 2_400_000)
    assert said(SOME, line) == ("正在传材料照片…　600 KB / 2.4 MB", "断了没关系，接着传，不会重复。")


def test_english_is_complete() -> None:
    for line in (None, failed(LineFailure()), failed(ServerBusy(60.0)), ended(ExchangeReport()), OUR_BUG):
        told = " ".join(said(SOME, line and msgspec.structs.replace(line, next_try_s=300), "en"))
        assert told.isascii(), told


def test_no_time_is_told_before_a_speed_was_seen() -> None:
    assert "按上次的速度" not in said(SOME, ended(ExchangeReport()))[1]


def test_the_speed_is_that_of_what_moved_and_forgets_the_wait_between_runs() -> None:
    speeds = Speeds()
    speeds.begun(0.0)
    speeds.saw(Progress("events", 10, 0), 2.0)
    assert speeds.of("events") == 0
    speeds.saw(Progress("events", 30, 0), 10.0)
    assert speeds.of("events") == pytest.approx(3.0)
    speeds.begun(1000.0)
    speeds.saw(Progress("pages", 0, 80_000), 1001.0)
    speeds.saw(Progress("pages", 60_000, 80_000), 1007.0)
    assert speeds.of("pages") == pytest.approx(10_000)


def test_how_long_says_nothing_of_photographs_that_are_held_back() -> None:
    held = msgspec.structs.replace(
        ended(ExchangeReport()), waits_zh="12 张照片等到 18:00 再传。", records_per_s=0.02, bytes_per_s=10.0
    )
    _, sentence = said(SOME, held)
    assert sentence.endswith("按上次的速度，办件记录传完大约要 3 分钟。")
    assert "the records take about 3 min" in said(SOME, held, "en")[1]
    only_pages = msgspec.structs.replace(SOME, unsent_events=0)
    assert "按上次的速度" not in said(only_pages, held)[1]


def test_nothing_is_tried_again_where_nothing_failed() -> None:
    soon = msgspec.structs.replace(ended(ExchangeReport()), next_try_s=30)
    assert "一分钟之内自动同步。" in said(NOTHING, soon)[1]
    assert "再试" not in said(NOTHING, soon)[1]
    failing = msgspec.structs.replace(failed(LineFailure()), next_try_s=30)
    assert "一分钟之内自动再试。" in said(NOTHING, failing)[1]
