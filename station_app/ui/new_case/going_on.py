"""Enter goes on to the next thing that is still to be done: an empty field, a list not chosen from, a box not ticked."""

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from station_app.ui.parts.enter_goes_on import is_empty_input


def next_to_do(form: QWidget, start: QWidget, boxes: frozenset[QCheckBox]) -> QWidget | None:
    """The next such input after `start` in the order of Tab, down to the last one of `form`; None where all is done.

    `boxes` are the boxes that count, ticked or not; others are options.
    """
    following = start.nextInFocusChain()
    passed = 0
    while following is not None and following is not start and passed < 2000:
        passed += 1
        if form.isAncestorOf(following) and _is_to_do(following, boxes) and _is_below(form, start, following):
            return following
        following = following.nextInFocusChain()
    return None


def _is_to_do(widget: QWidget, boxes: frozenset[QCheckBox]) -> bool:
    if isinstance(widget, QCheckBox):
        return widget in boxes and widget.isVisible() and not widget.isChecked()
    if isinstance(widget, QComboBox) and widget.isEditable():
        return widget.isVisible() and widget.isEnabled() and not widget.currentText().strip()
    if isinstance(widget, QLineEdit) and isinstance(widget.parentWidget(), QComboBox):
        return False
    return is_empty_input(widget) and widget.property("optional") is not True


def _is_below(form: QWidget, start: QWidget, widget: QWidget) -> bool:
    if not form.isAncestorOf(start):
        return True
    here, there = start.mapTo(form, start.rect().topLeft()), widget.mapTo(form, widget.rect().topLeft())
    return (there.y(), there.x()) > (here.y(), here.x())
