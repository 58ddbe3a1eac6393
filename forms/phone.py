"""Phone numbers as people give them: a mobile phone's 11 digits, or a land line with its area code."""

import re

from forms.dates import half_width
from forms.failures import Problem

_SEPARATORS = str.maketrans(dict.fromkeys("-‐‑‒–—―−()· ", ""))
_COUNTRY = re.compile(r"^(?:\+|00)86")
_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_LAND_LINE = re.compile(r"(0(?:10|2\d)|0[3-9]\d{2})(\d{7,8})", re.ASCII)


def normalise_phone(text: str) -> str:
    """The number as it is stored: 13800000000, 0859-0000123; other numbers as their digits."""
    digits = "".join(_COUNTRY.sub("", half_width(text).translate(_SEPARATORS).strip()).split())
    land_line = _LAND_LINE.fullmatch(digits)
    return f"{land_line[1]}-{land_line[2]}" if land_line else digits


def check_phone(text: str, *, field: str = "phone") -> tuple[Problem, ...]:
    """Everything wrong with a phone number. An odd length is told and does not block: there are short numbers too."""
    number = normalise_phone(text)
    if _MOBILE.fullmatch(number) or "-" in number:
        return ()
    if not (number.isascii() and number.isdigit()):
        return (
            Problem(
                field,
                "电话里只能有数字，请只填一个号码；有两个电话的，另一个写在备注里",
                "A phone number has digits only; enter one number, and note a second one as a remark",
            ),
        )
    return (
        Problem(
            field,
            f"手机号是11位，座机要带区号，这个号码有{len(number)}位，请和本人再核对一遍",
            f"A mobile number has 11 digits and a land line its area code; this one has {len(number)}. Check it again",
            blocking=False,
        ),
    )
