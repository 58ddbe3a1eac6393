import gzip
import runpy
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.pinyin import BUNDLED, MOST_VARIANTS, PinyinTable

TABLE = PinyinTable.load()
PACKAGING = Path(__file__).parents[2] / "packaging"


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("单田芳", "stf"),
        ("曾国", "zg"),
        ("仇和", "qh"),
        ("查良镛", "zly"),
        ("朴树", "ps"),
        ("解晓东", "xxd"),
        ("区小明", "oxm"),
        ("缪昌", "mc"),
        ("任平", "rp"),
        ("种师道", "csd"),
        ("翟志刚", "zzg"),
        ("欧阳娜", "oyn"),
        ("尉迟恭", "ycg"),
        ("万俟卨", "mqx"),
        ("长孙无忌", "zswj"),
        ("单于飞", "cyf"),
        ("单于", "sy"),  # two characters: a surname and a name
        ("令狐冲", "lhc"),
        ("买买提·吐尔逊", "mmttex"),
        ("李䶮", "ly"),
        ("欧阳𬸚", "oyy"),
        ("𠮷野", "jy"),
        ("Anna Li", "al"),
        ("O'Neil", "on"),
        ("王 2", "w2"),
        ("高龄津贴", "gljt"),
        ("残疾人证", "cjrz"),
        ("", ""),
        ("——", ""),
    ],
)
def test_initials(name: str, initials: str) -> None:
    assert TABLE.initials(name) == initials


def test_a_surname_reading_holds_in_the_first_place_only() -> None:
    assert TABLE.initials("李单") == "ld"
    assert TABLE.initials("单") == "d"


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("单于飞", "dyf"),
        ("单于飞", "cyf"),
        ("覃勇", "qy"),
        ("覃勇", "ty"),
        ("王长乐", "wcl"),
        ("王长乐", "wzy"),
        ("曾国", "cg"),
    ],
)
def test_other_readings_are_found_too(name: str, typed: str) -> None:
    assert typed in TABLE.initial_variants(name)


@given(st.text(st.characters(min_codepoint=0x3400, max_codepoint=0x323AF, exclude_categories=["Cs"]), max_size=12))
def test_variants_are_few_and_begin_with_the_usual_reading(name: str) -> None:
    variants = TABLE.initial_variants(name)
    assert variants[0] == TABLE.initials(name)
    assert len(set(variants)) == len(variants) <= MOST_VARIANTS
    assert all(set(each) <= set("abcdefghijklmnopqrstuvwxyz") for each in variants)


def test_every_standard_character_of_gb2312_has_a_reading() -> None:
    rows = [bytes((high, low)).decode("gb2312", "ignore") for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF)]
    characters = [character for character in rows if character]
    assert len(characters) == 6763
    assert [character for character in characters if not TABLE.initials("·" + character)] == []


def test_the_table_is_small_and_loads_at_once() -> None:
    assert BUNDLED.stat().st_size < 120_000
    times = []
    for _ in range(5):
        start = time.perf_counter()
        PinyinTable.load()
        times.append(time.perf_counter() - start)
    assert min(times) < 0.05


def test_the_bundled_table_is_what_the_readings_give() -> None:
    made = runpy.run_path(str(PACKAGING / "make_pinyin_table.py"))["table"]()
    assert gzip.decompress(BUNDLED.read_bytes()).decode("utf-8") == made
