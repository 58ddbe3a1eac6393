"""A line for a person's number: shown whole while it is typed, masked when the cursor has gone.

A number that came from the station's files stays masked even with the cursor in it: to show one is an act of its own
that leaves a record. Typing over it replaces it.
"""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget


class MaskedLine(QLineEdit):
    """`is_right` says whether a number may be masked: a wrong one is left to be compared with the card."""

    edited = Signal(str)

    def __init__(
        self, mask: Callable[[str], str], is_right: Callable[[str], bool], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._mask, self._is_right = mask, is_right
        self._value = self._replaced = ""
        self._from_file = False
        self._painting = False
        self.textChanged.connect(self._typed)

    @property
    def value(self) -> str:
        """The whole number."""
        return self._value

    def put(self, value: str) -> None:
        """Show a number that was not typed here. Nothing to do for the one it holds already."""
        if value != self._value:
            self._value, self._from_file = value, bool(value)
            self._paint(masked=True)

    def look_again(self) -> None:
        """Whether the number is right may have changed with the kind of document."""
        self._paint(masked=self._from_file or not self.hasFocus())

    def _paint(self, *, masked: bool) -> None:
        shown = self._mask(self._value) if masked and self._value and self._is_right(self._value) else self._value
        if shown != self.text():
            self._painting = True
            self.setText(shown)
            self._painting = False

    def _typed(self, text: str) -> None:
        if self._painting:
            return
        if self._from_file:
            self._replaced = self._value
        self._value, self._from_file = self._meant(text), False
        if self._replaced and text == self._mask(self._replaced):
            # A scanned code was typed over the number, and the code's reader has put back what it saw.
            self._value, self._from_file = self._replaced, True
        self.edited.emit(self._value)

    def _meant(self, text: str) -> str:
        """What was typed; nothing where part of a masked number was changed: nobody can know what was meant."""
        if not self._from_file or "*" not in text or text == self._mask(self._replaced):
            return text
        self._painting = True
        self.clear()
        self._painting = False
        return ""

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._paint(masked=self._from_file)
        self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._paint(masked=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typing = event.text().isprintable() and bool(event.text())
        if self._from_file and (typing or event.matches(QKeySequence.StandardKey.Paste)):
            self.selectAll()
        super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        if self._from_file:
            self.selectAll()
        super().inputMethodEvent(event)
