"""Pages of the draft opened large, and what comes of it: another page in its place, or none."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from station_app.ui.new_case.model import NewCase
from station_app.ui.parts.page_calls import let_pages_go
from station_app.ui.parts.page_trim import PageTrim, Taken
from station_app.ui.surroundings import Surroundings


class Trimming(QObject):
    """`changed` carries the draft whose pages are others now, `failed` a Failure.

    A page that the draft no longer has goes only after the draft was saved without it: call `tidy` then.
    """

    changed = Signal(object)
    failed = Signal(object)

    def __init__(self, surroundings: Surroundings, over: QWidget) -> None:
        super().__init__(over)
        self._worker = surroundings.worker
        self.page = PageTrim(surroundings, over)
        self.page.taken.connect(self._taken)
        self.page.removed.connect(self._removed)
        self.page.failed.connect(self.failed)
        self._case: NewCase | None = None
        self._code = ""
        self._left: list[str] = []

    @property
    def is_open(self) -> bool:
        return self.page.is_open

    def open_page(self, case: NewCase, code: str, sha256: str) -> None:
        """Show one page of a line of the checklist; the line's others are beside it."""
        pages = case.pages(code)
        at = next((place for place, page in enumerate(pages) if page.sha256 == sha256), 0)
        self._case, self._code = case, code
        self.page.open_pages(pages, at)

    def tidy(self) -> None:
        """Let those pages go that were replaced or taken out. Hand the draft to the worker first."""
        left, self._left = self._left, []
        if left:
            self._worker.run(lambda desk: let_pages_go(desk, tuple(left)), None, self.failed.emit)

    def _taken(self, taken: Taken) -> None:
        if self._case is not None:
            self._case.replace_page(self._code, taken.old, taken.page, taken.doubt)
            self._gone(taken.old)

    def _removed(self, sha256: str) -> None:
        if self._case is not None:
            self._case.remove_page(self._code, sha256)
            self._gone(sha256)

    def _gone(self, sha256: str) -> None:
        self._left.append(sha256)
        self.changed.emit(self._case)
