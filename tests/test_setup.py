"""packaging/setup.sh on a machine that lacks something. What the machine has is played; the script is the real one."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.test_architecture import ROOT, TOP_LEVEL_PACKAGES

SCRIPT = (ROOT / "packaging/setup.sh").read_text("utf-8")
LIBRARIES = re.findall(r"^(lib\S+\.so\.\d+) (\S+)$", SCRIPT, re.MULTILINE)


class Machine(NamedTuple):
    """A checkout without an environment, and the commands the script finds first."""

    checkout: Path
    commands: Path

    def has(self, command: str, body: str) -> None:
        path = self.commands / command
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(0o755)

    def set_up(self, level: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.checkout / "packaging/setup.sh", level],
            env={"PATH": f"{self.commands}:/usr/bin:/bin"},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    def calls(self) -> list[str]:
        record = self.checkout / "calls"
        return record.read_text().splitlines() if record.exists() else []


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    machine = Machine(tmp_path / "checkout", tmp_path / "commands")
    (machine.checkout / "packaging").mkdir(parents=True)
    machine.commands.mkdir()
    for name in ("packaging/setup.sh", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, machine.checkout / name)
    record = f'echo "$(basename "$0") $*" >>{machine.checkout}/calls'
    known = "\n".join(f"\t{library} (libc6) => /lib/{library}" for library, _ in LIBRARIES if "cups" not in library)
    machine.has("ldconfig", f"cat <<'END'\n{known}\nEND")
    machine.has("apt-get", record)
    machine.has("id", "echo 0")
    for command in ("chromium", "pdftoppm", "cupsd", "objdump", "ip", "initdb"):
        machine.has(command, "exit 0")
    # The interpreter makes an environment whose python records what pip is asked for.
    machine.has(
        "python3",
        f"""case "$*" in
            "-m venv .venv") mkdir -p .venv/bin
                printf '#!/bin/sh\\necho "python $*" >>{machine.checkout}/calls\\n' >.venv/bin/python
                chmod +x .venv/bin/python ;;
        esac""",
    )
    return machine


def test_what_is_missing_is_installed_once(machine: Machine) -> None:
    first = machine.set_up("run")
    assert first.returncode == 0, first.stderr
    assert machine.calls() == [
        "apt-get update -q",
        "apt-get install -y -q --no-install-recommends libcups2",
        "python -m pip install --disable-pip-version-check --editable .[district] --constraint constraints.txt",
    ]
    machine.has("ldconfig", "\n".join(f"echo '\t{library} (libc6)'" for library, _ in LIBRARIES))
    assert machine.set_up("run").stdout == ""
    assert len(machine.calls()) == 3


def test_a_changed_requirement_installs_again(machine: Machine) -> None:
    machine.set_up("develop")
    with (machine.checkout / "constraints.txt").open("a") as constraints:
        constraints.write("one-more==1.0\n")
    machine.set_up("develop")
    asked = [call for call in machine.calls() if "pip install" in call]
    assert len(asked) == 2
    assert all(".[district,dev]" in call for call in asked)


def test_without_the_right_to_install_one_line_to_type_is_printed(machine: Machine) -> None:
    machine.has("id", "echo 1000")
    told = machine.set_up("run")
    assert told.returncode == 1
    assert told.stderr == "sudo apt-get update && sudo apt-get install -y --no-install-recommends libcups2\n"
    assert machine.calls() == []


def test_changed_words_are_compiled_again(machine: Machine) -> None:
    folder = machine.checkout / "resources/translations"
    folder.mkdir(parents=True)
    (folder / "en.ts").write_text("<TS/>")
    machine.set_up("run")
    (folder / "en.qm").write_bytes(b"")
    machine.set_up("run")
    assert machine.calls().count("python packaging/compile_translations.py") == 1


def test_a_failed_installation_shows_what_was_said_and_is_tried_again(machine: Machine) -> None:
    machine.has("apt-get", "echo 'no such mirror' >&2; exit 100")
    told = machine.set_up("run")
    assert told.returncode == 1
    assert "no such mirror" in told.stderr
    assert not (machine.checkout / ".venv").exists()


def test_every_data_file_is_part_of_the_installed_program() -> None:
    setuptools = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    installed = [*setuptools["package-data"]["*"], "*.py", "*.pyc"]
    files = [
        path for package in TOP_LEVEL_PACKAGES - {"tests"} for path in (ROOT / package).rglob("[!.]*") if path.is_file()
    ]
    assert [
        str(path.relative_to(ROOT)) for path in files if not any(path.match(pattern) for pattern in installed)
    ] == []
