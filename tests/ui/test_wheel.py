"""The mouse wheel scrolls the page and changes nothing that has not the focus, on every screen."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDateEdit,
    QLineEdit,
    QScrollArea,
    QSlider,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from station_app.ui.look import Look
from station_app.ui.screens import SCREENS
from station_app.ui.shell import Shell
from tests.ui.desk_at_hand import DeskAtHand


def turn(widget: QWidget) -> None:
    middle = QPointF(widget.rect().center())
    down = QPoint(0, -120)
    event = QWheelEvent(
        middle,
        QPointF(widget.mapToGlobal(middle.toPoint())),
        down,
        down,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def value(widget: QWidget) -> object:
    return (
        widget.currentIndex() if isinstance(widget, QComboBox) else widget.property("value") or widget.property("date")
    )


@pytest.mark.parametrize("kind", [QComboBox, QSpinBox, QDateEdit, QSlider])
def test_without_the_focus_the_wheel_scrolls_the_page(qtbot: QtBot, qapp: QApplication, kind: type[QWidget]) -> None:
    Look().put_on(qapp)
    inside, area = QWidget(), QScrollArea()
    column, other, made = QVBoxLayout(inside), QLineEdit(), kind()
    if isinstance(made, QComboBox):
        made.addItems(["响水洞村", "石门坎村", "竹山村"])
    column.addWidget(other)
    column.addWidget(made)
    inside.setMinimumHeight(2000)
    area.setWidget(inside)
    area.resize(300, 300)
    qtbot.addWidget(area)
    area.show()
    qtbot.waitExposed(area)
    other.setFocus()
    before = value(made)
    turn(made)
    assert value(made) == before
    assert area.verticalScrollBar().value() > 0
    made.setFocus()
    turn(made)
    assert value(made) != before or not made.hasFocus()


def test_no_list_on_any_screen_is_changed_by_a_wheel_that_was_meant_for_the_page(
    at_hand: DeskAtHand, qtbot: QtBot, qapp: QApplication
) -> None:
    Look().put_on(qapp)
    shell = Shell(at_hand.surroundings)
    qtbot.addWidget(shell)
    shell.show()
    seen = 0
    for screen_id in SCREENS:
        shell.go(screen_id)
        for widget in [*shell.shown.findChildren(QComboBox), *shell.shown.findChildren(QAbstractSpinBox)]:
            widget.clearFocus()
            before = value(widget)
            turn(widget)
            assert value(widget) == before, (screen_id, widget.accessibleName())
            seen += 1
    assert seen > 1
