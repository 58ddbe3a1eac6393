"""Files become pages: read and drawn on the pictures' thread, kept one by one by the desk, and given up when the agent says so."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

from forms.failures import Failure, InputFailure
from station_app.ui.parts.page_calls import keep_page, let_pages_go
from station_app.ui.surroundings import Going, Surroundings

if TYPE_CHECKING:
    from station_app.desk.add_page import AddedPage, MadePage


class Progress(NamedTuple):
    """The file that is being read: `at` pages of `of` are there (`of` 0: not known yet), and how many files wait behind it."""

    name: str
    at: int
    of: int
    behind: int


@dataclass
class _File:
    path: Path
    done: "Callable[[tuple[AddedPage, ...]], None]"
    failed: Callable[[Failure], None]
    kept: "list[AddedPage]" = field(default_factory=list)
    made: int = 0
    is_read: bool = False
    going: Going | None = None


class PageIntake(QObject):
    """One file after the other; all pages of a file, or none of them. `progress` carries a Progress, or None when nothing waits."""

    progress = Signal(object)

    def __init__(
        self, surroundings: Surroundings, in_use: Callable[[], Iterable[str]], parent: QObject | None = None
    ) -> None:
        """`in_use`: the pages (SHA-256) that the screen shows: the same file may have been added twice, and given up once."""
        super().__init__(parent)
        self._surroundings, self._in_use = surroundings, in_use
        self._files: deque[_File] = deque()
        surroundings.worker.bug.connect(self.give_up)

    @property
    def is_busy(self) -> bool:
        return bool(self._files)

    def take(
        self, path: Path, done: "Callable[[tuple[AddedPage, ...]], None]", failed: Callable[[Failure], None]
    ) -> None:
        """`done` with every page of the file, in order; `failed` where it is refused or was given up."""
        self._files.append(_File(path, done, failed))
        if len(self._files) == 1:
            self._begin()
        else:
            self._tell(self._files[0], 0, 0)

    def give_up(self, *_: object) -> None:
        """No file that is not there yet is added; pages of the one that is being read are let go."""
        if not self._files:
            return
        files, self._files = list(self._files), deque()
        for file in files:
            if file.going is not None:
                file.going.give_up()
            self._let_go(file)
            file.failed(self._given_up(file))
        self.progress.emit(None)

    def _begin(self) -> None:
        file = self._files[0]
        self._tell(file, 0, 0)
        going = self._surroundings.pictures.each(
            lambda: _made(file.path),
            lambda made: self._made(file, made),
            lambda: self._read(file),
            lambda failure: self._refused(file, failure),
        )
        file.going = going

    def _made(self, file: _File, made: "MadePage") -> None:
        if not self._is_wanted(file):
            return
        file.made += 1
        self._tell(file, made.at, made.of)
        self._surroundings.worker.run(
            lambda desk: keep_page(desk, made),
            lambda added: self._kept(file, added),
            lambda failure: self._refused(file, failure),
        )

    def _kept(self, file: _File, added: "AddedPage") -> None:
        file.kept.append(added)
        if self._is_wanted(file):
            self._end_if_all(file)
        else:
            # Given up while it was on its way to the disk.
            self._let_go(file)

    def _read(self, file: _File) -> None:
        file.is_read = True
        if self._is_wanted(file):
            self._end_if_all(file)

    def _end_if_all(self, file: _File) -> None:
        if file.is_read and len(file.kept) == file.made:
            self._next()
            file.done(tuple(file.kept))

    def _refused(self, file: _File, failure: Failure) -> None:
        if self._is_wanted(file):
            self._let_go(file)
            self._next()
            file.failed(failure)

    def _next(self) -> None:
        self._files.popleft()
        if self._files:
            self._begin()
        else:
            self.progress.emit(None)

    def _is_wanted(self, file: _File) -> bool:
        return bool(self._files) and self._files[0] is file

    def _let_go(self, file: _File) -> None:
        kept, file.kept = {added.page.sha256 for added in file.kept}, []
        if pages := tuple(kept.difference(self._in_use())):
            self._surroundings.worker.run(lambda desk: let_pages_go(desk, pages))

    def _tell(self, file: _File, at: int, of: int) -> None:
        self.progress.emit(Progress(file.path.name, at, of, len(self._files) - 1))

    def _given_up(self, file: _File) -> InputFailure:
        return InputFailure(
            f"“{file.path.name}”没有加，要加的话再选一次。", f"“{file.path.name}” was not added; choose it again."
        )


def _made(path: Path) -> "Iterator[MadePage]":
    from station_app.desk.add_page import made_pages

    yield from made_pages(path)
