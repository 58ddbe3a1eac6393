"""Dates as the papers write them. Every legal date is a date in China, which has one zone, UTC+8, and no summer time."""

import re
from calendar import monthrange
from datetime import date, datetime, timedelta, timezone

from forms.typed_text import pasted

CHINA = timezone(timedelta(hours=8), "UTC+08:00")

_WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
_WRITTEN_DATE = re.compile(r"(\d{4})\s*([-/.年])\s*(\d{1,2})\s*(?:[-/.月])\s*(\d{1,2})\s*[日号]?|(\d{4})(\d{2})(\d{2})")
_HALF_WIDTH = str.maketrans({code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20})


def half_width(text: str) -> str:
    """The text with full-width letters, digits and signs, as a Chinese input method leaves them, made ASCII."""
    return text.translate(_HALF_WIDTH)


def chinese_date(day: date) -> str:
    """2026年11月23日, as printed on every paper."""
    return f"{day.year}年{day.month}月{day.day}日"


def short_day(day: date) -> str:
    """11月23日, where the year goes without saying."""
    return f"{day.month}月{day.day}日"


def weekday_name(day: date) -> str:
    """星期一 to 星期日."""
    return _WEEKDAYS[day.weekday()]


def china_time(moment: str | datetime) -> datetime:
    """The moment as clocks in China show it.

    Takes an aware datetime or an ISO 8601 text with its offset ("2026-11-23T01:30:00Z").
    Raises ValueError for one without an offset: which moment it means cannot be known.
    """
    parsed = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    if parsed.tzinfo is None:
        raise ValueError(f"{moment!r} has no offset from UTC")
    try:
        return parsed.astimezone(CHINA)
    except OverflowError as error:
        raise ValueError(f"{moment!r} lies before the first or after the last day there is") from error


def china_date(moment: str | datetime) -> date:
    """The day in China on which the moment falls; same arguments and errors as `china_time`."""
    return china_time(moment).date()


def months_later(start: date, months: int) -> date:
    """The corresponding day of a later month, or its last (民法典§202)."""
    years, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def read_date(text: str) -> date | None:
    """The day somebody wrote as 2026-11-23, 2026/11/23, 2026.11.23, 2026年11月23日 or 20261123.

    None when it is none of these, or no day of any calendar (the 30th of February).
    """
    match = _WRITTEN_DATE.fullmatch(half_width(pasted(text)).strip())
    if match is None:
        return None
    year, _, month, day, *joined = match.groups()
    parts = joined if year is None else (year, month, day)
    try:
        return date(*(int(part) for part in parts))
    except ValueError:
        return None
