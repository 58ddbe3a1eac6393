"""The row in which a shared part (a card, a screen) has put a widget, so that something can stand beside it."""

from PySide6.QtWidgets import QHBoxLayout, QWidget


def row_of(widget: QWidget) -> QHBoxLayout:
    """Raises LookupError for a widget that stands in no row of its parent."""
    parent = widget.parentWidget()
    outer = parent.layout() if parent is not None else None
    for row in outer.children() if outer is not None else ():
        if isinstance(row, QHBoxLayout) and row.indexOf(widget) >= 0:
            return row
    raise LookupError(widget)
