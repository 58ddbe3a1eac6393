"""Enter goes on to the next field that is empty; after the last one, to the main button."""

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget


class EnterGoesOn(QObject):
    """Watches the inputs inside `form`, in their tab order. `last` takes the focus when every field has something."""

    def __init__(self, form: QWidget, last: QWidget | None = None) -> None:
        super().__init__(form)
        self._form, self._last = form, last

    def watch(self, *inputs: QWidget) -> None:
        """Begin to listen to these inputs."""
        for widget in inputs:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or not isinstance(watched, QWidget):
            return False
        if event.key() not in (QtCore.Qt.Key.Key_Return, QtCore.Qt.Key.Key_Enter):
            return False
        if isinstance(watched, QPlainTextEdit) and event.modifiers() & QtCore.Qt.KeyboardModifier.ShiftModifier:
            return False
        return self.go_on_from(watched)

    def go_on_from(self, widget: QWidget) -> bool:
        """Move the focus; False where there is nowhere to go."""
        following = widget.nextInFocusChain()
        while following is not None and following is not widget:
            if self._form.isAncestorOf(following) and is_empty_input(following):
                following.setFocus(QtCore.Qt.FocusReason.TabFocusReason)
                return True
            following = following.nextInFocusChain()
        if self._last is not None and self._last.isEnabled():
            self._last.setFocus(QtCore.Qt.FocusReason.TabFocusReason)
            return True
        return False


def is_empty_input(widget: QWidget) -> bool:
    """Whether the widget is an input that can be reached and holds nothing yet."""
    if not widget.isVisible() or not widget.isEnabled() or widget.focusPolicy() == QtCore.Qt.FocusPolicy.NoFocus:
        return False
    match widget:
        case QLineEdit() if widget.property("optional"):
            # Nobody has to fill it in: Tab and the mouse come here, Enter goes past.
            return False
        case QLineEdit():
            return not widget.isReadOnly() and not widget.text().strip()
        case QPlainTextEdit():
            return not widget.isReadOnly() and not widget.toPlainText().strip()
        case QComboBox():
            return not widget.isEditable() and not widget.currentText().strip()
        case QCheckBox() | QAbstractButton():
            return False
    return False
