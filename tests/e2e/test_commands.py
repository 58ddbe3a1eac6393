"""Every command of `station-app` as a process of its own against a real practice district: its status and what it says."""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest

from forms.case import Page
from station_app.commands import COMMANDS, main
from station_app.desk.open_desk import open_desk
from station_app.desk.receive_case import receive_case
from station_app.desk.sign_in import claim_directory, sign_in
from station_app.practice import PASSWORD, PracticeDistrict
from station_app.system_clock import SystemClock
from tests.storage.station import complete_content, drafted

LOGIN = "longxiuzhen"


@dataclass(frozen=True)
class Told:
    status: int
    out: str
    err: str

    def failed_with(self, words: str) -> None:
        """Status 1, nothing on standard output, one line on standard error."""
        assert (self.status, self.out) == (1, ""), self
        assert self.err.count("\n") == 1, self.err
        assert words in self.err


@dataclass(frozen=True)
class Shell:
    folder: Path
    station: Path

    def __call__(self, command: str, *words: object, station: Path | None = None, **environment: str) -> Told:
        where = ["--directory", str(station or self.station)] if command in _OF_A_STATION else []
        surroundings = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
        done = subprocess.run(
            [sys.executable, "-m", "station_app.commands", command, *where, *map(str, words)],
            cwd=Path(__file__).parents[2],
            env={**surroundings, **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        return Told(done.returncode, done.stdout, done.stderr)

    def as_agent(self, command: str, *words: object, station: Path | None = None, **environment: str) -> Told:
        password = self.folder / "password"
        return self(command, *words, "--login", LOGIN, "--password-file", password, station=station, **environment)


_OF_A_STATION = {"desk", "enrol", "rebuild", "backup", "restore"}


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PracticeDistrict]:
    with PracticeDistrict(tmp_path_factory.mktemp("practice")) as district:
        yield district


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    (tmp_path / "password").write_text(f"{PASSWORD}\n", "utf-8")
    return Shell(tmp_path, tmp_path / "station")


@pytest.fixture
def enrolled(shell: Shell, practice: PracticeDistrict) -> Shell:
    told = shell.as_agent("enrol", practice.url, practice.code(), "--name", "龙秀珍")
    assert (told.status, told.err) == (0, ""), told
    assert "5299" in told.out
    return shell


def test_a_station_is_enrolled_rebuilt_backed_up_and_restored(enrolled: Shell, practice: PracticeDistrict) -> None:
    assert "共 0 件" in enrolled.as_agent("rebuild").out
    archive = enrolled.folder / "u盘.backup"
    assert "1 条记录" in enrolled.as_agent("backup", archive).out
    other = enrolled.folder / "another"
    told = enrolled.as_agent("restore", archive, "--yes", station=other)
    assert (told.status, told.err) == (0, "")
    assert enrolled.as_agent("rebuild", station=other).status == 0
    told = enrolled.as_agent("restore", archive)
    assert (told.status, told.out) == (2, "")
    assert "没有恢复，数据没有动" in told.err
    assert not list(enrolled.station.glob("replaced-*"))
    told = enrolled.as_agent("restore", archive, "--yes")
    assert told.status == 0, told
    assert "那以后本机没有登记过新的" in told.out
    assert "已经恢复到" in told.out
    assert list(enrolled.station.glob("replaced-*"))
    assert enrolled.as_agent("rebuild").status == 0


def test_check_looks_a_station_over_and_tells_of_photographs_that_are_gone(enrolled: Shell) -> None:
    def checked() -> Told:
        return enrolled.as_agent("check", "--directory", enrolled.station)

    told = checked()
    assert (told.status, told.err) == (0, ""), told
    assert "0 件，照片都在" in told.out
    unlocked = sign_in(enrolled.station, LOGIN, PASSWORD, SystemClock())
    desk = open_desk(enrolled.station, unlocked, SystemClock(), secrets.token_bytes)
    content = complete_content(desk)
    page = Page(desk.store.vault.write(b"page one"), 8, "image/png", "p.png")
    lines = (msgspec.structs.replace(content.materials[0], pages=(page,)), *content.materials[1:])
    number = receive_case(desk, drafted(desk, msgspec.structs.replace(content, materials=lines))).receipt_number
    desk.store.vault.remove(page.sha256)
    desk.close()
    told = checked()
    assert told.status == 1
    assert f"1 张照片的文件不在了，县里有的下次同步会取回；县里也没有的：{number}" in told.out


def test_a_station_that_is_enrolled_uses_up_no_second_code(enrolled: Shell, practice: PracticeDistrict) -> None:
    code = practice.code()
    enrolled.as_agent("enrol", practice.url, code, "--name", "龙秀珍").failed_with("已经注册过了")
    told = enrolled.as_agent("enrol", practice.url, code, "--name", "龙秀珍", station=enrolled.folder / "second")
    assert told.status == 0, told


def test_a_station_enrolled_again_keeps_what_it_holds(enrolled: Shell, practice: PracticeDistrict) -> None:
    told = enrolled.as_agent("enrol", practice.url, practice.code(), "--again")
    assert (told.status, told.err) == (0, "")
    assert "1 条登记都在" in told.out
    assert "共 0 件" in enrolled.as_agent("rebuild").out
    enrolled.as_agent("enrol", practice.url, practice.code(), "--again", station=enrolled.folder / "none").failed_with(
        "没有登记过的站点"
    )
    assert enrolled.as_agent("enrol", practice.url, practice.code(), station=enrolled.folder / "none").status == 2


def test_an_enrolment_that_fails_says_why_and_leaves_nothing(shell: Shell, practice: PracticeDistrict) -> None:
    def enrol(url: str, code: str) -> Told:
        return shell.as_agent("enrol", url, code, "--name", "龙秀珍")

    enrol(practice.url, "ABC").failed_with("登记码是 12 位")
    enrol(practice.url, "0000-0000-0000").failed_with("登记码")
    enrol("http://district.example", practice.code()).failed_with("https://")
    enrol("http://127.0.0.1:9", practice.code()).failed_with("连不上县里")
    (shell.folder / "short").write_text("1", "utf-8")
    shell(
        "enrol",
        practice.url,
        practice.code(),
        "--name",
        "龙",
        "--login",
        "l",
        "--password-file",
        shell.folder / "short",
    ).failed_with("密码至少要8位")
    assert not (shell.station / "station.db").exists()
    assert enrol(practice.url, practice.code()).status == 0


def test_what_is_no_station_and_who_is_no_agent(enrolled: Shell) -> None:
    for command in (("rebuild",), ("backup", enrolled.folder / "b")):
        enrolled.as_agent(*command, station=enrolled.folder / "none").failed_with("没有登记过的站点")
    wrong = enrolled.folder / "wrong"
    wrong.write_text("not the password", "utf-8")
    enrolled("rebuild", "--login", LOGIN, "--password-file", wrong).failed_with("密码不对")
    enrolled("rebuild", "--login", "nobody", "--password-file", wrong).failed_with("密码不对")
    enrolled("rebuild", "--login", LOGIN, "--password-file", enrolled.folder / "no").failed_with("密码文件读不了")
    enrolled("rebuild", "--login", LOGIN).failed_with("--password-file")
    with claim_directory(enrolled.station):
        enrolled.as_agent("rebuild").failed_with("程序已经打开了一个")


def test_a_backup_that_cannot_be_written_or_read_changes_nothing(enrolled: Shell) -> None:
    enrolled.as_agent("backup", enrolled.folder / "no" / "b").failed_with("没有")
    enrolled.as_agent("backup", enrolled.folder).failed_with("是目录")
    before = (enrolled.station / "station.db").read_bytes()
    enrolled.as_agent("restore", enrolled.folder / "none", "--yes").failed_with("没有")
    enrolled.as_agent("restore", enrolled.folder / "password", "--yes").failed_with("不完整或者坏了")
    enrolled.as_agent("restore", enrolled.folder, "--yes").failed_with("没有")
    archive = enrolled.folder / "b"
    assert enrolled.as_agent("backup", archive).status == 0
    archive.write_bytes(archive.read_bytes()[:-20_000])
    enrolled.as_agent("restore", archive, "--yes").failed_with("不完整或者坏了")
    assert (enrolled.station / "station.db").read_bytes() == before
    enrolled.as_agent("restore", archive, "--yes", station=enrolled.folder / "password").failed_with("写不进去")


def test_a_damaged_database_is_said(enrolled: Shell) -> None:
    path = enrolled.station / "station.db"
    content = bytearray(path.read_bytes())
    content[100:3000] = bytes(2900)
    path.write_bytes(content)
    enrolled.as_agent("rebuild").failed_with("数据文件坏了")


def test_every_part_of_the_installation_works(shell: Shell) -> None:
    told = shell("check")
    assert (told.status, told.err) == (0, "")
    assert [line[0] for line in told.out.splitlines()] == ["✓"] * 6


def test_a_window_without_a_screen_is_one_line(shell: Shell) -> None:
    shell("desk", QT_QPA_PLATFORM="").failed_with("没有可以显示窗口的屏幕")


def test_the_day_tells_how_it_is_used(shell: Shell) -> None:
    told = shell("day", "--help")
    assert (told.status, told.err) == (0, "")
    assert "station-app day" in told.out
    assert shell("such").status == 2


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_its_help_and_refuses_what_it_does_not_know(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for words, status in ((["--help"], 0), (["--such-as-this"], 2)):
        with pytest.raises(SystemExit) as ended:
            main([command, *words])
        assert ended.value.code == status
        out, err = capsys.readouterr()
        assert f"usage: station-app {command}" in out if status == 0 else not out and err.startswith("usage:")


def test_bad_usage_has_status_2() -> None:
    for words in (["rebuild"], ["desk", "--text-size", "3"], ["backup", "--login", "l"]):
        with pytest.raises(SystemExit, match="2"):
            main(words)
