"""How an answer on an application form is read into the form it is stored in, kind of field by kind of field.

Reading never loses anything: what cannot be read stays as it was typed, and forms.answer_checks says why.
"""

import re
from collections.abc import Callable
from decimal import Decimal

from forms.dates import half_width, read_date
from forms.field_spec import FieldKind, FieldSpec
from forms.identity_number import normalise_number
from forms.person_name import normalise_name
from forms.phone import normalise_phone
from forms.typed_text import pasted

MONEY_SIGNS = "¥￥元整 "
NO_NUMBER = ("无", "没有")

_YES_NO = {"yes": "yes", "是": "yes", "有": "yes", "no": "no", "否": "no", "无": "no", "没有": "no"}
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,10})?", re.ASCII)
_GROUPED = re.compile(r"-?\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,10})?", re.ASCII)


def read_answer(spec: FieldSpec, text: str) -> str:
    """The answer as it is stored: dates as 2026-11-23, money as 1200.50, choices by code, yes or no, numbers plain."""
    stripped = text.strip()
    if not stripped:
        return ""
    if spec.prefill == "name":
        return normalise_name(stripped)
    return _READ[spec.kind](spec, stripped)


def _read_text(spec: FieldSpec, text: str) -> str:
    return text.replace("\r\n", "\n")


def _read_date(spec: FieldSpec, text: str) -> str:
    day = read_date(text)
    return day.isoformat() if day else text


def decimal_of(text: str) -> Decimal | None:
    """The number somebody wrote, full-width or with commas between thousands; None when it is none."""
    plain = "".join(half_width(pasted(text)).split())
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    return Decimal(plain) if _NUMBER.fullmatch(plain) else None


def _read_number(spec: FieldSpec, text: str) -> str:
    value = decimal_of(text)
    if value is None:
        return text
    plain = f"{value:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _read_money(spec: FieldSpec, text: str) -> str:
    value = decimal_of(pasted(text).strip(MONEY_SIGNS))
    if value is None or value != round(value, 2):
        return text
    return f"{value:.2f}"


def _read_choice(spec: FieldSpec, text: str) -> str:
    return next((choice.code for choice in spec.choices if text in (choice.code, choice.label)), text)


def _read_yes_no(spec: FieldSpec, text: str) -> str:
    return _YES_NO.get(text.lower(), text)


def _read_identity(spec: FieldSpec, text: str) -> str:
    return text if text.startswith(NO_NUMBER) else normalise_number(text)


_READ: dict[FieldKind, Callable[[FieldSpec, str], str]] = {
    "text": _read_text,
    "long_text": _read_text,
    "number": _read_number,
    "money": _read_money,
    "date": _read_date,
    "choice": _read_choice,
    "yes_no": _read_yes_no,
    "phone": lambda spec, text: normalise_phone(text),
    "identity": _read_identity,
    "bank_account": lambda spec, text: normalise_number(text),
    "disability_card": lambda spec, text: normalise_number(text),
}
