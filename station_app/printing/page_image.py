"""Pages of a PDF as pictures: for the slip on the screen, and for the printer. pypdfium2 is imported when first used."""

import threading
from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageWriter

_ONE_AT_A_TIME: Final = threading.Lock()
"""PDFium may not be used from two threads at the same time."""


def page_image(pdf: bytes, width: int, page: int = 0) -> QImage:
    """One page, `width` pixels wide, flattened on white. `page` counts from 0; raises IndexError beyond the last."""
    import pypdfium2

    with _ONE_AT_A_TIME, pypdfium2.PdfDocument(pdf) as document:
        if not 0 <= page < len(document):
            raise IndexError(page)
        sheet = document[page]
        bitmap = sheet.render(scale=width / sheet.get_width(), prefer_bgrx=True, fill_color=(255, 255, 255, 255))
        image = QImage(
            bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32
        ).copy()
        bitmap.close()
        sheet.close()
        return image


def page_count(pdf: bytes) -> int:
    import pypdfium2

    with _ONE_AT_A_TIME, pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def page_sizes(pdf: bytes) -> tuple[tuple[float, float], ...]:
    """Width and height of every page in millimetres."""
    import pypdfium2

    with _ONE_AT_A_TIME, pypdfium2.PdfDocument(pdf) as document:
        return tuple(_millimetres(*document.get_page_size(page)) for page in range(len(document)))


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
