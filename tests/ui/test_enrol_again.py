"""The way in for a PC that the district does not know any more: asked at the sign-in, answered by a real district."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from station_app.line_settings import LineSettings, read_line, write_line
from station_app.ui.enrolment.again import EnrolAgainView
from station_app.ui.look import TEXT_SIZES, Look
from station_app.ui.shell import Shell
from station_app.ui.sign_in.view import SignInView
from sync.district.database.engine import reading, writing
from sync.district.district import make_district
from sync.district.happenings import recent
from sync.district.stations import add_station
from tests.storage.station import PASSWORD, SetClock, enrolled
from tests.sync.real_ends import CODE, SETTINGS, code_for, served
from tests.ui.test_window import Opened

PICTURES = Path(__file__).parents[2] / "build" / "screens"


@pytest.fixture
def opened(dressed: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
    enrolled(tmp_path / "station", SetClock())
    write_line(tmp_path / "station", LineSettings("http://127.0.0.1:9"))
    made = Opened(tmp_path / "station", qtbot)
    yield made
    made.window.close()
    made.entrance.close()
    assert made.bugs == []


def again(opened: Opened) -> EnrolAgainView:
    view = opened.window.shown
    assert isinstance(view, SignInView)
    view.again_button.click()
    shown = opened.window.shown
    assert isinstance(shown, EnrolAgainView)
    return shown


def test_it_asks_for_what_is_missing_and_leads_back(opened: Opened) -> None:
    view = again(opened)
    assert view.fields["server_address"].text == "http://127.0.0.1:9"
    view.main_action()
    assert {key for key, field in view.fields.items() if field.problem} == {"code", "password"}
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert isinstance(opened.window.shown, SignInView)


def test_a_new_registration_opens_the_desk_with_all_it_holds(opened: Opened, qtbot: QtBot, tmp_path: Path) -> None:
    district = make_district(tmp_path / "district", msgspec.structs.replace(SETTINGS, district="529900"), SetClock())
    with writing(district.engine) as connection:
        add_station(connection, district, CODE, SETTINGS.for_station(), "init")
    with served(district) as url:
        view = again(opened)
        view._line("server_address").setText(url)
        view._line("code").setText(code_for(district))
        view._line("password").setText("wrong horse")
        view.main_action()
        assert not view.button.isEnabled()
        qtbot.waitUntil(view.button.isEnabled, timeout=60_000)
        assert "密码不对" in view.strip.text
        view._line("password").setText(PASSWORD)
        view.main_action()
        qtbot.waitUntil(lambda: isinstance(opened.window.shown, Shell) or bool(view.strip.text), timeout=60_000)
        assert isinstance(opened.window.shown, Shell), view.strip.text
        shell = opened.window.shell
        assert shell is not None
        opened.window.close()
        opened.entrance.close()
        line = read_line(tmp_path / "station")
        assert line is not None
        assert line.url == url
        with reading(district.engine) as connection:
            (joined,) = (each for each in recent(connection, district) if each.kind == "enrolled")
        assert (joined.device, joined.detail) == ("01", "03")
    district.engine.dispose()


@pytest.mark.parametrize("text_px", [TEXT_SIZES[0], TEXT_SIZES[-1]])
def test_it_looks_as_the_others_do(dressed: QApplication, qtbot: QtBot, text_px: int) -> None:
    look = Look(text_px)
    look.put_on(dressed)
    for name, view in (
        ("enrol-again", EnrolAgainView(look, (("long", "龙秀珍"),), "https://zwfw.example.cn")),
        ("sign-in", SignInView(look, (("long", "龙秀珍"),))),
    ):
        qtbot.addWidget(view)
        view.resize(1366, 768)
        view.show()
        dressed.processEvents()
        PICTURES.mkdir(parents=True, exist_ok=True)
        assert view.grab().save(str(PICTURES / f"{name}-{text_px}.png"))
