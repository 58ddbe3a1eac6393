"""Papers to PDF. Import this module where a paper is first needed, not at the start: it brings reportlab with it.

The same layout always gives the same bytes. Fonts are embedded as subsets, and the text can be searched and copied.
"""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any, Final, TypeAlias

import msgspec
from reportlab.pdfgen.canvas import Canvas

from forms.papers.layout import Code, Footer, Layout, Pairs, Paragraph, Picture, Rule, Seal, Signature, Table, Title
from station_app.printing import pieces
from station_app.printing.faces import face, without_glyph
from station_app.printing.pen import POINT_MM, Pen, Sheet
from station_app.printing.pieces import Piece
from station_app.printing.table_pieces import table_pieces

_ONE_AT_A_TIME: Final = threading.Lock()
"""reportlab's fonts may not serve two documents at the same time."""

_SCALES: Final = (1.0, 0.95, 0.9)
_Pages: TypeAlias = list[list[tuple[float, Piece]]]
_PIECES: Final[dict[type, Callable[[Sheet, Any], Iterator[Piece]]]] = {
    Title: pieces.title_pieces,
    Code: pieces.code_pieces,
    Pairs: pieces.pairs_pieces,
    Table: table_pieces,
    Paragraph: pieces.paragraph_pieces,
    Rule: pieces.rule_pieces,
    Picture: pieces.picture_pieces,
    Seal: pieces.seal_pieces,
    Signature: pieces.signature_pieces,
}


def render(layout: Layout) -> bytes:
    """The paper as a PDF file. A character that no bundled font has is an empty square, to be filled in by hand: see
    `to_fill_in`. May be called from any thread; calls wait for one another.
    """
    with _ONE_AT_A_TIME:
        return _draw(layout)


def to_fill_in(layout: Layout) -> str:
    """The characters of the paper that no bundled font has, once each."""
    with _ONE_AT_A_TIME:
        return without_glyph(_strings(msgspec.to_builtins(layout, builtin_types=(bytes,))))


def warm_up() -> None:
    """Opens the fonts and draws once, so that the first paper is as quick as the next. For a background thread."""
    render(Layout("A5", "凭证", "", (Title("凭证", "", Code("0")), Paragraph("纸", tone="strong")), Footer(("纸",))))


def _draw(layout: Layout) -> bytes:
    face("NotoSansSC-Regular"), face("NotoSansSC-Bold")
    sheet, pages = _fitted(layout)
    buffer = BytesIO()
    canvas = Canvas(
        buffer,
        pagesize=(sheet.width / POINT_MM, sheet.height / POINT_MM),
        pageCompression=1,
        invariant=1,
        initialFontName="NotoSansSC-Regular",
        lang="zh-CN",
    )
    canvas.setTitle(layout.name)
    canvas.setSubject(layout.subject)
    canvas.setCreator("便民服务站")
    for number, page in enumerate(pages, 1):
        pen = Pen(canvas, sheet)
        _draw_running(pen, layout, number)
        for top, piece in page:
            piece.draw(pen, top)
        _draw_footer(pen, layout, number, len(pages))
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _fitted(layout: Layout) -> tuple[Sheet, _Pages]:
    """The largest type with which the paper keeps to one page; the full size where none does."""
    for scale in _SCALES:
        sheet = _sheet(layout, scale)
        pages = _pages(_pieces(layout, sheet), sheet)
        if len(pages) == 1:
            return sheet, pages
    sheet = _sheet(layout)
    return sheet, _pages(_pieces(layout, sheet), sheet)


def _sheet(layout: Layout, scale: float = 1.0) -> Sheet:
    """A sheet whose foot has room for all that the footer says."""
    sheet = Sheet(layout.page, scale)
    sheet.bottom = max(sheet.bottom, 10.5 + len(_footer_lines(sheet, layout)) * sheet.line(sheet.note_size))
    return sheet


def _pieces(layout: Layout, sheet: Sheet) -> list[Piece]:
    """All pieces in order. Nobody signs on a page of its own: what stands before a signature stays with it, and a heading
    with what it heads."""
    every: list[Piece] = []
    for before, block in zip((None, *layout.blocks), layout.blocks, strict=False):
        if every and (isinstance(block, Signature) or _is_heading(before)):
            every[-1] = replace(every[-1], with_next=True)
        every.extend(_PIECES[type(block)](sheet, block))
    return every


def _is_heading(block: object) -> bool:
    return isinstance(block, Paragraph) and block.tone in ("strong", "alert") and not block.indent


def _pages(every: list[Piece], sheet: Sheet) -> _Pages:
    """Each page as (top, piece). A piece goes to the next page together with those that must not part from it."""
    pages: _Pages = [[]]
    top, limit = sheet.top, sheet.height - sheet.bottom
    for group in _groups(every, sheet.room):
        if pages[-1] and top + sum(piece.height for piece in group) > limit:
            pages.append([])
            top = sheet.top + sheet.running
            if group[0].repeat:
                pages[-1].append((top, group[0].repeat))
                top += group[0].repeat.height
        for piece in group:
            pages[-1].append((top, piece))
            top += piece.height
    return pages


def _groups(every: list[Piece], room: float) -> Iterator[list[Piece]]:
    """Pieces that must not part; those that no page could hold together part all the same."""
    group: list[Piece] = []
    for piece in every:
        if group and sum(each.height for each in group) + piece.height > room:
            yield group
            group = []
        group.append(piece)
        if not piece.with_next:
            yield group
            group = []
    if group:
        yield group


def _draw_running(pen: Pen, layout: Layout, number: int) -> None:
    sheet, size = pen.sheet, pen.sheet.note_size
    if layout.again:
        pen.text(sheet.width - sheet.margin, sheet.top - sheet.line(size), layout.again, size, "alert", "right")
    if number > 1 and layout.running:
        text = pieces.shortened(sheet, layout.running, sheet.inner, size)
        pen.text(sheet.margin, sheet.top, text, size, "soft")
        pen.rule(sheet.margin, sheet.top + sheet.line(size) + 0.6, sheet.inner)


_PAGE_WORDS: Final = "第 {number} 页，共 {count} 页"


def _footer_lines(sheet: Sheet, layout: Layout) -> list[str]:
    room = sheet.inner - sheet.text_mm(_PAGE_WORDS.format(number=10, count=10), sheet.note_size, "regular") - 4
    return [
        line for text in layout.footer.lines for line in pieces.wrapped(sheet, text, room, sheet.note_size, "plain")
    ]


def _draw_footer(pen: Pen, layout: Layout, number: int, count: int) -> None:
    sheet, size = pen.sheet, pen.sheet.note_size
    top = sheet.height - sheet.bottom + 4
    pen.rule(sheet.margin, top, sheet.inner)
    page_words = _PAGE_WORDS.format(number=number, count=count)
    pen.text(sheet.width - sheet.margin, top + 1, page_words, size, "soft", "right")
    for place, line in enumerate(_footer_lines(sheet, layout)):
        pen.text(sheet.margin, top + 1 + place * sheet.line(size), line, size)


def _strings(value: Any) -> Iterator[str]:
    """Every string anywhere in the plain form of a layout."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _strings(part)
