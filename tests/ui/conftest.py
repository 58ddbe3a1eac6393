from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from resources.paths import font_file
from station_app.ui.look import Look, load_fonts
from tests.ui.desk_at_hand import DeskAtHand


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
