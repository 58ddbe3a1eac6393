"""A thread for pictures: reading scans, drawing PDF pages, cutting photographs. The desk and its database go on meanwhile."""

import logging
import queue
import threading
from collections.abc import Callable, Iterator
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from forms.failures import Failure
from station_app.jobs.gui_thread import GuiThread

T = TypeVar("T")
Failed = Callable[[Failure], None]
STOP_MS = 10_000

_log = logging.getLogger(__name__)


class Going:
    """A job that makes one picture after the other. `give_up`: it ends after the one that is being made."""

    def __init__(self) -> None:
        self.given_up = False

    def give_up(self) -> None:
        self.given_up = True


class PictureWorker(QObject):
    """Jobs run one after the other, and know nothing of the desk. Answers come on the GUI thread, in order; `bug(object)`: ours."""

    bug = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._gui = GuiThread(self)
        self._jobs: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._stopping = False
        self._thread = threading.Thread(target=self._work, name="pictures", daemon=True)
        self._thread.start()

    def run(self, call: Callable[[], T], done: Callable[[T], None], failed: Failed) -> None:
        """`done(call())`, or `failed`."""
        self.each(lambda: iter((call(),)), done, lambda: None, failed)

    def each(
        self, make: Callable[[], Iterator[T]], one: Callable[[T], None], done: Callable[[], None], failed: Failed
    ) -> Going:
        """`one(item)` for each that `make()` yields, then `done()`, also where it was given up; or `failed`."""
        going = Going()
        self._jobs.put(lambda: self._attempt(going, make, one, done, failed))
        return going

    def stop(self, wait_ms: int = STOP_MS) -> bool:
        """Gives up what is under way and ends the thread. False if that took longer than `wait_ms`."""
        self._gui.close()
        self._stopping = True
        self._jobs.put(None)
        self._thread.join(wait_ms / 1000)
        return not self._thread.is_alive()

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            if not self._stopping:
                job()

    def _attempt(
        self,
        going: Going,
        make: Callable[[], Iterator[T]],
        one: Callable[[T], None],
        done: Callable[[], None],
        failed: Failed,
    ) -> None:
        try:
            for item in make() if not going.given_up else ():
                self._gui.post(lambda item=item: one(item))  # type: ignore[misc]
                if going.given_up or self._stopping:
                    break
        except Failure as failure:
            self._gui.post(lambda failure=failure: failed(failure))  # type: ignore[misc]
        except Exception as error:  # noqa: BLE001 - our bug, whatever it is: said to the agent, and the thread lives on
            _log.error("an unexpected error on the pictures' thread", exc_info=error)
            self._gui.post(lambda error=error: self.bug.emit(error))  # type: ignore[misc]
        else:
            self._gui.post(done)
