"""What was typed is there: through leaving, larger text, closing, a screen that comes up late, a slow reader."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from forms.case import Page
from station_app.desk.add_page import AddedPage
from station_app.desk.drafts import list_drafts
from station_app.jobs.database_worker import DatabaseWorker
from station_app.ui.case.small_panels import ReasonPanel
from station_app.ui.case.supply_panel import SupplyPanel
from station_app.ui.case.view import CaseScreen
from station_app.ui.delivery.view import DeliveryScreen
from station_app.ui.enquiry.view import EnquiryScreen
from station_app.ui.look import Look
from station_app.ui.new_case.view import NewCaseScreen
from station_app.ui.parts.field import Field
from station_app.ui.preferences import READER_GAPS_MS, Preferences, load_preferences, save_preferences
from station_app.ui.shell import Shell
from tests.storage.station import opened_desk
from tests.ui.desk_at_hand import DeskAtHand
from tests.ui.new_case_at_hand import NewCaseAtHand, type_text
from tests.ui.test_shell import typed
from tests.ui.test_window import Opened, asked_about, enrolled_window  # noqa: F401

KEY = Qt.Key


@pytest.fixture
def shell(at_hand: DeskAtHand, qtbot: QtBot) -> Shell:
    return shown(Shell(at_hand.surroundings), qtbot)


def shown(shell: Shell, qtbot: QtBot) -> Shell:
    qtbot.addWidget(shell)
    shell.resize(1366, 768)
    shell.show()
    shell.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is shell)
    return shell


def larger(shell: Shell, at_hand: DeskAtHand, qtbot: QtBot) -> Shell:
    """The shell that takes this one's place when the text size changes, on the same screen."""
    assert shell.leave()
    here, unfinished = shell.here, shell.unfinished()
    unfinished.pop(here[0], None)
    new = shown(Shell(replace(at_hand.surroundings, look=Look(20))), qtbot)
    new.carry(unfinished)
    shell.hide()
    new.go(*here)
    return new


def case_screen(shell: Shell) -> CaseScreen:
    screen = shell.shown
    assert isinstance(screen, CaseScreen)
    return screen


def reason_panel(shell: Shell) -> ReasonPanel:
    panel = case_screen(shell).panel
    assert isinstance(panel, ReasonPanel)
    return panel


def line(field: Field) -> QLineEdit:
    assert isinstance(field.input, QLineEdit)
    return field.input


class TestTheReasonForWithdrawal:
    def test_is_there_after_leaving_and_after_esc(self, shell: Shell, at_hand: DeskAtHand) -> None:
        case_id, other = at_hand.receive(), at_hand.receive("欧阳𬸚", 125)
        shell.go("case", case_id)
        case_screen(shell).acts.open_withdraw()
        line(reason_panel(shell).reason).setText("儿子要接他进城")
        shell.go("today")
        shell.go("case", other)
        case_screen(shell).acts.open_withdraw()
        assert reason_panel(shell).reason.text == "", "another case's"
        shell.go("case", case_id)
        case_screen(shell).acts.open_withdraw()
        assert reason_panel(shell).reason.text == "儿子要接他进城"
        case_screen(shell).escape()
        case_screen(shell).acts.open_withdraw()
        assert reason_panel(shell).reason.text == "儿子要接他进城"
        case_screen(shell).acts.open_void()
        assert reason_panel(shell).reason.text == "", "another act's"

    def test_is_done_with_once_it_is_recorded(self, shell: Shell, at_hand: DeskAtHand) -> None:
        case_id = at_hand.receive()
        shell.go("case", case_id)
        case_screen(shell).acts.open_withdraw()
        line(reason_panel(shell).reason).setText("不办了")
        case_screen(shell).main_action()
        assert case_screen(shell).panel is None
        assert shell.would_be_lost() == ()

    def test_is_there_in_larger_text(self, shell: Shell, at_hand: DeskAtHand, qtbot: QtBot) -> None:
        shell.go("case", at_hand.receive())
        case_screen(shell).acts.open_withdraw()
        line(reason_panel(shell).reason).setText("儿子要接他进城")
        assert reason_panel(larger(shell, at_hand, qtbot)).reason.text == "儿子要接他进城"


def test_what_was_brought_later_is_there_in_larger_text(shell: Shell, at_hand: DeskAtHand, qtbot: QtBot) -> None:
    case_id = at_hand.receive()
    at_hand.correction(case_id)
    shell.go("case", case_id)
    case_screen(shell).acts.open_supply()
    panel = case_screen(shell).panel
    assert isinstance(panel, SupplyPanel)
    page = Page("a" * 64, 10)
    panel.rows[0].add((AddedPage(page, "dark"),))
    line(panel.remark).setText("原件下周送来")
    panel = case_screen(larger(shell, at_hand, qtbot)).panel
    assert isinstance(panel, SupplyPanel)
    assert panel.remark.text == "原件下周送来"
    assert (panel.rows[0].pages, panel.rows[0].brought.isChecked()) == ((page,), True)


