"""What is wrong with an identity document's number, in words an agent can act on.

An area code is never looked up: retired ones stay valid, so one that looks like no province's is told and does not
block. What a number says of its holder is in forms.identity_number; disability cards and credit codes have modules of
their own. The usual names are reached from here.
"""

from collections.abc import Callable, Iterator
from datetime import date

from forms.case import IdentityKind
from forms.credit_code import check_credit_code
from forms.dates import chinese_date
from forms.failures import Problem
from forms.identity_number import (
    EIGHTEEN,
    FIFTEEN,
    FOREIGN_2017,
    HMT_AREAS,
    Sex,
    age,
    birth_date,
    check_digit_is_right,
    full_years,
    kind_of,
    normalise_number,
    sex,
    wrong_check_digit,
)

__all__ = [
    "KIND_NAMES",
    "IdentityKind",
    "Problem",
    "Sex",
    "age",
    "birth_date",
    "check_credit_code",
    "check_identity",
    "full_years",
    "kind_of",
    "normalise_number",
    "sex",
]

KIND_NAMES: dict[IdentityKind, tuple[str, str]] = {
    "resident_id": ("居民身份证", "resident identity card"),
    "hmt_residence_permit": ("港澳台居民居住证", "residence permit for Hong Kong, Macao and Taiwan residents"),
    "foreign_permanent_resident": ("外国人永久居留身份证", "foreign permanent resident identity card"),
    "passport": ("护照", "passport"),
    "other": ("其他证件", "other document"),
    "none": ("没有证件号", "no number"),
}

_PROVINCES = frozenset((*range(11, 16), 21, 22, 23, *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71))
_OLDEST_YEARS = 120
_LONGEST_NUMBER = 40


def check_identity(
    kind: IdentityKind, number: str, *, today: date, field: str = "id_number", reason: str = ""
) -> tuple[Problem, ...]:
    """Everything wrong with a document's number; empty when all is well.

    With kind "none" the reason may come as `reason` or in place of the number; it is asked for, and never blocks.
    """
    if kind == "none":
        return (_no_number(field, reason.strip() or number.strip()),)
    clean = normalise_number(number)
    if clean:
        return tuple(_CHECKS[kind](clean, today, field))
    zh, en = KIND_NAMES[kind]
    return (
        Problem(
            field,
            f"请填写{zh}号码；确实没有的，请选“没有证件号”并写上原因",
            f"Enter the number of the {en}, or choose “no number” and give the reason",
        ),
    )


def _check_resident_id(clean: str, today: date, field: str) -> Iterator[Problem]:
    if FIFTEEN.fullmatch(clean):
        yield from _check_birth(clean, today, field)
        yield Problem(
            field,
            "这是15位的老号码，一代证已经停用，请看看有没有18位的身份证；没有的可以先收",
            "This is an old 15-digit number; ask for the card with 18 digits. The case can be received without it",
            blocking=False,
        )
    elif wrong := tuple(_check_eighteen(clean, field, "身份证号", "the identity number")):
        yield from wrong
    elif kind_of(clean) != "resident_id":
        yield _looks_like(kind_of(clean), field)
    else:
        yield from _check_birth(clean, today, field)
        yield from _check_area(clean, field)


def _check_hmt_permit(clean: str, today: date, field: str) -> Iterator[Problem]:
    if wrong := tuple(_check_eighteen(clean, field, "居住证号", "the permit's number")):
        yield from wrong
    elif clean.startswith(HMT_AREAS):
        yield from _check_birth(clean, today, field)
    else:
        yield Problem(
            field,
            "港澳台居民居住证号以810000、820000或830000开头，请对照证件；如果是内地身份证，请把证件种类改成“居民身份证”",
            "A permit's number begins with 810000, 820000 or 830000; for a mainland card change the kind of document",
        )


def _check_foreign_resident(clean: str, today: date, field: str) -> Iterator[Problem]:
    if EIGHTEEN.fullmatch(clean) and clean.startswith("9"):
        if not check_digit_is_right(clean):
            yield wrong_check_digit(field, "永久居留身份证号", "the card's number")
        else:
            yield from _check_birth(clean, today, field)
    elif not FOREIGN_2017.fullmatch(clean):
        yield Problem(
            field,
            "外国人永久居留身份证号是9开头的18位号码，或3个字母加12位数字，请对照证件再看一遍",
            "The number has 18 digits and begins with 9, or 3 letters and 12 digits; compare it with the card",
        )


