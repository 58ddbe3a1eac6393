"""The printing engine as the print runner wants it: papers to PDF, to a picture, to a printer. Loaded with the first paper."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from forms.papers.layout import Layout


class PaperPress:
    """`folder` takes the papers that a printer did not take."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def warm_up(self) -> None:
        from station_app.printing.pdf import warm_up
        from station_app.spare_memory import give_back

        warm_up()
        give_back()

    def render(self, layout: "Layout") -> bytes:
        from station_app.printing.pdf import render

        return render(layout)

    def to_fill_in(self, layout: "Layout") -> str:
        from station_app.printing.pdf import to_fill_in

        return to_fill_in(layout)

    def picture(self, pdf: bytes, width_px: int) -> Any:
        from station_app.printing.page_image import written_part

        return written_part(pdf, width_px)

    def print_pdf(self, pdf: bytes, name: str, printer: str) -> str:
        from station_app.printing.printer import PaperPrinter

        return PaperPrinter(self._folder).print_pdf(pdf, name, printer)
