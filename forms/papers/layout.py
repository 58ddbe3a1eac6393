"""What a paper is made of: blocks in reading order, as data. An engine draws them; no paper needs a change of the engine.

Papers are legal documents of the station and are in Chinese whatever the language of the screen.
"""

from typing import Literal, TypeAlias

import msgspec

Tone: TypeAlias = Literal["plain", "strong", "soft", "alert"]
Align: TypeAlias = Literal["left", "centre", "right"]
PageSize: TypeAlias = Literal["A4", "A5"]


class Code(msgspec.Struct, frozen=True, tag=True):
    """A code for a reader. `value` is printed as it stands and must be ASCII."""

    value: str
    kind: Literal["qr", "code128"] = "qr"


class Title(msgspec.Struct, frozen=True, tag=True):
    """The paper's name, centred, with the issuing body above it and a code in the corner."""

    text: str
    organisation: str = ""
    code: Code | None = None


class Pair(msgspec.Struct, frozen=True):
    label: str
    value: str
    tone: Tone = "plain"


class Pairs(msgspec.Struct, frozen=True, tag=True):
    """Labelled values; each row holds one pair across the page, or two halves."""

    rows: tuple[tuple[Pair, ...], ...]


class Column(msgspec.Struct, frozen=True):
    """`share` is the column's part of the width, relative to the other columns."""

    heading: str
    share: float
    align: Align = "left"


class Table(msgspec.Struct, frozen=True, tag=True):
    """Rows of cells under headings, which are repeated on a following page; no headings where all of them are empty.

    Every row has as many cells as there are columns; a cell may hold several lines (\\n). `ruled` draws every cell's
    frame. `tall` gives the least height of each row in millimetres, by its index; a row beyond it is as high as its text.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    tone: Tone = "plain"
    ruled: bool = False
    tall: tuple[float, ...] = ()


class Paragraph(msgspec.Struct, frozen=True, tag=True):
    text: str
    tone: Tone = "plain"
    align: Align = "left"
    indent: bool = False


class Seal(msgspec.Struct, frozen=True, tag=True):
    """A place kept free for a seal, marked with the words of `caption` and the date that stands under them."""

    caption: str
    dated: str = ""


class Signature(msgspec.Struct, frozen=True, tag=True):
    """Lines to sign by hand, each with its label, under `note`, what those who sign are told; the seal's place beside
    them. Never parted by a page's end.
    """

    labels: tuple[str, ...]
    seal: Seal | None = None
    note: str = ""


class Picture(msgspec.Struct, frozen=True, tag=True):
    """A picture (PNG or JPEG) under its caption, `height` millimetres high: what was signed on the screen."""

    content: bytes
    caption: str
    height: float = 18.0


class Rule(msgspec.Struct, frozen=True, tag=True):
    tone: Tone = "plain"


class Footer(msgspec.Struct, frozen=True, tag=True):
    """Stands at the foot of every page, above the page's number."""

    lines: tuple[str, ...]


Block: TypeAlias = Title | Pairs | Table | Paragraph | Signature | Seal | Code | Picture | Rule


class Layout(msgspec.Struct, frozen=True):
    """A whole paper. `name` is the document's title, `subject` says whose it is (it goes into the file's properties).

    `running` stands at the top of every page but the first: number, name and matter, so that no page is anybody's.
    `again` marks one that was printed before, with the day of this printing; nothing else on the paper changes by it.
    """

    page: PageSize
    name: str
    subject: str
    blocks: tuple[Block, ...]
    footer: Footer
    running: str = ""
    again: str = ""