def _check_passport(clean: str, today: date, field: str) -> Iterator[Problem]:
    if not (clean.isascii() and clean.isalnum()):
        yield Problem(
            field, "护照号码只有字母和数字，请对照护照再看一遍", "A passport's number has letters and digits only"
        )
    elif not 6 <= len(clean) <= 12:
        yield Problem(
            field,
            f"护照号码一般是6到12位，这个有{len(clean)}位，请对照护照再看一遍",
            f"A passport's number mostly has 6 to 12 characters, this one has {len(clean)}; compare it with the passport",
            blocking=False,
        )


def _check_other(clean: str, today: date, field: str) -> Iterator[Problem]:
    if len(clean) > _LONGEST_NUMBER or not clean.isprintable():
        yield Problem(
            field,
            f"证件号码最多{_LONGEST_NUMBER}个字，请只写号码",
            f"Write only the number, {_LONGEST_NUMBER} characters at most",
        )


_CHECKS: dict[IdentityKind, Callable[[str, date, str], Iterator[Problem]]] = {
    "resident_id": _check_resident_id,
    "hmt_residence_permit": _check_hmt_permit,
    "foreign_permanent_resident": _check_foreign_resident,
    "passport": _check_passport,
    "other": _check_other,
}


def _check_eighteen(clean: str, field: str, what: str, what_en: str) -> Iterator[Problem]:
    if len(clean) != 18:
        yield Problem(
            field,
            f"{what}应是18位，现在是{len(clean)}位，请对照证件再看一遍",
            f"There should be 18 digits in {what_en}, here are {len(clean)}; compare it with the card",
        )
    elif not EIGHTEEN.fullmatch(clean):
        yield Problem(
            field,
            f"{what}前17位只能是数字，最后一位是数字或X，请对照证件再看一遍",
            f"The first 17 characters of {what_en} are digits, the last one a digit or X; compare it with the card",
        )
    elif not check_digit_is_right(clean):
        yield wrong_check_digit(field, what, what_en)


def _check_birth(clean: str, today: date, field: str) -> Iterator[Problem]:
    born = birth_date(clean)
    if born is None:
        digits = clean[6:14] if len(clean) == 18 else clean[6:12]
        yield Problem(
            field,
            f"号码里的出生日期“{digits}”没有这一天，请对照证件再看一遍",
            f"The date of birth in the number, {digits}, does not exist; compare it with the card",
        )
    elif born > today:
        yield Problem(
            field,
            f"号码里的出生日期{chinese_date(born)}还没有到，请对照证件再看一遍",
            f"The date of birth in the number, {born}, lies in the future; compare it with the card",
        )
    elif (years := full_years(born, today)) > _OLDEST_YEARS:
        yield Problem(
            field,
            f"按号码算已经{years}岁了，请对照证件再看一遍",
            f"By the number this person is {years} years old; compare it with the card",
            blocking=False,
        )


def _check_area(clean: str, field: str) -> Iterator[Problem]:
    if int(clean[:2]) not in _PROVINCES:
        yield Problem(
            field,
            f"号码开头的“{clean[:6]}”不像是哪个地方的代码，请对照证件再看一遍；证件上就是这样的，可以继续",
            f"The number begins with {clean[:6]}, which looks like no area; if the card says so, go on",
            blocking=False,
        )


def _looks_like(kind: IdentityKind, field: str) -> Problem:
    zh, en = KIND_NAMES[kind]
    return Problem(
        field,
        f"这个号码像是{zh}的，请看看证件种类选得对不对",
        f"This looks like the number of a {en}; see whether the kind of document is right",
        blocking=False,
    )


def _no_number(field: str, reason: str) -> Problem:
    if reason:
        return Problem(
            field,
            f"没有证件号（{reason}），可以先收，镇里核对身份时可能要补",
            f"No number ({reason}): the case can be received; the township may ask for it later",
            blocking=False,
        )
    return Problem(
        field,
        "请写上没有证件号的原因，比如新生儿还没上户口、证件丢了正在补",
        "Give the reason why there is no number, such as a newborn child or a lost card",
        blocking=False,
    )
