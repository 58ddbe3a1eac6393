"""The stick on the sync screen: the real window, the real runner, store, printing and district; a folder for a stick."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from station_app.app import install_language
from station_app.desk.sync_status import sync_status
from station_app.jobs.inline_worker import InlineWorker
from station_app.jobs.print_runner import PrintRunner
from station_app.jobs.stick_drives import Drive, drives
from station_app.jobs.stick_runner import StickRunner
from station_app.press import PaperPress
from station_app.stick import StickLine
from station_app.ui.look import Look, load_fonts
from station_app.ui.preferences import Preferences
from station_app.ui.shell import Shell
from station_app.ui.surroundings import Surroundings
from station_app.ui.sync.view import SyncScreen
from station_app.ui.usb.panel import StickPanel
from station_app.ui.words import Words
from sync.district.district import District
from tests.e2e.both_ends import assert_same_cases, received
from tests.e2e.sticks import at_the_district
from tests.storage.station import settings
from tests.sync.real_ends import Station
from tests.ui.desk_at_hand import QuietSync

PICTURES = Path(__file__).parents[2] / "build" / "screens"


class Room:
    """A desk's window at a station; `stick_in` is the stick that is in, None: none."""

    def __init__(self, station: Station, folder: Path) -> None:
        self.station = station
        self.stick_in: Path | None = folder / "KINGSTON"
        self.stick_in.mkdir()
        self.worker = InlineWorker(lambda: station.desk)
        self.printing = PrintRunner(lambda: PaperPress(folder / "papers"))
        self.runner = StickRunner(lambda: StickLine(station.directory, station.unlocked), self.find)
        self.runner.brought.connect(self.worker.brought)
        self.surroundings = Surroundings(
            worker=self.worker,
            printing=self.printing,
            sync=QuietSync(),
            clock=station.clock,
            places=settings,
            words=Words("zh"),
            look=Look(17),
            preferences=Preferences(),
            agent_login="longxiuzhen",
            agent_name="龙秀珍",
            papers=folder / "papers",
            stick=self.runner,
        )

    def find(self) -> tuple[Drive, ...]:
        return () if self.stick_in is None else (Drive(self.stick_in, "金士顿 16G", 11_200_000_000),)

    def close(self) -> None:
        self.runner.stop()
        self.printing.stop()


@pytest.fixture
def room(station: Station, tmp_path: Path, qapp: QApplication) -> Iterator[Room]:
    load_fonts()
    Look().put_on(qapp)
    made = Room(station, tmp_path)
    yield made
    made.close()


def panel_of(shell: Shell) -> StickPanel:
    screen = shell.shown
    assert isinstance(screen, SyncScreen)
    assert screen.stick_panel is not None
    return screen.stick_panel


