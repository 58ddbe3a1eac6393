"""A photograph or scan becomes a page: checked, turned upright, scaled to reading quality, kept encrypted.

An A4 page at 1754 px (150 dpi) with its paper made white reads well under 80 KB; pages are nearly all of what travels.
"""

import warnings
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from forms.case import Page
from forms.failures import InputFailure
from station_app.desk.context import Desk
from station_app.desk.whiten_page import four_greys, trimmed, whitened
from station_app.storage.failures import PageNotHere

if TYPE_CHECKING:
    from PIL.Image import Image

LARGEST_FILE = 60 * 1024 * 1024
MOST_PIXELS = 120_000_000
LONGEST_SIDE = 1754
STEPS = ((LONGEST_SIDE, 70), (LONGEST_SIDE, 55), (1600, 45), (1400, 40))
"""(longest side in px, JPEG quality), tried from the first on until the page is no larger than `WANTED_BYTES`; the last one
is taken anyway: writing of 10.5 pt on A4 is still easy to read at it.
"""
WANTED_BYTES = 80_000
_GREY_CHROMA = 20
_COLOURED_SHARE = 0.002
MOST_PDF_PAGES = 30
_PDF = b"%PDF-"
_PNG = b"\x89PNG"


class PageRefused(InputFailure):
    """The file cannot become a page; nothing was kept of it."""


def add_page(desk: Desk, source: Path) -> Page:
    """One page from an image file, or from a PDF of one page. Raises `PageRefused`; for several pages see `add_pages`."""
    return _added(desk, source, 1)[0]


def add_pages(desk: Desk, source: Path) -> tuple[Page, ...]:
    """Every page of an image or PDF file, in order, on the disk when this returns.

    Raises `PageRefused` for what is no image or PDF, is larger than 60 MB or 120 million pixels, is damaged, locked by a
    password, or has more than 30 pages.
    """
    return _added(desk, source, MOST_PDF_PAGES)


def page_bytes(desk: Desk, sha256: str) -> bytes:
    """The page's bytes. Raises `PageDamaged`, or `PageNotHere` (station_app.storage): then the next sync fetches it."""
    try:
        return desk.store.vault.read(sha256)
    except PageNotHere:
        desk.store.pages.want(sha256)
        raise


def _added(desk: Desk, source: Path, most: int) -> tuple[Page, ...]:
    content = _read(source)
    if content.startswith(_PDF):
        return tuple(_keep(desk, image, source.name) for image in _pdf_images(content, source.name, most))
    return (_keep(desk, _image(content, source.name), source.name),)


def _read(source: Path) -> bytes:
    try:
        size = source.stat().st_size
        if size > LARGEST_FILE:
            raise PageRefused(
                f"“{source.name}”有{size // 1_048_576}兆，太大了，收不下（最多60兆）。请用相机的小尺寸重拍一张。",
                f"“{source.name}” has {size // 1_048_576} MB; 60 MB at most. Take the photograph at a smaller size.",
            )
        content = source.read_bytes()
    except OSError as error:
        raise PageRefused(
            f"“{source.name}”读不出来，可能已经移走，或者U盘拔掉了。请重新选择文件。",
            f"“{source.name}” cannot be read; it may have been moved. Choose the file again.",
        ) from error
    if not content:
        raise PageRefused(f"“{source.name}”是空文件，请重新选择。", f"“{source.name}” is empty; choose another file.")
    return content


def _image(content: bytes, name: str) -> "Image":
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            # The bound is our own, checked before anything is unpacked.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(BytesIO(content))
            if image.width * image.height > MOST_PIXELS:
                raise _too_many_pixels(name)
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            return ImageOps.exif_transpose(image)
    except Image.DecompressionBombError as error:
        raise _too_many_pixels(name) from error
    except UnidentifiedImageError as error:
        raise PageRefused(
            f"“{name}”不是照片，也不是PDF，看不出里面的内容。请选JPG、PNG照片或者PDF文件。",
            f"“{name}” is neither a picture nor a PDF. Choose a JPG or PNG picture or a PDF file.",
        ) from error
    except (OSError, SyntaxError, ValueError) as error:
        raise _damaged(name) from error


def _pdf_images(content: bytes, name: str, most: int) -> Iterator["Image"]:
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        raise PageRefused(
            f"“{name}”打不开，可能没有传完，或者加了密码。请另存一份没有密码的再选。",
            f"“{name}” cannot be opened: it is incomplete or has a password.",
        ) from error
    with document:
        if not 0 < len(document) <= most:
            raise PageRefused(
                f"“{name}”有{len(document)}页，一次最多加{most}页。请只留需要的页。",
                f"“{name}” has {len(document)} pages; {most} at most at a time.",
            )
        for number in range(len(document)):
            page = document[number]
            longest = max(page.get_size()) or 1
            yield page.render(scale=LONGEST_SIDE / longest).to_pil()
            page.close()


def _keep(desk: Desk, image: "Image", name: str) -> Page:
    try:
        content = _scaled(image)
    except (OSError, SyntaxError, ValueError) as error:
        raise _damaged(name) from error
    sha256 = desk.store.vault.write(content)
    return Page(sha256, len(content), "image/png" if content.startswith(_PNG) else "image/jpeg", name)


def _scaled(image: "Image") -> bytes:
    from PIL import Image

    if "A" in image.getbands() or image.mode == "P":
        clear = image.convert("RGBA")
        image = Image.new("RGB", clear.size, "white")
        image.paste(clear, mask=clear.getchannel("A"))
    image = image.convert("L" if image.mode in ("1", "L", "I;16") else "RGB")
    image = trimmed(image)
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    white = whitened(image)
    is_page, image = white is not image, white
    if image.mode == "RGB" and _is_grey(image):
        image = image.convert("L")
    if is_page and image.mode == "L":
        return four_greys(image)
    content = b""
    for longest, quality in STEPS:
        image.thumbnail((longest, longest), Image.Resampling.LANCZOS)
        out = BytesIO()
        image.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
        content = out.getvalue()
        if len(content) <= WANTED_BYTES:
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


def _too_many_pixels(name: str) -> PageRefused:
    return PageRefused(
        f"“{name}”的尺寸太大，处理不了。请把相机调到小一些的尺寸重拍一张。",
        f"“{name}” has too many pixels. Take the photograph at a smaller size.",
    )


def _damaged(name: str) -> PageRefused:
    return PageRefused(
        f"“{name}”不完整，可能没有拷完。请重新拷一次，或者重拍一张。",
        f"“{name}” is incomplete. Copy it again, or take the photograph again.",
    )
