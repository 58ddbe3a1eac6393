"""Items are found by what people say, alike at the desk's box and the guide."""

import pytest

from forms.catalogue.find_items import find_items
from forms.catalogue.loader import load_items
from station_app.ui.guide.model import found

ITEMS = load_items()


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("死亡", "SB-003"),
        ("五保", "MZ-002"),
        ("合作医疗", "YB-001"),
        ("丢了身份证", "ZH-001"),
        ("我家老人去世了", "SB-003"),
        ("低　保", "MZ-001"),
        ("ＤＢ", "MZ-001"),
        ("⾼龄津贴", "MZ-004"),
        ("高龄·津贴", "MZ-004"),
        ("盖房子", "ZJ-001"),
        ("砍树", "NL-001"),
        ("报销医药费要啥", "YB-003"),
        ("残疾证", "CL-001"),
    ],
)
def test_what_people_say_finds_the_item_first(said: str, code: str) -> None:
    assert find_items(ITEMS, said)[0].code == code
    assert found(ITEMS, said) == find_items(ITEMS, said)


def test_every_item_has_words_that_people_say_and_each_finds_it() -> None:
    for guide in ITEMS:
        assert len(guide.everyday_names) >= 3, guide.code
        for said in guide.everyday_names:
            assert guide in find_items(ITEMS, said)[:3], (guide.code, said)


def test_nothing_typed_finds_everything_and_nonsense_nothing() -> None:
    assert find_items(ITEMS, " ") == ITEMS
    assert find_items(ITEMS, "𬶍𬶍𬶍") == ()
