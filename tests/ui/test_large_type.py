"""特大字 on the common screen: nothing is pushed off it, and no button off the row."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from station_app.ui.case.view import CaseScreen
from station_app.ui.look import TEXT_SIZES, Look
from station_app.ui.parts.cells import Cell
from station_app.ui.parts.row_table import Column, RowTable
from station_app.ui.shell import Shell
from station_app.ui.sync.view import SyncScreen
from station_app.ui.window import COMMON_SCREEN
from tests.ui.desk_at_hand import DeskAtHand
from tests.ui.test_case_acts import certificate

LONG = 20_000
LARGEST = TEXT_SIZES[-1]


@pytest.fixture
def at_hand(tmp_path: Path, dressed: QApplication) -> Iterator[DeskAtHand]:
    Look(LARGEST).put_on(dressed)
    made = DeskAtHand(tmp_path, text_px=LARGEST)
    yield made
    made.close()
    Look().put_on(dressed)


@pytest.fixture
def shell(at_hand: DeskAtHand, qtbot: QtBot) -> Shell:
    made = Shell(at_hand.surroundings)
    qtbot.addWidget(made)
    made.resize(*COMMON_SCREEN)
    made.show()
    qtbot.waitExposed(made)
    return made


def right_end(widget: QWidget, inside: QWidget) -> int:
    return widget.mapTo(inside, widget.rect().topRight()).x()


def test_the_shell_fits_the_common_screen(shell: Shell) -> None:
    assert (shell.width(), shell.height()) == COMMON_SCREEN
    shell.resize(1024, 700)
    assert (shell.width(), shell.height()) == (1024, 700)


def test_every_button_of_a_case_is_on_the_screen(shell: Shell, at_hand: DeskAtHand, qtbot: QtBot) -> None:
    shell.go("case", certificate(at_hand))
    screen = shell.shown
    assert isinstance(screen, CaseScreen)
    qtbot.waitUntil(lambda: screen.void_button.isVisible() and screen.main_button.isVisible(), timeout=LONG)
    qtbot.waitUntil(lambda: screen.main_button.y() >= 0 and right_end(screen.main_button, shell) < shell.width())
    assert screen.width() <= shell.width() - 196
    below = screen.main_button.mapTo(shell, screen.main_button.rect().topLeft()).y()
    assert below > screen.void_button.mapTo(shell, screen.void_button.rect().bottomLeft()).y()


def test_what_comes_next_has_a_line_of_its_own_where_the_buttons_leave_no_room(
    shell: Shell, at_hand: DeskAtHand, qtbot: QtBot
) -> None:
    shell.go("case", at_hand.receive("尕玛措", 141))
    screen = shell.shown
    assert isinstance(screen, CaseScreen)
    qtbot.waitUntil(lambda: screen.next_label.text() != "" and screen.void_button.isVisible(), timeout=LONG)
    words = screen.next_label
    qtbot.waitUntil(lambda: words.width() > words.fontMetrics().horizontalAdvance(words.text()))
    shell.resize(2400, 768)
    top = lambda widget: widget.mapTo(shell, widget.rect().center()).y()  # noqa: E731
    qtbot.waitUntil(lambda: abs(top(words) - top(screen.void_button)) < 5)


def test_a_table_takes_room_from_the_columns_that_can_spare_it(at_hand: DeskAtHand, qtbot: QtBot) -> None:
    columns = (Column("还没传", 200), Column("已确认", 200), Column("谁的事", 80, stretch=True))
    table = RowTable(at_hand.surroundings.look, columns, "传了什么")
    qtbot.addWidget(table)
    table.resize(600, 300)
    table.show()
    table.show_rows([(Cell("7"), Cell("4"), Cell("买买提·吐"))], ["k"])
    widths = [table.columnWidth(section) for section in range(3)]
    assert sum(widths) == table.viewport().width()
    assert widths[0] < widths[1] == at_hand.surroundings.look.px(200)
    assert widths[2] >= table.sizeHintForColumn(2)


def test_the_sync_screen_shows_its_table_whole_under_long_words(shell: Shell, qtbot: QtBot) -> None:
    shell.go("sync")
    screen = shell.shown
    assert isinstance(screen, SyncScreen)
    qtbot.waitUntil(lambda: screen.table.rows.rowCount() == 3, timeout=LONG)
    bars = (screen.table.verticalScrollBar(), screen.table.horizontalScrollBar())
    qtbot.waitUntil(lambda: not any(bar.isVisible() for bar in bars))
