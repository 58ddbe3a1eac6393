"""What is written in a part of a screen, to be put into another like it: nothing is lost when one makes way for the other."""

from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

Written = tuple[object, ...]
"""The value of each input, in the order in which they were made."""


def written(part: QWidget) -> Written:
    """Passwords are left out: they are not kept anywhere."""
    return tuple(_value(widget) for widget in _inputs(part))


def write_again(part: QWidget, values: Written) -> None:
    """Nothing happens where the inputs are not the same ones as before."""
    inputs = _inputs(part)
    if len(inputs) != len(values):
        return
    for widget, value in zip(inputs, values, strict=True):
        _put(widget, value)


def _inputs(part: QWidget) -> list[QWidget]:
    return [widget for widget in part.findChildren(QWidget) if _is_input(widget)]


def _is_input(widget: QWidget) -> bool:
    match widget:
        case QLineEdit():
            inside = isinstance(widget.parentWidget(), (QComboBox, QAbstractSpinBox))
            return not inside and widget.echoMode() == QLineEdit.EchoMode.Normal
        case QPlainTextEdit() | QComboBox() | QCheckBox():
            return True
        case QAbstractButton():
            return widget.isCheckable()
    return False


def _value(widget: QWidget) -> object:
    match widget:
        case QLineEdit():
            return widget.text()
        case QPlainTextEdit():
            return widget.toPlainText()
        case QComboBox():
            return widget.currentText()
        case QAbstractButton():
            return widget.isChecked()
    return None


def _put(widget: QWidget, value: object) -> None:
    if _value(widget) == value:
        return
    match widget:
        case QLineEdit():
            widget.setText(str(value))
        case QPlainTextEdit():
            widget.setPlainText(str(value))
        case QComboBox():
            widget.setCurrentText(str(value))
        case QAbstractButton():
            # As by hand: whoever listens for a choice hears of it.
            widget.click() if value else widget.setChecked(False)
