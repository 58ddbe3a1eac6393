"""Codes for readers, as dark rectangles in units of one module: QR (GB/T 18284) and Code 128 (GB/T 18347)."""

from functools import lru_cache
from typing import NamedTuple

from station_app.printing.code_128_bars import code_128_widths
from station_app.printing.qr_modules import qr_modules


class Bars(NamedTuple):
    """`dark` holds (left, top, width, height) in modules; the quiet zone round it is not counted in."""

    columns: int
    rows: int
    dark: tuple[tuple[int, int, int, int], ...]


@lru_cache(maxsize=32)
def qr_code(value: str) -> Bars:
    """A QR code with 15 % of it restorable. Raises ValueError for a `value` that is no ASCII, or over 106 characters."""
    rows = qr_modules(value)
    dark = tuple((left, top, width, 1) for top, row in enumerate(rows) for left, width in _stretches(row))
    return Bars(len(rows), len(rows), dark)


@lru_cache(maxsize=32)
def code_128(value: str) -> Bars:
    """A Code 128 of one row. Raises ValueError for a `value` that is no printable ASCII."""
    widths = code_128_widths(value)
    modules = [index % 2 == 0 for index, width in enumerate(widths) for _ in range(width)]
    return Bars(len(modules), 1, tuple((left, 0, width, 1) for left, width in _stretches(modules)))


def _stretches(row: list[bool]) -> list[tuple[int, int]]:
    edges = [
        place for place in range(len(row) + 1) if (place < len(row) and row[place]) != (place > 0 and row[place - 1])
    ]
    return [(begin, end - begin) for begin, end in zip(edges[::2], edges[1::2], strict=True)]
