"""Pages of a PDF as pictures: for the slip on the screen, and for the printer."""

from collections.abc import Iterator

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageWriter

from station_app.imaging.pdf import opened


def page_image(pdf: bytes, width: int, page: int = 0) -> QImage:
    """One page, `width` pixels wide, flattened on white. `page` counts from 0; raises IndexError beyond the last,
    `PdfUnreadable` for what cannot be shown."""
    with opened(pdf) as document:
        picture = document.picture(page, width / document.size(page)[0]).convert("RGBX")
    stride = 4 * picture.width
    image = QImage(picture.tobytes("raw", "BGRX"), picture.width, picture.height, stride, QImage.Format.Format_RGB32)
    return image.copy()


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
