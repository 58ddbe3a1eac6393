"""What may be wrong with one answer on an application form, kind of field by kind of field, with the field's own name."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal

import msgspec

from forms.answers import MONEY_SIGNS, NO_NUMBER, decimal_of, read_answer
from forms.dates import chinese_date, read_date
from forms.disability_card import check_disability_card
from forms.failures import Problem
from forms.field_spec import FieldKind, FieldSpec
from forms.identity import check_identity
from forms.identity_number import full_years, kind_of
from forms.person_name import check_name
from forms.phone import check_phone

SHORTEST_ACCOUNT, LONGEST_CARD, LONGEST_ACCOUNT = 12, 19, 32
_DIGITS = re.compile(r"\d+", re.ASCII)


class Asked(msgspec.Struct, frozen=True):
    """What a check needs to know beside the answer: the day, the label in English, the applicant's identity number."""

    spec: FieldSpec
    today: date
    english: str
    applicant_id: str = ""

    def problem(self, zh: str, en: str, *, blocking: bool = True) -> Problem:
        """`{label}` in a sentence is the field's name, in quotation marks."""
        return Problem(
            self.spec.key,
            zh.replace("{label}", f"“{self.spec.label}”"),
            en.replace("{label}", f"“{self.english}”"),
            blocking=blocking,
        )


def check_answer(asked: Asked, text: str) -> Iterator[Problem]:
    """Everything wrong with one answer that is asked for; nothing for an empty one that is not required."""
    answer = read_answer(asked.spec, text)
    if answer:
        yield from _CHECK[asked.spec.kind](asked, answer)
    elif asked.spec.required and asked.spec.kind in ("choice", "yes_no"):
        yield asked.problem("请选择{label}", "Choose {label}")
    elif asked.spec.required:
        yield asked.problem("请填写{label}", "Enter {label}")


def _check_text(asked: Asked, answer: str) -> Iterator[Problem]:
    spec = asked.spec
    if spec.prefill == "name":
        yield from check_name(answer, field=spec.key)
        return
    allowed = "\n\t" if spec.kind == "long_text" else ""
    if any(unicodedata.category(each) in ("Cc", "Cs", "Zl", "Zp") and each not in allowed for each in answer):
        yield asked.problem(
            "{label}里夹了看不见的符号或换行，请删掉重新输一遍",
            "There are invisible signs or line breaks in {label}; delete it and type it again",
        )
    if len(answer) > spec.max_length:
        yield asked.problem(
            f"{{label}}最多{spec.max_length}个字，现在有{len(answer)}个字，请写短一些",
            f"{{label}} has {spec.max_length} characters at most, here are {len(answer)}; make it shorter",
        )


def _check_bounds(asked: Asked, value: Decimal, unit: str, unit_en: str) -> Iterator[Problem]:
    least = 0 if asked.spec.minimum is None else asked.spec.minimum
    most = asked.spec.maximum
    if value < least:
        yield asked.problem(
            f"{{label}}不能小于{least}{unit}，请再看一遍", f"{{label}} cannot be less than {least}{unit_en}"
        )
    if most is not None and value > most:
        yield asked.problem(
            f"{{label}}不能大于{most}{unit}，请再看一遍", f"{{label}} cannot be more than {most}{unit_en}"
        )


def _check_number(asked: Asked, answer: str) -> Iterator[Problem]:
    value = decimal_of(answer)
    if value is None:
        yield asked.problem(
            "{label}只填数字，不用写单位，比如3或2.5", "{label} is a number alone, without a unit, such as 3 or 2.5"
        )
    else:
        yield from _check_bounds(asked, value, "", "")


def _check_money(asked: Asked, answer: str) -> Iterator[Problem]:
    value = decimal_of(answer.strip(MONEY_SIGNS))
    if value is None:
        yield asked.problem(
            "{label}请填多少元，只填数字，比如1200或1200.50", "{label} is an amount in yuan, such as 1200 or 1200.50"
        )
    elif value != round(value, 2):
        yield asked.problem("{label}最多写到分，也就是小数点后两位", "{label} has two digits after the point at most")
    else:
        yield from _check_bounds(asked, value, "元", " yuan")


