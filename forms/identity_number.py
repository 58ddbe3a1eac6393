"""What an identity document's number says: its kind, the day of birth, the sex, and whether its last digit fits.

Rules: GB 11643-1999 (citizen's number; residence permits of Hong Kong, Macao and Taiwan residents have the same form);
the permanent residence card of foreigners of 2017 (15 characters) and of 2023 (18).
"""

import re
from datetime import date
from typing import Literal

from forms.case import IdentityKind
from forms.dates import half_width
from forms.failures import Problem
from forms.typed_text import pasted

Sex = Literal["male", "female"]

HMT_AREAS = ("810000", "820000", "830000")
EIGHTEEN = re.compile(r"\d{17}[\dX]", re.ASCII)
FIFTEEN = re.compile(r"\d{15}", re.ASCII)
FOREIGN_2017 = re.compile(r"[A-Z]{3}\d{12}", re.ASCII)
_READ_AS = str.maketrans({"×": "X", "✕": "X", "Х": "X", "х": "X"} | dict.fromkeys("-‐‑‒–—―−·.", ""))


def normalise_number(text: str) -> str:
    """The number as it is stored: no spaces, dashes or invisible signs, half-width, a small x or a multiplication sign made
    X, without the quotation mark that a spreadsheet puts before a number that is text."""
    return "".join(half_width(pasted(text)).translate(_READ_AS).upper().split())


def kind_of(number: str) -> IdentityKind:
    """The kind of document a number looks like; "other" when it looks like none. Says nothing about its being right."""
    clean = normalise_number(number)
    if clean.startswith(HMT_AREAS) and len(clean) == 18:
        return "hmt_residence_permit"
    if FOREIGN_2017.fullmatch(clean) or (clean.startswith("9") and len(clean) == 18):
        return "foreign_permanent_resident"
    if EIGHTEEN.fullmatch(clean) or FIFTEEN.fullmatch(clean):
        return "resident_id"
    return "other"


def birth_date(number: str) -> date | None:
    """The day of birth in a citizen's number (18 or 15 digits), a residence permit's or a foreigner's; None where there is none.

    A foreign permanent resident's 18 digits have it in the same place (国家移民管理局, 新版外国人永久居留身份证适配性改造要点,
    表1: 9, province 2, country 3, birth 8, serial 3, check digit). The number of 2017 has year and month only: None.
    """
    clean = normalise_number(number)
    if EIGHTEEN.fullmatch(clean):
        digits = clean[6:14]
    elif FIFTEEN.fullmatch(clean):
        digits = "19" + clean[6:12]
    else:
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def sex(number: str) -> Sex | None:
    """The sex in a citizen's number, a residence permit's or a foreigner's of 2023: the last digit before the check digit, odd for a man."""
    clean = normalise_number(number)
    if birth_date(clean) is None:
        return None
    return "male" if int(clean[16 if len(clean) == 18 else 14]) % 2 else "female"


def age(number: str, on: date) -> int | None:
    """Full years (周岁) on a day; a birthday counts from the day itself, 29 February's from 1 March. None: not known."""
    born = birth_date(number)
    return None if born is None else full_years(born, on)


def full_years(born: date, on: date) -> int:
    """Full years between a birth and a day; negative before the birth."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def check_digit_is_right(number: str) -> bool:
    """Whether an 18-digit number's last character fits the others (ISO 7064 MOD 11-2)."""
    # python-stdnum costs some 35 ms to import, which the desk's first paint must not wait for.
    from stdnum.cn import ric

    return bool(EIGHTEEN.fullmatch(number)) and bool(number[-1] == ric.calc_check_digit(number))


def wrong_check_digit(field: str, what: str, what_en: str) -> Problem:
    """The sentence for a number whose last character does not fit the others; `what` names the number."""
    return Problem(
        field,
        f"{what}最后一位对不上，号码里有一位错了，请对照证件再看一遍",
        f"One digit of {what_en} is wrong, since the last one does not fit the others; compare it with the document",
    )
