"""What was typed or pasted, made what was meant; the same for every search."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.answers import decimal_of, read_answer
from forms.dates import read_date
from forms.field_spec import FieldSpec
from forms.person_name import check_name, normalise_name
from forms.phone import check_phone, normalise_phone
from forms.pinyin import PinyinTable
from forms.receipt_number import mint, parse
from forms.typed_text import fold, plain_characters, without_invisible, words_of


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("⻢⽂明", "马文明"),
        ("⻰⼩芳", "龙小芳"),
        ("⻩⾦⽔", "黄金水"),
        ("⻨⻦⻥", "麦鸟鱼"),
        ("⻓孙⽆忌", "长孙无忌"),
        ("\uf9e1\u200b四", "李四"),
        ("\ufeff张　三\u00a0", "张三"),
        ("买买提•吐尔逊", "买买提·吐尔逊"),
        ("买买提．吐尔逊", "买买提·吐尔逊"),
    ],
)
def test_a_name_from_a_pdf_or_a_web_page_is_the_name(typed: str, meant: str) -> None:
    assert normalise_name(typed) == meant
    assert [problem for problem in check_name(typed) if problem.blocking] == []
    assert fold(typed) == fold(meant)
    assert PinyinTable.load().initials(normalise_name(typed)) == PinyinTable.load().initials(meant)


def test_every_radical_is_the_character_it_looks_like() -> None:
    for code in (*range(0x2E81, 0x2E9A), *range(0x2E9B, 0x2EF4), *range(0x2F00, 0x2FD6)):
        made = plain_characters(chr(code))
        assert made != chr(code), hex(code)
        assert 0x3400 <= ord(made) < 0x30000, hex(code)


@pytest.mark.parametrize("typed", ["李四\t男", "李四\n王五", "李四\r\n", "李\u2028四", "李四\x0b男", "李四\x85男"])
def test_two_cells_in_a_name_are_asked_about_and_never_joined(typed: str) -> None:
    blocks = [problem.text_zh for problem in check_name(typed) if problem.blocking]
    if typed.strip() == "李四":
        assert (blocks, normalise_name(typed)) == ([], "李四")
    else:
        assert "不止一格" in blocks[0]
        assert normalise_name(typed) not in ("李四男", "李四王五")


@pytest.mark.parametrize("joined", ["ئۇيغۇر\u200cچە", "می\u200cخواهم"])
def test_joiners_stay_where_a_script_joins(joined: str) -> None:
    assert without_invisible(joined) == joined


@pytest.mark.parametrize(
    ("typed", "stored", "blocks", "told"),
    [
        ("0859-3212345转801", "0859-3212345转801", 0, 1),
        ("0859 3212345 ext. 801".replace(".", ""), "0859-3212345转801", 0, 1),
        ("（0859）3212345－801".replace("－", "#"), "0859-3212345转801", 0, 1),
        ("13800000000转2", "13800000000转2", 0, 1),
        ("+85291234567", "+85291234567", 0, 1),
        ("00852 9123 4567", "+85291234567", 0, 1),
        ("852-9123-4567", "+85291234567", 0, 1),
        ("+853 6612 3456", "+85366123456", 0, 1),
        ("+886 912 345 678", "+886912345678", 0, 1),
        ("+1 (202) 555-0100", "+12025550100", 0, 1),
        ("'13800000000", "13800000000", 0, 0),
        ("\u202d138 0000 0000\u202c", "13800000000", 0, 0),
        ("+86 138-0000-0000", "13800000000", 0, 0),
        ("008613800000000", "13800000000", 0, 0),
        ("老李家", "老李家", 1, 0),
        ("13800000000、13900000000", None, 1, 0),
    ],
)
def test_a_number_that_reaches_somebody_is_taken(typed: str, stored: str | None, blocks: int, told: int) -> None:
    problems = check_phone(typed)
    assert stored in (None, normalise_phone(typed))
    assert sum(problem.blocking for problem in problems) == blocks
    assert sum(not problem.blocking for problem in problems) == told
    assert normalise_phone(normalise_phone(typed)) == normalise_phone(typed)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("买买提•吐尔逊", "买买提.吐尔逊"),
        ("买买提·吐尔逊", "买买提．吐尔逊"),
        ("ＱＸ２０２６", "qx2026"),
        ("5299—01－20261123", "5299-01-20261123"),
        ("张　三", "张 三"),
        ("⻢⽂明", "马文明"),
        ("李\u200b四", "李四"),
    ],
)
def test_what_nobody_can_tell_apart_is_found_by_the_other(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.text())
def test_a_fold_is_done_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    "around", ["'{}", "\u200b{}", "{}\ufeff", "\u00a0{}\u3000", "\u202a{}\u202c", "’{}", '"{}"', "\u2066'{}\u2069"]
)
def test_what_nobody_sees_around_anything_pasted_is_none_of_it(around: str) -> None:
    number = mint("5299", "03", date(2026, 11, 23), 7)
    assert str(parse(around.format(number))) == number
    assert read_date(around.format("2026-11-23")) == date(2026, 11, 23)
    assert decimal_of(around.format("1,200.50")) == Decimal("1200.50")
    assert normalise_phone(around.format("13800000000")) == "13800000000"
    assert words_of(around.format(number)) == (fold(number),)
    for kind, typed in (
        ("number", "3"),
        ("money", "1200.50"),
        ("date", "2026-11-23"),
        ("bank_account", "6222020000000000009"),
    ):
        spec = FieldSpec("f", "数", kind)
        assert read_answer(spec, around.format(typed)) == typed


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("0859-3212345-801", "0859-3212345转801"),
        ("(0859)3212345—12", "0859-3212345转12"),
        ("138-0000-0000", "13800000000"),
        ("0859-0000123", "0859-0000123"),
        ("13800000000/13900000000", "13800000000/13900000000"),
        ("13800000000、0859-3212345", "13800000000/0859-3212345"),
    ],
)
def test_an_extension_behind_a_dash_is_one_and_two_numbers_are_two(typed: str, stored: str) -> None:
    assert normalise_phone(typed) == stored
    assert normalise_phone(stored) == stored
    assert any(problem.blocking for problem in check_phone(typed)) == ("/" in stored)
