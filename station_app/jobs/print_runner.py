"""Papers off the GUI thread: to a file and a printer in order, and to a picture, of which only the latest counts."""

import hashlib
import logging
import os
import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import msgspec
from PySide6.QtCore import QObject, Signal

from forms.failures import EnvironmentFailure, Failure
from station_app.jobs.gui_thread import GuiThread

if TYPE_CHECKING:
    from forms.papers.layout import Layout

STOP_MS = 10_000

_log = logging.getLogger(__name__)


class Press(Protocol):
    """The printing engine; made and used on the runner's thread only."""

    def warm_up(self) -> None: ...

    def render(self, layout: "Layout") -> bytes:
        """The PDF; a character that no bundled font has is an empty square."""

    def to_fill_in(self, layout: "Layout") -> str:
        """The characters that are empty squares on the paper."""

    def picture(self, pdf: bytes, width_px: int) -> Any:
        """The first page as a QImage."""

    def print_pdf(self, pdf: bytes, name: str, printer: str) -> str:
        """Prints and returns the printer's name; "" asks for the default one. Raises EnvironmentFailure."""


class Printed(msgspec.Struct, frozen=True):
    """A paper as it was made: its file, the SHA-256 (hex) of its bytes, and the printer it went to (None: file only).
    `to_fill_in`: characters that no font has, which the paper leaves an empty square for.

    A printer that took the paper leaves no file: its case can draw it again, and a file would tell a thief a name.
    """

    path: Path
    sha256: str
    printer: str | None
    to_fill_in: str = ""


class PaperNotSaved(EnvironmentFailure):
    """The PDF could not be written; nothing was printed."""

    def __init__(self, path: Path, detail: str) -> None:
        super().__init__(
            f"这份文书没能存到“{path.parent}”，也没有打印，可能是硬盘满了。登记的内容都在，腾出地方后按 F9 再打。",
            f"The paper could not be saved in “{path.parent}” and was not printed; the disk may be full. What was recorded "
            "is kept. Free some space and press F9 to print again.",
        )
        self.detail = detail


class PrintRunner(QObject):
    """`failure(Failure)`: a preview that could not be made and that nobody waits for; `bug(object)`: ours."""

    failure = Signal(object)
    bug = Signal(object)

    def __init__(self, make_press: Callable[[], Press], parent: QObject | None = None) -> None:
        """`make_press` is called on the runner's thread with the first paper, so that nothing heavy loads at start."""
        super().__init__(parent)
        self._make_press = make_press
        self._press: Press | None = None
        self._gui = GuiThread(self)
        self._woken = threading.Condition()
        self._papers: deque[Callable[[], None]] = deque()
        self._preview: Callable[[], None] | None = None
        self._wanted = 0
        self._stopping = False
        self._thread = threading.Thread(target=self._work, name="printing", daemon=True)
        self._thread.start()

    def warm_up(self) -> None:
        """Loads fonts and libraries before the first paper is asked for. Call it after the first paint."""
        self._put(lambda: self._opened().warm_up())

    def render_and_print(
        self,
        layout: "Layout",
        path: Path,
        printer: str | None,
        done: Callable[[Printed], None],
        failed: Callable[[Failure], None],
    ) -> None:
        """Writes the paper to `path` (whole or not at all), then prints it; `printer` None: file only."""
        self._put(lambda: self._answer(lambda: self._print(layout, path, printer), done, failed))

    def preview(
        self,
        layout: "Layout",
        width_px: int,
        done: Callable[[Any], None],
        failed: Callable[[Failure], None] | None = None,
    ) -> None:
        """`done(QImage)` for the latest preview asked for; older ones that are not made yet are dropped."""
        with self._woken:
            self._wanted += 1
            number = self._wanted
            told = failed or self.failure.emit
            self._preview = lambda: self._answer(
                lambda: self._picture(layout, width_px), self._if_latest(number, done), self._if_latest(number, told)
            )
            self._woken.notify()

    def stop(self, wait_ms: int = STOP_MS) -> bool:
        """Finishes the papers that were asked for and ends the thread. False if that took longer than `wait_ms`."""
        self._gui.close()
        with self._woken:
            self._stopping = True
            self._woken.notify()
        self._thread.join(wait_ms / 1000)
        return not self._thread.is_alive()

    def _put(self, paper: Callable[[], None]) -> None:
        with self._woken:
            self._papers.append(paper)
            self._woken.notify()

    def _work(self) -> None:
        while (job := self._next()) is not None:
            try:
                job()
            except Failure as failure:
                self._gui.post(lambda failure=failure: self.failure.emit(failure))  # type: ignore[misc]
            except Exception as error:  # noqa: BLE001 - our bug, whatever it is: said to the agent, the thread lives on
                _log.error("an unexpected error on the printing thread", exc_info=error)
                self._gui.post(lambda error=error: self.bug.emit(error))  # type: ignore[misc]

    def _next(self) -> Callable[[], None] | None:
        """Papers before previews: somebody stands at the printer."""
        with self._woken:
            while not (self._papers or self._preview or self._stopping):
                self._woken.wait()
            if self._papers:
                return self._papers.popleft()
            job, self._preview = self._preview, None
            return None if self._stopping else job

    def _opened(self) -> Press:
        if self._press is None:
            self._press = self._make_press()
        return self._press

    def _answer(self, make: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[Failure], None]) -> None:
        try:
            made = make()
        except Failure as failure:
            self._gui.post(lambda failure=failure: failed(failure))  # type: ignore[misc]
        else:
            self._gui.post(lambda: done(made))

    def _if_latest(self, number: int, call: Callable[[Any], None]) -> Callable[[Any], None]:
        return lambda result: call(result) if number == self._wanted else None

    def _print(self, layout: "Layout", path: Path, printer: str | None) -> Printed:
        pdf = self._opened().render(layout)
        _write_whole(path, pdf)
        sha256, squares = hashlib.sha256(pdf).hexdigest(), self._opened().to_fill_in(layout)
        if printer is None:
            return Printed(path, sha256, None, squares)
        used = self._opened().print_pdf(pdf, path.stem, printer)
        path.unlink(missing_ok=True)
        return Printed(path, sha256, used, squares)

    def _picture(self, layout: "Layout", width_px: int) -> Any:
        press = self._opened()
        return press.picture(press.render(layout), width_px)


def _write_whole(path: Path, content: bytes) -> None:
    being_written = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with being_written.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        being_written.replace(path)
    except OSError as error:
        raise PaperNotSaved(path, str(error)) from error
