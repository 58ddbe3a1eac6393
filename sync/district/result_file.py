"""The file that an officer attaches to a decision: opened whole before it is taken, so that what a villager is told to come
for can be opened, shown and printed at the station."""

import threading
import warnings
from io import BytesIO
from typing import Any, Final

from forms.failures import InputFailure

LARGEST = 20 * 1024 * 1024
MOST_PAGES = 200
MOST_PIXELS = 120_000_000
PICTURES = {"JPEG": "image/jpeg", "PNG": "image/png"}
_ORIENTATION = 0x0112
_LOOK = 0.25
"""Times 72 dpi: enough that every part of a page has to be read."""
_PDFIUM: Final = threading.Lock()
"""PDFium may not be used from two threads at the same time."""


def media_type(content: bytes) -> str:
    """By the file's content, never by its name; empty for anything but PDF, JPEG and PNG. A PDF may have bytes before its
    mark (ISO 32000-1, annex H.3, note 13)."""
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"\x89PNG"):
        return "image/png"
    return "application/pdf" if b"%PDF-" in content[:1024] else ""


def checked_result(content: bytes, name: str) -> tuple[bytes, str]:
    """What is kept of the file, and its media type: a picture stands upright by itself, a PDF stays as it is.

    Raises `InputFailure` for what is no PDF, JPEG or PNG, is too large, locked, cut off or damaged.
    """
    if len(content) > LARGEST:
        raise InputFailure("结果文书太大，请控制在 20 MB 以内。", "The document is larger than 20 MB.")
    kind = media_type(content)
    if not kind:
        raise InputFailure(
            f"“{name}”不是 PDF，也不是 JPG 或 PNG 图片，请换一个文件。", f"{name} is no PDF, JPEG or PNG."
        )
    if kind != "application/pdf":
        return _upright(content, name), kind
    _open_whole(content, name)
    return content, kind


def _open_whole(content: bytes, name: str) -> None:
    import pypdfium2

    if b"%%EOF" not in content.rstrip(b"\0\r\n\t ")[-2048:]:
        raise _incomplete(name)
    with _PDFIUM:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            raise _locked(name) if "assword" in str(error) else _incomplete(name) from error
        try:
            _look_at_all(document, name)
        finally:
            document.close()


def _look_at_all(document: Any, name: str) -> None:
    import pypdfium2

    count = len(document)
    if not 0 < count <= MOST_PAGES:
        raise InputFailure(
            f"“{name}”有 {count} 页，结果文书最多 {MOST_PAGES} 页。请只留要发给申请人的页。",
            f"{name} has {count} pages; {MOST_PAGES} at most.",
        )
    try:
        for number in range(count):
            page = document[number]
            page.render(scale=_LOOK).close()
            page.close()
    except pypdfium2.PdfiumError as error:
        raise _incomplete(name) from error


def _upright(content: bytes, name: str) -> bytes:
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            # The bound is our own, checked before anything is unpacked.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(BytesIO(content), formats=tuple(PICTURES))
            if image.width * image.height > MOST_PIXELS:
                raise _incomplete(name)
            format = image.format
            image.load()
            if image.getexif().get(_ORIENTATION, 1) in (0, 1):
                return content
            out = BytesIO()
            ImageOps.exif_transpose(image).save(out, format, exif=b"", **({"quality": 92} if format == "JPEG" else {}))
            return out.getvalue()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise _incomplete(name) from error


def _locked(name: str) -> InputFailure:
    return InputFailure(
        f"“{name}”加了密码，站里打不开。请另存一份没有密码的再附上。",
        f"{name} has a password, and the station could not open it. Attach a copy without one.",
    )


def _incomplete(name: str) -> InputFailure:
    return InputFailure(
        f"“{name}”不完整，站里打不开，可能没有传完。请在自己电脑上打开看一遍，再重新附上。",
        f"{name} is incomplete, and the station could not open it. Open it on your own PC, then attach it again.",
    )
