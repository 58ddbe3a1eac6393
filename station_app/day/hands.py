"""The agent's hands and eyes: keys pressed in the real window, and pictures of what it then shows.

Nothing is reached but by the keyboard: a field is found by pressing Tab until the field with that name has the focus,
as somebody without a mouse would.
"""

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QKeyCombination, QPoint, Qt
from PySide6.QtGui import QImage, QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from station_app.day.steps import DayFailed

PATIENCE_S = 30.0
MOST_TABS = 120


class Hands:
    """Works `window`; pictures go to `folder` as NN-name.png."""

    def __init__(self, app: QApplication, window: QWidget, folder: Path) -> None:
        self._app, self._window, self._folder = app, window, folder
        self._pictures = 0

    def until(self, true: Callable[[], bool], what: str, patience_s: float = PATIENCE_S) -> None:
        """Lets the window work until `true()`. Raises DayFailed with `what` and the words on screen after `patience_s`."""
        ends = time.monotonic() + patience_s
        while not true():
            if time.monotonic() > ends:
                self.picture("failed")
                raise DayFailed(f"waited for “{what}”; the screen says: {self.words()[:900]}")
            QTest.qWait(5)

    def settle(self, seconds: float = 0.3) -> None:
        """Lets the window finish what it has begun."""
        QTest.qWait(int(seconds * 1000))

    def key(self, keys: str, times: int = 1) -> None:
        """Presses a key by its name ("F10", "Return", "Ctrl+L") on whatever has the focus."""
        combination: QKeyCombination = QKeySequence(keys)[0]  # type: ignore[index]
        for _ in range(times):
            QTest.keyClick(self.focus(), combination.key(), combination.keyboardModifiers())
            self._app.processEvents()

    def focus(self) -> QWidget:
        """What the keyboard speaks to."""
        widget = self._app.focusWidget()
        return widget if widget is not None else self._window

    def type(self, text: str) -> None:
        """Types as an input method does: Chinese comes in committed pieces, ASCII as keys."""
        for piece in text:
            target = self.focus()
            if piece.isascii():
                QTest.keyClicks(target, piece)
            else:
                event = QInputMethodEvent()
                event.setCommitString(piece)
                self._app.sendEvent(target, event)
        self._app.processEvents()

    def to(self, name: str) -> QWidget:
        """Presses Tab until the field whose accessible name holds `name` has the focus."""
        for _ in range(MOST_TABS):
            if name in named(self.focus()):
                return self.focus()
            self.key("Tab")
        self.picture("failed")
        raise DayFailed(f"no field “{name}” can be reached with Tab")

    def fill(self, name: str, text: str) -> None:
        """Goes to a field, replaces what is in it, and stays there."""
        field = self.to(name)
        if isinstance(field, QLineEdit | QPlainTextEdit):
            field.selectAll()
        self.type(text)

    def choose(self, name: str, words: str) -> None:
        """Goes to a choice and presses Down until it says `words`."""
        box = self.to(name)
        if not isinstance(box, QComboBox):
            raise DayFailed(f"“{name}” is no choice")
        self.key("Home")
        for _ in range(box.count()):
            if words in box.currentText():
                return
            self.key("Down")
        raise DayFailed(f"“{name}” does not offer “{words}”")

    def answer(self, label: str, answer: str) -> None:
        """Answers a field of the form: a choice by its words, anything else by typing."""
        if isinstance(self.to(label), QComboBox):
            self.choose(label, answer)
        else:
            self.fill(label, answer)

    def to_line(self, material: str) -> None:
        """Goes to the box of a checklist's line; its name goes on with what is wanted."""
        for _ in range(MOST_TABS):
            if isinstance(self.focus(), QCheckBox) and named(self.focus()).split(" ")[0] == material:
                return
            self.key("Tab")
        self.picture("failed")
        raise DayFailed(f"no line “{material}” can be reached with Tab")

    def paste(self, picture: QImage) -> None:
        """What a camera or a scanner put on the clipboard goes where the cursor is."""
        QApplication.clipboard().setImage(picture)
        self.key("Ctrl+V")

    def sign(self, other_way: str, pad_name: str) -> None:
        """Goes from `other_way` of signing to signing on the screen, and draws a signature with the pen: the one thing
        a keyboard cannot do."""
        self.to(other_way)
        self.key("Right")
        pads = [widget for widget in self._window.findChildren(QWidget) if named(widget) == pad_name]
        self.until(lambda: any(pad.isVisible() for pad in pads), "there is a place to sign")
        self._draw(next(pad for pad in pads if pad.isVisible()))

    def _draw(self, pad: QWidget) -> None:
        width, height = pad.width(), pad.height()
        path = [(0.2, 0.3), (0.35, 0.7), (0.45, 0.3), (0.6, 0.7), (0.75, 0.35), (0.85, 0.6)]
        points = [QPoint(int(x * width), int(y * height)) for x, y in path]
        QTest.mousePress(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, points[0])
        for point in points[1:]:
            QTest.mouseMove(pad, point)
            self._app.processEvents()
        QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, points[-1])

    def words(self) -> str:
        """All words that can be read in the window now."""
        labels = [child.text() for child in self._window.findChildren(QLabel) if child.isVisible()]
        buttons = [child.text() for child in self._window.findChildren(QAbstractButton) if child.isVisible()]
        return " | ".join(text for text in labels + buttons if text)

    def sees_in(self, name: str, words: str) -> bool:
        """Whether the field with this name holds `words`."""
        fields = [field for field in self._window.findChildren(QLineEdit) if field.isVisible()]
        return any(words in field.text() for field in fields if name in named(field))

    def sees_soon(self, words: str, patience_s: float = 3.0) -> bool:
        """Whether `words` come up within `patience_s`."""
        ends = time.monotonic() + patience_s
        while not self.sees(words) and time.monotonic() < ends:
            QTest.qWait(5)
        return self.sees(words)

    def sees(self, words: str) -> bool:
        """Whether these words stand on a label of the window."""
        return words in self.words()

    def picture(self, name: str) -> QImage:
        """A picture of the whole window as it is now."""
        self._app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        self.settle()
        self._pictures += 1
        image = self._window.grab().toImage()
        image.save(str(self._folder / f"{self._pictures:02d}-{name}.png"))
        return image


def named(widget: QWidget) -> str:
    """The name a screen reader would speak."""
    if widget.accessibleName():
        return widget.accessibleName()
    return widget.text() if isinstance(widget, QAbstractButton) else ""
