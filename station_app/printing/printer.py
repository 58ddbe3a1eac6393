"""Papers to a printer, without a dialog. Nothing is lost when that fails: the paper is kept as a PDF file and found again.

Qt's own PDF writer loses characters beyond U+FFFF, so what goes to the printer is the PDF's page as a picture.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from forms.failures import EnvironmentFailure
from forms.papers.layout import PageSize
from station_app.printing.page_image import page_sizes, pages_as_images

DOTS_PER_INCH: Final = 300
_MM_PER_INCH: Final = 25.4
_ROUNDING: Final = 1.0
_NOT_IN_A_FILE_NAME: Final = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_AGAIN_ZH: Final = "弄好后按 F9 再打。"
_AGAIN_EN: Final = "Press F9 to print again once it is ready."
_IDS: Final[dict[PageSize, QPageSize.PageSizeId]] = {"A4": QPageSize.PageSizeId.A4, "A5": QPageSize.PageSizeId.A5}


class PrinterFailure(EnvironmentFailure):
    """The printer failed. `kept` is the PDF file the paper was saved to, None where that failed as well."""

    def __init__(self, zh: str, en: str, kept: Path | None) -> None:
        super().__init__(zh, en)
        self.kept = kept


def list_printers() -> tuple[str, ...]:
    """Names of the printers this computer knows, its default first. May take a second: not for the GUI thread."""
    default = QPrinterInfo.defaultPrinterName()
    names = QPrinterInfo.availablePrinterNames()
    return tuple(sorted(names, key=lambda name: (name != default, name)))


class PaperPrinter:
    """Prints papers; `folder` takes those that could not be printed.

    `tray` says what sheets lie in the printer: a smaller page then stands in their upper left corner at its own size.
    None asks the printer for each paper's own size, which a larger page than `tray` does as well.
    """

    def __init__(self, folder: Path, tray: PageSize | None = None) -> None:
        self._folder = folder
        self._tray = tray

    def print_pdf(self, pdf: bytes, name: str, printer_name: str = "", copies: int = 1) -> str:
        """Prints on the named printer, or on the default one, and returns that printer's name.

        `name` is the file name (without suffix) the paper gets where it has to be kept. Raises PrinterFailure.
        """
        printer = self._printer(pdf, name, printer_name)
        printer.setCopyCount(copies)
        printer.setDocName(name)
        if not paint_pages(printer, pdf, self._tray):
            where = printer.printerName()
            raise self._failure(
                pdf,
                name,
                f"打印机“{where}”没有接收。请看看电源、数据线和纸。",
                f"The printer “{where}” did not take the paper. Check its power, its cable and its paper.",
            )
        return printer.printerName()

    def keep(self, pdf: bytes, name: str) -> Path:
        """Saves the paper as a file in the folder, under a name not taken yet, and returns its path. Raises OSError."""
        self._folder.mkdir(parents=True, exist_ok=True)
        for path in self._free_names(name):
            try:
                with path.open("xb") as file:
                    file.write(pdf)
            except FileExistsError:
                continue
            return path
        raise AssertionError("names never run out")

    def _printer(self, pdf: bytes, name: str, wanted: str) -> QPrinter:
        known = list_printers()
        if not known:
            raise self._failure(
                pdf, name, "没有找到打印机。请接上打印机，打开电源。", "No printer was found. Connect one."
            )
        if wanted and wanted not in known:
            raise self._failure(
                pdf,
                name,
                f"找不到打印机“{wanted}”。请看看它的电源和数据线，或者换一台打印机。",
                f"The printer “{wanted}” was not found. Check its power and cable, or choose another printer.",
            )
        return QPrinter(QPrinterInfo.printerInfo(wanted or known[0]), QPrinter.PrinterMode.HighResolution)

    def _failure(self, pdf: bytes, name: str, zh: str, en: str) -> PrinterFailure:
        try:
            kept = self.keep(pdf, name)
        except OSError as error:
            return PrinterFailure(
                f"{zh}也没能存成 PDF（{self._folder} 写不进去，磁盘可能满了）。登记的内容都在，{_AGAIN_ZH}",
                f"{en} It could not be saved as a PDF either ({error.strerror}). What was recorded is kept. {_AGAIN_EN}",
                None,
            )
        return PrinterFailure(
            f"{zh}这份文书已经存成 PDF：{kept}。{_AGAIN_ZH}", f"{en} The paper was saved as {kept}. {_AGAIN_EN}", kept
        )

    def _free_names(self, name: str) -> Iterator[Path]:
        name = _NOT_IN_A_FILE_NAME.sub("-", name)
        yield self._folder / f"{name}.pdf"
        number = 2
        while True:
            yield self._folder / f"{name}-{number}.pdf"
            number += 1


def paint_pages(printer: QPrinter, pdf: bytes, tray: PageSize | None = None) -> bool:
    """Puts every page on the printer's paper at its exact size, without margins. False where the printer refuses."""
    sizes = page_sizes(pdf)
    printer.setResolution(DOTS_PER_INCH)
    printer.setFullPage(True)
    _load(printer, sizes[0], tray)
    painter = QPainter()
    if not painter.begin(printer):
        return False
    try:
        dots = printer.resolution() / _MM_PER_INCH
        for page, image in enumerate(pages_as_images(pdf, DOTS_PER_INCH)):
            if page and not printer.newPage():
                return False
            width, height = sizes[page]
            painter.drawImage(QRectF(0, 0, width * dots, height * dots), image)
    finally:
        painter.end()
    return printer.printerState() not in (QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted)


def _load(printer: QPrinter, size: tuple[float, float], tray: PageSize | None) -> None:
    own = QPageSize(QSizeF(*size), QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    paper = own
    if tray:
        sheet = QPageSize(_IDS[tray])
        room = sheet.size(QPageSize.Unit.Millimeter)
        paper = sheet if room.width() >= size[0] - _ROUNDING and room.height() >= size[1] - _ROUNDING else own
    printer.setPageLayout(QPageLayout(paper, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
    printer.setFullPage(True)
