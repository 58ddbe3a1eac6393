"""What is attached to a decision can be opened at the station, or is not taken."""

from io import BytesIO

import pytest
from PIL import Image
from pypdfium2 import PdfDocument

from forms.failures import InputFailure
from sync.district.result_file import MOST_PAGES, checked_result, media_type
from tests.district.pictures import one_page_pdf
from tests.made_pdf import form_pdf, locked_pdf


def picture(format: str, way: int = 1, size: tuple[int, int] = (60, 40)) -> bytes:
    exif, out = Image.Exif(), BytesIO()
    exif[0x0112] = way
    Image.effect_noise(size, 80).convert("RGB").save(out, format, exif=exif.tobytes())
    return out.getvalue()


@pytest.mark.parametrize("before", [b"", b"\r\n\r\n", b"\xef\xbb\xbf"])
def test_a_pdf_is_taken_as_it_is_whatever_stands_before_its_mark(before: bytes) -> None:
    for content in (form_pdf(), one_page_pdf()):
        assert checked_result(before + content, "a.pdf") == (before + content, "application/pdf")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.95])
def test_a_file_that_was_cut_off_is_refused_in_words(share: float) -> None:
    for content in (form_pdf(), picture("JPEG"), picture("PNG")):
        with pytest.raises(InputFailure, match="不完整"):
            checked_result(content[: max(round(len(content) * share), 12)], "决定书")


def test_a_locked_pdf_is_refused_in_words() -> None:
    with pytest.raises(InputFailure, match="密码"):
        checked_result(locked_pdf(), "决定书.pdf")


def test_a_pdf_of_very_many_pages_is_refused_in_words() -> None:
    document, out = PdfDocument.new(), BytesIO()
    for _ in range(MOST_PAGES + 1):
        document.new_page(100, 100)
    document.save(out)
    document.close()
    with pytest.raises(InputFailure, match="201 页"):
        checked_result(out.getvalue(), "决定书.pdf")


@pytest.mark.parametrize("format", ["JPEG", "PNG"])
@pytest.mark.parametrize("way", range(1, 9))
def test_a_photographed_result_stands_upright_everywhere(format: str, way: int) -> None:
    kept, kind = checked_result(picture(format, way), "a.jpg")
    shown = Image.open(BytesIO(kept))
    assert kind == f"image/{format.lower()}"
    assert shown.getexif().get(0x0112, 1) == 1
    assert shown.size == ((60, 40) if way < 5 else (40, 60))


@pytest.mark.parametrize("content", [b"", b"%!PS-Adobe-3.0", b"GIF89a....", b"<html>", b"x" * 3000 + b"%PDF-1.7"])
def test_anything_else_is_refused(content: bytes) -> None:
    assert media_type(content) == ""
    with pytest.raises(InputFailure, match="不是 PDF"):
        checked_result(content, "a")
