"""A village is one of those the district lists, found as people type it, or another place in its own words."""

import pytest

from forms.pinyin import PinyinTable
from forms.villages import as_listed, find_villages, own_first

VILLAGES = ("响水洞村", "石门坎村", "石板社区", "大坝村")


@pytest.fixture(scope="module")
def pinyin() -> PinyinTable:
    return PinyinTable.load()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", VILLAGES),
        ("石", ("石门坎村", "石板社区")),
        ("smk", ("石门坎村",)),
        ("SMKC", ("石门坎村",)),
        ("ｓｂ", ("石板社区",)),
        ("水洞", ("响水洞村",)),
        ("⽯⻔", ("石门坎村",)),
        ("清水", ()),
        ("dbc", ("大坝村",)),
    ],
)
def test_a_village_is_found_by_name_or_initials(pinyin: PinyinTable, typed: str, found: tuple[str, ...]) -> None:
    assert find_villages(VILLAGES, typed, pinyin) == found


@pytest.mark.parametrize(
    ("typed", "recorded"),
    [
        ("响水洞", "响水洞村"),
        (" 响水 洞村", "响水洞村"),
        ("xsdc", "响水洞村"),
        ("石板", "石板社区"),
        ("石", "石"),
        ("清水村", "清水村"),
        ("", ""),
        ("村", "村"),
    ],
)
def test_what_can_only_mean_one_is_recorded_as_it_is_listed(pinyin: PinyinTable, typed: str, recorded: str) -> None:
    assert as_listed(VILLAGES, typed, pinyin) == recorded


def test_the_stations_own_village_comes_first_and_once() -> None:
    assert own_first("大坝村", ("响水洞村", "大坝村", "")) == ("大坝村", "响水洞村")
    assert own_first("", ("响水洞村",)) == ("响水洞村",)
