"""Sees every window that opens, and which of them no test asked for."""

import sys
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QDialog, QLabel, QWidget

TESTS = Path(__file__).parents[1]
_PASSING = (Qt.WindowType.Popup, Qt.WindowType.ToolTip, Qt.WindowType.SplashScreen)


class StrayWindows(QObject):
    """An event filter for the application. A window is the test's own if a test's code showed it; menus, lists that
    drop down, tips and dialogs may open. Anything else is a part of a screen that was shown before it had a parent:
    it takes the keyboard away from the window.
    """

    def __init__(self) -> None:
        super().__init__()
        self._seen: list[str] = []

    def take(self) -> list[str]:
        """The strays since the last call, as words."""
        seen, self._seen = self._seen, []
        return seen

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            asker = Path(sys._getframe(1).f_code.co_filename)
            passing = isinstance(watched, QDialog) or watched.windowType() in _PASSING
            if not passing and TESTS not in asker.parents:
                said = watched.text() if isinstance(watched, QLabel) else watched.accessibleName()
                self._seen.append(f"{type(watched).__name__} “{said}”, shown by {asker.name}")
        return False
