"""What is loaded at the first paint: nothing that the desk does not need to be seen."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from resources.paths import ROOT
from tests.storage.station import SetClock, enrolled

HEAVY = (
    "sqlite_utils",
    "requests",
    "reportlab",
    "zstandard",
    "pypdfium2",
    "PIL",
    "sqlcipher3",
    "stdnum",
    "pypinyin",
    "msgspec",
)

START = """
import json, sys
from pathlib import Path
from typing import Any
from PySide6 import QtCore
from PySide6.QtCore import QEvent, QObject
from station_app.app import DeskOptions, DeskProgram, make_application

app = make_application(["desk"])
painted, made = [], []

class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and not painted:
            painted.append(sorted(name for name in sys.modules if "." not in name))
            made.append("Qt" in vars(QtCore))
        return False

watch = Watch()
app.installEventFilter(watch)
program = DeskProgram(app, DeskOptions(Path(sys.argv[1])))
program.window.show()
for _ in range(20):
    app.processEvents()
program.close()
print(json.dumps({"modules": painted[0], "enumerations": made[0], "window": type(program.window.shown).__name__}))
"""


def start(directory: Path) -> dict[str, Any]:
    ran = subprocess.run(
        [sys.executable, "-c", START, str(directory)],
        cwd=ROOT.parent,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    found: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return found


@pytest.mark.parametrize("is_enrolled", [False, True])
def test_nothing_heavy_is_loaded_at_the_first_paint(tmp_path: Path, is_enrolled: bool) -> None:
    if is_enrolled:
        enrolled(tmp_path / "station", SetClock())
    found = start(tmp_path / "station")
    assert found["window"] == ("SignInView" if is_enrolled else "EnrolmentView")
    assert "PySide6" in found["modules"]
    assert [name for name in HEAVY if name in found["modules"]] == []


def test_the_sign_in_is_painted_without_the_enumerations_of_qt(tmp_path: Path) -> None:
    """PySide makes all of `Qt`'s at the first look at it, which takes as long as the sign-in itself."""
    enrolled(tmp_path / "station", SetClock())
    assert start(tmp_path / "station")["enumerations"] is False
