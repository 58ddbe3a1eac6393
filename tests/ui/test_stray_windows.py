"""The watch for parts of a screen that open as windows of their own sees them, and nothing else."""

from types import CodeType

import pytest
from PySide6.QtWidgets import QDialog, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.stray_windows import StrayWindows


def shown_by_a_screen(widget: QWidget) -> None:
    """As if code of the desk showed it."""
    code: CodeType = compile("widget.setVisible(True)", "station_app/ui/parts/card.py", "exec")
    exec(code, {"widget": widget})


@pytest.fixture
def watch(stray_windows: StrayWindows) -> StrayWindows:
    stray_windows.take()
    return stray_windows


def test_a_label_that_is_shown_before_it_has_a_parent_is_seen(watch: StrayWindows, qtbot: QtBot) -> None:
    early = QLabel("标题")
    qtbot.addWidget(early)
    shown_by_a_screen(early)
    assert watch.take() == ["QLabel “标题”, shown by card.py"]


def test_a_label_in_its_place_a_menu_and_a_dialog_are_not(watch: StrayWindows, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    for made in (QLabel("标题", window), QMenu(window), QDialog(window)):
        shown_by_a_screen(made)
        assert made.isVisible()
        made.hide()
    assert watch.take() == []
