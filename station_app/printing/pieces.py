"""Blocks of a layout turned into pieces that no page's end may cut: each knows its height and how to draw itself."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from forms.papers.layout import Code, Pair, Pairs, Paragraph, Rule, Seal, Signature, Title, Tone
from station_app.printing.codes import code_128, qr_code
from station_app.printing.faces import Weight, printable
from station_app.printing.line_breaking import break_lines
from station_app.printing.pen import Pen, Sheet

Draw = Callable[[Pen, float], None]


@dataclass(frozen=True)
class Piece:
    """`height` in millimetres with the space under it; `draw(pen, top)` draws it. `with_next` keeps it on one page with
    the piece after it; `repeat` is drawn again where a page begins with this piece.
    """

    height: float
    draw: Draw
    with_next: bool = False
    repeat: "Piece | None" = None


def weight_of(tone: Tone) -> Weight:
    return "bold" if tone in ("strong", "alert") else "regular"


def wrapped(sheet: Sheet, text: str, width: float, size: float, tone: Tone) -> list[str]:
    weight = weight_of(tone)
    return break_lines(printable(text), width, lambda character: sheet.text_mm(character, size, weight))


def title_pieces(sheet: Sheet, block: Title) -> Iterator[Piece]:
    code_room = 2 * (sheet.code + 2) if block.code else 0.0
    above = wrapped(sheet, block.organisation, sheet.inner - code_room, sheet.text_size, "plain")
    text_height = sheet.line(sheet.text_size) * len(above)
    height = text_height + sheet.line(sheet.title_size)

    def draw(pen: Pen, top: float) -> None:
        start = top + max(0.0, (sheet.code - height) / 2)
        for place, line in enumerate(above):
            pen.text(
                sheet.width / 2, start + place * sheet.line(sheet.text_size), line, sheet.text_size, "plain", "centre"
            )
        pen.text(sheet.width / 2, start + text_height, block.text, sheet.title_size, "strong", "centre")
        if block.code:
            _draw_qr(pen, sheet.width - sheet.margin - sheet.code, top, block.code.value)

    yield Piece(max(height, sheet.code) + 3.0, draw)


def _draw_qr(pen: Pen, x: float, top: float, value: str) -> None:
    bars = qr_code(value)
    pen.bars(x, top, bars, pen.sheet.code / bars.columns, pen.sheet.code / bars.rows)


def code_pieces(sheet: Sheet, block: Code) -> Iterator[Piece]:
    def draw(pen: Pen, top: float) -> None:
        if block.kind == "qr":
            _draw_qr(pen, sheet.margin, top, block.value)
            return
        bars = code_128(block.value)
        pen.bars(sheet.margin, top, bars, min(0.3, sheet.inner / bars.columns), 11)

    yield Piece(sheet.code + 3 if block.kind == "qr" else 14, draw)


def pairs_pieces(sheet: Sheet, block: Pairs) -> Iterator[Piece]:
    size = sheet.text_size
    longest = max((sheet.text_mm(pair.label, size, "regular") for row in block.rows for pair in row), default=0.0)
    label_width = longest + 4
    for place, row in enumerate(block.rows):
        yield _pairs_row(sheet, row, label_width, last=place == len(block.rows) - 1)


def _pairs_row(sheet: Sheet, row: tuple[Pair, ...], label_width: float, last: bool) -> Piece:
    size, room = sheet.text_size, sheet.inner / max(len(row), 1)
    values = [wrapped(sheet, pair.value, room - label_width - 2, size, pair.tone) for pair in row]
    lines = max(map(len, values), default=1)

    def draw(pen: Pen, top: float) -> None:
        for column, (pair, value) in enumerate(zip(row, values, strict=True)):
            left = sheet.margin + column * room
            pen.text(left, top, pair.label, size, "soft")
            for place, line in enumerate(value):
                pen.text(left + label_width, top + place * sheet.line(size), line, size, pair.tone)

    return Piece(lines * sheet.line(size) + (3.0 if last else 0.9), draw)


def paragraph_pieces(sheet: Sheet, block: Paragraph) -> Iterator[Piece]:
    size = sheet.note_size if block.tone == "soft" else sheet.text_size
    text = f"　　{block.text}" if block.indent else block.text
    x = {"left": sheet.margin, "centre": sheet.width / 2, "right": sheet.width - sheet.margin}[block.align]
    lines = wrapped(sheet, text, sheet.inner, size, block.tone)
    for place, line in enumerate(lines):
        ends = place == len(lines) - 1
        yield _line_piece(sheet, line, x, size, block, 1.3 if ends else 0.0, with_next=place == 0 and not ends)


def _line_piece(
    sheet: Sheet, line: str, x: float, size: float, block: Paragraph, below: float, with_next: bool
) -> Piece:
    def draw(pen: Pen, top: float) -> None:
        pen.text(x, top, line, size, block.tone, block.align)

    return Piece(sheet.line(size) + below, draw, with_next)


def rule_pieces(sheet: Sheet, block: Rule) -> Iterator[Piece]:
    tone = "line" if block.tone == "plain" else block.tone
    yield Piece(3.0, lambda pen, top: pen.rule(sheet.margin, top + 1, sheet.inner, tone))


def seal_pieces(sheet: Sheet, block: Seal) -> Iterator[Piece]:
    yield Piece(sheet.seal + 2, lambda pen, top: _draw_seal(pen, top, block))


def _draw_seal(pen: Pen, top: float, seal: Seal) -> None:
    sheet, size = pen.sheet, pen.sheet.note_size
    x, y = sheet.width - sheet.margin - sheet.seal / 2, top + sheet.seal / 2
    pen.dashed_circle(x, y, sheet.seal / 2)
    lines = wrapped(sheet, seal.caption, sheet.seal - 8, size, "soft")
    start = y - sheet.seal * 0.06 - len(lines) * sheet.line(size) / 2
    for place, line in enumerate(lines):
        pen.text(x, start + place * sheet.line(size), line, size, "soft", "centre")
    pen.text(x, y + sheet.seal * 0.17, seal.dated, size, "plain", "centre")


def signature_pieces(sheet: Sheet, block: Signature) -> Iterator[Piece]:
    size, pitch = sheet.text_size, sheet.line(sheet.text_size) + 5.5
    room = sheet.inner - (sheet.seal + 6 if block.seal else 0.0)
    note = wrapped(sheet, block.note, room, size, "plain") if block.note else []
    note_height = sheet.line(size) * len(note)
    label_width = max(sheet.text_mm(label, size, "regular") for label in block.labels) + 3

    def draw(pen: Pen, top: float) -> None:
        if block.seal:
            _draw_seal(pen, top, block.seal)
        for place, line in enumerate(note):
            pen.text(sheet.margin, top + place * sheet.line(size), line, size)
        for place, label in enumerate(block.labels):
            line_top = top + note_height + 4.5 + place * pitch
            pen.text(sheet.margin, line_top, label, size, "plain")
            pen.rule(sheet.margin + label_width, line_top + sheet.line(size), room - label_width, "soft")

    yield Piece(max(note_height + pitch * len(block.labels) + 2, sheet.seal if block.seal else 0.0) + 1, draw)
