"""A photograph or scan becomes a page: checked, turned upright, pulled straight, scaled to reading quality, kept encrypted.

An A4 page at 1754 px (150 dpi) with its paper made white reads well under 80 KB; pages are nearly all of what travels.
The photograph itself stays beside the page until the case is received, for whoever wants to cut it otherwise.
"""

from collections.abc import Iterator
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from forms.case import Page
from station_app.desk.bare_photograph import as_jpeg, bare
from station_app.desk.context import Desk
from station_app.desk.crop_page import Trim, box_corners, cut_out
from station_app.desk.find_paper import paper_corners
from station_app.desk.page_doubt import Doubt, doubt_of
from station_app.desk.read_picture import (
    MOST_PAGES,
    Drawn,
    PageRefused,
    damaged,
    read_file,
    read_frames,
    read_pdf,
    read_picture,
)
from station_app.desk.whiten_page import few_colours, four_greys, page_box, whitened
from station_app.imaging.flatten import flat
from station_app.imaging.pdf import is_pdf
from station_app.imaging.split import is_long, pieces
from station_app.storage.failures import PageNotHere

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["LONGEST_SIDE", "AddedPage", "PageRefused", "Photograph", "add_page", "add_pages", "page_bytes"]

LONGEST_SIDE = 1754
FINE = 2 * LONGEST_SIDE
"""Px of a photograph that a page is cut out of: it fills only a part of it."""
STEPS = ((LONGEST_SIDE, 70), (LONGEST_SIDE, 55), (1600, 45), (1400, 40))
"""(longest side in px, JPEG quality), tried from the first on until the page is no larger than `WANTED_BYTES`; the last one
is taken anyway: writing of 10.5 pt on A4 is still easy to read at it.
"""
SHARP_STEPS = (LONGEST_SIDE, 1600)
"""The same of a page that becomes a PNG: strokes of small print stay apart at 137 dpi."""
WANTED_BYTES = 80_000
_GLANCE = 900
"""Px at which it is told whether something is a page."""
_GREY_CHROMA = 20
_COLOURED_SHARE = 0.002
_PNG = b"\x89PNG"


class Photograph(msgspec.Struct, frozen=True, array_like=True):
    """What a page was made of: the picture as it came, without metadata, and how the page was taken from it.

    `trim` None: by itself. `doubt`: why it may be hard to read.
    """

    content: bytes
    name: str
    trim: Trim | None = None
    doubt: Doubt = ""


class MadePage(msgspec.Struct, frozen=True):
    """A page that has been made and is not kept yet: its bytes, what it was made of, and which page of how many of its file."""

    content: bytes
    photograph: Photograph
    at: int = 1
    of: int = 1


class AddedPage(msgspec.Struct, frozen=True):
    """A page as it is in the vault, and why it may be hard to read."""

    page: Page
    doubt: Doubt


def add_page(desk: Desk, source: Path) -> Page:
    """One page from an image file, or from a PDF of one page. Raises `PageRefused`; for several pages see `add_pages`."""
    return _added(desk, source, 1)[0].page


def add_pages(desk: Desk, source: Path) -> tuple[Page, ...]:
    """As `take_pages`, without what is to be said of them."""
    return tuple(added.page for added in take_pages(desk, source))


def take_pages(desk: Desk, source: Path) -> tuple[AddedPage, ...]:
    """Every page of an image or PDF file, in order, on the disk when this returns. For a window, which has to go on while
    a long file is read: `made_pages` on another thread, and `keep_made`.

    Raises `PageRefused` for what is no image or PDF, is larger than 60 MB or 120 million pixels, is damaged, locked by a
    password, or has more than 30 pages.
    """
    return _added(desk, source, MOST_PAGES)


def page_bytes(desk: Desk, sha256: str) -> bytes:
    """The page's bytes. Raises `PageDamaged`, or `PageNotHere` (station_app.storage): then the next sync fetches it."""
    try:
        return desk.store.vault.read(sha256)
    except PageNotHere:
        desk.store.pages.want(sha256)
        raise


def is_here(desk: Desk, page: Page) -> bool:
    """Whether this PC has the page's bytes; `page_bytes` of one that it has not makes the next sync fetch it."""
    return desk.store.vault.holds(page.sha256)


def make_page(photograph: Photograph) -> tuple[bytes, Photograph]:
    """The page's bytes as a photograph gives them, and the photograph with how it was taken and what is to be said of it.

    Raises `PageRefused` for a damaged one, ValueError for corners that are not sensible.
    """
    try:
        image, trim = _cut(photograph)
        content, is_page = _packed(image)
        return content, msgspec.structs.replace(photograph, trim=trim, doubt=doubt_of(image, is_page=is_page))
    except (OSError, SyntaxError) as error:
        raise damaged(photograph.name) from error


