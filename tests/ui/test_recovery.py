"""The forgotten password at the window: request out with F9, the district's answer in with F10, and the desk opens."""

import os
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from station_app.app import install_language
from station_app.jobs import stick_drives
from station_app.jobs.stick_drives import Drive
from station_app.ui.look import Look
from station_app.ui.recovery.view import RecoveryView
from station_app.ui.shell import Shell
from station_app.ui.sign_in.view import SignInView
from sync.protocol.bundle_names import FOLDER
from sync.protocol.recovery import (
    RecoveryAnswer,
    RecoveryRequest,
    file_name,
    open_key,
    pack,
    recovery_code,
    seal_key,
    unpack,
)
from tests.storage.station import RECOVERY
from tests.ui.test_window import Opened, enrolled_window

__all__ = ["enrolled_window"]
PICTURES = Path(__file__).parents[2] / "build" / "screens"
NEW = "a new password"


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "KINGSTON"
    place.mkdir()
    monkeypatch.setattr(stick_drives, "drives", lambda: (Drive(place, "金士顿", 1),) if place.exists() else ())
    return place


def forgotten(opened: Opened) -> RecoveryView:
    view = opened.window.shown
    assert isinstance(view, SignInView)
    view.forgotten_button.setFocus()
    QTest.keyClick(view.forgotten_button, Qt.Key.Key_Return)
    shown = opened.window.shown
    assert isinstance(shown, RecoveryView)
    return shown


def fill(view: RecoveryView, password: str, again: str = "") -> None:
    for field, text in ((view.password, password), (view.again, again)):
        assert isinstance(field.input, QLineEdit)
        field.input.setText(text)


def press(view: RecoveryView, key: Qt.Key, qtbot: QtBot) -> None:
    QTest.keyClick(view, key)
    qtbot.waitUntil(lambda: view.out_button.isEnabled(), timeout=20_000)


def answer(path: Path) -> None:
    """What the district does with the recovery key."""
    request = unpack(path.read_bytes(), RecoveryRequest, path.name)
    raw_key, _ = open_key(bytes(RECOVERY), request.sealed_key)
    made = RecoveryAnswer(request.request_id, seal_key(request.one_time_key, raw_key, ""))
    path.with_name(file_name(made)).write_bytes(pack(made))


def test_out_by_f9_and_in_by_f10(enrolled_window: Opened, qtbot: QtBot, stick: Path) -> None:
    view = forgotten(enrolled_window)
    fill(view, "short", "short")
    QTest.keyClick(view, Qt.Key.Key_F9)
    assert "至少要 8 位" in view.password.problem
    fill(view, NEW, NEW + "x")
    QTest.keyClick(view, Qt.Key.Key_F9)
    assert "不一样" in view.again.problem
    fill(view, NEW, NEW)
    press(view, Qt.Key.Key_F9, qtbot)
    (path,) = (stick / FOLDER).iterdir()
    assert recovery_code(path.read_bytes()) in view.strip.text
    press(view, Qt.Key.Key_F10, qtbot)
    assert "没有“重设密码”文件" in view.strip.text
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert isinstance(enrolled_window.window.shown, SignInView)
    answer(path)
    view = forgotten(enrolled_window)
    assert "申请已经写过了" in view.strip.text
    QTest.keyClick(view, Qt.Key.Key_F10)
    assert "请输申请时定的新密码" in view.password.problem
    fill(view, "not the new one")
    press(view, Qt.Key.Key_F10, qtbot)
    assert "密码不对" in view.strip.text
    fill(view, NEW)
    QTest.keyClick(view, Qt.Key.Key_F10)
    qtbot.waitUntil(lambda: isinstance(enrolled_window.window.shown, Shell), timeout=20_000)
    shell = enrolled_window.window.shell
    assert shell is not None
    assert shell.surroundings.agent_name == "龙秀珍"


def test_without_a_stick_it_says_so(enrolled_window: Opened, qtbot: QtBot, stick: Path) -> None:
    view = forgotten(enrolled_window)
    shutil.rmtree(stick)
    fill(view, NEW, NEW)
    press(view, Qt.Key.Key_F9, qtbot)
    assert "没有找到 U 盘" in view.strip.text


def test_back_from_the_lock_leads_to_the_lock(enrolled_window: Opened, qtbot: QtBot) -> None:
    shell = enrolled_window.sign_in(qtbot)
    enrolled_window.window.lock()
    view = forgotten(enrolled_window)
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert isinstance(enrolled_window.window.shown, SignInView)
    assert enrolled_window.window.is_locked
    assert not shell.isVisible()


@pytest.mark.parametrize(("px", "language"), [(17, "zh"), (24, "zh"), (20, "en")])
def test_it_fits(dressed: QApplication, qtbot: QtBot, px: int, language: str, tmp_path: Path) -> None:
    translators = install_language(dressed, language)
    look = Look(px)
    look.put_on(dressed)
    view = RecoveryView(look, (("longxiuzhen", "龙秀珍"),), waiting=True)
    qtbot.addWidget(view)
    view.resize(1366, 768)
    view.show()
    view.say_failed("密码不对，请再输一次。再错4次，要等一会儿才能接着试。")
    for button in (view.leave_button, view.out_button, view.in_button, view.place_button):
        assert button.width() >= button.sizeHint().width()
    QApplication.processEvents()
    PICTURES.mkdir(parents=True, exist_ok=True)
    view.grab().save(str(PICTURES / f"recovery-{px}-{language}.png"))
    door = SignInView(look, (("longxiuzhen", "龙秀珍"),))
    qtbot.addWidget(door)
    door.resize(1366, 768)
    door.show()
    door.grab().save(str(PICTURES / f"sign-in-{px}-{language}.png"))
    for translator in translators:
        dressed.removeTranslator(translator)
    Look().put_on(dressed)
    assert os.listdir(PICTURES)
