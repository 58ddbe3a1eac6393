"""A paper on its way to the printer is in clear: how long, and where."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from forms.papers.layout import Footer, Layout, Paragraph
from station_app.jobs.print_runner import Printed, PrintRunner
from station_app.press import PaperPress
from station_app.storage.places import Places
from tests.storage.station import SetClock, enrolled
from tests.ui.test_window import Opened

PAPER = Layout("A5", "材料接收凭证", "", (Paragraph("欧阳𬸚"),), Footer(("纸",)))


class LoadedPrinter(PaperPress):
    """A printer that takes everything; there is none on a test's machine."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.lay_there: list[str] = []
        self._where = folder

    def print_pdf(self, pdf: bytes, name: str, printer: str) -> str:
        self.lay_there = [path.name for path in self._where.iterdir()]
        return printer


@pytest.fixture
def press(tmp_path: Path) -> LoadedPrinter:
    return LoadedPrinter(tmp_path / "papers")


@pytest.fixture
def printing(qapp: QApplication, press: LoadedPrinter) -> Iterator[PrintRunner]:
    runner = PrintRunner(lambda: press)
    yield runner
    runner.stop()


def printed(printing: PrintRunner, qtbot: QtBot, path: Path, printer: str | None) -> Printed:
    came: list[Printed] = []
    printing.render_and_print(PAPER, path, printer, came.append, lambda failure: pytest.fail(str(failure)))
    qtbot.waitUntil(lambda: bool(came), timeout=20_000)
    return came[0]


def test_a_printer_that_took_the_paper_leaves_no_file(
    printing: PrintRunner, press: LoadedPrinter, qtbot: QtBot, tmp_path: Path
) -> None:
    out = printed(printing, qtbot, tmp_path / "papers" / "a.pdf", "老打印机")
    assert out.printer == "老打印机"
    assert press.lay_there == ["a.pdf"], "it is there while it is printed, should the printer fail"
    assert list((tmp_path / "papers").iterdir()) == []


def test_without_a_printer_the_file_stays_for_the_agent(printing: PrintRunner, qtbot: QtBot, tmp_path: Path) -> None:
    assert printed(printing, qtbot, tmp_path / "papers" / "a.pdf", None).path.is_file()


def test_the_folder_is_empty_after_the_desk_and_at_its_next_start(
    dressed: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    """The real session: what a power cut left goes at the sign-in, the rest when the desk is closed."""
    directory = tmp_path / "station"
    enrolled(directory, SetClock())
    papers = Places(directory).papers
    (papers / "tmp123").mkdir(parents=True)
    (papers / "tmp123" / "粘贴的图片.png").write_bytes(b"\x89PNG")
    (papers / "old.pdf.part").write_bytes(b"%PDF")
    opened = Opened(directory, qtbot)
    opened.sign_in(qtbot)
    assert list(papers.iterdir()) == []
    assert papers.stat().st_mode & 0o777 == 0o700
    (papers / "new.pdf").write_bytes(b"%PDF")
    opened.window.close()
    opened.entrance.close()
    assert list(papers.iterdir()) == []
    assert opened.bugs == []


def test_a_number_that_was_copied_is_gone_when_the_screen_locks(
    dressed: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    enrolled(tmp_path / "station", SetClock())
    opened = Opened(tmp_path / "station", qtbot)
    opened.sign_in(qtbot)
    clipboard = QApplication.clipboard()
    clipboard.setText("529901194603121242")
    qtbot.waitUntil(lambda: QApplication.activeWindow() is not None)
    opened.window.lock()
    assert clipboard.text() == ""
    opened.window.close()
    opened.entrance.close()