def made_pages(source: Path, most: int = MOST_PAGES) -> Iterator[MadePage]:
    """Every page of a file, one after the other, without the desk. Raises `PageRefused` as `take_pages` does."""
    for photograph, at, of in _photographs(read_file(source), source.name, most):
        content, taken = make_page(photograph)
        yield MadePage(content, taken, at, of)


def keep_made(desk: Desk, made: MadePage) -> AddedPage:
    """The page in the vault, with the photograph beside it."""
    sha256 = desk.store.vault.write(made.content)
    desk.store.sources.keep(sha256, msgspec.msgpack.encode(made.photograph))
    kind = "image/png" if made.content.startswith(_PNG) else "image/jpeg"
    return AddedPage(Page(sha256, len(made.content), kind, made.photograph.name), made.photograph.doubt)


def _added(desk: Desk, source: Path, most: int) -> tuple[AddedPage, ...]:
    return tuple(keep_made(desk, made) for made in made_pages(source, most))


def _photographs(content: bytes, name: str, most: int) -> Iterator[tuple[Photograph, int, int]]:
    if is_pdf(content):
        drawn = read_pdf(content, name, most)
    else:
        picture = read_picture(content, name, LONGEST_SIDE)
        drawn = read_frames(content, name, most)
        first = next(drawn, None)
        if first is None and not is_long(picture.size):
            yield _photograph(content, name), 1, 1
            return
        drawn = chain([first or Drawn(_whole(content, name))], drawn)
    for image, at, of in drawn:
        yield from ((Photograph(as_jpeg(piece, 90), name), at, of) for piece in pieces(image))


def _photograph(content: bytes, name: str) -> Photograph:
    try:
        return Photograph(bare(content), name)
    except (OSError, SyntaxError, ValueError) as error:
        raise damaged(name) from error


def _whole(content: bytes, name: str) -> "Image":
    """At its own size, which a draft for one page would not be."""
    try:
        return flat(read_picture(content, name, 1 << 20))
    except (OSError, SyntaxError) as error:
        raise damaged(name) from error


def _cut(photograph: Photograph) -> tuple["Image", Trim]:
    """The picture of the page, and how it was cut out: as wanted, or where the edges of a sheet are sure, along them."""
    image = flat(read_picture(photograph.content, photograph.name, LONGEST_SIDE))
    trim = photograph.trim or _sure_trim(image)
    if trim.corners != Trim().corners:
        image = flat(read_picture(photograph.content, photograph.name, FINE))
    return cut_out(image, trim, LONGEST_SIDE), trim


def _sure_trim(image: "Image") -> Trim:
    """Along the edges of a sheet that lies on something dark, if what is between them is surely a page."""
    box = page_box(image)
    for corners in (paper_corners(image), box_corners(*box) if box else None):
        if corners is not None:
            sheet = cut_out(image, Trim(corners=corners), _GLANCE)
            if whitened(sheet) is not sheet:
                return Trim(corners=corners)
    return Trim()


def _packed(image: "Image") -> tuple[bytes, bool]:
    """The page's bytes, and whether its paper was made white, which is done where it surely is one."""
    from PIL import Image

    image = image.copy()
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    white = whitened(image)
    is_page, image = white is not image, white
    if image.mode == "RGB" and _is_grey(image):
        image = image.convert("L")
    if is_page and (sharp := _sharp(image)):
        return sharp, True
    content = b""
    for longest, quality in STEPS:
        image.thumbnail((longest, longest), Image.Resampling.LANCZOS)
        out = BytesIO()
        image.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
        content = out.getvalue()
        if len(content) <= WANTED_BYTES:
            break
    return content, is_page


def _sharp(image: "Image") -> bytes | None:
    """A white page in few colours, as small as is needed and no smaller; None for one with a picture on it."""
    from PIL import Image

    content = None
    for longest in SHARP_STEPS:
        small = image.copy()
        small.thumbnail((longest, longest), Image.Resampling.LANCZOS)
        content = four_greys(small) if image.mode == "L" else few_colours(small)
        if content is None or len(content) <= WANTED_BYTES:
            break
    return content


def _is_grey(image: "Image") -> bool:
    """Whether hardly a point has a colour. One red seal is more than that: it has to stay red."""
    from PIL import Image

    small = image.copy()
    small.thumbnail((400, 400), Image.Resampling.BOX)
    bands = small.convert("YCbCr").split()[1:]
    coloured = sum(
        count for band in bands for value, count in enumerate(band.histogram()) if abs(value - 128) > _GREY_CHROMA
    )
    return coloured <= _COLOURED_SHARE * small.width * small.height
