"""Pages of a PDF as pictures: for the slip on the screen, and for the printer."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageWriter

from station_app.imaging.pdf import opened

if TYPE_CHECKING:
    from PIL.Image import Image as PillowImage

MOST_READ: Final = 4
"""Pages of a paper that are shown beside the form."""
_CLOSER: Final = 1.3
"""Drawn so much larger than it is shown, since the paper around the writing is cut away."""


def page_image(pdf: bytes, width: int, page: int = 0) -> QImage:
    """One page, `width` pixels wide, flattened on white. `page` counts from 0; raises IndexError beyond the last,
    `PdfUnreadable` for what cannot be shown."""
    with opened(pdf) as document:
        picture = document.picture(page, width / document.size(page)[0]).convert("RGBX")
    return _as_image(picture)


def _as_image(picture: "PillowImage") -> QImage:
    stride = 4 * picture.width
    image = QImage(picture.tobytes("raw", "BGRX"), picture.width, picture.height, stride, QImage.Format.Format_RGB32)
    return image.copy()


def written_part(pdf: bytes, width: int) -> QImage:
    """What is written on the first pages, one beneath the other, `width` pixels wide and without the paper around it: for
    reading beside a form.
    """
    from PIL import Image

    with opened(pdf) as document:
        count = min(len(document), MOST_READ)
        parts = [_cut(document.picture(page, width / document.size(page)[0] * _CLOSER), width) for page in range(count)]
    whole = Image.new("RGBX", (width, sum(part.height for part in parts)), "white")
    top = 0
    for part in parts:
        whole.paste(part, (0, top))
        top += part.height
    return _as_image(whole)


def _cut(picture: "PillowImage", width: int) -> "PillowImage":
    from PIL import ImageOps

    picture = picture.convert("RGB")
    left, top, right, _ = ImageOps.invert(picture.convert("L")).getbbox() or (0, 0, *picture.size)
    edge = picture.width // 60
    cut = picture.crop((max(0, left - edge), max(0, top - edge), min(picture.width, right + edge), picture.height))
    return cut.resize((width, round(cut.height * width / cut.width))).convert("RGBX")


def page_count(pdf: bytes) -> int:
    with opened(pdf) as document:
        return len(document)


def page_sizes(pdf: bytes) -> tuple[tuple[float, float], ...]:
    """Width and height of every page in millimetres."""
    with opened(pdf) as document:
        return tuple(_millimetres(*document.size(page)) for page in range(len(document)))


def pages_as_images(pdf: bytes, dots_per_inch: int) -> Iterator[QImage]:
    """Every page in turn at the printer's resolution; one at a time, since a page at 600 dpi takes some 140 MB."""
    for page, (width, _) in enumerate(page_sizes(pdf)):
        yield page_image(pdf, round(width / 25.4 * dots_per_inch), page)


def page_png(pdf: bytes, width: int, page: int = 0) -> bytes:
    """One page as a PNG file, `width` pixels wide."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(page_image(pdf, width, page))
    return bytes(buffer.data().data())


def _millimetres(width: float, height: float) -> tuple[float, float]:
    return width * 25.4 / 72, height * 25.4 / 72
