"""The way back: calls made on another thread that have to run on the thread of the windows."""

from collections.abc import Callable

from PySide6 import QtCore
from PySide6.QtCore import QObject, Signal


class GuiThread(QObject):
    """Belongs to the thread it is made on; `post` may be called from any."""

    _posted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open = True
        # Queued, and to a method of ours: a bare function would run on the thread that emits.
        self._posted.connect(self._run, QtCore.Qt.ConnectionType.QueuedConnection)

    def post(self, call: Callable[[], None]) -> None:
        """`call` runs on this object's thread as soon as its events are handled; after `close` never."""
        if self._open:
            self._posted.emit(call)

    def close(self) -> None:
        """What has not run yet is dropped: the windows it was for are going."""
        self._open = False

    def _run(self, call: Callable[[], None]) -> None:
        if self._open:
            call()
