"""Tables turned into pieces: the headings stand on every page, and a row is cut between two lines only where no page could
hold it whole."""

from collections.abc import Iterator
from itertools import accumulate
from typing import Final

from forms.papers.layout import Table, Tone
from station_app.printing.pen import Pen, Sheet
from station_app.printing.pieces import Piece, wrapped

_PAD: Final = 1.4
_SIDE: Final = 1.6


class _Frame:
    """The columns of one table on one sheet: their places, and how a row of cells is wrapped and drawn."""

    def __init__(self, sheet: Sheet, table: Table) -> None:
        self.sheet, self.table = sheet, table
        whole = sum(column.share for column in table.columns)
        self.widths = [sheet.inner * column.share / whole for column in table.columns]
        self.lefts = [sheet.margin + start for start in accumulate([0.0, *self.widths[:-1]])]

    def row(
        self, cells: tuple[str, ...], tone: Tone, least: float, below: float, head: Piece | None
    ) -> Iterator[Piece]:
        size = self.sheet.text_size
        wrap = [
            wrapped(self.sheet, cell, width - 2 * _SIDE, size, tone)
            for cell, width in zip(cells, self.widths, strict=True)
        ]
        count = max(map(len, wrap))
        most = max(int((self.sheet.room - (head.height if head else 0.0) - 2 * _PAD) // self.sheet.line(size)) - 1, 1)
        for start in range(0, count, most):
            part = [lines[start : start + most] for lines in wrap]
            ends = start + most >= count
            yield self._part(part, tone, least if count <= most else 0.0, below if ends else 0.0, head)

    def _part(self, wrap: list[list[str]], tone: Tone, least: float, below: float, head: Piece | None) -> Piece:
        size = self.sheet.text_size
        height = max(least, self.sheet.line(size) * max(map(len, wrap)) + 2 * (_PAD if self.table.ruled else _PAD / 2))

        def draw(pen: Pen, top: float) -> None:
            self._draw_frame(pen, top, height)
            for place, lines in enumerate(wrap):
                self._draw_cell(pen, top, height, place, lines, tone)

        return Piece(height + below, draw, repeat=head)

    def heading(self) -> Piece | None:
        cells = tuple(column.heading for column in self.table.columns)
        if not any(cells):
            return None
        (piece,) = self.row(cells, "alert" if self.table.tone == "alert" else "soft", 0.0, 0.0, None)
        return Piece(piece.height, piece.draw, with_next=True)

    def _draw_cell(self, pen: Pen, top: float, height: float, place: int, lines: list[str], tone: Tone) -> None:
        pitch = self.sheet.line(self.sheet.text_size)
        start = top + (height - pitch * len(lines)) / 2
        align = self.table.columns[place].align
        left, width = self.lefts[place], self.widths[place]
        x = {"left": left + _SIDE, "centre": left + width / 2, "right": left + width - _SIDE}[align]
        for count, line in enumerate(lines):
            pen.text(x, start + count * pitch, line, self.sheet.text_size, tone, align)

    def _draw_frame(self, pen: Pen, top: float, height: float) -> None:
        pen.rule(self.sheet.margin, top, self.sheet.inner)
        pen.rule(self.sheet.margin, top + height, self.sheet.inner)
        if self.table.ruled:
            for x in (*self.lefts, self.sheet.margin + self.sheet.inner):
                pen.upright(x, top, height)


def table_pieces(sheet: Sheet, table: Table) -> Iterator[Piece]:
    frame = _Frame(sheet, table)
    head = frame.heading()
    if head:
        yield head
    tone: Tone = "strong" if table.tone == "alert" else table.tone
    for place, cells in enumerate(table.rows):
        least = table.tall[place] if place < len(table.tall) else 0.0
        below = 3.0 if place == len(table.rows) - 1 else 0.0
        yield from frame.row(cells, tone, least, below, head)