def test_a_delivery_is_there_in_larger_text(shell: Shell, at_hand: DeskAtHand, qtbot: QtBot) -> None:
    case_id = at_hand.receive()
    at_hand.granted(case_id)
    shell.go("delivery", case_id)
    screen = shell.shown
    assert isinstance(screen, DeliveryScreen)
    assert screen.unsaved() is None
    screen.method.choose("substitute")
    screen.method.chosen.emit("substitute")
    line(screen.recipient).setText("李芳")
    line(screen._fields["substitute_reason"]).setText("腿摔伤了")
    screen.signing.choose("pad")
    screen.signing.chosen.emit("pad")
    QTest.mousePress(screen.pad, Qt.MouseButton.LeftButton, pos=screen.pad.rect().center())
    again = larger(shell, at_hand, qtbot).shown
    assert isinstance(again, DeliveryScreen)
    form = again._form_now()
    assert (form.method, form.recipient, form.substitute_reason) == ("substitute", "李芳", "腿摔伤了")
    assert not again.pad.is_empty


def test_a_screen_that_is_not_in_sight_keeps_what_was_typed_too(
    enrolled_window: Opened,  # noqa: F811
    qtbot: QtBot,
) -> None:
    shell = enrolled_window.sign_in(qtbot)
    asked_about(shell, "低保怎么办")
    shell.go("today")
    shell.text_size_asked.emit(1)
    new = enrolled_window.window.shell
    assert new is not None
    assert new is not shell
    new.go("enquiry")
    assert isinstance(new.shown, EnquiryScreen)
    assert new.shown.question.text == "低保怎么办"


def test_closing_asks_once_where_something_would_be_lost(enrolled_window: Opened, qtbot: QtBot) -> None:  # noqa: F811
    shell = enrolled_window.sign_in(qtbot)
    asked_about(shell, "低保怎么办")
    shell.go("today")
    window = enrolled_window.window
    first = QCloseEvent()
    window.closeEvent(first)
    assert not first.isAccepted()
    assert shell.shown.strip.text.startswith("“咨询”里写的还没有登记，关了就没有了")
    second = QCloseEvent()
    window.closeEvent(second)
    assert second.isAccepted()


def test_keys_that_come_before_the_screen_go_into_it(dressed: QApplication, at_hand: DeskAtHand, qtbot: QtBot) -> None:
    worker = DatabaseWorker(lambda: opened_desk(at_hand.directory, at_hand.unlocked, at_hand.clock))
    shell = shown(Shell(replace(at_hand.surroundings, worker=worker)), qtbot)
    shell.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    shell.go("new_case")
    screen = shell.shown
    assert isinstance(screen, NewCaseScreen)
    assert screen.is_coming_up
    for key in "gljt":
        target = QApplication.focusWidget() or shell
        QTest.keyClick(target, key)
    assert screen.is_coming_up, "the desk has not answered yet"
    qtbot.waitUntil(lambda: not screen.is_coming_up, timeout=20_000)
    assert screen.parts.what.item.text() == "gljt"
    screen.leave()
    shell.hide()
    assert worker.stop()


@pytest.fixture
def new(dressed: QApplication, at_hand: DeskAtHand, qtbot: QtBot) -> Iterator[NewCaseAtHand]:
    made = NewCaseAtHand(at_hand)
    qtbot.addWidget(made.shell)
    yield made
    made.close()


def test_tab_comes_to_who_has_been_here_right_after_the_name(new: NewCaseAtHand, at_hand: DeskAtHand) -> None:
    at_hand.receive("李䶮", 124)
    new.choose()
    name = new.parts.who.entries["name"].input
    name.setFocus()
    type_text("李䶮", name)
    new.press(KEY.Key_Tab)
    offered = new.parts.who.offered
    assert len(offered) == 1
    stops = [stop for stop in new.parts.tab_stops() if stop.isVisible() and stop.isEnabled()]
    assert stops.index(offered[0]) == stops.index(new.parts.who.grid.inputs[-1]) + 1
    new.parts.who.grid.inputs[-1].setFocus()
    new.press(KEY.Key_Tab)
    assert QApplication.focusWidget() is offered[0]


def test_every_stop_of_the_form_has_its_place_in_the_order_of_tab(new: NewCaseAtHand, at_hand: DeskAtHand) -> None:
    at_hand.receive("李䶮", 124)
    new.choose()
    new.parts.who.by_agent.setChecked(True)
    name = new.parts.who.entries["name"].input
    name.setFocus()
    type_text("李䶮", name)
    new.press(KEY.Key_Tab)
    form = new.parts.scrolled.widget()
    strays = [
        widget
        for widget in form.findChildren(QWidget)
        if widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget not in new.parts.tab_stops()
        and widget.parentWidget() not in new.parts.tab_stops()
    ]
    assert strays == []


