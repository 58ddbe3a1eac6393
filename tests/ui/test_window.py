"""The window with the real way in: enrolment's form, sign-in, lock, text size. The desk's threads run."""

import secrets
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from station_app.desk_entrance import DeskEntrance
from station_app.ui.enquiry.view import EnquiryScreen
from station_app.ui.enrolment.model import complaints, whole_address
from station_app.ui.enrolment.view import EnrolmentView
from station_app.ui.entrance import EnrolmentForm
from station_app.ui.look import Look
from station_app.ui.preferences import Preferences, load_preferences, save_preferences
from station_app.ui.settings.view import SettingsScreen
from station_app.ui.shell import Shell
from station_app.ui.sign_in.view import SignInView
from station_app.ui.window import Window
from sync.protocol import enrolment
from tests.storage.station import PASSWORD, SetClock, enrolled

GOOD = EnrolmentForm("https://zwfw.example.cn", "XK7P-9M2Q-4T", "龙秀珍", "longxiuzhen", "correct horse")


class Opened:
    """A window on a directory, with its bugs."""

    def __init__(self, directory: Path, qtbot: QtBot) -> None:
        self.bugs: list[BaseException] = []
        self.entrance = DeskEntrance(directory, Preferences(), self.bugs.append)
        self.window = Window(self.entrance, Look(), Preferences())
        qtbot.addWidget(self.window)
        self.window.show()

    def sign_in(self, qtbot: QtBot, password: str = PASSWORD) -> Shell:
        view = self.window.shown
        assert isinstance(view, SignInView)
        QTest.keyClicks(view.password, password)
        QTest.keyClick(view.password, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: isinstance(self.window.shown, Shell), timeout=20_000)
        shell = self.window.shell
        assert shell is not None
        return shell


def asked_about(shell: Shell, question: str) -> EnquiryScreen:
    """Somebody asks, and it is typed and not recorded yet."""
    shell.go("enquiry")
    enquiry = shell.shown
    assert isinstance(enquiry, EnquiryScreen)
    assert isinstance(enquiry.question.input, QPlainTextEdit)
    enquiry.question.input.setPlainText(question)
    return enquiry


