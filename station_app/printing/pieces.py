"""Blocks of a layout turned into pieces that no page's end may cut: each knows its height and how to draw itself."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from forms.papers.layout import Code, Pair, Pairs, Paragraph, Picture, Rule, Seal, Signature, Title, Tone
from station_app.printing.codes import code_128, qr_code
from station_app.printing.faces import Weight, printable
from station_app.printing.line_breaking import break_lines
from station_app.printing.pen import Pen, Sheet

Draw = Callable[[Pen, float], None]
_LONG_TITLE = 16
_LABEL_SHARE = 0.62


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


def shortened(sheet: Sheet, text: str, width: float, size: float) -> str:
    """The beginning of a text that fits on one line, with … where something was left out."""
    if sheet.text_mm(text, size, "regular") <= width:
        return text
    kept = len(text)
    while kept and sheet.text_mm(text[:kept] + "…", size, "regular") > width:
        kept -= 1
    return text[:kept] + "…"


def title_pieces(sheet: Sheet, block: Title) -> Iterator[Piece]:
    code_room = 2 * (sheet.code + 2) if block.code else 0.0
    above = wrapped(sheet, block.organisation, sheet.inner - code_room, sheet.text_size, "plain")
    size = sheet.title_size if len(block.text) <= _LONG_TITLE else sheet.title_size * 0.72
    lines = wrapped(sheet, block.text, sheet.inner - code_room, size, "strong")
    text_height = sheet.line(sheet.text_size) * len(above)
    height = text_height + sheet.line(size) * len(lines)

    def draw(pen: Pen, top: float) -> None:
        start = top + max(0.0, ((sheet.code if block.code else 0.0) - height) / 2)
        for place, line in enumerate(above):
            pen.text(
                sheet.width / 2, start + place * sheet.line(sheet.text_size), line, sheet.text_size, "plain", "centre"
            )
        for place, line in enumerate(lines):
            pen.text(sheet.width / 2, start + text_height + place * sheet.line(size), line, size, "strong", "centre")
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
        yield from _pairs_row(sheet, row, label_width, last=place == len(block.rows) - 1)


def _pairs_row(sheet: Sheet, row: tuple[Pair, ...], label_width: float, last: bool) -> Iterator[Piece]:
    """One piece, or several for a value that is taller than a page could hold."""
    size, room = sheet.text_size, sheet.inner / max(len(row), 1)
    values = [wrapped(sheet, pair.value, room - label_width - 2, size, pair.tone) for pair in row]
    most = max(int(sheet.room // sheet.line(size)) - 2, 1)
    for start in range(0, max(map(len, values), default=1), most):
        part = [value[start : start + most] for value in values]
        ends = start + most >= max(map(len, values), default=1)
        below = 0.0 if not ends else 3.0 if last else 0.9
        yield _pairs_part(sheet, row, part, label_width, below, with_labels=start == 0)


def _pairs_part(
    sheet: Sheet, row: tuple[Pair, ...], values: list[list[str]], label_width: float, below: float, *, with_labels: bool
) -> Piece:
    size, room = sheet.text_size, sheet.inner / max(len(row), 1)

    def draw(pen: Pen, top: float) -> None:
        for column, (pair, value) in enumerate(zip(row, values, strict=True)):
            left = sheet.margin + column * room
            if with_labels:
                pen.text(left, top, pair.label, size, "soft")
            for place, line in enumerate(value):
                pen.text(left + label_width, top + place * sheet.line(size), line, size, pair.tone)

    return Piece(max(map(len, values), default=1) * sheet.line(size) + below, draw)


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


def picture_pieces(sheet: Sheet, block: Picture) -> Iterator[Piece]:
    size = sheet.text_size

    def draw(pen: Pen, top: float) -> None:
        pen.text(sheet.margin, top, block.caption, size, "soft")
        pen.picture(sheet.margin, top + sheet.line(size), sheet.inner, block.height, block.content)

    yield Piece(sheet.line(size) + block.height + 2, draw)


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
    widest = room * _LABEL_SHARE
    labels = [wrapped(sheet, label, widest, size, "plain") for label in block.labels]
    label_width = max(sheet.text_mm(line, size, "regular") for lines in labels for line in lines) + 3
    more = [sheet.line(size) * (len(lines) - 1) for lines in labels]

    def draw(pen: Pen, top: float) -> None:
        if block.seal:
            _draw_seal(pen, top, block.seal)
        for place, line in enumerate(note):
            pen.text(sheet.margin, top + place * sheet.line(size), line, size)
        line_top = top + note_height + 4.5
        for place, lines in enumerate(labels):
            for number, line in enumerate(lines):
                pen.text(sheet.margin, line_top + number * sheet.line(size), line, size, "plain")
            line_top += more[place]
            pen.rule(sheet.margin + label_width, line_top + sheet.line(size), room - label_width, "soft")
            line_top += pitch

    height = note_height + pitch * len(labels) + sum(more) + 2
    yield Piece(max(height, sheet.seal if block.seal else 0.0) + 1, draw)
