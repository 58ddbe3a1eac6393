"""The backup part of the settings, in the whole window with its threads: one now, the second disk, and the way back."""

import shutil
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from station_app.backups import Backups
from station_app.desk.backups import back_up_to
from station_app.desk.context import Desk
from station_app.desk.daily_backup import back_up_daily
from station_app.desk.receive_case import receive_case
from station_app.desk.sign_in import claim_directory
from station_app.jobs.database_worker import DatabaseWorker
from station_app.storage.backup_settings import BackupSettings, write_backup_settings
from station_app.storage.keys import Unlocked
from station_app.storage.places import Places
from station_app.system_clock import SystemClock
from station_app.ui.settings.restore_door import RestoreDoor
from station_app.ui.settings.restore_panel import RestorePanel
from station_app.ui.settings.view import SettingsScreen
from station_app.ui.shell import Shell
from station_app.ui.sign_in.view import SignInView
from station_app.ui.sync.view import SyncScreen
from tests.storage.station import PASSWORD, SetClock, complete_content, drafted, enrolled, opened_desk
from tests.ui.test_settings_agents import fill
from tests.ui.test_window import Opened

LONG = 20_000


@pytest.fixture
def unlocked(tmp_path: Path) -> Unlocked:
    return enrolled(tmp_path / "station", SetClock())


@pytest.fixture
def opened(dressed: QApplication, qtbot: QtBot, tmp_path: Path, unlocked: Unlocked) -> Iterator[Opened]:
    with claim_directory(tmp_path / "station"):
        made = Opened(tmp_path / "station", qtbot)
        yield made
        made.window.close()
        made.entrance.close()
        assert made.bugs == []


def settings_of(shell: Shell, qtbot: QtBot) -> SettingsScreen:
    QTest.keyClick(shell, Qt.Key.Key_F11)
    screen = shell.shown
    assert isinstance(screen, SettingsScreen)
    section = screen.backups
    assert section is not None
    qtbot.waitUntil(lambda: section.seen is not None, timeout=LONG)
    return screen


def backed_up(screen: SettingsScreen, to: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Path:
    to.mkdir(exist_ok=True)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(to))
    section = screen.backups
    assert section is not None
    section.now_button.click()
    assert "正在备份" in section.last.text()
    qtbot.waitUntil(section.now_button.isEnabled, timeout=LONG)
    assert "备份做好了，读回核对无误" in screen.strip.text
    qtbot.waitUntil(lambda: "上次备份：今天" in section.last.text() and to.name in section.last.text(), timeout=LONG)
    (made,) = to.glob("便民站5299-备份-*.backup")
    return made


def chosen(screen: SettingsScreen, qtbot: QtBot, words: str) -> RestorePanel:
    screen.open_restore()
    panel = screen.panel
    assert isinstance(panel, RestorePanel)
    qtbot.waitUntil(lambda: words in panel.words.text(), timeout=LONG)
    return panel


def at_the_door(opened: Opened, qtbot: QtBot, words: str) -> SignInView:
    def said() -> bool:
        view = opened.window.shown
        return isinstance(view, SignInView) and words in view.strip.text

    qtbot.waitUntil(said, timeout=LONG)
    view = opened.window.shown
    assert isinstance(view, SignInView)
    assert view.button.isEnabled()
    return view


