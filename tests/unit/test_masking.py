import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.masking import mask_bank_account, mask_id, mask_phone


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("52990119620101124X", "529901********124X"),
        ("529901620101124", "529901*****1124"),
        ("52990119620101124X43", "529901********124X**"),
        ("52990119620101124X43B1", "529901********124X****"),
        ("E12345678", "E1*****78"),
        ("123456", "1****6"),
        ("1234", "****"),
        ("", ""),
    ],
)
def test_identity_numbers(number: str, masked: str) -> None:
    assert mask_id(number) == masked


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("13800000000", "138****0000"),
        ("0859-0000123", "0859-****123"),
        ("010-00000123", "010-*****123"),
        ("12345", "1***5"),
        ("110", "***"),
        ("0859-", "0***-"),
        ("", ""),
    ],
)
def test_phones(number: str, masked: str) -> None:
    assert mask_phone(number) == masked


@pytest.mark.parametrize(
    ("number", "masked"),
    [("6228480000000000123", "***************0123"), ("12345678", "******78"), ("123", "***"), ("", "")],
)
def test_bank_accounts(number: str, masked: str) -> None:
    assert mask_bank_account(number) == masked


@pytest.mark.parametrize("mask", [mask_id, mask_phone, mask_bank_account])
@given(number=st.text("0123456789-X", max_size=24))
def test_no_length_shows_more_than_it_hides_too_little(mask: object, number: str) -> None:
    assert callable(mask)
    masked = mask(number)
    assert len(masked) == len(number)
    assert masked.count("*") * 3 >= len(number.replace("-", "")) - 2
    assert all(shown in ("*", real) for shown, real in zip(masked, number, strict=True))
