"""A slip's code read by a scanner, which types like a keyboard: fast, and ended by Enter.

Whatever field has the focus receives the characters too; when they turn out to be a receipt number, the field gets
back what it held. A hand is slower than a reader, so typing is never taken for a scan. Where nobody can be typing, on a
button say, a code is one however slow the reader is, and its Enter presses nothing.
"""

import re
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from forms.receipt_number import is_valid

READER_GAP_S = 0.06
SLOWEST_GAP_S = 1.0
"""Between the keys of a code where nobody can be typing: on a button, in a list."""
SHORTEST_CODE = 12

_NUMBER = re.compile(r"[0-9A-Za-z]{1,12}-[0-9A-Za-z]{1,4}-\d{8}-\d{4}-[0-9A-Za-z]")


def receipt_number_in(text: str) -> str:
    """The receipt number that `text` is or contains (a QR code may hold more); empty when there is none."""
    candidates = [text.strip(), *_NUMBER.findall(text)]
    return next((found for found in candidates if is_valid(found)), "")


def key_target() -> QWidget | None:
    """Where a key arrives first: one that nobody wants travels up through the parents, and is counted once."""
    return QApplication.focusWidget() or QApplication.activeWindow()


class CodeReader(QObject):
    """Watches the keys of the whole application while it is on. `found` is told the receipt number.

    When a key was pressed is what the window system says, so that a desk which is busy for a moment still tells a reader
    from a hand. `seconds`, a clock that never goes back, serves where it says nothing.
    """

    def __init__(
        self,
        found: Callable[[str], None],
        seconds: Callable[[], float],
        parent: QObject | None = None,
        gap_s: float = READER_GAP_S,
    ) -> None:
        """`gap_s`: the longest pause between two keys of this PC's reader, told from a hand where a hand may be typing."""
        super().__init__(parent)
        self._found, self._seconds, self._gap_s = found, seconds, gap_s
        self._typed = ""
        self._last = 0.0
        self._field: QWidget | None = None
        self._before = ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if not isinstance(watched, QWidget) or watched is not key_target():
            return False
        return self._key(event)

    def _key(self, event: QKeyEvent) -> bool:
        now = event.timestamp() / 1000 or self._seconds()
        quick = now - self._last <= (self._gap_s if _is_written_in(key_target()) else SLOWEST_GAP_S)
        self._last = now
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return quick and self._ended()
        if event.text() and event.text().isprintable():
            if not quick or not self._typed:
                self._begin()
            self._typed += event.text()
        return False

    def _begin(self) -> None:
        self._typed = ""
        self._field = key_target()
        self._before = _text_of(self._field)

    def _ended(self) -> bool:
        typed, self._typed = self._typed, ""
        number = receipt_number_in(typed) if len(typed) >= SHORTEST_CODE else ""
        if not number:
            return False
        _put_back(self._field, self._before)
        self._found(number)
        return True


def _is_written_in(widget: QWidget | None) -> bool:
    return isinstance(widget, (QLineEdit, QPlainTextEdit)) or (isinstance(widget, QComboBox) and widget.isEditable())


def _text_of(widget: QWidget | None) -> str:
    match widget:
        case QLineEdit():
            return widget.text()
        case QPlainTextEdit():
            return widget.toPlainText()
    return ""


def _put_back(widget: QWidget | None, text: str) -> None:
    match widget:
        case QLineEdit():
            widget.setText(text)
        case QPlainTextEdit():
            widget.setPlainText(text)
