"""Writes forms/pinyin_initials.gz from the single-character readings of pypinyin (MIT): the first letters, nothing else.

Line 1 names the blocks, one pair of code points (hex, first and last) each; line 2 holds one letter for each code point
of the blocks, "." where no reading is known. Each line after that is a string of first letters, a tab, and the
characters that may be read with each of them, the usual one first.
Run: python packaging/make_pinyin_table.py
"""

import gzip
import unicodedata
from collections import defaultdict
from pathlib import Path

from pypinyin.constants import PINYIN_DICT

TABLE = Path(__file__).resolve().parent.parent / "forms" / "pinyin_initials.gz"
# 〇, Extension A, the basic block, Extensions B to F and G to H.
BLOCKS = (
    (0x3007, 0x3007),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0x20000, 0x2EBE0),
    (0x30000, 0x323AF),
)
# Characters of names that pypinyin has no reading for.
READINGS_OF_OUR_OWN = {"𠮷": "ji"}


def first_letters(code: int) -> str:
    """The first letter of each reading, the usual one first, none twice."""
    letters = []
    for reading in (PINYIN_DICT.get(code) or READINGS_OF_OUR_OWN.get(chr(code), "")).split(","):
        plain = unicodedata.normalize("NFD", reading.strip())[:1].lower()
        if plain and "a" <= plain <= "z":
            letters.append(plain)
    return "".join(dict.fromkeys(letters))


def table() -> str:
    usual, several = [], defaultdict(list)
    for first, last in BLOCKS:
        for code in range(first, last + 1):
            letters = first_letters(code)
            usual.append(letters[:1] or ".")
            if len(letters) > 1:
                several[letters].append(chr(code))
    lines = [" ".join(f"{first:x}-{last:x}" for first, last in BLOCKS), "".join(usual)]
    return "\n".join(lines + [f"{letters}\t{''.join(several[letters])}" for letters in sorted(several)])


def main() -> None:
    TABLE.write_bytes(gzip.compress(table().encode("utf-8"), 9, mtime=0))
    print(f"{TABLE.name}: {TABLE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
