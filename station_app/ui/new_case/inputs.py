"""The kinds of input the new-case screen is made of, each telling what was typed and when it was left."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from station_app.ui.new_case.masked_line import MaskedLine

Told = Callable[[str], object]


class ChoiceBox(QComboBox):
    """A list to choose from; nothing is chosen at first. The wheel scrolls the screen, never the choice."""

    def __init__(self, choices: Sequence[tuple[str, str]], placeholder: str = "") -> None:
        super().__init__()
        self.setPlaceholderText(placeholder)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.offer(choices)

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """(code, words) of each choice."""
        with QSignalBlocker(self):
            self.clear()
            for code, words in choices:
                self.addItem(words, code)
            self.setCurrentIndex(-1)

    @property
    def code(self) -> str:
        return self.currentData() or ""

    def choose(self, code: str) -> None:
        """Without telling anybody; an unknown code chooses nothing."""
        with QSignalBlocker(self):
            self.setCurrentIndex(self.findData(code))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class LongText(QPlainTextEdit):
    """Enter goes on as everywhere; Shift+Enter begins a new line, Tab leaves."""

    def __init__(self, height: int) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setFixedHeight(height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)


def show_text(widget: QWidget, text: str) -> None:
    """Show a value without telling anybody that it changed."""
    match widget:
        case MaskedLine():
            widget.put(text)
        case QLineEdit():
            if widget.text() != text:
                with QSignalBlocker(widget):
                    widget.setText(text)
        case QPlainTextEdit():
            if widget.toPlainText() != text:
                with QSignalBlocker(widget):
                    widget.setPlainText(text)
        case ChoiceBox():
            widget.choose(text)
        case QComboBox():
            if widget.currentText() != text:
                with QSignalBlocker(widget):
                    widget.setCurrentIndex(widget.findText(text))
                    widget.setEditText(text)


def listen(widget: QWidget, typed: Told, left: Callable[[], object]) -> None:
    """`typed` is told the value at each change, `left` when somebody has finished with it."""
    match widget:
        case MaskedLine():
            widget.edited.connect(typed)
            widget.editingFinished.connect(left)
        case QLineEdit():
            widget.textChanged.connect(typed)
            widget.editingFinished.connect(left)
        case QPlainTextEdit():
            widget.textChanged.connect(lambda: typed(widget.toPlainText()))
        case ChoiceBox():
            widget.currentIndexChanged.connect(lambda _: (typed(widget.code), left()))
        case QComboBox():
            widget.currentTextChanged.connect(typed)
