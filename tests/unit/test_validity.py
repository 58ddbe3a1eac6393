"""Until when a paper on file may be used again."""

from datetime import date

import pytest

from forms.catalogue.guide import RequiredMaterial
from forms.catalogue.loader import load_items
from forms.validity import FOR_EVER, OnFilePaper, last_day, may_be_used, read_validity, words

HERE = date(2026, 11, 23)


def material(validity: str = "", months: int = 0) -> RequiredMaterial:
    return RequiredMaterial("x", "证明", validity=validity, valid_months=months)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("of", "printed", "expected"),
    [
        (material("unlimited"), "", None),
        (material("unlimited"), "2027-01-01", date(2027, 1, 1)),
        (material("months", 6), "", date(2027, 5, 23)),
        (material("months", 6), "2027-01-01", date(2027, 1, 1)),
        (material("months", 6), FOR_EVER, date(2027, 5, 23)),
        (material("printed"), "2036-05-01", date(2036, 5, 1)),
        (material("printed"), FOR_EVER, None),
        (material("printed"), "", date(2027, 11, 23)),
        (material(), "", date(2027, 11, 23)),
        (material("printed"), "明年", date(2027, 11, 23)),
    ],
)
def test_the_last_day_it_may_be_used(of: RequiredMaterial, printed: str, expected: date | None) -> None:
    assert last_day(of, OnFilePaper(HERE, printed)) == expected


def test_what_was_here_fifteen_years_ago_is_not_good_unless_it_never_expires() -> None:
    later = date(2041, 11, 24)
    for of in (material(), material("printed"), material("months", 12)):
        assert not may_be_used(of, OnFilePaper(HERE), later)
        assert words(of, OnFilePaper(HERE), later).endswith("过期了，要新的")
    assert may_be_used(material("unlimited"), OnFilePaper(HERE), later)
    assert may_be_used(material("printed"), OnFilePaper(HERE, FOR_EVER), later)


def test_the_words_say_until_when_or_that_nobody_wrote_it_down() -> None:
    assert words(material("unlimited"), OnFilePaper(HERE), HERE) == "存档里有，2026年11月23日收的"
    assert words(material("printed"), OnFilePaper(HERE), HERE) == "2026年11月23日的存档，看一眼有效期"
    assert words(material("printed"), OnFilePaper(HERE, "2036-05-01"), HERE).endswith("有效期到2036年5月1日")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("", ""), (" 长期 ", FOR_EVER), ("2036.5.1", "2036-05-01"), ("２０３６年５月１日", "2036-05-01"), ("2036", None)],
)
def test_what_is_typed_of_a_validity(typed: str, stored: str | None) -> None:
    assert read_validity(typed) == stored


def test_every_reusable_paper_of_the_items_says_how_long_it_is_good() -> None:
    said = {each.code: each.validity for guide in load_items() for each in guide.materials if each.reusable}
    assert all(said.values())
    assert (said["id_card"], said["household_register"], said["low_income_certificate"]) == (
        "printed",
        "unlimited",
        "months",
    )