@pytest.fixture
def enrolled_window(dressed: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
    enrolled(tmp_path / "station", SetClock())
    made = Opened(tmp_path / "station", qtbot)
    yield made
    made.window.close()
    made.entrance.close()
    assert made.bugs == []


def test_signs_in_with_keys_alone(enrolled_window: Opened, qtbot: QtBot) -> None:
    shell = enrolled_window.sign_in(qtbot)
    assert shell.surroundings.agent_name == "龙秀珍"
    assert shell.here[0] == "today"
    qtbot.waitUntil(lambda: shell.footer.text != "", timeout=10_000)


def test_a_wrong_password_is_said_and_can_be_typed_again(enrolled_window: Opened, qtbot: QtBot) -> None:
    view = enrolled_window.window.shown
    assert isinstance(view, SignInView)
    view.main_action()
    assert "请输密码" in view.strip.text
    QTest.keyClicks(view.password, "wrong horse")
    view.main_action()
    assert not view.button.isEnabled(), "a second press does nothing"
    qtbot.waitUntil(lambda: view.button.isEnabled(), timeout=10_000)
    assert "密码" in view.strip.text
    assert view.password.selectedText() == "wrong horse"


def test_after_five_wrong_ones_there_is_a_wait(enrolled_window: Opened, qtbot: QtBot) -> None:
    view = enrolled_window.window.shown
    assert isinstance(view, SignInView)
    for _ in range(6):
        view.password.setText("wrong horse")
        view.main_action()
        qtbot.waitUntil(lambda: view.button.isEnabled(), timeout=10_000)
    assert "分钟" in view.strip.text


def test_a_lock_hides_everything_and_loses_nothing(enrolled_window: Opened, qtbot: QtBot) -> None:
    shell = enrolled_window.sign_in(qtbot)
    enquiry = asked_about(shell, "低保怎么办")
    QTest.keyClick(enquiry.question.input, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    window = enrolled_window.window
    assert window.is_locked
    assert not shell.isVisible()
    QTest.keyClick(window.shown, Qt.Key.Key_F3)
    assert shell.here[0] == "enquiry", "no key reaches the desk through the lock"
    view = window.shown
    assert isinstance(view, SignInView)
    QTest.keyClicks(view.password, PASSWORD)
    view.main_action()
    qtbot.waitUntil(lambda: not window.is_locked, timeout=10_000)
    assert window.shell is shell
    assert enquiry.question.text == "低保怎么办"


def test_it_locks_by_itself(enrolled_window: Opened, qtbot: QtBot) -> None:
    enrolled_window.sign_in(qtbot)
    enrolled_window.window._idle.idle.emit()
    assert enrolled_window.window.is_locked
    enrolled_window.window.lock()
    assert enrolled_window.window.is_locked


def test_the_text_grows_and_what_is_typed_stays(enrolled_window: Opened, qtbot: QtBot) -> None:
    shell = enrolled_window.sign_in(qtbot)
    enquiry = asked_about(shell, "低保怎么办")
    window = enrolled_window.window
    with qtbot.waitSignal(window.preferences_changed) as kept:
        QTest.keyClick(enquiry.question.input, Qt.Key.Key_Equal, Qt.KeyboardModifier.ControlModifier)
    assert kept.args == [Preferences(text_px=20)]
    bigger = window.shell
    assert bigger is not None
    assert bigger is not shell
    assert bigger.surroundings.look.text_px == 20
    again = bigger.shown
    assert isinstance(again, EnquiryScreen)
    assert again.question.text == "低保怎么办"
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    Look().put_on(app)


def test_settings_are_kept(enrolled_window: Opened, qtbot: QtBot) -> None:
    shell = enrolled_window.sign_in(qtbot)
    QTest.keyClick(shell, Qt.Key.Key_F11)
    settings = shell.shown
    assert isinstance(settings, SettingsScreen)
    settings.lock.choose("20")
    settings.language.choose("en")
    with qtbot.waitSignal(enrolled_window.window.preferences_changed) as kept:
        QTest.keyClick(shell, Qt.Key.Key_F10)
    assert kept.args == [Preferences(language="en", lock_minutes=20)]
    again = enrolled_window.window.shell
    assert again is not None
    assert again.here[0] == "settings"
    assert "下次打开" in again.shown.strip.text


def test_the_first_start_asks_for_everything_at_once(dressed: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    opened = Opened(tmp_path / "station", qtbot)
    view = opened.window.shown
    assert isinstance(view, EnrolmentView)
    view.main_action()
    assert {key for key, field in view.fields.items() if field.problem} == {
        "server_address",
        "code",
        "name",
        "login",
        "password",
    }
    opened.entrance.close()


def test_a_server_that_is_not_there_is_said_and_what_was_typed_stays(
    dressed: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    opened = Opened(tmp_path / "station", qtbot)
    view = opened.window.shown
    assert isinstance(view, EnrolmentView)
    code = enrolment.new_code(secrets.token_bytes)
    texts = {
        "server_address": "http://127.0.0.1:9",
        "code": code.text(),
        "name": "龙秀珍",
        "login": "longxiuzhen",
        "password": PASSWORD,
        "password_again": PASSWORD,
    }
    for key, text in texts.items():
        line = view.fields[key].input
        assert isinstance(line, QLineEdit)
        line.setText(text)
    view.main_action()
    assert not view.button.isEnabled()
    qtbot.waitUntil(lambda: view.button.isEnabled(), timeout=60_000)
    assert view.strip.text
    assert view.fields["name"].text == "龙秀珍"
    assert not opened.entrance.is_enrolled()
    assert opened.bugs == []
    opened.entrance.close()


@pytest.mark.parametrize(
    ("changed", "field", "complaint"),
    [
        ({"server_address": ""}, "server_address", "address_missing"),
        ({"server_address": "https://"}, "server_address", "address_wrong"),
        ({"server_address": "ftp://x"}, "server_address", "address_wrong"),
        ({"server_address": "https://x:99999"}, "server_address", "address_wrong"),
        ({"code": ""}, "code", "code_missing"),
        ({"name": ""}, "name", "name_missing"),
        ({"login": "龙"}, "login", "login_wrong"),
        ({"login": "a b"}, "login", "login_wrong"),
        ({"password": "short"}, "password", "password_short"),
        ({"password": "another horse"}, "password_again", "password_differs"),
    ],
)
def test_what_is_wrong_with_the_form(changed: dict[str, str], field: str, complaint: str) -> None:
    assert complaints(GOOD, GOOD.password) == {}
    assert complaints(replace(GOOD, **changed), GOOD.password) == {field: complaint}


def test_an_address_is_completed() -> None:
    assert whole_address(" zwfw.example.cn/ ") == "https://zwfw.example.cn"
    assert whole_address("http://127.0.0.1:8000") == "http://127.0.0.1:8000"
    assert whole_address("") == ""


def test_a_password_is_not_in_the_forms_words() -> None:
    assert "horse" not in repr(GOOD)


def test_preferences_are_kept(tmp_path: Path) -> None:
    file = tmp_path / "preferences.json"
    assert load_preferences(file) == Preferences()
    save_preferences(file, Preferences(24, "en", "HP", 5))
    assert load_preferences(file) == Preferences(24, "en", "HP", 5)
    for nonsense in ("", "[]", "{", '{"text_px": 900, "language": "fr", "printer": 3, "lock_minutes": "x", "more": 1}'):
        file.write_text(nonsense)
        assert load_preferences(file) == Preferences()