def shown(shell: Shell, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    QApplication.processEvents()
    assert shell.grab().save(str(PICTURES / f"{name}.png"))


def opened(room: Room, qtbot: QtBot, text_px: int = 17, language: str = "zh") -> tuple[Shell, StickPanel]:
    words, look = Words(language), Look(text_px)  # type: ignore[arg-type]
    shell = Shell(replace(room.surroundings, words=words, look=look))
    qtbot.addWidget(shell)
    shell.resize(1366, 768)
    shell.show()
    shell.go("sync")
    return shell, panel_of(shell)


def test_out_with_f9_and_in_again(room: Room, district: District, qtbot: QtBot) -> None:
    station = room.station
    received(station, "李䶮", 124)
    received(station, "欧阳𬸚", 125)
    shell, panel = opened(room, qtbot)
    qtbot.waitUntil(lambda: "金士顿 16G" in panel.drive_label.text())
    shown(shell, "stick-before")
    QTest.keyClick(shell, Qt.Key.Key_F9)
    assert "请先写经手人" in panel.result.text()
    panel.carrier.setText("杨副镇长")
    QTest.keyClick(shell, Qt.Key.Key_F9)
    assert "请不要拔" in panel.result.text()
    assert not panel.out_button.isEnabled()
    qtbot.waitUntil(lambda: "已拷出 2 件" in panel.result.text())
    qtbot.waitUntil(lambda: "回执还没有带回来" in panel.last.text())
    shown(shell, "stick-out")
    assert sync_status(station.desk).unsent_cases == 2

    panel.paper_button.click()
    qtbot.waitUntil(lambda: "交接单存成了文件" in panel.result.text(), timeout=20_000)
    (paper,) = (room.surroundings.papers).glob("*-报送-*-电子材料交接单.pdf")
    with pypdfium2.PdfDocument(paper.read_bytes()) as document:
        text = document[0].get_textpage().get_text_range()
    assert "电子材料交接单" in text
    assert "杨副镇长" in text

    assert room.stick_in is not None
    (said,) = at_the_district(district, room.stick_in / "便民服务站")
    assert said.code in text
    QTest.keyClick(panel, Qt.Key.Key_F9, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: "县里确认了 2 件" in panel.result.text())
    assert "两边数目一致" in panel.result.text()
    qtbot.waitUntil(lambda: "两边数目一致" in panel.last.text())
    screen = shell.shown
    assert isinstance(screen, SyncScreen)
    assert screen.heading.text() == "没有等着传的"
    shown(shell, "stick-in")
    panel.paper_button.click()
    qtbot.waitUntil(
        lambda: len(list(room.surroundings.papers.glob("*-回执-*-电子材料交接单.pdf"))) == 1, timeout=20_000
    )
    assert_same_cases(station, district)


def test_no_stick_and_nothing_on_it_are_told(room: Room, qtbot: QtBot) -> None:
    stick, room.stick_in = room.stick_in, None
    _shell, panel = opened(room, qtbot)
    qtbot.waitUntil(lambda: panel.drive_label.text() == "还没有插 U 盘。")
    panel.carrier.setText("杨副镇长")
    panel.copy_out()
    assert "没有找到 U 盘" in panel.result.text()
    room.stick_in = stick
    panel.look()
    qtbot.waitUntil(lambda: "金士顿" in panel.drive_label.text())
    panel.copy_in()
    qtbot.waitUntil(lambda: "没有给本站的回执" in panel.result.text())
    assert not panel.paper_button.isVisible()


def test_a_stick_that_cannot_be_written_is_told(room: Room, qtbot: QtBot) -> None:
    assert room.stick_in is not None
    (room.stick_in / "便民服务站").write_bytes(b"a file in the way")
    received(room.station, "李䶮", 124)
    _shell, panel = opened(room, qtbot)
    qtbot.waitUntil(lambda: "金士顿" in panel.drive_label.text())
    panel.carrier.setText("杨副镇长")
    panel.copy_out()
    qtbot.waitUntil(lambda: panel.result.text().startswith("■"))
    assert "资料都在" in panel.result.text()
    assert panel.out_button.isEnabled()
    assert sync_status(room.station.desk).unsent_cases == 1


@pytest.mark.parametrize(("text_px", "language"), [(24, "zh"), (17, "en")])
def test_it_fits_in_large_type_and_in_english(
    room: Room, qapp: QApplication, qtbot: QtBot, text_px: int, language: str
) -> None:
    translators = install_language(qapp, language)
    Look(text_px).put_on(qapp)
    received(room.station, "李䶮", 124)
    shell, panel = opened(room, qtbot, text_px, language)
    panel.carrier.setText("杨副镇长")
    qtbot.waitUntil(lambda: "金士顿" in panel.drive_label.text())
    panel.copy_out()
    qtbot.waitUntil(lambda: panel.result.text().startswith("●"))
    shown(shell, f"stick-{text_px}-{language}")
    for button in (panel.out_button, panel.in_button):
        assert button.width() >= button.sizeHint().width()
    for translator in translators:
        qapp.removeTranslator(translator)


def test_drives_are_found_where_linux_mounts_them(tmp_path: Path) -> None:
    """The disk that holds tmp_path stands for a stick; without such a place there is none."""
    every = drives(mounted_under=("/",))
    assert all(drive.free >= 0 and drive.path.is_dir() for drive in every)
    assert drives(mounted_under=(str(tmp_path / "nowhere"),)) == ()
