"""Opens what somebody gives the desk as a page: pictures and PDF files, or a sentence that says why not."""

import stat
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from forms.failures import InputFailure
from station_app.imaging.flatten import flat
from station_app.imaging.formats import open_picture
from station_app.imaging.pdf import PdfUnreadable, opened

if TYPE_CHECKING:
    from PIL.Image import Image

LARGEST_FILE = 60 * 1024 * 1024
MOST_PIXELS = 120_000_000
MOST_PAGES = 30
"""Of one file, a PDF or a picture of several pages, at a time."""
_SCANNED = 2480
"""Px of the longer side of an A4 page at 210 dpi: a PDF page is drawn at that, a long one by its shorter side."""
_A4 = 1.42
_MOST_SIDE = 20_000
_PAGED = ("TIFF",)
"""Formats whose pictures are pages. The others keep several for a film, a preview or a second lens: the first is the picture."""


class Drawn(NamedTuple):
    """One page of a file as a picture: which of how many."""

    image: "Image"
    at: int = 1
    of: int = 1


class PageRefused(InputFailure):
    """The file cannot become a page; nothing was kept of it."""


def read_file(source: Path) -> bytes:
    """The file's bytes. Raises `PageRefused` for one that is gone, empty or larger than 60 MB."""
    try:
        about = source.stat()
        if not stat.S_ISREG(about.st_mode):
            raise PageRefused(
                f"“{source.name}”不是普通的文件，读不了。请重新选择照片或者PDF。",
                f"“{source.name}” is no ordinary file. Choose a picture or a PDF.",
            )
        size = about.st_size
        if size > LARGEST_FILE:
            raise PageRefused(
                f"“{source.name}”有{size // 1_048_576}兆，太大了，收不下（最多60兆）。请用相机的小尺寸重拍一张。",
                f"“{source.name}” has {size // 1_048_576} MB; 60 MB at most. Take the photograph at a smaller size.",
            )
        with source.open("rb") as file:
            # It may have grown since, or a disk may say less than it gives.
            content = file.read(LARGEST_FILE)
    except OSError as error:
        raise PageRefused(
            f"“{source.name}”读不出来，可能已经移走，或者U盘拔掉了。请重新选择文件。",
            f"“{source.name}” cannot be read; it may have been moved. Choose the file again.",
        ) from error
    if not content:
        raise PageRefused(f"“{source.name}”是空文件，请重新选择。", f"“{source.name}” is empty; choose another file.")
    return content


def read_picture(content: bytes, name: str, longest: int) -> "Image":
    """The picture upright, at its own size, or smaller where a JPEG can be read faster so and keeps `longest` px.

    Raises `PageRefused` for what is no picture, has more than 120 million pixels or is damaged.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            # The bound is our own, checked before anything is unpacked.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = open_picture(content)
            if image.width * image.height > MOST_PIXELS:
                raise _too_many_pixels(name)
            image.draft("RGB", (longest, longest))
            return ImageOps.exif_transpose(image)
    except Image.DecompressionBombError as error:
        raise _too_many_pixels(name) from error
    except UnidentifiedImageError as error:
        raise PageRefused(
            f"“{name}”不是照片，也不是PDF，看不出里面的内容。请选JPG、PNG照片或者PDF文件。",
            f"“{name}” is neither a picture nor a PDF. Choose a JPG or PNG picture or a PDF file.",
        ) from error
    except (OSError, SyntaxError, ValueError) as error:
        raise damaged(name) from error


def read_pdf(content: bytes, name: str, most: int) -> Iterator["Drawn"]:
    """Each page as a picture. Raises `PageRefused` for one that cannot be shown whole or has more than `most` pages."""
    try:
        with opened(content) as document:
            _check_count(len(document), name, most)
            count = len(document)
            for number in range(count):
                yield Drawn(document.picture(number, _scale(*document.size(number))), number + 1, count)
    except PdfUnreadable as error:
        raise PageRefused(
            f"“{name}”打不开，可能没有传完，或者加了密码。请另存一份没有密码的再选。",
            f"“{name}” cannot be opened: it is incomplete or has a password.",
        ) from error


def read_frames(content: bytes, name: str, most: int) -> Iterator["Drawn"]:
    """Every page of a picture file that has several (a TIFF from a scanner), upright; empty for a file of one page.

    Raises `PageRefused` as `read_picture` does, and for more than `most` pages.
    """
    from PIL import ImageOps, ImageSequence

    image = open_picture(content)
    count = getattr(image, "n_frames", 1)
    if image.format not in _PAGED or count == 1:
        return
    _check_count(count, name, most)
    try:
        for at, frame in enumerate(ImageSequence.Iterator(image), 1):
            if frame.width * frame.height > MOST_PIXELS:
                raise _too_many_pixels(name)
            yield Drawn(flat(ImageOps.exif_transpose(frame)), at, count)
    except (OSError, SyntaxError, ValueError) as error:
        raise damaged(name) from error


def _scale(width: float, height: float) -> float:
    """Times 72 dpi, for a page of this size in points."""
    shorter, longer = sorted((max(width, 1.0), max(height, 1.0)))
    wanted = min(max(_SCANNED, _SCANNED / _A4 * longer / shorter), _MOST_SIDE)
    return wanted / longer


def _check_count(count: int, name: str, most: int) -> None:
    if not 0 < count <= most:
        raise PageRefused(
            f"“{name}”有{count}页，一次最多加{most}页。请只留需要的页。",
            f"“{name}” has {count} pages; {most} at most at a time.",
        )


def damaged(name: str) -> PageRefused:
    return PageRefused(
        f"“{name}”不完整，可能没有拷完。请重新拷一次，或者重拍一张。",
        f"“{name}” is incomplete. Copy it again, or take the photograph again.",
    )


def _too_many_pixels(name: str) -> PageRefused:
    return PageRefused(
        f"“{name}”的尺寸太大，处理不了。请把相机调到小一些的尺寸重拍一张。",
        f"“{name}” has too many pixels. Take the photograph at a smaller size.",
    )
