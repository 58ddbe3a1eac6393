"""Adds files to a line of the checklist, each by itself, so that a bad one never takes the others with it."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from forms.failures import Failure
from station_app.ui.new_case.actions import read_page
from station_app.ui.new_case.material_detail import MaterialDetail
from station_app.ui.new_case.model import NewCase
from station_app.ui.new_case.page_sources import PastedPicture
from station_app.ui.parts.page_intake import PageIntake
from station_app.ui.surroundings import Surroundings

if TYPE_CHECKING:
    from station_app.desk.add_page import AddedPage


class Paging(QObject):
    """`added` carries the draft the pages went to, `failed` a Failure."""

    added = Signal(object)
    failed = Signal(object)

    def __init__(self, surroundings: Surroundings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = surroundings.worker
        self._case: NewCase | None = None
        self.intake = PageIntake(surroundings, self._in_use, self)

    def add(self, case: NewCase, code: str, paths: tuple[Path, ...], pasted: PastedPicture | None) -> None:
        """Add these files to a line of this draft; `pasted` is removed when that is done, well or badly."""
        self._case = case
        for path in paths:
            self.intake.take(
                path,
                lambda pages: self._came(case, code, pages, pasted),
                lambda failure: self._refused(failure, pasted),
            )

    def fetch(self, sha256: str, detail: MaterialDetail) -> None:
        """The small picture of a page."""
        self._worker.run(
            lambda desk: read_page(desk, sha256), lambda content: detail.show_picture(sha256, content), self.failed.emit
        )

    def _in_use(self) -> set[str]:
        lines = self._case.content.materials if self._case is not None else ()
        return {page.sha256 for line in lines for page in line.pages}

    def _came(self, case: NewCase, code: str, pages: "tuple[AddedPage, ...]", pasted: PastedPicture | None) -> None:
        _done_with(pasted)
        for added in pages:
            case.add_page(code, added.page, added.doubt)
        self.added.emit(case)

    def _refused(self, failure: Failure, pasted: PastedPicture | None) -> None:
        _done_with(pasted)
        self.failed.emit(failure)


def _done_with(pasted: PastedPicture | None) -> None:
    if pasted is not None:
        pasted.remove()
