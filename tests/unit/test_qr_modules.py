"""Our codes beside those of reportlab, which knows the whole standard."""

import subprocess
import sys

import pytest
from reportlab.graphics.barcode.code128 import _patterns
from reportlab.graphics.barcode.qrencoder import QR8bitByte, QRCode, QRErrorCorrectLevel

from station_app.printing.code_128_bars import code_128_widths
from station_app.printing.qr_modules import Modules, qr_modules

NUMBER = "5299-03-20261123-0007-K"


def as_reportlab_draws_it(text: str) -> list[Modules]:
    """With each of the eight masks."""
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(QR8bitByte(text))
    code.make()
    drawn = []
    for mask in range(8):
        code.makeImpl(False, mask)
        drawn.append([[bool(cell) for cell in row] for row in code.modules])
    return drawn


@pytest.mark.parametrize(
    "text", [NUMBER, "", "a", "x" * 14, "y" * 15, "B" * 26, "c" * 27, "z" * 62, "w" * 63, "q" * 84, "A1b~" * 26 + "Zz"]
)
def test_a_qr_code_is_module_for_module_one_of_the_eight_of_reportlab(text: str) -> None:
    assert qr_modules(text) in as_reportlab_draws_it(text)


def test_all_masks_are_chosen_from() -> None:
    masks = {as_reportlab_draws_it(text).index(qr_modules(text)) for text in map(str, range(1000, 1040))}
    assert len(masks) >= 4


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="too many"):
        qr_modules("x" * 107)
    with pytest.raises(ValueError, match="ascii"):
        qr_modules("凭证")
    with pytest.raises(ValueError, match="ASCII"):
        code_128_widths("凭证")


def test_every_symbol_of_code_128_has_the_widths_of_reportlab() -> None:
    printable = "".join(map(chr, range(32, 127)))
    widths = code_128_widths(printable)
    for value in range(95):
        symbol = "".join(chr(ord("a") + width - 1) for width in widths[6 + 6 * value : 12 + 6 * value])
        assert symbol == _patterns[value].lower()
    assert widths[-7:] == (2, 3, 3, 1, 1, 1, 2)


def test_papers_do_without_reportlabs_charts_and_paragraphs() -> None:
    code = "import sys, station_app.printing.pdf; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "reportlab.pdfgen.canvas" in loaded
    assert not {"reportlab.platypus", "reportlab.graphics"} & set(loaded)
