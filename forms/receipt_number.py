"""The provisional receipt number a station mints offline: station, device, day, serial and a check character.

5299-03-20261123-0007-N. It is unique as long as a device never mints a serial of one day twice. The official number
(办件编码) joins it later and never replaces it.

The check character is that of the unified social credit code (GB 32100-2015): 31 characters (0-9A-Z without I, O, S, V,
Z, which read like 1, 0, 5, U, 2), weights 1, 3, 9 … modulo 31 from the left. Since 31 is prime and no two neighbours
weigh the same, every wrong character and every swap of two neighbours changes the sum; the last before the check
character weighs the same as that one only in the 31st place, so a number is kept shorter.
"""

import re
from datetime import date

import msgspec

from forms.dates import half_width, read_date
from forms.failures import InputFailure
from forms.typed_text import pasted

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LAST_SERIAL = 9999

_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_READ_AS = str.maketrans("IOSVZ", "105U2")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−一_", "-"))
_WITH_DASHES = re.compile(r"([^-]{1,12})-([^-]{1,4})-(\d{8})-(\d{4})-(.)")
_WITHOUT_DASHES = re.compile(r"(.{1,12})(.{2})(\d{8})(\d{4})(.)")
_CODE = re.compile(f"[{ALPHABET}]+")


class ReceiptNumber(msgspec.Struct, frozen=True):
    """The parts of a receipt number; `str()` writes it."""

    station: str
    device: str
    day: date
    serial: int

    def __str__(self) -> str:
        return mint(self.station, self.device, self.day, self.serial)


class ReceiptNumberWrong(InputFailure):
    """What was typed or scanned is no receipt number, or one character of it is not the right one."""


def mint(station: str, device: str, day: date, serial: int) -> str:
    """The receipt number of the `serial`-th case (1 to 9999) of this device on this day.

    Station code (up to 12) and device code (up to 4) hold characters of `ALPHABET` only; a number typed without its
    dashes can be read only if the device code has two characters. Raises ValueError otherwise.
    """
    for code, longest in ((station, 12), (device, 4)):
        if not _CODE.fullmatch(code) or len(code) > longest:
            raise ValueError(f"{code!r} cannot stand in a receipt number: 1 to {longest} of {ALPHABET}")
    if not 1 <= serial <= LAST_SERIAL:
        raise ValueError(f"serial {serial} is not in 1 to {LAST_SERIAL}")
    body = f"{station}-{device}-{day:%Y%m%d}-{serial:04d}"
    return f"{body}-{check_character(body.replace('-', ''))}"


def parse(text: str) -> ReceiptNumber:
    """The number as a scanner or a hand gave it: small letters, spaces, other dashes or none, O for 0, I for 1.

    Raises `ReceiptNumberWrong` with what to do.
    """
    clean = "".join(half_width(pasted(text)).translate(_DASHES).upper().split()).translate(_READ_AS)
    match = _WITH_DASHES.fullmatch(clean) or _WITHOUT_DASHES.fullmatch(clean.replace("-", ""))
    day = read_date(match[3]) if match else None
    if match is None or day is None or not _CODE.fullmatch(clean.replace("-", "")):
        raise ReceiptNumberWrong(
            "这不是收件编号。编号印在收件凭证右上角，像“5299-03-20261123-0007-N”这样，请照着再输一遍。",
            "This is no receipt number. It stands on the receipt, like 5299-03-20261123-0007-N; type it again from there.",
        )
    station, device, digits, serial, check = match.groups()
    if check_character(station + device + digits + serial) != check or int(serial) == 0:
        raise ReceiptNumberWrong(
            "收件编号有一处对不上，请照着收件凭证一个字一个字再核对一遍。",
            "One character of the receipt number is not right. Compare it with the receipt, character by character.",
        )
    return ReceiptNumber(station, device, day, int(serial))


def is_valid(text: str) -> bool:
    """Whether `parse` reads it."""
    try:
        parse(text)
    except ReceiptNumberWrong:
        return False
    return True


def check_character(body: str) -> str:
    """The check character for the characters before it, without dashes (GB 32100-2015; up to 30 of them)."""
    total = sum(_VALUE[character] * pow(3, place, 31) for place, character in enumerate(body))
    return ALPHABET[-total % 31]