def test_a_backup_by_hand_is_restored_with_what_came_after_it(
    opened: Opened, unlocked: Unlocked, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = opened.sign_in(qtbot)
    screen = settings_of(shell, qtbot)
    assert screen.backups is not None
    assert "没有设备份盘" in screen.backups.second.text()
    backed_up(screen, tmp_path / "stick", qtbot, monkeypatch)
    screen.backups.choose_second()
    qtbot.waitUntil(lambda: "每天连照片" in screen.backups.second.text(), timeout=LONG)  # type: ignore[union-attr]
    desk = opened_desk(tmp_path / "station", unlocked, SetClock())
    number = receive_case(desk, drafted(desk, complete_content(desk))).receipt_number
    desk.close()

    panel = chosen(screen, qtbot, "那以后本机又登记了 1 条，其中 1 条（1 件）还没有传到县里")
    screen.main_action()
    assert panel.fields["password"].problem, "not without the password"
    fill(panel, password="wrong horse")
    screen.main_action()
    qtbot.waitUntil(lambda: "密码不对" in screen.strip.text, timeout=LONG)
    assert opened.window.shell is shell, "the desk is as it was"
    fill(panel, password=PASSWORD)
    screen.main_action()
    view = at_the_door(opened, qtbot, "已经恢复到")
    assert "那以后登记的 1 条也带过来了" in view.strip.text
    assert opened.window.shell is None

    again = opened.sign_in(qtbot)
    assert again is not shell
    again.go("cases")
    qtbot.waitUntil(lambda: again.footer.text != "", timeout=LONG)
    again.go("sync")
    sync = again.shown
    assert isinstance(sync, SyncScreen)
    qtbot.waitUntil(lambda: "备份恢复过" in sync.happened.text(), timeout=LONG)
    assert "备份以后的 1 条从原来的数据带过来了" in sync.happened.text()
    desk = opened_desk(tmp_path / "station", unlocked, SetClock())
    assert [row.receipt_number for row in desk.store.cases.find("", "all", 10)] == [number]
    desk.close()


def test_a_backup_that_turns_bad_leaves_the_data_and_says_so(
    opened: Opened, unlocked: Unlocked, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = settings_of(opened.sign_in(qtbot), qtbot)
    made = backed_up(screen, tmp_path / "stick", qtbot, monkeypatch)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(made), ""))
    screen.open_restore()
    panel = screen.panel
    assert isinstance(panel, RestorePanel)
    qtbot.waitUntil(lambda: "没有找到备份" in panel.words.text(), timeout=LONG)
    screen.main_action()
    assert "请先选一份" in screen.strip.text
    panel.choose_file()
    qtbot.waitUntil(lambda: "恢复后和现在一样" in panel.words.text(), timeout=LONG)
    fill(panel, password=PASSWORD)
    made.write_bytes(made.read_bytes()[:30_000])
    screen.main_action()
    at_the_door(opened, qtbot, "现有的数据没有动")
    assert opened.sign_in(qtbot).shown.screen_id == "today"
    assert list((tmp_path / "station").glob("replaced-*")) == []


def test_a_backup_of_another_pc_is_said_in_the_panel(
    opened: Opened, unlocked: Unlocked, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = enrolled(tmp_path / "other", SetClock(), device="04")
    desk = opened_desk(tmp_path / "other", other, SetClock())
    theirs = back_up_to(desk, other.raw_key, tmp_path)
    desk.close()
    screen = settings_of(opened.sign_in(qtbot), qtbot)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(theirs), ""))
    screen.open_restore()
    panel = screen.panel
    assert isinstance(panel, RestorePanel)
    panel.choose_file()
    qtbot.waitUntil(lambda: "不是这台电脑的" in panel.words.text(), timeout=LONG)
    assert panel.source is None
    shutil.rmtree(tmp_path / "other")


def test_the_window_stays_open_until_a_restore_has_ended(opened: Opened) -> None:
    opened.window._close_desk()
    opened.window.close()
    assert opened.window.isVisible()
    view = opened.window.shown
    assert isinstance(view, SignInView)
    assert "请不要关电脑" in view.strip.text
    assert not view.button.isEnabled()
    opened.window._restoring = False


