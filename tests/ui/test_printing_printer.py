"""Papers on a printer: a real one into a file, none at all, and one that refuses."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter

from forms.failures import EnvironmentFailure
from station_app.printing import printer as printing
from station_app.printing.page_image import page_count, page_image, page_sizes
from station_app.printing.pdf import render
from station_app.printing.printer import PaperPrinter, PrinterFailure, list_printers, paint_pages
from tests.paper_examples import every_layout

pytestmark = pytest.mark.usefixtures("qapp")


def difference(one: QImage, other: QImage) -> float:
    """Mean difference of the brightness of two pages, 0 (same) to 255, seen from so far that a dot's shift is nothing."""
    far, near = Qt.TransformationMode.SmoothTransformation, Qt.AspectRatioMode.IgnoreAspectRatio
    first, second = (image.scaled(100, 140, near, far) for image in (one, other))
    dots = [(x, y) for x in range(100) for y in range(140)]
    apart = (abs(first.pixelColor(x, y).lightness() - second.pixelColor(x, y).lightness()) for x, y in dots)
    return sum(apart) / len(dots)


def file_printer(path: Path) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


@pytest.fixture
def no_printers(monkeypatch: pytest.MonkeyPatch) -> None:
    """This computer may know printers; a test must not depend on it, and never print on one."""
    monkeypatch.setattr(printing, "list_printers", lambda: ())


@pytest.mark.parametrize("paper", ["receipt", "receipt_crowded", "notice"])
def test_what_is_printed_is_the_paper(paper: str, tmp_path: Path) -> None:
    pdf = render(every_layout()[paper])
    out = tmp_path / "printed.pdf"
    assert paint_pages(file_printer(out), pdf)
    printed = out.read_bytes()
    assert page_count(printed) == page_count(pdf)
    for page, size in enumerate(page_sizes(pdf)):
        assert page_sizes(printed)[page] == pytest.approx(size, abs=0.4)
        assert difference(page_image(printed, 800, page), page_image(pdf, 800, page)) < 3.0


def test_the_comparison_tells_papers_apart() -> None:
    one, other = (page_image(render(every_layout()[paper]), 800) for paper in ("receipt", "receipt_crowded"))
    assert difference(one, other) > 6.0


def test_a_slip_on_a_larger_sheet_keeps_its_size_in_the_corner(tmp_path: Path) -> None:
    pdf = render(every_layout()["receipt"])
    out = tmp_path / "printed.pdf"
    assert paint_pages(file_printer(out), pdf, tray="A4")
    assert page_sizes(out.read_bytes()) == (pytest.approx((210, 297), abs=0.4),)
    corner = page_image(out.read_bytes(), round(800 * 210 / 148)).copy(0, 0, 800, 1135)
    assert difference(corner, page_image(pdf, 800)) < 4.0


def test_a_paper_larger_than_the_sheets_in_the_tray_asks_for_its_own_size(tmp_path: Path) -> None:
    out = tmp_path / "printed.pdf"
    assert paint_pages(file_printer(out), render(every_layout()["notice"]), tray="A5")
    assert page_sizes(out.read_bytes()) == (pytest.approx((210, 297), abs=0.4),)


@pytest.mark.usefixtures("no_printers")
def test_without_a_printer_the_paper_is_kept_and_its_place_said(tmp_path: Path) -> None:
    pdf = render(every_layout()["receipt"])
    with pytest.raises(PrinterFailure) as caught:
        PaperPrinter(tmp_path / "papers").print_pdf(pdf, "材料接收凭证-5299-03-20261123-0007-K")
    kept = caught.value.kept
    assert kept == tmp_path / "papers" / "材料接收凭证-5299-03-20261123-0007-K.pdf"
    assert kept.read_bytes() == pdf
    assert isinstance(caught.value, EnvironmentFailure)
    assert caught.value.zh.startswith("没有找到打印机。")
    assert str(kept) in caught.value.zh
    assert str(kept) in caught.value.en
    assert "按 F9 再打" in caught.value.zh


@pytest.mark.usefixtures("no_printers")
def test_a_paper_kept_twice_overwrites_nothing(tmp_path: Path) -> None:
    printer = PaperPrinter(tmp_path)
    kept = []
    for content in (b"first", b"second", b"third"):
        with pytest.raises(PrinterFailure) as caught:
            printer.print_pdf(content, "告知书:1/2")
        assert caught.value.kept
        kept.append((caught.value.kept.name, caught.value.kept.read_bytes()))
    assert kept == [("告知书-1-2.pdf", b"first"), ("告知书-1-2-2.pdf", b"second"), ("告知书-1-2-3.pdf", b"third")]


@pytest.mark.usefixtures("no_printers")
def test_when_the_folder_cannot_be_written_it_says_so_and_that_the_record_is_kept(tmp_path: Path) -> None:
    blocked = tmp_path / "a file where the folder should be"
    blocked.write_bytes(b"")
    with pytest.raises(PrinterFailure) as caught:
        PaperPrinter(blocked).print_pdf(b"paper", "凭证")
    assert caught.value.kept is None
    assert "也没能存成 PDF" in caught.value.zh
    assert "登记的内容都在" in caught.value.zh


def test_a_printer_that_is_gone_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "list_printers", lambda: ("另一台",))
    with pytest.raises(PrinterFailure) as caught:
        PaperPrinter(tmp_path).print_pdf(b"paper", "凭证", "办公室 HP")
    assert caught.value.zh.startswith("找不到打印机“办公室 HP”。")
    assert caught.value.kept
    assert caught.value.kept.read_bytes() == b"paper"


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_refuses_is_reported_and_the_paper_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refusing = file_printer(tmp_path / "no such folder" / "out.pdf")
    monkeypatch.setattr(PaperPrinter, "_printer", lambda *_: refusing)
    pdf = render(every_layout()["receipt"])
    with pytest.raises(PrinterFailure) as caught:
        PaperPrinter(tmp_path / "kept").print_pdf(pdf, "凭证")
    assert "没有接收" in caught.value.zh
    assert caught.value.kept
    assert caught.value.kept.read_bytes() == pdf


def test_listing_printers_gives_names() -> None:
    assert all(isinstance(name, str) and name for name in list_printers())
