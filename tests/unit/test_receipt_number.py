from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.receipt_number import ALPHABET, ReceiptNumber, ReceiptNumberWrong, check_character, is_valid, mint, parse

DAY = date(2026, 11, 23)
STATIONS = st.text(ALPHABET, min_size=1, max_size=12)
DEVICES = st.text(ALPHABET, min_size=2, max_size=2)
SERIALS = st.integers(1, 9999)
SAMPLE = [
    mint("5299", "03", DAY, 7),
    mint("YN12", "A1", date(2027, 1, 9), 9999),
    mint("1", "10", date(2030, 12, 31), 1),
]


def test_a_number_reads_as_agreed() -> None:
    assert mint("5299", "03", DAY, 7) == f"5299-03-20261123-0007-{check_character('529903202611230007')}"


def test_the_check_character_is_that_of_the_credit_code() -> None:
    # A published code (GB 32100-2015 form) with its own check character.
    assert check_character("91350100M000100Y4") == "3"


@given(STATIONS, DEVICES, st.dates(date(2024, 1, 1)), SERIALS)
def test_what_is_minted_is_read_back(station: str, device: str, day: date, serial: int) -> None:
    number = ReceiptNumber(station, device, day, serial)
    assert parse(str(number)) == parse(str(number).replace("-", "")) == parse(f" {str(number).lower()} ") == number


@pytest.mark.parametrize("number", SAMPLE)
def test_every_wrong_character_is_caught(number: str) -> None:
    for place, right in enumerate(number):
        if right != "-":
            for wrong in set(ALPHABET) - {right}:
                assert not is_valid(number[:place] + wrong + number[place + 1 :]), (place, wrong)


@pytest.mark.parametrize("number", SAMPLE)
def test_every_swap_of_neighbours_is_caught(number: str) -> None:
    for place in range(len(number) - 1):
        gap = 2 if number[place + 1] == "-" else 1
        a, b = number[place], number[place + gap] if place + gap < len(number) else "-"
        if a != b and "-" not in (a, b):
            swapped = number[:place] + b + number[place + 1 : place + gap] + a + number[place + gap + 1 :]
            assert not is_valid(swapped), place


@given(STATIONS, DEVICES, SERIALS, st.integers(0, 40), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_never_another_number(
    station: str, device: str, serial: int, place: int, wrong: str
) -> None:
    number = mint(station, device, DAY, serial).replace("-", "")
    place %= len(number)
    assert is_valid(number[:place] + wrong + number[place + 1 :]) is (number[place] == wrong)


@pytest.mark.parametrize(
    "text", ["５２９９－０３－２０２６１１２３－０００７－", "5299–03–20261123–0007–", "5299 03 2O26II23 OOO7 "]
)
def test_as_a_hand_or_a_scanner_gives_it(text: str) -> None:
    check = mint("5299", "03", DAY, 7)[-1]
    assert parse(text + check) == ReceiptNumber("5299", "03", DAY, 7)


@pytest.mark.parametrize(
    "text", ["", "李四", "5299-03", "5299-03-20261323-0007-N", "5299-03-20261123-0000-0", "高龄津贴" * 9]
)
def test_what_is_no_number_is_refused_with_what_to_do(text: str) -> None:
    with pytest.raises(ReceiptNumberWrong) as wrong:
        parse(text)
    assert "请照着" in wrong.value.zh
    assert wrong.value.en


@pytest.mark.parametrize(
    ("station", "device", "serial"),
    [
        ("", "03", 1),
        ("52-99", "03", 1),
        ("SO", "03", 1),
        ("5299", "00003", 1),
        ("5299", "03", 0),
        ("5299", "03", 10000),
    ],
)
def test_what_cannot_stand_in_a_number_is_refused(station: str, device: str, serial: int) -> None:
    with pytest.raises(ValueError, match=r"receipt number|serial"):
        mint(station, device, DAY, serial)
