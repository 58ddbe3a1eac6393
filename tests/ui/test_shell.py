"""The shell: keys, the footer, a scanned slip, what is loaded when."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from station_app.jobs.line_state import LineState
from station_app.ui.cases.view import CasesScreen
from station_app.ui.shell import Shell, station_lines
from station_app.ui.sync.view import SyncScreen
from tests.ui.desk_at_hand import DeskAtHand

OFFLINE = LineState("offline", "现在连不上县里，照常办事", "Offline; go on working")


@pytest.fixture
def shell(at_hand: DeskAtHand, qtbot: QtBot) -> Shell:
    made = Shell(at_hand.surroundings)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    return made


def press(widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(widget, key, modifier)


def target(shell: Shell) -> QWidget:
    return shell.focusWidget() or shell


def test_every_screen_opens_with_its_key(shell: Shell) -> None:
    for place in shell.places():
        press(target(shell), getattr(Qt.Key, f"Key_{place.key}"))
        assert shell.here[0] == place.screen_id


def test_a_screen_is_made_at_its_first_visit(shell: Shell) -> None:
    assert list(shell._screens) == ["today"]
    shell.go("sync")
    assert list(shell._screens) == ["today", "sync"]
    first = shell.shown
    shell.go("today")
    shell.go("sync")
    assert shell.shown is first


def test_a_refresh_asks_the_worker_once(shell: Shell, at_hand: DeskAtHand) -> None:
    for screen in ("today", "cases", "guide", "ledger", "sync", "enquiry", "delivery"):
        shell.go(screen)
        before = at_hand.worker.calls
        shell.shown.refresh(frozenset({"cases"}))
        assert at_hand.worker.calls == before + 1, screen


def test_a_change_refreshes_the_screen_that_is_shown_and_the_footer(shell: Shell, at_hand: DeskAtHand) -> None:
    shell.go("cases")
    before = at_hand.worker.calls
    at_hand.worker.changed.emit(frozenset({"cases"}))
    assert at_hand.worker.calls == before + 2


def test_escape_goes_back_the_way_one_came(shell: Shell) -> None:
    shell.go("cases")
    shell.go("guide")
    press(target(shell), Qt.Key.Key_Escape)
    assert shell.here[0] == "cases"
    press(target(shell), Qt.Key.Key_Escape)
    assert shell.here[0] == "today"
    press(target(shell), Qt.Key.Key_Escape)
    assert shell.here[0] == "today"


def test_find_goes_to_the_search_box(shell: Shell) -> None:
    press(target(shell), Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert shell.here[0] == "cases"
    assert isinstance(shell.shown, CasesScreen)
    assert shell.focusWidget() is shell.shown.search


def typed(shell: Shell, text: str, gap_ms: int) -> None:
    """Keys as the window system tells them, so far apart by its own clock; \\r is Enter."""
    for place, sign in enumerate(text):
        key = Qt.Key.Key_Return if sign == "\r" else Qt.Key(ord(sign.upper()))
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, sign)
        event.setTimestamp(1_000_000 + place * gap_ms)
        QApplication.sendEvent(target(shell), event)


def scan(shell: Shell, text: str) -> None:
    typed(shell, f"{text}\r", 10)


def test_a_scanned_slip_opens_its_case_on_any_screen(shell: Shell, at_hand: DeskAtHand) -> None:
    case_id = at_hand.receive("李䶮")
    number = at_hand.desk.store.cases.row(case_id)
    assert number is not None
    for screen in ("today", "cases", "enquiry", "guide", "sync"):
        shell.go(screen)
        scan(shell, number.receipt_number)
        assert shell.here == ("case", case_id), screen


def test_a_scan_leaves_the_field_as_it_was(shell: Shell, at_hand: DeskAtHand, qtbot: QtBot) -> None:
    row = at_hand.desk.store.cases.row(at_hand.receive())
    assert row is not None
    shell.go("cases")
    cases = shell.shown
    assert isinstance(cases, CasesScreen)
    cases.search.setText("李")
    scan(shell, f"NO:{row.receipt_number}")
    assert shell.here[0] == "case"
    assert cases.search.text() == "李"


def test_a_code_of_another_station_is_said(shell: Shell) -> None:
    scan(shell, "5299-03-20261123-0007-N")
    assert shell.here[0] == "today"
    assert "5299-03-20261123-0007-N" in shell.shown.strip.text


def test_typing_by_hand_is_not_a_scan(shell: Shell, at_hand: DeskAtHand) -> None:
    row = at_hand.desk.store.cases.row(at_hand.receive())
    assert row is not None
    shell.go("cases")
    typed(shell, row.receipt_number, 200)
    cases = shell.shown
    assert isinstance(cases, CasesScreen)
    assert cases.search.text() == row.receipt_number
    assert shell.here[0] == "cases"


def test_the_footer_never_lies(shell: Shell, at_hand: DeskAtHand) -> None:
    assert shell.footer.text == "1 条记录已存在本机，等着上传", "the agent's own event waits"
    at_hand.receive()
    at_hand.receive("欧阳𬸚", 125)
    shell.footer.refresh()
    assert shell.footer.text == "2 件已存在本机，等着上传"
    at_hand.sync.state.emit(OFFLINE)
    assert shell.footer.text == "现在连不上县里，照常办事；2 件已存在本机，通了自动上传"
    at_hand.send_all()
    at_hand.worker.brought(frozenset({"cases"}))
    assert shell.footer.text == "现在连不上县里，照常办事"
    at_hand.sync.state.emit(LineState("idle", "已和县里对上", "In step"))
    assert shell.footer.text == "已同步，没有等着传的"
    assert shell.footer.last_sync.startswith("上次同步：")


def test_a_screen_made_later_knows_the_line_too(shell: Shell, at_hand: DeskAtHand) -> None:
    at_hand.sync.state.emit(OFFLINE)
    shell.go("sync")
    sync = shell.shown
    assert isinstance(sync, SyncScreen)
    assert sync.heading.text() == OFFLINE.words_zh


def test_progress_is_said_while_pages_travel(shell: Shell, at_hand: DeskAtHand) -> None:
    at_hand.sync.state.emit(LineState("syncing", "正在传材料照片…", "Sending pages…", 1_200_000, 2_400_000))
    assert shell.footer.text == "正在传材料照片…　50%"


def test_our_own_bug_is_said_calmly(shell: Shell, at_hand: DeskAtHand) -> None:
    at_hand.worker.bug.emit(ZeroDivisionError("secret"))
    assert "已经存下的都在" in shell.shown.strip.text
    assert "secret" not in shell.shown.strip.text


def test_practice_is_marked(at_hand: DeskAtHand, qtbot: QtBot) -> None:
    from dataclasses import replace

    for practice in (True, False):
        made = Shell(replace(at_hand.surroundings, practice=practice))
        qtbot.addWidget(made)
        from PySide6.QtWidgets import QLabel

        assert any("练习" in found.text() for found in made.findChildren(QLabel)) is practice


def test_few_widgets_are_made_for_the_first_screen(shell: Shell, at_hand: DeskAtHand) -> None:
    for serial in range(20):
        at_hand.receive("张" + "一二三四五六七八九十"[serial % 10], 200 + serial)
    shell.shown.refresh(frozenset())
    assert len(shell.findChildren(QWidget)) < 120, "rows are no widgets"


def test_every_input_has_a_name_for_a_screen_reader(shell: Shell, at_hand: DeskAtHand) -> None:
    from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QTableView

    at_hand.granted(at_hand.receive())
    for screen in ("today", "cases", "delivery", "enquiry", "guide", "ledger", "sync"):
        shell.go(screen)
        for kind in (QLineEdit, QPlainTextEdit, QComboBox, QTableView, QAbstractButton):
            for found in shell.shown.findChildren(kind):
                if found.objectName() in ("qt_spinbox_lineedit",) or found.parent().__class__.__name__ in (
                    "QLineEdit",
                    "RowTable",
                    "QHeaderView",
                ):
                    continue
                assert found.accessibleName(), f"{screen}: {found}"


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("响水洞村便民服务站", "响水洞村\n便民服务站"),
        ("便民服务站", "便民服务站"),
        ("高桥社区服务点", "高桥社区服务点"),
    ],
)
def test_the_stations_name_stands_on_two_lines(name: str, lines: str) -> None:
    assert station_lines(name) == lines


def test_a_clock_that_cannot_be_right_is_asked_about_above_every_screen(
    shell: Shell, at_hand: DeskAtHand, qtbot: QtBot
) -> None:
    at_hand.receive("李䶮", 124)
    assert shell.clock_band.isHidden()
    at_hand.clock.moment = at_hand.clock.moment.replace(year=2009, month=1, day=1)
    again = Shell(at_hand.surroundings)
    qtbot.addWidget(again)
    again.show()
    assert not again.clock_band.isHidden()
    assert "2009年1月1日" in again.clock_band.text
    again.clock_band.day.setText("没有这一天")
    again.clock_band.button.click()
    assert "2026-12-01 的样子" in again.clock_band.text
    again.clock_band.day.setText("2026年11月24日")
    again.clock_band.button.click()
    assert again.clock_band.isHidden()
    assert at_hand.desk.today().isoformat() == "2026-11-24"
