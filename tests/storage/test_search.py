"""Search finds exactly what a look through everything would find."""

import re
import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station_app.storage.search_text import fold, grams, query_grams, words
from station_app.storage.store import Store
from tests.storage.station import SetClock, enrolled, id_number, opened, received

NAMES = [
    "李䶮",
    "欧阳𬸚",
    "𠮷野",
    "买买提·吐尔逊",
    "单秀英",
    "龙小芳",
    "龙秀珍",
    "石大山",
    "Anna Li",
    "曾国庆",
    "吴国庆",
]
VILLAGES = ["响水洞村", "石门坎村", "龙潭村"]


@pytest.fixture(scope="module")
def full_store() -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as place:
        clock = SetClock()
        store = opened(Path(place), enrolled(Path(place), clock), clock)
        for at in range(120):
            received(
                store,
                secrets.token_hex(16),
                name=NAMES[at % len(NAMES)],
                number=f"5299-03-20261123-{at:04d}-K",
                id_number=id_number(at * 7 % 1000),
                phone=f"1380000{at * 83 % 10000:04d}",
                village=VILLAGES[at % len(VILLAGES)],
            )
        yield store
        store.close()


def looked_through(store: Store, query: str) -> list[str]:
    rows = store.database.rows("SELECT case_id, search_text FROM case_row ORDER BY position DESC")
    return [case_id for case_id, text in rows if all(word in text for word in words(query))]


def found(store: Store, query: str) -> list[str]:
    return [row.case_id for row in store.cases.find(query, "all", 1000)]


pieces = st.one_of(
    st.sampled_from(NAMES),
    st.sampled_from([*"李龙国庆单秀䶮𬸚𠮷石山村响水买提", "龙小", "国庆", "大山", "石大", "吐尔逊", "提·吐"]),
    st.sampled_from(["lx", "lxz", "o", "oy", "mmttex", "sdx", "al", "anna", "zgq", "l"]),
    st.from_regex(r"[0-9]{1,6}", fullmatch=True),
    st.from_regex(r"1380000[0-9]{0,4}", fullmatch=True),
    st.from_regex(r"5299-03-2026-?[0-9]{0,4}", fullmatch=True),
    st.from_regex(r"52990119460312[0-9]{0,3}", fullmatch=True),
    st.sampled_from(VILLAGES),
    st.text(max_size=4),
)


@settings(max_examples=400, deadline=None)
@given(st.lists(pieces, min_size=1, max_size=3).map(" ".join))
def test_search_finds_what_a_plain_look_finds(full_store: Store, query: str) -> None:
    if words(query):
        assert found(full_store, query) == looked_through(full_store, query)


@given(st.text(max_size=12), st.text(max_size=12), st.text(max_size=12))
def test_every_gram_of_a_word_is_among_those_of_a_text_that_holds_it(before: str, word: str, after: str) -> None:
    text = re.sub(r"\n", "", fold(before) + fold(word) + fold(after))
    inner = fold(word)
    if inner and inner in text:
        assert set(query_grams(inner)) <= set(grams(text).split())


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("李䶮", "李䶮"),
        ("䶮", "李䶮"),
        ("𬸚", "欧阳𬸚"),
        ("𠮷", "𠮷野"),
        ("买买提吐尔逊", "买买提·吐尔逊"),
        ("买买提·吐尔逊", "买买提·吐尔逊"),
        ("买买提 吐尔逊", "买买提·吐尔逊"),
        ("买买提•吐尔逊", "买买提·吐尔逊"),
        ("mmttex", "买买提·吐尔逊"),
        ("oy", "欧阳𬸚"),
        ("sxy", "单秀英"),
        ("ANNA", "Anna Li"),
        ("ａｎｎａ", "Anna Li"),
        ("zgq", "曾国庆"),
    ],
)
def test_a_person_is_found_by(full_store: Store, query: str, name: str) -> None:
    names = {row.applicant_name for row in full_store.cases.find(query, "all", 1000)}
    assert names == {name}


@pytest.mark.parametrize(
    "query",
    [id_number(7), id_number(7)[-6:], "1380000" + f"{83:04d}", "5299-03-20261123-0001-K", "529903202611230001k"],
)
def test_a_number_or_a_part_of_it_finds_the_case(full_store: Store, query: str) -> None:
    assert "5299-03-20261123-0001-K" in {row.receipt_number for row in full_store.cases.find(query, "all", 100)}


def test_several_words_all_have_to_fit(full_store: Store) -> None:
    both = full_store.cases.find("龙 石门坎", "all", 1000)
    assert both
    assert {row.village for row in both} == {"石门坎村"}
    assert {row.applicant_name for row in both} <= {"龙小芳", "龙秀珍"}


def test_the_newest_come_first_and_no_more_than_asked(full_store: Store) -> None:
    rows = full_store.cases.find("龙", "all", 5)
    assert len(rows) == 5
    assert [row.position for row in rows] == sorted((row.position for row in rows), reverse=True)


def test_a_query_of_signs_only_lists_everything_and_breaks_nothing(full_store: Store) -> None:
    assert len(full_store.cases.find("- ·", "all", 1000)) == 120
    for query in ('"', "*", "a AND", "NEAR(", "'; DROP TABLE event", "\x00"):
        full_store.cases.find(query, "all", 10)


@pytest.mark.parametrize("typed", ["'138", "\u200b’138", "＇１３８\ufeff"])
def test_a_quote_that_a_spreadsheet_puts_before_a_number_is_none_of_it(typed: str) -> None:
    assert words(typed) == ("138",)
