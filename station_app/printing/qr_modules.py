"""QR codes (GB/T 18284, ISO/IEC 18004) of short ASCII texts: bytes, versions 1 to 6, 15 % restorable (level M).

reportlab has the whole standard; but importing any of its codes takes 4 MB for charts and paragraphs that no paper needs.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import Final

Modules = list[list[bool]]

_BLOCKS: Final = {1: (1, 16, 10), 2: (1, 28, 16), 3: (1, 44, 26), 4: (2, 32, 18), 5: (2, 43, 24), 6: (4, 27, 16)}
"""Blocks, data bytes and check bytes in each, by version (table 9 of the standard)."""
_MASKS: Final = (
    lambda row, column: (row + column) % 2 == 0,
    lambda row, column: row % 2 == 0,
    lambda row, column: column % 3 == 0,
    lambda row, column: (row + column) % 3 == 0,
    lambda row, column: (row // 2 + column // 3) % 2 == 0,
    lambda row, column: row * column % 2 + row * column % 3 == 0,
    lambda row, column: (row * column % 2 + row * column % 3) % 2 == 0,
    lambda row, column: ((row + column) % 2 + row * column % 3) % 2 == 0,
)
_FINDER_BESIDE_LIGHT: Final = ("10111010000", "00001011101")


def qr_modules(text: str) -> Modules:
    """Rows of modules, True is dark, without the quiet zone. Raises ValueError for text that is no ASCII, or over 106
    characters.
    """
    data = text.encode("ascii")
    version = next((number for number, (blocks, size, _) in _BLOCKS.items() if len(data) + 2 <= blocks * size), None)
    if version is None:
        raise ValueError(f"{len(data)} characters are too many for one code")
    stream = _codewords(data, version)
    return min((_drawn(version, stream, mask) for mask in range(len(_MASKS))), key=_penalty)


def _codewords(data: bytes, version: int) -> list[int]:
    """The data in blocks with their check bytes, taken from the blocks in turn."""
    count, size, checks = _BLOCKS[version]
    bits = f"0100{len(data):08b}" + "".join(f"{byte:08b}" for byte in data) + "0000"
    filled = [int(bits[start : start + 8], 2) for start in range(0, len(bits), 8)]
    filled += [(0xEC, 0x11)[place % 2] for place in range(count * size - len(filled))]
    blocks = [filled[start : start + size] for start in range(0, len(filled), size)]
    restoring = [_check_bytes(block, checks) for block in blocks]
    return [byte for turn in (*zip(*blocks, strict=True), *zip(*restoring, strict=True)) for byte in turn]


def _check_bytes(block: list[int], count: int) -> list[int]:
    """Reed-Solomon over GF(256) with x^8+x^4+x^3+x^2+1: the remainder by (x-1)(x-2)(x-4)…"""
    divisor, root = [1], 1
    for _ in range(count):
        divisor = [left ^ _times(right, root) for left, right in zip([*divisor, 0], [0, *divisor], strict=True)]
        root = _times(root, 2)
    rest = [0] * count
    for byte in block:
        factor = byte ^ rest[0]
        rest = [left ^ _times(part, factor) for left, part in zip([*rest[1:], 0], divisor[1:], strict=True)]
    return rest


def _times(one: int, other: int) -> int:
    product = 0
    while other:
        product ^= one if other & 1 else 0
        one = one << 1 ^ (0x11D if one & 0x80 else 0)
        other >>= 1
    return product


def _drawn(version: int, stream: list[int], mask: int) -> Modules:
    side = 17 + 4 * version
    fixed = {**_finders(side), **_lines(side), **_alignment(version, side), **_format(side, mask)}
    bits = iter([bool(byte >> place & 1) for byte in stream for place in range(7, -1, -1)])
    free = {at: next(bits, False) ^ _MASKS[mask](*at) for at in _way(side) if at not in fixed}
    every = {**free, **fixed}
    return [[every[row, column] for column in range(side)] for row in range(side)]


def _finders(side: int) -> dict[tuple[int, int], bool]:
    """The three squares in the corners, and the light line round each."""
    marks = {}
    for top, left in ((0, 0), (0, side - 7), (side - 7, 0)):
        for down in range(-1, 8):
            for right in range(-1, 8):
                if 0 <= top + down < side and 0 <= left + right < side:
                    marks[top + down, left + right] = max(abs(down - 3), abs(right - 3)) in (0, 1, 3)
    return marks


def _lines(side: int) -> dict[tuple[int, int], bool]:
    between = range(8, side - 8)
    return {at: place % 2 == 0 for place in between for at in ((6, place), (place, 6))}


def _alignment(version: int, side: int) -> dict[tuple[int, int], bool]:
    """The one small square of versions 2 to 6; version 1 has none."""
    near = range(-2, 3)
    middle = side - 7
    marks = {(middle + down, middle + right): max(abs(down), abs(right)) != 1 for down in near for right in near}
    return marks if version > 1 else {}


def _format(side: int, mask: int) -> dict[tuple[int, int], bool]:
    """Level M and the mask, twice, under a BCH code; and the module that is always dark."""
    rest = mask << 10
    for place in range(14, 9, -1):
        rest ^= 0x537 << place - 10 if rest >> place & 1 else 0
    told = (mask << 10 | rest) ^ 0x5412
    down = [*range(6), 7, 8, *range(side - 7, side)]
    across = [*range(side - 1, side - 9, -1), 7, *range(5, -1, -1)]
    marks = {(side - 8, 8): True}
    for place in range(15):
        marks[down[place], 8] = marks[8, across[place]] = bool(told >> place & 1)
    return marks


def _way(side: int) -> Iterator[tuple[int, int]]:
    """From the lower right corner in columns two wide, up and down in turn, past the upright line of dots."""
    for turn, right in enumerate([*range(side - 1, 6, -2), 5, 3, 1]):
        for row in range(side) if turn % 2 else range(side - 1, -1, -1):
            yield row, right
            yield row, right - 1


def _penalty(modules: Modules) -> int:
    """How hard the code is to read: long stretches, blocks, what looks like a finder, too much dark or light."""
    lines = ["".join("01"[dark] for dark in line) for line in (*modules, *zip(*modules, strict=True))]
    stretches = (len(list(same)) for line in lines for _, same in groupby(line))
    points = sum(length - 2 for length in stretches if length >= 5)
    points += 40 * sum(
        line.startswith(form, at) for line in lines for form in _FINDER_BESIDE_LIGHT for at in range(len(line))
    )
    rows = range(len(modules) - 1)
    corners = ((modules[row][at : at + 2], modules[row + 1][at : at + 2]) for row in rows for at in rows)
    points += 3 * sum(above == below and above[0] == above[1] for above, below in corners)
    dark = sum(map(sum, modules))
    return points + 10 * int(abs(dark * 20 / len(modules) ** 2 - 10))
