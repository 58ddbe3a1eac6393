"""A page is turned and cut out of its photograph by hand. A page never changes: another one takes its place."""

import msgspec

from station_app.desk.add_page import AddedPage, MadePage, Photograph, keep_made, make_page, page_bytes
from station_app.desk.bare_photograph import as_jpeg
from station_app.desk.context import Desk
from station_app.desk.crop_page import Corners, Trim
from station_app.desk.find_paper import paper_corners
from station_app.desk.loose_pages import photograph_of
from station_app.desk.page_doubt import Doubt
from station_app.desk.read_picture import read_picture
from station_app.imaging.flatten import flat
from station_app.imaging.formats import open_picture

_SHOWN = 1200
"""Px of the longer side of the picture that is worked on at the screen."""
_PREVIEW = 800


class OpenedPhotograph(msgspec.Struct, frozen=True):
    """`picture` (JPEG) is the photograph as it came, small enough for the screen; `trim` how the page was taken from it.

    `guess`: where its paper seems to be, in the picture as it came; None where no edge is to be seen.
    """

    picture: bytes
    trim: Trim
    guess: Corners | None
    doubt: Doubt


def source_of(desk: Desk, sha256: str) -> Photograph:
    """What a page was made of, or the page itself where that is gone. Raises `PageNotHere`, `PageDamaged`."""
    return photograph_of(desk, sha256) or Photograph(page_bytes(desk, sha256), "", Trim())


def opened(found: Photograph) -> OpenedPhotograph:
    """For the screen. Needs no desk, and takes its time."""
    image = flat(read_picture(found.content, found.name, _SHOWN))
    image.thumbnail((_SHOWN, _SHOWN))
    return OpenedPhotograph(as_jpeg(image, 88), found.trim or Trim(), paper_corners(image), found.doubt)


def open_photograph(desk: Desk, sha256: str) -> OpenedPhotograph:
    """Both at once, where nobody waits."""
    return opened(source_of(desk, sha256))


def look(picture: bytes, trim: Trim) -> bytes:
    """What the page would look like, in small: a PNG or JPEG."""

    image = open_picture(picture)
    image.thumbnail((_PREVIEW, _PREVIEW))
    return make_page(Photograph(as_jpeg(image, 88), "", trim))[0]


def trimmed(found: Photograph, trim: Trim) -> MadePage:
    """The page taken anew from its photograph, to be kept with `keep_made`. The one before stays until `let_loose_pages_go`.

    Raises ValueError for corners that hold no page.
    """
    content, taken = make_page(msgspec.structs.replace(found, trim=trim))
    return MadePage(content, taken)


def trim_page(desk: Desk, sha256: str, trim: Trim) -> AddedPage:
    """Taken anew and kept, where nobody waits."""
    return keep_made(desk, trimmed(source_of(desk, sha256), trim))
