"""Until when a paper that is on file may be used again: by the item's data, and by what is printed on it."""

from datetime import date
from typing import NamedTuple

from forms.catalogue.guide import RequiredMaterial
from forms.dates import chinese_date, months_later, read_date

FOR_EVER = "long"
_FOR_EVER_WORDS = ("长期", "长期有效", FOR_EVER)
UNKNOWN_MONTHS = 12
"""Where the item does not say how long, or nobody wrote down what is printed: a year from when the paper was here."""


class OnFilePaper(NamedTuple):
    """A paper that a case of this person has: the day it was here, and what was printed on it (ISO day, `FOR_EVER`, empty)."""

    received_on: date
    valid_until: str = ""


def read_validity(text: str) -> str | None:
    """What somebody typed of a printed validity, as it is stored; empty for nothing, None for what is no day."""
    text = text.strip()
    if not text:
        return ""
    if text in _FOR_EVER_WORDS:
        return FOR_EVER
    day = read_date(text)
    return day.isoformat() if day else None


def last_day(material: RequiredMaterial, paper: OnFilePaper) -> date | None:
    """The last day on which the paper may be used; None where it does not expire."""
    printed = read_date(paper.valid_until) if paper.valid_until != FOR_EVER else None
    if material.validity == "months" and material.valid_months > 0:
        counted = months_later(paper.received_on, material.valid_months)
        return min(counted, printed) if printed else counted
    if printed is not None:
        return printed
    if material.validity == "unlimited" or paper.valid_until == FOR_EVER:
        return None
    return months_later(paper.received_on, UNKNOWN_MONTHS)


def may_be_used(material: RequiredMaterial, paper: OnFilePaper, today: date) -> bool:
    last = last_day(material, paper)
    return last is None or today <= last


def words(material: RequiredMaterial, paper: OnFilePaper, today: date) -> str:
    """存档里有，有效期到2026年3月1日, short enough for a list; for one that has expired, that it has."""
    had = f"存档里有，{chinese_date(paper.received_on)}收的"
    last = last_day(material, paper)
    if last is None:
        return had
    if today > last:
        return f"存档里的{chinese_date(last)}过期了，要新的"
    if material.validity != "months" and not paper.valid_until:
        return f"{chinese_date(paper.received_on)}的存档，看一眼有效期"
    return f"存档里有，有效期到{chinese_date(last)}"
