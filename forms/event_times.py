"""Whether the days and times in an event are such: they are counted with at both ends, and nobody is believed."""

from datetime import date
from typing import Final

import msgspec

from forms.dates import china_time

_DAYS: Final = frozenset(("due", "on_file_since", "promised_until", "statutory_until"))
"""Fields that hold an ISO date or nothing."""
_TIMES: Final = frozenset(("first_received_at", "since"))
"""Fields that hold an ISO time with its offset, or nothing."""


def wrong_time(at: str, data: msgspec.Struct) -> str:
    """Of an event: the name of the first field that is no day or time; empty where each is one."""
    if at and not _is_time(at):
        return "at"
    return _wrong_in(data)


def _wrong_in(value: object) -> str:
    if isinstance(value, list | tuple):
        return next((wrong for each in value if (wrong := _wrong_in(each))), "")
    if not isinstance(value, msgspec.Struct):
        # What a form was answered with has names of its own.
        return ""
    for name in value.__struct_fields__:
        each = getattr(value, name)
        if isinstance(each, str) and each:
            if (name in _DAYS and not _is_day(each)) or (name in _TIMES and not _is_time(each)):
                return name
        elif wrong := _wrong_in(each):
            return wrong
    return ""


def _is_day(text: str) -> bool:
    try:
        return 1900 <= date.fromisoformat(text).year <= 2200
    except ValueError:
        return False


def _is_time(text: str) -> bool:
    try:
        return 1900 <= china_time(text).year <= 2200
    except ValueError:
        return False
