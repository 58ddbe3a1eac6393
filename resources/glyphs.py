"""Which characters the bundled fonts can print, read from their cmap tables (OpenType 1.9, cmap, format 12)."""

import struct
import unicodedata
from bisect import bisect_right
from functools import cache
from typing import Final

from resources.paths import FontName, font_file

PRINTED_WITH: Final[tuple[FontName, ...]] = ("NotoSansSC-Regular", "HanaMinB")
_UNICODE_FULL: Final = ((3, 10), (0, 4), (0, 6))


def unprintable(text: str) -> str:
    """The characters of `text` that no bundled font has, once each; spaces and line ends need none."""
    wanted = (sign for sign in dict.fromkeys(text) if not (sign.isspace() or _shapeless(sign)))
    return "".join(sign for sign in wanted if not any(_has(font, ord(sign)) for font in PRINTED_WITH))


def _shapeless(sign: str) -> bool:
    """What nothing is drawn for: joiners, marks of direction, variation selectors."""
    variation = "\ufe00" <= sign <= "\ufe0f" or "\U000e0100" <= sign <= "\U000e01ef"
    return variation or unicodedata.category(sign) in ("Cc", "Cf")


def _has(font: FontName, code: int) -> bool:
    starts, ends = _ranges(font)
    at = bisect_right(starts, code) - 1
    return at >= 0 and code <= ends[at]


@cache
def _ranges(font: FontName) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """First and last code points of the runs of characters that a font has, in order."""
    with font_file(font).open("rb") as file:
        count = struct.unpack(">4xH6x", file.read(12))[0]
        tables = [struct.unpack(">4s4xII", file.read(16)) for _ in range(count)]
        start = next(offset for tag, offset, _ in tables if tag == b"cmap")
        file.seek(start)
        (many,) = struct.unpack(">2xH", file.read(4))
        records = [struct.unpack(">HHI", file.read(8)) for _ in range(many)]
        offset = next(place for platform, kind, place in records if (platform, kind) in _UNICODE_FULL)
        file.seek(start + offset)
        groups = struct.unpack(">H2xII I", file.read(16))
        runs = [struct.unpack(">III", file.read(12)) for _ in range(groups[3])]
    return tuple(first for first, _, _ in runs), tuple(last for _, last, _ in runs)
