"""One thread owns the database: what screens ask runs there, one after the other, and the answers come back to them."""

import logging
import queue
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from forms.failures import Failure
from station_app.jobs.gui_thread import GuiThread

if TYPE_CHECKING:
    from station_app.desk.context import Desk

T = TypeVar("T")
Job = Callable[[], None]
STOP_MS = 10_000

_log = logging.getLogger(__name__)


class DatabaseWorker(QObject):
    """Runs calls on a `Desk` that it opens, uses and closes on a thread of its own, serially and in order.

    `changed(frozenset)` names what is different now ("cases", "drafts", "catalogue", "sync"); `bug(object)` carries an
    exception that no screen was waiting for. Both are emitted on the GUI thread.
    """

    changed = Signal(object)
    bug = Signal(object)

    def __init__(self, open_desk: "Callable[[], Desk]", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open_desk = open_desk
        self._desk: Desk | None = None
        self._gui = GuiThread(self)
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="database", daemon=True)
        self._thread.start()

    def run(
        self,
        call: "Callable[[Desk], T]",
        done: Callable[[T], None] | None = None,
        failed: Callable[[Failure], None] | None = None,
        changes: frozenset[str] = frozenset(),
    ) -> None:
        """Runs `call(desk)` there; then `done(result)` or `failed(failure)` here. `changes`: what its success changes.

        The desk is opened by the first call. Where it cannot be opened, each call fails with that sentence, and the next
        one tries again. A failure without `failed` goes to `bug`, as every other exception does.
        """
        self._jobs.put(lambda: self._attempt(call, done, failed, changes))

    def brought(self, changed: frozenset[str]) -> None:
        """Sync has changed the store through its own connection: take in publications, then tell the screens."""
        self._jobs.put(lambda: self._take_in(changed))

    def stop(self, wait_ms: int = STOP_MS) -> bool:
        """Finishes what was asked for, closes the desk, ends the thread. False if that took longer than `wait_ms`."""
        self._gui.close()
        self._jobs.put(None)
        self._thread.join(wait_ms / 1000)
        return not self._thread.is_alive()

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()
        if self._desk is not None:
            self._desk.close()

    def _opened(self) -> "Desk":
        if self._desk is None:
            self._desk = self._open_desk()
        return self._desk

    def _attempt(
        self,
        call: "Callable[[Desk], T]",
        done: Callable[[T], None] | None,
        failed: Callable[[Failure], None] | None,
        changes: frozenset[str],
    ) -> None:
        try:
            result = call(self._opened())
        except Failure as failure:
            told = failed or self.bug.emit
            self._gui.post(lambda failure=failure: told(failure))  # type: ignore[misc]
        except Exception as error:  # noqa: BLE001 - our bug, whatever it is: said to the agent, and the thread lives on
            self._tell_bug(error)
        else:
            self._gui.post(lambda: self._succeeded(result, done, changes))

    def _succeeded(self, result: T, done: Callable[[T], None] | None, changes: frozenset[str]) -> None:
        if done is not None:
            done(result)
        if changes:
            self.changed.emit(changes)

    def _take_in(self, changed: frozenset[str]) -> None:
        try:
            if "catalogue" in changed and self._desk is not None:
                self._desk = self._desk.reload()
        except Failure as failure:
            self._gui.post(lambda failure=failure: self.bug.emit(failure))  # type: ignore[misc]
        except Exception as error:  # noqa: BLE001 - as above
            self._tell_bug(error)
        self._gui.post(lambda: self.changed.emit(changed))

    def _tell_bug(self, error: Exception) -> None:
        _log.error("an unexpected error on the database thread", exc_info=error)
        self._gui.post(lambda: self.bug.emit(error))
