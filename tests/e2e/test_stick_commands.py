"""The stick by command, each a process of its own: two stations, one of them damaged, and the way back."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from station_app.practice import STATION, PracticeDistrict
from station_app.stick import platform_name

ROOT = Path(__file__).parents[2]
LOGIN = "longxiuzhen"


@dataclass(frozen=True)
class Told:
    status: int
    out: str
    err: str


@dataclass(frozen=True)
class Place:
    folder: Path

    @property
    def stick(self) -> Path:
        return self.folder / "stick"

    def station(self, command: str, *words: object) -> Told:
        where = ["--directory", self.folder / "station", "--login", LOGIN, "--password-file", self.folder / "password"]
        return run("station_app.commands", command, *words, *where)

    def district(self, command: str, *words: object) -> Told:
        return run("sync.district.commands", command, *words, "--directory", self.folder / "district" / "server")


def run(program: str, *words: object) -> Told:
    surroundings = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    done = subprocess.run(
        [sys.executable, "-m", program, *map(str, words)],
        cwd=ROOT,
        env=surroundings,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    return Told(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A station enrolled over the line, whose line is then gone."""
    folder = tmp_path_factory.mktemp("sticks")
    (folder / "password").write_text("a long password", "utf-8")
    made = Place(folder)
    made.stick.mkdir()
    with PracticeDistrict(folder / "district") as practice:
        told = made.station("enrol", practice.url, practice.code(), "--name", "龙秀珍")
        assert told.status == 0, told
    return made


def test_there_and_back(place: Place) -> None:
    for path in place.stick.iterdir():
        path.unlink()
    out = place.station("export-bundle", place.stick, "--carried-by", "杨副镇长")
    assert (out.status, out.err) == (0, ""), out
    (bundle,) = place.stick.iterdir()
    assert bundle.name.startswith(f"便民站{STATION}-01-报送-")
    code = out.out.split("核对码 ")[1][:14]

    taken = place.district("import-bundle", place.stick)
    assert (taken.status, taken.err) == (0, ""), taken
    assert code in taken.out
    assert "两边数目一致" in taken.out
    assert len(list(place.stick.iterdir())) == 2

    back = place.station("import-bundle", place.stick)
    assert (back.status, back.err) == (0, ""), back
    assert "两边数目一致" in back.out
    again = place.station("import-bundle", place.stick)
    assert again.status == 0, again
    assert "确认 0 件、0 条记录" in again.out


def test_a_full_disk_at_the_district_is_said_and_the_file_is_taken_in_later(
    place: Place, small_disk: Path, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    assert place.station("export-bundle", stick).status == 0
    server = small_disk / "server"
    shutil.copytree(place.folder / "district" / "server", server)
    filler = small_disk / "filler"
    filler.write_bytes(bytes(shutil.disk_usage(small_disk).free))
    command = ("import-bundle", stick, "--directory", server, "--answers", tmp_path / "answers")
    for other in (
        command,
        ("publish", "--directory", server),
        ("backup", "--to", small_disk / "copy", "--directory", server),
    ):
        told = run("sync.district.commands", *other)
        assert (told.status, told.out) == (1, ""), told
        assert told.err.startswith("服务器的磁盘满了，这一步没有办成"), told.err
        assert told.err.count("\n") == 1
    filler.unlink()
    told = run("sync.district.commands", *command)
    assert (told.status, told.err) == (0, ""), told
    assert "两边数目一致" in told.out


def test_a_damaged_file_is_named_and_holds_up_no_other(place: Place) -> None:
    for path in place.stick.iterdir():
        path.unlink()
    assert place.station("export-bundle", place.stick).status == 0
    (good,) = place.stick.iterdir()
    whole = good.read_bytes()
    cut, changed = good.with_name("截断.vsu"), good.with_name("改动.vsu")
    cut.write_bytes(whole[:-100])
    changed.write_bytes(whole[:-100] + bytes([whole[-100] ^ 1]) + whole[-99:])
    answers = place.folder / "answers"
    taken = place.district("import-bundle", place.stick, "--answers", answers)
    assert taken.status == 1
    assert "“截断.vsu”没有拷完整" in taken.err
    assert "“改动.vsu”内容坏了或者被改过" in taken.err
    assert taken.err.count("\n") == 2
    assert good.name in taken.out
    (answer,) = answers.iterdir()

    answer.with_name("回执.vsu").write_bytes(answer.read_bytes()[:-1])
    back = place.station("import-bundle", answers)
    assert back.status == 0, back
    assert "“回执.vsu”没有拷完整" in back.err
    assert "已拷入" in back.out


def test_a_stick_without_anything_for_us_is_told(place: Place, tmp_path: Path) -> None:
    (tmp_path / "照片.jpg").write_bytes(b"\xff\xd8")
    told = place.station("import-bundle", tmp_path)
    assert (told.status, told.out) == (1, "")
    assert "没有给本站的回执" in told.err
    told = place.district("import-bundle", tmp_path)
    assert (told.status, told.out) == (1, "")
    assert "没有站里报送来的文件" in told.err
    for side in (place.station, place.district):
        told = side("import-bundle", tmp_path / "nowhere")
        assert (told.status, told.out, told.err.count("\n")) == (1, "", 1)
    told = place.station("export-bundle", tmp_path / "nowhere")
    assert (told.status, told.out) == (1, "")
    assert "请插好 U 盘" in told.err


def test_a_program_is_published_for_the_sticks(place: Place) -> None:
    installer = place.folder / "station-app-9.0.0.bin"
    installer.write_bytes(b"a program" * 1000)
    assert place.district("publish", "--program", installer).status == 1
    told = place.district(
        "publish", "--program", installer, "--program-version", "9.0.0", "--platform", platform_name()
    )
    assert told.status == 0, told
    stick = place.folder / "another"
    stick.mkdir()
    assert place.station("export-bundle", stick).status == 0
    assert place.district("import-bundle", stick).status == 0
    back = place.station("import-bundle", stick)
    assert "带来了新版程序 9.0.0" in back.out
    assert (place.folder / "station" / "updates" / installer.name).read_bytes() == installer.read_bytes()
