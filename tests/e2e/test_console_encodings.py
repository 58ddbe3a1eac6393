"""Every command of both ends under consoles that cannot write everything: it says what it has to say, and never ends in a trace."""

import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from station_app.commands import COMMANDS as DESK_COMMANDS
from sync.district.commands import COMMANDS as DISTRICT_COMMANDS
from sync.district.commands import main as district
from tests.district.conftest import SETTINGS
from tests.test_architecture import ROOT

CONSOLES: dict[str, dict[str, str]] = {
    "gbk": {"PYTHONIOENCODING": "gbk", "PYTHONUTF8": "0"},
    "ascii": {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
    "C": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "cp437": {"PYTHONIOENCODING": "cp437", "PYTHONUTF8": "0"},
}
RARE = "欧阳𬸚✓"


def typed(module: str, *words: object, console: str, said: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    outside = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON"))}
    environment = {**outside, "QT_QPA_PLATFORM": "offscreen", **CONSOLES[console]}
    line = [sys.executable, "-m", module, *map(str, words)]
    return subprocess.run(line, cwd=ROOT, env=environment, input=said, capture_output=True, timeout=120, check=False)


def no_trace(done: subprocess.CompletedProcess[bytes]) -> bool:
    return b"Traceback" not in done.stderr and b"UnicodeEncodeError" not in done.stderr


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A district in a directory whose name a console may not know either."""
    folder = tmp_path_factory.mktemp("县里𬸚")
    settings = folder / "settings.json"
    settings.write_bytes(msgspec.json.encode(SETTINGS))
    assert district(["init", "--directory", str(folder / "d"), "--settings", str(settings)]) == 0
    return folder / "d"


@pytest.mark.parametrize("console", ["gbk", "ascii"])
@pytest.mark.parametrize(
    ("module", "command"),
    [("station_app.commands", name) for name in DESK_COMMANDS]
    + [("sync.district.commands", name) for name in DISTRICT_COMMANDS],
)
def test_every_command_says_how_it_is_used(module: str, command: str, console: str) -> None:
    done = typed(module, command, "--help", console=console)
    assert (done.returncode, no_trace(done)) == (0, True), done.stderr
    assert done.stdout.startswith(b"usage: ")


@pytest.mark.parametrize("console", CONSOLES)
def test_a_rare_name_is_listed_by_its_code_point_where_the_console_cannot_write_it(home: Path, console: str) -> None:
    added = ("users", "add", "--directory", home, "--login", console, "--name", RARE, "--office", "民政办")
    done = typed("sync.district.commands", *added, "--township", "云台镇", console=console, said=b"a long password\n")
    assert (done.returncode, no_trace(done)) == (0, True), done.stderr
    listed = typed("sync.district.commands", "users", "list", "--directory", home, console=console)
    assert (listed.returncode, no_trace(listed)) == (0, True), listed.stderr
    assert rb"\u2713" in listed.stdout
    again = typed("sync.district.commands", "users", "list", "--directory", home, console="gbk")
    assert "欧阳".encode("gbk") in again.stdout, "what was typed is what is kept"


@pytest.mark.parametrize("console", CONSOLES)
def test_what_goes_wrong_is_said_in_one_line(home: Path, console: str, tmp_path: Path) -> None:
    for words in (("check", "--directory", tmp_path / "没有𬸚"), ("restore", "--directory", home, tmp_path / "没有𬸚")):
        done = typed("sync.district.commands", *words, console=console)
        assert (done.returncode, no_trace(done), done.stderr.count(b"\n")) == (1, True, 1), done.stderr
    done = typed("station_app.commands", "backup", "--directory", tmp_path / "没有𬸚", "--login", "x", console=console)
    assert (done.returncode in (1, 2), no_trace(done)) == (True, True), done.stderr


@pytest.mark.parametrize("console", CONSOLES)
def test_the_check_of_an_installation_ends_whatever_the_console(console: str, tmp_path: Path) -> None:
    done = typed("station_app.commands", "check", console=console)
    assert (done.returncode in (0, 1), no_trace(done)) == (True, True), done.stderr


def test_a_password_that_this_console_cannot_say_is_refused_in_words(home: Path) -> None:
    added = (
        "users",
        "add",
        "--directory",
        home,
        "--login",
        "li",
        "--name",
        "李",
        "--office",
        "民政办",
        "--township",
        "云台镇",
    )
    done = typed("sync.district.commands", *added, console="gbk", said=b"\xff\xff\xff pass\n")
    assert (done.returncode, no_trace(done)) == (1, True), done.stderr
    assert "读不懂".encode("gbk") in done.stderr


def test_a_password_file_that_is_no_text_is_said(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "p").write_bytes("口令口令口令".encode("gbk"))
    words = ["--login", "li", "--name", "李", "--office", "民政办", "--township", "云台镇"]
    assert district(["users", "add", "--directory", str(home), *words, "--password-file", str(tmp_path / "p")]) == 1
    assert "UTF-8" in capsys.readouterr().err


def test_every_file_is_opened_with_its_encoding_named() -> None:
    """What a file holds must not depend on the system's own encoding."""
    missing = subprocess.run(
        [
            sys.executable,
            "-m",
            "ruff",
            "check",
            "--isolated",
            "--preview",
            "--select",
            "PLW1514",
            "forms",
            "station_app",
            "sync",
            "resources",
            "packaging",
            "tests",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert missing.returncode == 0, missing.stdout
