"""A key that comes down twice ends one thing only, and what was ended by mistake can be taken back until it is sent."""

import ast
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from forms.failures import InputFailure
from station_app.desk.deliver import undo_delivery
from station_app.desk.open_case import open_case
from station_app.ui.case.small_panels import ReasonPanel
from station_app.ui.case.view import CaseScreen
from station_app.ui.delivery.view import DeliveryScreen
from station_app.ui.parts.final_act import ASK, REST, FinalActs
from station_app.ui.shell import Shell
from tests.test_architecture import ROOT, module_files
from tests.ui.desk_at_hand import DeskAtHand


@pytest.fixture
def shell(at_hand: DeskAtHand, qtbot: QtBot) -> Shell:
    made = Shell(at_hand.surroundings)
    qtbot.addWidget(made)
    made.resize(1366, 740)
    made.show()
    qtbot.waitExposed(made)
    return made


def press(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.keyClick(widget, Qt.Key.Key_F10)


def states(at_hand: DeskAtHand, *cases: str) -> list[str]:
    return [open_case(at_hand.desk, case).case.state for case in cases]


def test_a_second_press_delivers_nobody_elses_result(shell: Shell, at_hand: DeskAtHand, qtbot: QtBot) -> None:
    first, second = at_hand.receive("买买提·吐尔逊", 126), at_hand.receive("欧阳𬸚", 125)
    at_hand.granted(first)
    at_hand.granted(second)
    shell.go("delivery", first)
    screen = shell.shown
    assert isinstance(screen, DeliveryScreen)
    press(qtbot, shell)
    for after in (0.1, 0.9, 3, 60):
        at_hand.clock.moment += timedelta(seconds=after)
        press(qtbot, shell)
    assert states(at_hand, first, second) == ["delivered", "result_at_station"]
    assert (screen.table.chosen(), screen.page) == ("", None)
    assert screen.choose_one.isVisible()
    screen.table.choose(second)
    assert screen.recipient.text == "欧阳𬸚"
    press(qtbot, shell)
    assert states(at_hand, first, second) == ["delivered", "delivered"]


def test_somebody_chosen_at_once_is_asked_about_and_then_served(
    shell: Shell, at_hand: DeskAtHand, qtbot: QtBot
) -> None:
    first, second = at_hand.receive("买买提·吐尔逊", 126), at_hand.receive("欧阳𬸚", 125)
    at_hand.granted(first)
    at_hand.granted(second)
    shell.go("delivery", first)
    press(qtbot, shell)
    screen = shell.shown
    assert isinstance(screen, DeliveryScreen)
    screen.table.choose(second)
    press(qtbot, shell)
    assert states(at_hand, second) == ["result_at_station"], "the key rests"
    at_hand.clock.moment += REST
    press(qtbot, shell)
    assert (states(at_hand, second), "再按一次" in screen.strip.text) == (["result_at_station"], True)
    press(qtbot, shell)
    assert states(at_hand, second) == ["delivered"]


@pytest.mark.parametrize("open_panel", ["open_withdraw", "open_void"])
def test_the_second_press_after_a_case_has_ended_opens_nothing(
    shell: Shell, at_hand: DeskAtHand, qtbot: QtBot, open_panel: str
) -> None:
    case = at_hand.receive("买买提·吐尔逊", 126)
    shell.go("case", case)
    screen = shell.shown
    assert isinstance(screen, CaseScreen)
    getattr(screen.acts, open_panel)()
    panel = screen.panel
    assert isinstance(panel, ReasonPanel)
    line = panel.reason.input
    assert isinstance(line, QLineEdit)
    line.setText("收重了")
    press(qtbot, shell)
    ended = states(at_hand, case)
    press(qtbot, shell)
    assert (shell.shown, screen.panel, states(at_hand, case)) == (screen, None, ended)
    assert ended[0] in ("withdrawn", "void")


def test_a_delivery_is_taken_back_until_it_is_sent(shell: Shell, at_hand: DeskAtHand, qtbot: QtBot) -> None:
    case = at_hand.receive()
    at_hand.granted(case)
    shell.go("delivery", case)
    asked = at_hand.sync.asked
    press(qtbot, shell)
    assert at_hand.sync.asked == asked, "it is not sent at once"
    shell.go("case", case)
    screen = shell.shown
    assert isinstance(screen, CaseScreen)
    assert screen.undo_button.isVisible()
    screen.undo_button.click()
    at_hand.clock.moment += ASK
    press(qtbot, shell)
    assert states(at_hand, case) == ["delivered"], "a reason is asked for"
    panel = screen.panel
    assert isinstance(panel, ReasonPanel)
    line = panel.reason.input
    assert isinstance(line, QLineEdit)
    line.setText("按错了，人还没来")
    press(qtbot, shell)
    page = open_case(at_hand.desk, case)
    assert (page.case.state, page.case.recipient, page.case.ended_at) == ("result_at_station", "", "")
    assert [(line.kind, line.detail) for line in page.history][-1] == ("delivery_undone", "按错了，人还没来")
    assert page.row.next_step == "deliver"


def test_a_delivery_that_was_sent_is_not_taken_back_here(at_hand: DeskAtHand) -> None:
    case = at_hand.receive()
    at_hand.granted(case)
    from forms.events import Delivered
    from station_app.desk.deliver import deliver

    deliver(at_hand.desk, case, Delivered("决定书", "李䶮"))
    at_hand.send_all()
    assert "delivery_undone" not in open_case(at_hand.desk, case).allowed
    with pytest.raises(InputFailure, match="已经传到县里"):
        undo_delivery(at_hand.desk, case, "登错了")


def test_a_clock_set_back_holds_nobody_up(at_hand: DeskAtHand) -> None:
    acts, now = FinalActs(), at_hand.clock.now()
    acts.done(now)
    assert acts.may(now - timedelta(days=1), "a") == "act"
    assert [acts.may(now + after, "a") for after in (timedelta(0), REST, REST, ASK)] == [
        "rest",
        "ask",
        "act",
        "act",
    ]


def test_every_main_key_and_button_goes_through_the_one_door() -> None:
    """A screen whose button calls its act itself would not rest."""
    seen = 0
    for module, path in module_files(ROOT):
        tree = ast.parse(path.read_text("utf-8"))
        if not any(_is_screen(node) for node in ast.walk(tree)):
            continue
        seen += 1
        handed_on = [node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
        assert handed_on.count("main_action") == 0, module
    assert seen > 8


def _is_screen(node: ast.AST) -> bool:
    return isinstance(node, ast.ClassDef) and any(
        isinstance(base, ast.Name) and base.id == "Screen" for base in node.bases
    )
