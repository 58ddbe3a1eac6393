"""On the screens: who is waited for, a result that is carried, particulars put right, a phone that is shown, a case again."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from forms import events as ev
from forms.case import ResultDocument
from station_app.desk.drafts import load_draft
from station_app.desk.open_case import open_case
from station_app.ui.case.particulars_panel import ParticularsPanel
from station_app.ui.case.small_panels import ReasonPanel
from station_app.ui.case.view import CaseScreen
from station_app.ui.delivery.view import DeliveryScreen
from station_app.ui.screen import Screen
from station_app.ui.today.view import TodayScreen
from tests.ui.desk_at_hand import DeskAtHand

Shown = Callable[[type[Screen]], Screen]


@pytest.fixture
def shown(at_hand: DeskAtHand, qtbot: QtBot) -> Shown:
    def make(kind: type[Screen]) -> Screen:
        made = kind(at_hand.surroundings)
        qtbot.addWidget(made)
        at_hand.worker.changed.connect(made.refresh)
        made.resize(1170, 700)
        made.show()
        return made

    return make


def carried(at_hand: DeskAtHand) -> str:
    case_id = at_hand.receive()
    at_hand.accepted(case_id)
    at_hand.office(case_id, 5, "decided", ev.Decided(True, ResultDocument("高龄津贴审批表", "12号")))
    at_hand.office(case_id, 6, "result_sent", ev.ResultSent("officer"))
    return case_id


def kinds(at_hand: DeskAtHand, case_id: str) -> list[str]:
    return [line.kind for line in open_case(at_hand.desk, case_id).history]


def texts(screen: Screen) -> str:
    from PySide6.QtWidgets import QAbstractButton, QLabel

    parts = [*screen.findChildren(QLabel), *screen.findChildren(QAbstractButton)]
    return "\n".join(part.text() for part in parts if part.isVisible())


def test_a_case_says_who_is_waited_for_until_when_and_why(shown: Shown, at_hand: DeskAtHand) -> None:
    case_id = at_hand.receive()
    at_hand.send_all()
    at_hand.office(case_id, 2, "receipt_confirmed", ev.ReceiptConfirmed("响水镇民政办"))
    screen = shown(CaseScreen)
    screen.enter(case_id)
    assert "等响水镇民政办告知受理或补正，到12月1日（收到后 5 个工作日内，行政许可法第三十二条）" in texts(screen)


def test_today_names_who_a_late_case_waits_for(shown: Shown, at_hand: DeskAtHand) -> None:
    at_hand.receive()
    at_hand.send_all()
    at_hand.clock.wait(days=30)
    screen = shown(TodayScreen)
    screen.enter()
    assert isinstance(screen, TodayScreen)
    assert "卡在：镇里" in texts(screen)
    assert screen.table.model().rowCount() == 1


def test_a_carried_result_is_recorded_as_arrived_and_then_delivered(shown: Shown, at_hand: DeskAtHand) -> None:
    case_id = carried(at_hand)
    screen = shown(CaseScreen)
    assert isinstance(screen, CaseScreen)
    screen.enter(case_id)
    assert "结果到站了" in screen.main_button.text()
    screen.main_action()
    assert isinstance(screen.panel, ReasonPanel)
    screen.main_action()
    assert kinds(at_hand, case_id)[-1] == "result_arrived"
    assert "delivered" in open_case(at_hand.desk, case_id).allowed


def test_a_carried_result_is_handed_over_only_with_a_tick_that_it_is_here(
    shown: Shown, at_hand: DeskAtHand, qtbot: QtBot
) -> None:
    case_id = carried(at_hand)
    screen = shown(DeliveryScreen)
    assert isinstance(screen, DeliveryScreen)
    screen.enter()
    assert screen.nothing.isVisible()
    screen.enter(case_id)
    assert screen.arrived.isVisible()
    screen.main_action()
    assert kinds(at_hand, case_id)[-1] == "result_sent"
    screen.arrived.setChecked(True)
    screen.main_action()
    assert [kind for kind in kinds(at_hand, case_id) if kind != "paper_printed"][-2:] == ["result_arrived", "delivered"]
    qtbot.waitUntil(lambda: kinds(at_hand, case_id)[-1] == "paper_printed", timeout=20_000)


def test_a_wrong_name_is_put_right_and_a_number_left_alone_stays(shown: Shown, at_hand: DeskAtHand) -> None:
    case_id = at_hand.receive()
    screen = shown(CaseScreen)
    assert isinstance(screen, CaseScreen)
    screen.enter(case_id)
    screen.acts.open_correct()
    panel = screen.panel
    assert isinstance(panel, ParticularsPanel)
    assert "138****0000" in panel.fields["applicant.phone"].input.placeholderText()  # type: ignore[attr-defined]
    screen.main_action()
    assert "还没有改动" in texts(screen)
    name, reason = panel.fields["applicant.name"].input, panel.fields["reason"].input
    assert isinstance(name, QLineEdit)
    assert isinstance(reason, QLineEdit)
    name.setText("李龑")
    reason.setText("身份证上是龑")
    screen.main_action()
    case = open_case(at_hand.desk, case_id).case
    assert case.content.applicant.name == "李龑"
    assert [each.what for each in case.corrected] == ["applicant.name"]
    assert open_case(at_hand.desk, case_id).history[-1].detail == "姓名 李䶮 改为 李龑；身份证上是龑"


def test_the_phone_is_shown_where_somebody_is_to_be_called_and_that_is_logged(
    shown: Shown, at_hand: DeskAtHand
) -> None:
    case_id = at_hand.receive()
    at_hand.granted(case_id)
    case, today, delivery = shown(CaseScreen), shown(TodayScreen), shown(DeliveryScreen)
    assert isinstance(case, CaseScreen)
    assert isinstance(today, TodayScreen)
    assert isinstance(delivery, DeliveryScreen)
    case.enter(case_id)
    case.side.phone_asked.emit()
    assert case.side.phone == "13800000000"
    today.enter()
    today.table.choose(case_id)
    today.phone.click()
    assert "13800000000" in texts(today)
    delivery.enter(case_id)
    delivery.phone.asked.emit()
    assert delivery.phone.number == "13800000000"
    revealed = [line.data for line in open_case(at_hand.desk, case_id).history if line.kind == "identity_revealed"]
    assert revealed == [{"what": "phone"}] * 3


def test_a_case_is_received_once_more_from_its_screen(shown: Shown, at_hand: DeskAtHand, qtbot: QtBot) -> None:
    case_id = at_hand.receive()
    screen = shown(CaseScreen)
    assert isinstance(screen, CaseScreen)
    screen.enter(case_id)
    with qtbot.waitSignal(screen.go) as went:
        screen.side.again_asked.emit()
    where, draft = went.args
    assert where == "new_case"
    assert load_draft(at_hand.desk, draft).content.applicant.name == "李䶮"


def test_what_was_typed_for_a_delivery_stays_when_the_phone_was_looked_at(shown: Shown, at_hand: DeskAtHand) -> None:
    case_id = at_hand.receive()
    at_hand.granted(case_id)
    screen = shown(DeliveryScreen)
    assert isinstance(screen, DeliveryScreen)
    screen.enter(case_id)
    typed = screen.recipient.input
    assert isinstance(typed, QLineEdit)
    typed.setText("李芳")
    screen.phone.asked.emit()
    screen.refresh(frozenset({"cases"}))
    assert (screen.recipient.text, screen.phone.number) == ("李芳", "13800000000")
