"""Adds files to a line of the checklist, each by itself, so that a bad one never takes the others with it."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from forms.failures import Failure
from station_app.ui.new_case.actions import add_pages, read_page
from station_app.ui.new_case.material_detail import MaterialDetail
from station_app.ui.new_case.model import NewCase
from station_app.ui.new_case.page_sources import PastedPicture
from station_app.ui.surroundings import Worker

if TYPE_CHECKING:
    from station_app.desk.add_page import AddedPage


class Paging(QObject):
    """`added` carries the draft the pages went to, `failed` a Failure, `under_way` how many files are still to come."""

    added = Signal(object)
    failed = Signal(object)
    under_way = Signal(int)

    def __init__(self, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._waiting = 0

    def add(self, case: NewCase, code: str, paths: tuple[Path, ...], pasted: PastedPicture | None) -> None:
        """Add these files to a line of this draft; `pasted` is removed when that is done, well or badly."""
        for path in paths:
            self._count(1)
            self._worker.run(
                lambda desk, path=path: add_pages(desk, path),  # type: ignore[misc]
                lambda pages: self._came(case, code, pages, pasted),
                lambda failure: self._refused(failure, pasted),
            )

    def fetch(self, sha256: str, detail: MaterialDetail) -> None:
        """The small picture of a page."""
        self._worker.run(
            lambda desk: read_page(desk, sha256), lambda content: detail.show_picture(sha256, content), self.failed.emit
        )

    def _came(self, case: NewCase, code: str, pages: "tuple[AddedPage, ...]", pasted: PastedPicture | None) -> None:
        self._done_with(pasted)
        for added in pages:
            case.add_page(code, added.page, added.doubt)
        self.added.emit(case)

    def _refused(self, failure: Failure, pasted: PastedPicture | None) -> None:
        self._done_with(pasted)
        self.failed.emit(failure)

    def _done_with(self, pasted: PastedPicture | None) -> None:
        self._count(-1)
        if pasted is not None:
            pasted.remove()

    def _count(self, step: int) -> None:
        self._waiting += step
        self.under_way.emit(self._waiting)
