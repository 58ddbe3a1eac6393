"""Codes for readers, as dark rectangles in units of one module: QR (GB/T 18284) and Code 128 (GB/T 18347)."""

from functools import lru_cache
from typing import NamedTuple

from reportlab.graphics.barcode.code128 import Code128
from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel


class Bars(NamedTuple):
    """`dark` holds (left, top, width, height) in modules; the quiet zone round it is not counted in."""

    columns: int
    rows: int
    dark: tuple[tuple[int, int, int, int], ...]


@lru_cache(maxsize=32)
def qr_code(value: str) -> Bars:
    """A QR code with 15 % of it restorable. `value` in ASCII."""
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(value)
    code.make()
    rows = [[bool(cell) for cell in row] for row in code.modules]
    dark = tuple((left, top, width, 1) for top, row in enumerate(rows) for left, width in _stretches(row))
    return Bars(len(rows), len(rows), dark)


@lru_cache(maxsize=32)
def code_128(value: str) -> Bars:
    """A Code 128 of one row. `value` in ASCII."""
    widths = _code_128_widths(value)
    modules = [index % 2 == 0 for index, width in enumerate(widths) for _ in range(width)]
    return Bars(len(modules), 1, tuple((left, 0, width, 1) for left, width in _stretches(modules)))


def _code_128_widths(value: str) -> list[int]:
    code = Code128(value, quiet=False)
    code.validate()
    code.encode()
    code.decompose()
    return [_module_count(letter) for letter in code.decomposed]


def _module_count(letter: str) -> int:
    return ord(letter.lower()) - ord("a") + 1


def _stretches(row: list[bool]) -> list[tuple[int, int]]:
    edges = [
        place for place in range(len(row) + 1) if (place < len(row) and row[place]) != (place > 0 and row[place - 1])
    ]
    return [(begin, end - begin) for begin, end in zip(edges[::2], edges[1::2], strict=True)]
