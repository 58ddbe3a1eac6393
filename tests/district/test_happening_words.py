"""What the stations page says: an officer's words for everything that may be written down."""

from datetime import datetime
from typing import get_args

import pytest

from forms.dates import CHINA
from sync.district.console import happening_words as words
from sync.district.console.happening_words import Progress, StationAfter, Told
from sync.district.happenings import PUT_BACK, Happening, Kind

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=CHINA)
AT = "2026-11-24T09:10:00+08:00"
HEARD = (StationAfter("响水洞", True, True), StationAfter("石门坎", True, False), StationAfter("月亮坝", False, False))


@pytest.mark.parametrize("kind", PUT_BACK)
def test_each_way_of_being_put_back_is_said_and_who_has_sent_again(kind: Kind) -> None:
    happening = Happening(AT, kind, "5299", "02", "2026-11-23T18:00:00+08:00")
    told = words.put_back(happening, HEARD, NOW)
    assert told.tone == "soon"
    assert "1 个站已补传，1 个站正在补传：石门坎，1 个站还没有联系：月亮坝。" in told.words
    assert ("11月23日 18:00的备份" in told.words) == (kind == "put_back_copy")
    assert ("5299 站 02 号" in told.words) == (kind == "put_back_told")
    assert words.put_back(happening, HEARD[:1], NOW).words.endswith("1 个站已补传，都齐了。")


def test_three_new_beginnings_in_a_week_are_two_pcs_and_two_are_old_backups() -> None:
    days = [f"2026-11-{day}T09:00:00+08:00" for day in (24, 23, 22, 10)]
    assert words.new_beginnings("01", days, 9, NOW).tone == "late"
    told = words.new_beginnings("01", [days[0], days[1], days[3]], 12, NOW)
    assert told == Told("good", "01 号电脑 11月24日 9:00 恢复过旧备份，重新传了 12 条，没有重复。")


def test_a_new_pc_says_how_far_it_is() -> None:
    joined = Happening(AT, "enrolled", "5299", "02")
    assert words.joined(joined, ["01"], Progress(118, 100, 240, 40), NOW).words == (
        "02 号电脑 11月24日 9:10 登记，接替了 01 号电脑：办件 118 件已取回 100 件，照片和文书 240 张已取回 200 张。联网后会接着取。"
    )
    assert words.joined(joined, ["01"], Progress(118, 118, 240, 0), NOW).tone == "good"


def test_all_others_are_sentences_without_codes() -> None:
    knocked = words.unknown_pc(Happening(AT, "unknown_pc", "5299", "02"), NOW)
    again = words.enrolled_again(Happening(AT, "enrolled", "5299", "03", "02"), True, NOW)
    refused = words.judged_anew(Happening(AT, "judged_anew", "5299", detail="3,1"), NOW)
    assert "补计了以前存着的 3 条登记，另有 1 条没有计入" in refused.words
    for told in (knocked, again, refused, words.parked(3), words.taken_apart("01")):
        assert told.words.endswith("。")
        assert not any(kind in told.words for kind in get_args(Kind))
        assert told.mark in "●▲■"
