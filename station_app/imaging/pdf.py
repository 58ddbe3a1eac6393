"""A PDF file as pictures of its pages, with everything that a reader shows: seals, stamps, notes and filled fields.

pypdfium2 is imported when first used. PDFium may not be used from two threads at the same time, so every call takes turns.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from PIL.Image import Image

_ONE_AT_A_TIME: Final = threading.Lock()
_BEGINNING = 1024
"""Readers look for the mark so far into a file (ISO 32000-1, annex H.3, note 13): mail and scanners put bytes before it."""
_END = 2048


class PdfUnreadable(ValueError):
    """No PDF that can be shown whole: locked by a password, cut off, or damaged."""


def is_pdf(content: bytes) -> bool:
    """By its content, wherever in the first KB the mark stands; never by a file's name."""
    return b"%PDF-" in content[:_BEGINNING]


@contextmanager
def opened(content: bytes) -> "Iterator[Pdf]":
    """The PDF's pages while the block runs. Raises `PdfUnreadable` for one without its end (it was cut off), for one with
    a password, and for what is none."""
    import pypdfium2

    if b"%%EOF" not in content.rstrip(b"\0\r\n\t ")[-_END:]:
        raise PdfUnreadable("the end is missing")
    try:
        with _ONE_AT_A_TIME:
            document = pypdfium2.PdfDocument(content)
            # Without it the looks of form fields and signatures are left out, and a seal is one of these.
            document.init_forms()
    except pypdfium2.PdfiumError as error:
        raise PdfUnreadable(str(error)) from error
    try:
        yield Pdf(document)
    finally:
        with _ONE_AT_A_TIME:
            document.close()


class Pdf:
    """One opened PDF. `size(n)`: width and height in points, 72 an inch; `picture(n, scale)` at `scale` · 72 dpi, on white. `n` counts from 0."""

    def __init__(self, document: Any) -> None:
        self._document = document

    def __len__(self) -> int:
        with _ONE_AT_A_TIME:
            return len(self._document)

    def size(self, number: int) -> tuple[float, float]:
        """Raises `PdfUnreadable` for a page that is damaged, as `picture` does."""
        with self._page(number) as page:
            width, height = page.get_size()
        return float(width), float(height)

    def picture(self, number: int, scale: float) -> "Image":
        with self._page(number) as page:
            bitmap = page.render(scale=scale, fill_color=(255, 255, 255, 255), may_draw_forms=True, draw_annots=True)
            image: Image = bitmap.to_pil().copy()
            bitmap.close()
        return image

    @contextmanager
    def _page(self, number: int) -> Iterator[Any]:
        import pypdfium2

        if not 0 <= number < len(self):
            raise IndexError(number)
        with _ONE_AT_A_TIME:
            try:
                page = self._document[number]
                try:
                    yield page
                finally:
                    page.close()
            except pypdfium2.PdfiumError as error:
                raise PdfUnreadable(str(error)) from error
