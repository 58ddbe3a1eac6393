"""The settings of those who sit at this desk: a second agent, and one's own password."""

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from station_app.desk import sign_in
from station_app.desk.add_agent import agents
from station_app.ui.settings.agent_panels import FieldsPanel
from station_app.ui.settings.view import SettingsScreen
from station_app.ui.sign_in.view import SignInView
from tests.storage.station import PASSWORD
from tests.ui.desk_at_hand import DeskAtHand


@pytest.fixture
def screen(at_hand: DeskAtHand, qtbot: QtBot) -> SettingsScreen:
    made = SettingsScreen(at_hand.surroundings)
    qtbot.addWidget(made)
    made.resize(1170, 700)
    made.show()
    made.enter()
    return made


def fill(panel: FieldsPanel | None, **values: str) -> FieldsPanel:
    assert panel is not None
    for key, value in values.items():
        line = panel.fields[key].input
        assert isinstance(line, QLineEdit)
        line.clear()
        QTest.keyClicks(line, value) if value.isascii() else line.insert(value)
    return panel


def test_a_second_agent_is_added_and_can_be_chosen_at_the_sign_in(
    screen: SettingsScreen, at_hand: DeskAtHand, qtbot: QtBot
) -> None:
    assert screen.agents.text() == "龙秀珍"
    screen.add_button.click()
    fill(screen.panel, name="吴国庆", login="wuguoqing", password="another horse", password_again="another horse")
    screen.main_action()
    assert screen.panel is None
    assert screen.agents.text() == "龙秀珍、吴国庆"
    assert "吴国庆可以在这台电脑上登录了" in screen.strip.text
    assert at_hand.sync.saves == 1
    view = SignInView(at_hand.surroundings.look, sign_in.agents(at_hand.directory))
    qtbot.addWidget(view)
    assert [view._agents.itemText(row) for row in range(view._agents.count())] == ["龙秀珍", "吴国庆"]
    assert sign_in.sign_in(at_hand.directory, "wuguoqing", "another horse", at_hand.clock).agent_name == "吴国庆"


def test_everything_that_is_wrong_is_said_at_once(screen: SettingsScreen, at_hand: DeskAtHand) -> None:
    screen.open_add()
    panel = fill(screen.panel, login="吴国庆", password="another horse", password_again="an other horse")
    screen.main_action()
    wrong = {key for key, field in panel.fields.items() if field.problem}
    assert wrong == {"name", "login", "password_again"}
    assert QApplication.focusWidget() in (panel.fields["name"].input, None)
    fill(panel, name="吴国庆", login="longxiuzhen", password_again="another horse")
    screen.main_action()
    assert screen.panel is panel, "what was typed stays"
    assert "已经有人用了" in screen.strip.text
    assert len(agents(at_hand.desk)) == 1


def test_a_password_is_changed_with_the_old_one(screen: SettingsScreen, at_hand: DeskAtHand) -> None:
    screen.password_button.click()
    fill(screen.panel, old="wrong horse", password="a better horse", password_again="a better horse")
    screen.main_action()
    assert "密码不对" in screen.strip.text
    fill(screen.panel, old=PASSWORD)
    screen.main_action()
    assert "密码改好了" in screen.strip.text
    assert sign_in.sign_in(at_hand.directory, "longxiuzhen", "a better horse", at_hand.clock).agent_name == "龙秀珍"


def test_leaving_the_panel_leaves_no_password_behind(screen: SettingsScreen, qtbot: QtBot) -> None:
    screen.open_password()
    fill(screen.panel, old="correct horse")
    with qtbot.assertNotEmitted(screen.back):
        screen.escape()
    assert screen.panel is None
    screen.open_password()
    assert screen.panel is not None
    assert screen.panel.typed("old") == ""