def test_a_restore_waits_for_nobody_and_touches_nothing_while_something_is_still_done(
    opened: Opened, unlocked: Unlocked, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = settings_of(opened.sign_in(qtbot), qtbot)
    made = backed_up(screen, tmp_path / "stick", qtbot, monkeypatch)
    session = opened.entrance._session
    assert session is not None
    ends = session.close
    monkeypatch.setattr(session, "close", lambda: ends() and False)
    screen.restore_asked.emit(made, PASSWORD)
    at_the_door(opened, qtbot, "还有一件事没有做完")
    assert list((tmp_path / "station").glob("re*")) == []
    opened.sign_in(qtbot)


def test_a_second_disk_that_stays_away_is_said_on_whatever_screen_is_shown(
    opened: Opened, unlocked: Unlocked, qtbot: QtBot, tmp_path: Path
) -> None:
    long_ago = (SystemClock().now() - timedelta(days=8, hours=1)).isoformat()
    write_backup_settings(tmp_path / "station", BackupSettings(str(tmp_path / "gone"), long_ago))
    shell = opened.sign_in(qtbot)
    session = opened.entrance._session
    assert session is not None
    session._care()
    qtbot.waitUntil(lambda: "已经 8 天没有接上" in shell.shown.strip.text, timeout=LONG)
    assert len(list((tmp_path / "station" / "backups").glob("daily-*.backup"))) == 1
    screen = settings_of(shell, qtbot)
    assert screen.backups is not None
    assert "现在没有接上" in screen.backups.second.text()


class Gated(Backups):
    """Stands still at the first piece until the gate is opened."""

    reached, gate = threading.Event(), threading.Event()

    def _between(self) -> None:
        self.reached.set()
        assert self.gate.wait(LONG / 1000)
        super()._between()


def test_the_desk_works_while_a_backup_is_under_way_and_closing_gives_it_up(
    dressed: QApplication, unlocked: Unlocked, qtbot: QtBot, tmp_path: Path
) -> None:
    def open_desk() -> Desk:
        return opened_desk(tmp_path / "station", unlocked, SetClock())

    desk_worker, backups = (
        DatabaseWorker(open_desk),
        Gated(DatabaseWorker(open_desk), tmp_path / "station", unlocked.raw_key),
    )
    (tmp_path / "stick").mkdir()
    numbers: list[str] = []
    backups.back_up(tmp_path / "stick", lambda _: numbers.append("backup"), lambda _: numbers.append("failed"))
    qtbot.waitUntil(backups.reached.is_set, timeout=LONG)
    for serial in range(3):
        desk_worker.run(
            lambda desk, serial=serial: receive_case(desk, drafted(desk, complete_content(desk, serial=serial))),  # type: ignore[misc]
            lambda case: numbers.append(case.receipt_number),
        )
    qtbot.waitUntil(lambda: len(numbers) == 3, timeout=LONG)
    assert not set(numbers) & {"backup", "failed"}, "three receipts while the backup stands still"
    assert not backups.stop(0)
    backups.gate.set()
    assert backups.stop(LONG)
    assert desk_worker.stop()
    assert list((tmp_path / "stick").iterdir()) == []
    assert list((tmp_path / "station").glob("being-made-*")) == []


@pytest.mark.expects_log("cannot be read")
def test_with_data_that_no_longer_open_the_way_to_a_backup_is_at_the_sign_in(
    opened: Opened, unlocked: Unlocked, qtbot: QtBot, tmp_path: Path
) -> None:
    desk = opened_desk(tmp_path / "station", unlocked, SetClock())
    number = receive_case(desk, drafted(desk, complete_content(desk))).receipt_number
    back_up_daily(desk, unlocked.raw_key)
    desk.close()
    Places(tmp_path / "station").database.write_bytes(bytes(50_000))
    view = opened.window.shown
    assert isinstance(view, SignInView)
    assert view._restore is None
    QTest.keyClicks(view.password, PASSWORD)
    view.main_action()
    view = at_the_door(opened, qtbot, "请用最近的备份恢复")
    assert view._restore is not None
    view._restore.click()
    door = opened.window.shown
    assert isinstance(door, RestoreDoor)
    qtbot.waitUntil(lambda: "还没有传的取不回来" in door.panel.words.text(), timeout=LONG)
    fill(door.panel, password="wrong horse")
    door.act()
    qtbot.waitUntil(lambda: "密码不对" in door.strip.text, timeout=LONG)
    fill(door.panel, password=PASSWORD)
    QTest.keyClick(door, Qt.Key.Key_F10)
    at_the_door(opened, qtbot, "已经恢复到")
    shell = opened.sign_in(qtbot)
    assert shell.here[0] == "today"
    desk = opened_desk(tmp_path / "station", unlocked, SetClock())
    assert [row.receipt_number for row in desk.store.cases.find("", "all", 10)] == [number]
    desk.close()


def test_a_backup_disk_that_will_not_come_back_is_given_up(
    opened: Opened, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = settings_of(opened.sign_in(qtbot), qtbot)
    section = screen.backups
    assert section is not None
    assert section.drop_button.isHidden()
    disk = tmp_path / "disk"
    backed_up(screen, disk, qtbot, monkeypatch)
    kept = sorted(disk.iterdir())
    section.choose_second()
    qtbot.waitUntil(lambda: not section.drop_button.isHidden(), timeout=LONG)
    section.drop_button.click()
    qtbot.waitUntil(lambda: "没有设备份盘" in section.second.text(), timeout=LONG)
    assert "上面的备份没有动" in screen.strip.text
    assert section.drop_button.isHidden()
    assert sorted(disk.iterdir()) == kept
