"""The mouse wheel scrolls the page. It changes a list or a number only where that has the focus: a village was recorded by a
wheel that was meant for the page."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QScrollBar,
)

_CHANGED_BY_A_WHEEL = (QComboBox, QAbstractSpinBox, QAbstractSlider)


class WheelGuard(QObject):
    """An event filter of the whole application, so that no input can be made without it."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.Wheel or not isinstance(watched, _CHANGED_BY_A_WHEEL):
            return False
        if isinstance(watched, QScrollBar) or watched.hasFocus():
            return False
        above = watched.parentWidget()
        while above is not None and not isinstance(above, QAbstractScrollArea):
            above = above.parentWidget()
        if above is not None:
            QApplication.sendEvent(above.verticalScrollBar(), event)
        return True


def guard_wheels(application: QApplication) -> None:
    """From now on. Called once where the application gets its look; a second call changes nothing."""
    if application.findChild(WheelGuard) is None:
        application.installEventFilter(WheelGuard(application))