def test_enter_goes_past_the_note_of_what_is_wrong_with_a_paper(new: NewCaseAtHand) -> None:
    new.choose()
    row = next(iter(new.parts.materials.rows.values()))
    row.box.setFocus()
    assert new.parts.materials.detail.wrong.isVisible()
    for _ in range(len(new.parts.materials.rows) + 2):
        new.press(KEY.Key_Return)
        assert QApplication.focusWidget() is not new.parts.materials.detail.wrong


def test_what_was_put_away_is_said_to_be_where_it_is(new: NewCaseAtHand) -> None:
    new.fill()
    new.settle()
    new.screen.escape()
    assert new.shell.shown.strip.text == "先存着了，在“没收完的”里可以接着收。"


def test_a_scanned_slip_leaves_no_draft(new: NewCaseAtHand, at_hand: DeskAtHand) -> None:
    row = at_hand.desk.store.cases.row(at_hand.receive("欧阳𬸚", 125))
    assert row is not None
    name = new.parts.who.entries["name"].input
    name.setFocus()
    for place, key in enumerate(row.receipt_number):
        QTest.keyClick(name, key)
        if place == 8 and new.screen.keeper is not None:
            new.screen.keeper.save_now()
    QTest.keyClick(name, KEY.Key_Return)
    new.screen.leave()
    assert new.shell.here[0] == "case"
    assert list_drafts(at_hand.desk) == ()


def test_the_strip_that_says_what_is_in_the_way_goes_with_the_last_of_it(new: NewCaseAtHand) -> None:
    new.fill("id_card", "bank_card")
    new.settle()
    new.screen.main_action()
    said = new.screen.strip.text
    assert "身份证" in said
    assert "银行卡" in said
    new.parts.materials.rows["bank_card"].box.toggle()
    new.settle()
    assert "身份证" in new.screen.strip.text
    assert "银行卡" not in new.screen.strip.text
    new.parts.materials.rows["id_card"].box.toggle()
    new.settle()
    assert new.screen.strip.isHidden()


def test_a_field_that_is_mended_is_not_red_any_more(dressed: QApplication, qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    for made in (QLineEdit(), QPlainTextEdit()):
        field = Field(Look(), "理由", made, parent=host)
        field.say_problem("请写一句为什么。")
        type_text("不办了", made)
        assert field.problem == ""
        assert made.property("wrong") is False


class TestASlowReader:
    """200 ms between two keys, as some readers over Bluetooth are."""

    def test_is_understood_on_a_button_and_its_enter_presses_nothing(self, shell: Shell, at_hand: DeskAtHand) -> None:
        shown_case, other = at_hand.receive(), at_hand.receive("欧阳𬸚", 125)
        row = at_hand.desk.store.cases.row(other)
        assert row is not None
        shell.go("case", shown_case)
        case_screen(shell).back_button.setFocus()
        typed(shell, f"{row.receipt_number}\r", 200)
        assert shell.here == ("case", other)

    @pytest.mark.parametrize(("gap_ms", "pause_ms", "is_scan"), [(60, 140, False), (150, 140, True), (400, 350, True)])
    def test_in_a_field_it_is_told_by_the_setting(
        self, at_hand: DeskAtHand, qtbot: QtBot, gap_ms: int, pause_ms: int, is_scan: bool
    ) -> None:
        preferences = replace(at_hand.surroundings.preferences, reader_gap_ms=gap_ms)
        shell = shown(Shell(replace(at_hand.surroundings, preferences=preferences)), qtbot)
        row = at_hand.desk.store.cases.row(at_hand.receive())
        assert row is not None
        shell.go("enquiry")
        enquiry = shell.shown
        assert isinstance(enquiry, EnquiryScreen)
        enquiry.person.input.setFocus()
        assert QApplication.focusWidget() is enquiry.person.input
        typed(shell, f"{row.receipt_number}\r", pause_ms)
        assert (shell.here[0] == "case") is is_scan

    def test_its_pace_is_kept_and_nonsense_is_not(self, tmp_path) -> None:  # type: ignore[no-untyped-def]
        for kept, read in ((150, 150), (7, 60), ("x", 60)):
            save_preferences(tmp_path / "p.json", Preferences(reader_gap_ms=kept))  # type: ignore[arg-type]
            assert load_preferences(tmp_path / "p.json").reader_gap_ms == read
        assert READER_GAPS_MS[0] == Preferences().reader_gap_ms
