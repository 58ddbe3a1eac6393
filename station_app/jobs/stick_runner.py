"""The stick off the GUI thread: looking for it, copying out, copying in; on a store connection of its own.

A slow stick takes minutes for many photographs: meanwhile the desk goes on, and so does the network.
"""

import logging
import queue
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

from forms.failures import Failure
from station_app.jobs.gui_thread import GuiThread
from station_app.jobs.stick_drives import Drive as Drive
from station_app.jobs.stick_drives import drives

if TYPE_CHECKING:
    from sync.station.usb_export import CopiedOut as CopiedOut
    from sync.station.usb_import import CopiedIn as CopiedIn
    from sync.station.usb_ports import CarriedNote as CarriedNote
    from sync.station.usb_ports import StickNotes as StickNotes

T = TypeVar("T")
STOP_MS = 10_000

_log = logging.getLogger(__name__)


class Stick(Protocol):
    """The two ways on an open store; made, used and closed on the runner's thread."""

    def copy_out(self, folder: Path, carried_by: str) -> "CopiedOut": ...

    def copy_in(self, folder: Path) -> "CopiedIn": ...

    def notes(self) -> "StickNotes": ...

    def close(self) -> None: ...


class Seen(NamedTuple):
    """What is in now, and what was carried last."""

    drives: tuple[Drive, ...]
    notes: "StickNotes"


class StickRunner(QObject):
    """`brought(frozenset)` names what a stick changed in the store, for `DatabaseWorker.brought`; `bug(object)`: ours."""

    brought = Signal(object)
    bug = Signal(object)

    def __init__(
        self,
        open_stick: Callable[[], Stick],
        find: Callable[[], tuple[Drive, ...]] = drives,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._open_stick, self._find = open_stick, find
        self._stick: Stick | None = None
        self._gui = GuiThread(self)
        self._jobs: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="stick", daemon=True)
        self._thread.start()

    def look(self, done: Callable[[Seen], None], failed: Callable[[Failure], None]) -> None:
        self._put(lambda stick: Seen(self._find(), stick.notes()), done, failed)

    def copy_out(
        self,
        folder: Path,
        carried_by: str,
        done: "Callable[[CopiedOut], None]",
        failed: Callable[[Failure], None],
    ) -> None:
        """One file with what waits; it counts as sent only when its answer has come."""
        self._put(lambda stick: stick.copy_out(folder, carried_by), done, failed)

    def copy_in(self, folder: Path, done: "Callable[[CopiedIn], None]", failed: Callable[[Failure], None]) -> None:
        def came(result: "CopiedIn") -> None:
            changed = _changed(result)
            if changed:
                self.brought.emit(changed)
            done(result)

        self._put(lambda stick: stick.copy_in(folder), came, failed)

    def stop(self, wait_ms: int = STOP_MS) -> bool:
        """Finishes what was asked for, closes the store, ends the thread. False if that took longer than `wait_ms`."""
        self._gui.close()
        self._jobs.put(None)
        self._thread.join(wait_ms / 1000)
        return not self._thread.is_alive()

    def _put(self, call: Callable[[Stick], T], done: Callable[[T], None], failed: Callable[[Failure], None]) -> None:
        self._jobs.put(lambda: self._attempt(call, done, failed))

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()
        if self._stick is not None:
            self._stick.close()

    def _attempt(
        self, call: Callable[[Stick], T], done: Callable[[T], None], failed: Callable[[Failure], None]
    ) -> None:
        try:
            if self._stick is None:
                self._stick = self._open_stick()
            result = call(self._stick)
        except Failure as failure:
            self._gui.post(lambda failure=failure: failed(failure))  # type: ignore[misc]
        except Exception as error:  # noqa: BLE001 - our bug, whatever it is: said to the agent, and the thread lives on
            _log.error("an unexpected error on the stick's thread", exc_info=error)
            self._gui.post(lambda error=error: self._ended_by_bug(error, failed))  # type: ignore[misc]
        else:
            self._gui.post(lambda: done(result))

    def _ended_by_bug(self, error: Exception, failed: Callable[[Failure], None]) -> None:
        failed(
            Failure(
                "程序这里有毛病，U 盘没有拷成。资料都在本机，请告诉县里的技术员。",
                "The program has a fault, so the stick was not copied. All is kept here; tell the district's technician.",
            )
        )
        self.bug.emit(error)


def _changed(came: "CopiedIn") -> frozenset[str]:
    parts: set[str] = set()
    if came.changed:
        parts |= {"cases", "sync"}
    if came.published:
        parts.add("catalogue")
    if came.refused:
        parts.add("drafts")
    return frozenset(parts)
