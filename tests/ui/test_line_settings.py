"""The line's part of the settings: by keyboard, kept at once, read back, and in both languages at both ends of the sizes."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from station_app.allowance_file import AllowanceFile
from station_app.storage.places import Places
from station_app.ui.settings.line_section import LineSection
from station_app.ui.settings.view import SettingsScreen
from sync.station.allowance import Allowance
from tests.ui.desk_at_hand import DeskAtHand


@pytest.fixture
def at_hand(dressed: QApplication, tmp_path: Path) -> DeskAtHand:
    return DeskAtHand(tmp_path)


def opened(at_hand: DeskAtHand, qtbot: QtBot) -> tuple[SettingsScreen, LineSection]:
    screen = SettingsScreen(at_hand.surroundings)
    qtbot.addWidget(screen)
    screen.show()
    screen.enter()
    assert screen.line is not None
    return screen, screen.line


def kept(at_hand: DeskAtHand) -> Allowance:
    return AllowanceFile(at_hand.directory).read()


def test_nothing_is_held_back_until_somebody_says_so(at_hand: DeskAtHand, qtbot: QtBot) -> None:
    _, section = opened(at_hand, qtbot)
    assert (section.spare.code, section.when.code, section.own.isHidden()) == ("no", "any", True)
    assert not Places(at_hand.directory).allowance.exists(), "looking keeps nothing"
    assert at_hand.sync.saves == 0


def test_the_evening_is_chosen_by_keyboard_and_holds_at_once(at_hand: DeskAtHand, qtbot: QtBot) -> None:
    screen, section = opened(at_hand, qtbot)
    QTest.keyClick(section.when, Qt.Key.Key_Right)
    assert kept(at_hand) == Allowance(False, "18:00", "07:00")
    assert at_hand.sync.saves == 1, "the line is told"
    assert "设好了" in screen.strip.text
    assert "F10" in section.says.text()
    QTest.keyClick(section.spare, Qt.Key.Key_Right)
    assert kept(at_hand) == Allowance(True, "18:00", "07:00")
    QTest.keyClick(section.when, Qt.Key.Key_Left)
    assert kept(at_hand) == Allowance(True)


def test_own_hours(at_hand: DeskAtHand, qtbot: QtBot) -> None:
    _, section = opened(at_hand, qtbot)
    QTest.keyClick(section.when, Qt.Key.Key_Left)
    assert not section.own.isHidden()
    assert kept(at_hand) == Allowance(False, "18:00", "07:00")
    QTest.keyClick(section.begin, Qt.Key.Key_Down)
    QTest.keyClick(section.end, Qt.Key.Key_Up)
    assert kept(at_hand) == Allowance(False, "19:00", "06:00")
    _, again = opened(at_hand, qtbot)
    assert (again.when.code, again.begin.currentText(), again.end.currentText()) == ("own", "19:00", "06:00")


def test_hours_that_are_the_same_say_what_they_mean(at_hand: DeskAtHand, qtbot: QtBot) -> None:
    AllowanceFile(at_hand.directory).keep(False, "18:30", "17:00")
    _, section = opened(at_hand, qtbot)
    assert section.begin.currentText() == "18:30"
    QTest.keyClick(section.begin, Qt.Key.Key_Home)
    for _ in range(17):
        QTest.keyClick(section.begin, Qt.Key.Key_Down)
    assert kept(at_hand) == Allowance(False, "17:00", "17:00")
    assert section.says.text() == "两个钟点一样，就是随时都传。"


def test_a_disk_that_does_not_keep_it_is_said(at_hand: DeskAtHand, qtbot: QtBot) -> None:
    screen, section = opened(at_hand, qtbot)
    Places(at_hand.directory).allowance.mkdir()
    QTest.keyClick(section.when, Qt.Key.Key_Right)
    assert screen.strip.text
    assert "设好了" not in screen.strip.text
    assert at_hand.sync.saves == 0
