"""The documents say what is there: every command, dependency, decision and link; and no address of a machine."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_architecture import ROOT
from tests.test_dependencies import declared, normal

READMES = ("README.md", "README.zh-CN.md")
CONSOLE_COMMANDS = {"station-app": "station_app.commands", "district-server": "sync.district.commands"}
MADE_LATER = {"docs/pictures/desk.png"}  # a picture of the desk, taken by a day at it

# Written so that this file does not hold what it looks for.
OF_A_MACHINE = re.compile(
    r"(?<![\w.\-])/(?:work|root)(?=[/\s\"'`]|$)|/tmp/"
    + r"briefs|pypi[.\-]\w|/sim"
    + r"ple/|index-"
    + r"url|find-"
    + r"links",
    re.IGNORECASE | re.MULTILINE,
)


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def commands_of(program: str) -> set[str]:
    """The subcommands that `program --help` names: in argparse's list of them, each with its line of help."""
    script = Path(sys.executable).parent / program
    told = subprocess.run([script, "--help"], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60).stdout
    return set(re.findall(r"^ {4}([a-z][a-z\-]*)(?: {2,}|$)", told, re.MULTILINE))


def documented_commands(readme: str, program: str) -> set[str]:
    """The subcommands in the table of `readme` whose head names `program`."""
    table = re.search(rf"^\| `{program} …` \|.*\n\|[-|]+\n((?:\|.*\n)+)", read(readme), re.MULTILINE)
    assert table, f"{readme} has no table of {program}"
    return {name for row in table.group(1).splitlines() for name in re.findall(r"`([a-z\-]+)`", row.split("|")[1])}


@pytest.mark.parametrize("readme", READMES)
def test_every_make_target_is_in_the_readme(readme: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE)) - {"help"}
    assert set(re.findall(r"^\| `make ([a-z]+)`", read(readme), re.MULTILINE)) == targets


@pytest.mark.parametrize("program", CONSOLE_COMMANDS)
@pytest.mark.parametrize("readme", READMES)
def test_the_readme_names_the_console_commands_there_are(readme: str, program: str) -> None:
    if importlib.util.find_spec(CONSOLE_COMMANDS[program]) is None:
        pytest.skip(f"{program} is not there yet")
    assert documented_commands(readme, program) == commands_of(program)


def test_every_dependency_has_its_line() -> None:
    lines = {normal(name) for name in re.findall(r"^\| ([\w.-]+) \|", read("docs/dependencies.md"), re.MULTILINE)}
    assert set().union(*declared().values()) - lines == set()


def test_every_system_package_that_is_installed_has_its_place() -> None:
    script = read("packaging/setup.sh")
    packages = set(re.findall(r"^lib\S+\.so\.\d+ (\S+)$", script, re.MULTILINE)) | set(
        re.findall(r"missing\+=\(([a-z\-]+)\)", script)
    )
    assert len(packages) > 15
    assert sorted(p for p in packages - {"python3-venv"} if p not in read("docs/dependencies.md")) == []


def test_every_decision_is_in_the_index() -> None:
    files = {path.name for path in (ROOT / "docs/decisions").glob("[0-9]*.md")}
    assert files == set(re.findall(r"\]\((\d\d\d-[\w\-]+\.md)\)", read("docs/decisions/README.md")))


def test_every_link_between_the_documents_leads_somewhere() -> None:
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in tracked_files()
        if page.suffix == ".md"
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
        if not (page.parent / target).exists() and target not in MADE_LATER
    ]
    assert broken == []


@pytest.mark.parametrize("readme", READMES)
def test_a_readme_starts_with_the_two_commands_and_one_picture(readme: str) -> None:
    start = re.match(
        r"# .+\n\n```sh\n(git clone .+)\n(make run)\n```\n\n!\[.+\]\((docs/pictures/desk\.png)\)\n", read(readme)
    )
    assert start


def test_no_tracked_file_names_a_machine_or_an_index() -> None:
    told = [
        f"{path.relative_to(ROOT)}: {found.group()!r}"
        for path in tracked_files()
        if path.stat().st_size < 1_000_000 and b"\0" not in (content := path.read_bytes())
        for found in [OF_A_MACHINE.search(content.decode("utf-8"))]
        if found
    ]
    assert told == []


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("cd /wo" + "rk/main", True),
        ("/ro" + "ot/.pyenv", True),
        ("https://py" + "pi.org/project", True),
        ("see forms/workdays.py", False),
        ("from PyPI or Debian", False),
        ("the root/of the tree", False),
    ],
)
def test_an_address_of_a_machine_is_told(line: str, is_one: bool) -> None:
    assert bool(OF_A_MACHINE.search(line)) is is_one
