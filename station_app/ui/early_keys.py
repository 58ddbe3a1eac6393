"""Keys that are pressed while a screen is still coming up: they wait, and go where the cursor is once it is there."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from station_app.ui.code_reader import key_target

_AT_ONCE = frozenset(range(Qt.Key.Key_F1.value, Qt.Key.Key_F12.value + 1)) | {Qt.Key.Key_Escape.value}


class EarlyKeys(QObject):
    """Watches the keys of the whole application while it is on. `waits`: whether the screen that is shown is still coming up.

    Function keys and Escape are for the desk itself and go through; so does what is held with Ctrl or Alt.
    """

    def __init__(self, window: QWidget, waits: Callable[[], bool]) -> None:
        super().__init__(window)
        self._window, self._waits = window, waits
        self._kept: list[QKeyEvent] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease) or not isinstance(event, QKeyEvent):
            return False
        if not self._waits() or event.key() in _AT_ONCE or _is_held(event):
            return False
        if isinstance(watched, QWidget) and watched is key_target() and event.type() == QEvent.Type.KeyPress:
            self._kept.append(event.clone())
        return True

    def let_through(self) -> None:
        """The screen is there: what was typed goes where the cursor is now, in order."""
        kept, self._kept = self._kept, []
        for event in kept:
            target = key_target()
            if target is not None:
                QApplication.sendEvent(target, event)

    def forget(self) -> None:
        """Another screen was asked for."""
        self._kept = []


def _is_held(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier))
