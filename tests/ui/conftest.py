from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from resources.paths import font_file
from station_app.ui.look import Look, load_fonts
from tests.ui.desk_at_hand import DeskAtHand
from tests.ui.stray_windows import StrayWindows


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> QApplication:
    """The application with the desk's fonts and look."""
    load_fonts()
    QFontDatabase.addApplicationFont(str(font_file("HanaMinB")))
    Look().put_on(qapp)
    return qapp


@pytest.fixture
def at_hand(dressed: QApplication, tmp_path: Path) -> Iterator[DeskAtHand]:
    """A real desk with screens to put on it."""
    made = DeskAtHand(tmp_path)
    yield made
    made.close()


@pytest.fixture(scope="session")
def stray_windows(qapp: QApplication) -> Iterator[StrayWindows]:
    watch = StrayWindows()
    qapp.installEventFilter(watch)
    yield watch
    qapp.removeEventFilter(watch)


@pytest.fixture(autouse=True)
def no_stray_window(request: pytest.FixtureRequest) -> Iterator[None]:
    """No test may leave by having a part of a screen open as a window of its own."""
    if "qapp" not in request.fixturenames and "dressed" not in request.fixturenames and not QApplication.instance():
        yield
        return
    watch: StrayWindows = request.getfixturevalue("stray_windows")
    watch.take()
    yield
    strays = watch.take()
    assert not strays, f"opened as windows of their own: {strays}"
