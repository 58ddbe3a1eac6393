"""Phone numbers as people give them: a mobile phone's 11 digits, a land line with its area code, with an extension behind it,
or a number from outside the mainland."""

import re

from forms.dates import half_width
from forms.failures import Problem
from forms.typed_text import pasted

_SEPARATORS = str.maketrans(dict.fromkeys("-‐‑‒–—―−()[]·. /'’", ""))
_COUNTRY = re.compile(r"^(?:\+|00)86(?=[01])")
_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_LAND_LINE = re.compile(r"(0(?:10|2\d)|0[3-9]\d{2})(\d{7,8})", re.ASCII)
_EXTENSION = re.compile(r"(?:转|轉|分机号?|分機|ext|x|#|,|，)[:：]?(\d{1,6})$", re.ASCII | re.IGNORECASE)
_BEHIND_A_DASH = re.compile(r"(?<=\d{7})[-‐‑‒–—―−](\d{1,6})$", re.ASCII)
_BETWEEN = re.compile(r"[/、;；,，或]")
_SHORTEST = 7
_ABROAD = re.compile(r"\+\d{7,15}", re.ASCII)
_REGIONS = {"852": 8, "853": 8, "886": 9}
"""Hong Kong, Macao, Taiwan: the digits behind the code (ITU-T E.164 national plans; Taiwan has 8 or 9)."""


def normalise_phone(text: str) -> str:
    """The number as it is stored: 13800000000, 0859-0000123, 0859-0000123转801, +85291234567; others as their digits."""
    plain = "".join(half_width(pasted(text)).split())
    several = [part for part in _BETWEEN.split(plain) if len(re.findall(r"\d", part)) >= _SHORTEST]
    if len(several) > 1:
        return "/".join(several)
    behind = _EXTENSION.search(plain) or _BEHIND_A_DASH.search(plain)
    extension = f"转{behind[1]}" if behind else ""
    digits = (plain[: behind.start()] if behind else plain).translate(_SEPARATORS)
    digits = _from_abroad(_COUNTRY.sub("", digits))
    land_line = _LAND_LINE.fullmatch(digits)
    return (f"{land_line[1]}-{land_line[2]}" if land_line else digits) + extension


def _from_abroad(digits: str) -> str:
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    length = _REGIONS.get(digits[:3])
    return f"+{digits}" if length and digits.isdigit() and len(digits) - 3 in (length, length - 1) else digits


def check_phone(text: str, *, field: str = "phone") -> tuple[Problem, ...]:
    """Everything wrong with a phone number. What only is unusual (an odd length, an extension, a number from abroad) is told
    and does not block: a number that reaches somebody is better than none."""
    number = normalise_phone(text)
    main, extended, _ = number.partition("转")
    if "/" in number:
        return (_not_one_number(field),)
    if _MOBILE.fullmatch(main) or ("-" in main and not extended):
        return (_extended(field),) if extended else ()
    if "-" in main:
        return (_extended(field),)
    if _ABROAD.fullmatch(main):
        return (
            Problem(
                field,
                "这是境外的号码，站里和镇里不一定打得通，请和本人再核对一遍；有内地的号码更好",
                "This number is from outside the mainland and may not be reachable from here; check it again. A mainland number is better",
                blocking=False,
            ),
        )
    if not (main.isascii() and main.isdigit()):
        return (_not_one_number(field),)
    return (
        Problem(
            field,
            f"手机号是11位，座机要带区号，这个号码有{len(main)}位，请和本人再核对一遍",
            f"A mobile number has 11 digits and a land line its area code; this one has {len(main)}. Check it again",
            blocking=False,
        ),
    )


def _not_one_number(field: str) -> Problem:
    return Problem(
        field,
        "电话里只能有数字，请只填一个号码；有两个电话的，另一个写在备注里",
        "A phone number has digits only; enter one number, and note a second one as a remark",
    )


def _extended(field: str) -> Problem:
    return Problem(
        field,
        "这个电话带分机，打的时候要转，请和本人核对分机号；有手机号的更好",
        "This number has an extension; check it with the person. A mobile number is better",
        blocking=False,
    )
