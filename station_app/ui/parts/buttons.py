"""Buttons that show their key: 送达 F4."""

from collections.abc import Callable
from typing import Literal

from PySide6 import QtCore
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

ButtonRole = Literal["", "main", "small", "link", "choice"]


class KeyButton(QPushButton):
    """Enter presses it like Space does. `key` is only shown: the shell or the screen listens to it."""

    def __init__(
        self,
        text: str,
        key: str = "",
        *,
        role: ButtonRole = "",
        on: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._key = key
        self.setProperty("role", role)
        self.setAutoDefault(False)
        self.setCheckable(role == "choice")
        self.say(text)
        if on is not None:
            self.clicked.connect(lambda: on())

    def say(self, text: str) -> None:
        """Change the words, keeping the key beside them."""
        # A single & would underline the next letter.
        shown = text.replace("&", "&&")
        self.setText(f"{shown}   {self._key}" if self._key else shown)
        self.setAccessibleName(f"{text} {self._key}".strip())
        if self.isCheckable():
            # Bold when it is chosen: the width is kept for that.
            bold = QFont(self.font())
            bold.setBold(True)
            self.ensurePolished()
            self.setMinimumWidth(QFontMetrics(bold).horizontalAdvance(self.text()) + self.fontMetrics().height() * 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = QtCore.Qt.Key
        if event.key() in (keys.Key_Return, keys.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)