def _check_date(asked: Asked, answer: str) -> Iterator[Problem]:
    day, today, spec = read_date(answer), asked.today, asked.spec
    if day is None:
        yield asked.problem(
            f"{{label}}没有这一天或写法认不出，请写成{chinese_date(today)}或{today}这样",
            f"{{label}} is no day, or written in a way that cannot be read; write it like {today}",
        )
    elif spec.not_future and day > today:
        yield asked.problem(
            f"{{label}}是{chinese_date(day)}，还没有到，请再看一遍", f"{{label}} is {day}, which lies in the future"
        )
    elif spec.not_past and day < today:
        yield asked.problem(
            f"{{label}}是{chinese_date(day)}，已经过了，请再看一遍", f"{{label}} is {day}, which is past"
        )
    elif spec.not_future:
        yield from _check_age(asked, full_years(day, today))
    else:
        yield from _check_days(asked, day)


def _check_age(asked: Asked, years: int) -> Iterator[Problem]:
    spec = asked.spec
    if spec.minimum is not None and years < spec.minimum:
        yield asked.problem(
            f"按{{label}}算是{years}周岁，要满{spec.minimum}周岁才行，请再看一遍",
            f"By {{label}} this is {years} years; it must be {spec.minimum} at least",
        )
    if spec.maximum is not None and years > spec.maximum:
        yield asked.problem(
            f"按{{label}}算是{years}周岁，不能超过{spec.maximum}周岁，请再看一遍",
            f"By {{label}} this is {years} years; it must be {spec.maximum} at most",
        )


def _check_days(asked: Asked, day: date) -> Iterator[Problem]:
    spec = asked.spec
    if spec.minimum is not None and day < (first := asked.today + timedelta(spec.minimum)):
        yield asked.problem(
            f"{{label}}不能早于{chinese_date(first)}，请再看一遍", f"{{label}} cannot be before {first}"
        )
    if spec.maximum is not None and day > (last := asked.today + timedelta(spec.maximum)):
        yield asked.problem(f"{{label}}不能晚于{chinese_date(last)}，请再看一遍", f"{{label}} cannot be after {last}")


def _check_choice(asked: Asked, answer: str) -> Iterator[Problem]:
    if answer not in [choice.code for choice in asked.spec.choices]:
        yield asked.problem("{label}请从列出的选项里选一个", "Choose {label} from the list")


def _check_yes_no(asked: Asked, answer: str) -> Iterator[Problem]:
    if answer not in ("yes", "no"):
        yield asked.problem("{label}请选“是”或“否”", "Choose yes or no for {label}")


def _check_identity(asked: Asked, answer: str) -> Iterator[Problem]:
    if answer.startswith(NO_NUMBER):
        reason = answer.removeprefix("没有").removeprefix("无").strip("：:，,（）() ")
        yield from check_identity("none", reason, today=asked.today, field=asked.spec.key)
    else:
        kind = kind_of(answer)
        meant = "resident_id" if kind == "other" and answer.rstrip("X").isdigit() else kind
        yield from check_identity(meant, answer, today=asked.today, field=asked.spec.key)


def _check_bank_account(asked: Asked, answer: str) -> Iterator[Problem]:
    if not _DIGITS.fullmatch(answer):
        yield asked.problem(
            "{label}只能有数字，请对照存折或银行卡再看一遍", "{label} has digits only; compare it with the card"
        )
    elif not SHORTEST_ACCOUNT <= len(answer) <= LONGEST_ACCOUNT:
        yield asked.problem(
            f"{{label}}一般是{SHORTEST_ACCOUNT}到{LONGEST_CARD}位，现在是{len(answer)}位，请对照存折或银行卡再看一遍",
            f"{{label}} has {SHORTEST_ACCOUNT} to {LONGEST_CARD} digits, here are {len(answer)}; compare it with the card",
        )
    elif len(answer) > LONGEST_CARD or not _luhn_is_right(answer):
        yield asked.problem(
            "{label}不像是银行卡号，请对照再看一遍；是存折账号的，核对无误可以继续",
            "{label} does not look like a card's number; compare it again. If it is a passbook's, go on",
            blocking=False,
        )


def _luhn_is_right(digits: str) -> bool:
    from stdnum import luhn

    return bool(luhn.is_valid(digits))


_CHECK: dict[FieldKind, Callable[[Asked, str], Iterator[Problem]]] = {
    "text": _check_text,
    "long_text": _check_text,
    "number": _check_number,
    "money": _check_money,
    "date": _check_date,
    "choice": _check_choice,
    "yes_no": _check_yes_no,
    "phone": lambda asked, answer: iter(check_phone(answer, field=asked.spec.key)),
    "identity": _check_identity,
    "bank_account": _check_bank_account,
    "disability_card": lambda asked, answer: iter(
        check_disability_card(answer, asked.applicant_id, today=asked.today, field=asked.spec.key)
    ),
}
