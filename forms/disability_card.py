"""The disability card's number (残疾人证号): the holder's identity number, the kind 1-7, the grade 1-4; B1, B2 … behind it
count reissues."""

import re
from datetime import date

from forms.failures import Problem
from forms.identity import check_identity
from forms.identity_number import normalise_number

DISABILITY_KINDS = {"1": "视力", "2": "听力", "3": "言语", "4": "肢体", "5": "智力", "6": "精神", "7": "多重"}
DISABILITY_GRADES = {"1": "一级", "2": "二级", "3": "三级", "4": "四级"}

_FORM = re.compile(r"(\d{17}[\dX])(\d)(\d)(B\d{1,2})?", re.ASCII)


def check_disability_card(
    number: str, id_number: str = "", *, today: date, field: str = "disability_card"
) -> tuple[Problem, ...]:
    """Everything wrong with a disability card's number (残疾人证号).

    20 characters: the holder's identity number, kind 1-7, grade 1-4; B1, B2 … behind it count reissues.
    `id_number`: the holder's, where known; a difference is told and does not block.
    """
    clean = normalise_number(number)
    match = _FORM.fullmatch(clean)
    if match is None:
        return (_card_length(field, clean),)
    holder, kind, grade, _ = match.groups()
    problems = [
        *(_of_holder(problem) for problem in check_identity("resident_id", holder, today=today, field=field)),
        *([] if kind in DISABILITY_KINDS else [_card_digit(field, 19, "残疾类别", "1到7")]),
        *([] if grade in DISABILITY_GRADES else [_card_digit(field, 20, "残疾等级", "1到4")]),
    ]
    if id_number and normalise_number(id_number) != holder:
        problems.append(
            Problem(
                field,
                "残疾人证号前18位和身份证号不一样，请对照两个证件看看是不是同一个人的",
                "The first 18 digits differ from the identity number; see whether both belong to the same person",
                blocking=False,
            )
        )
    return tuple(problems)


def disability_of(number: str) -> tuple[str, str] | None:
    """Kind and grade that a disability card's number states, as ("肢体", "二级"); None where it states none."""
    match = _FORM.fullmatch(normalise_number(number))
    if match is None or match[2] not in DISABILITY_KINDS or match[3] not in DISABILITY_GRADES:
        return None
    return DISABILITY_KINDS[match[2]], DISABILITY_GRADES[match[3]]


def _of_holder(problem: Problem) -> Problem:
    """Its first 18 characters are an identity number, and are checked as one (GB 11643-1999)."""
    said = problem.text_zh
    return Problem(
        problem.field,
        said.replace("身份证号", "残疾人证号前18位") if "身份证号" in said else f"残疾人证号前18位：{said}",
        f"The card's first 18 characters: {problem.text_en}",
        blocking=problem.blocking,
    )


def _card_length(field: str, clean: str) -> Problem:
    return Problem(
        field,
        f"残疾人证号是身份证号后面再加2位，一共20位（补发的后面还有B1、B2），现在是{len(clean)}位，请对照残疾人证再看一遍",
        f"A disability card's number is the identity number and 2 more digits, 20 in all; here are {len(clean)}",
    )


def _card_digit(field: str, place: int, what: str, allowed: str) -> Problem:
    return Problem(
        field,
        f"残疾人证号第{place}位是{what}，只能是{allowed}，请对照残疾人证再看一遍",
        f"Digit {place} of the disability card's number can only be {allowed.replace('到', ' to ')}; compare it with the card",
    )
