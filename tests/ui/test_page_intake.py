"""A long file becomes pages beside the desk's work: its progress is seen, it can be given up, and it leaves nothing then."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from forms.failures import Failure
from station_app.desk.add_page import AddedPage
from station_app.jobs.database_worker import DatabaseWorker
from station_app.jobs.picture_worker import PictureWorker
from station_app.session import Session
from station_app.system_clock import SystemClock
from station_app.ui.new_case.view import NewCaseScreen
from station_app.ui.parts.intake_bar import IntakeBar
from station_app.ui.parts.page_intake import PageIntake, Progress
from station_app.ui.surroundings import Surroundings
from tests.made_photographs import written
from tests.storage.station import complete_content, opened_desk
from tests.ui.desk_at_hand import DeskAtHand

PAGES = 6


@pytest.fixture
def threaded(dressed: QApplication, at_hand: DeskAtHand) -> Iterator[Surroundings]:
    """The same surroundings on the threads that the program has."""
    worker = DatabaseWorker(lambda: opened_desk(at_hand.directory, at_hand.unlocked, at_hand.clock))
    pictures = PictureWorker()
    yield replace(at_hand.surroundings, worker=worker, pictures=pictures)
    assert pictures.stop()
    assert worker.stop()


class Seen:
    """What an intake told."""

    def __init__(self, intake: PageIntake) -> None:
        self.progress: list[Progress | None] = []
        self.pages: list[AddedPage] = []
        self.failures: list[Failure] = []
        self.intake = intake
        intake.progress.connect(self.progress.append)

    def take(self, path: Path) -> None:
        self.intake.take(path, self.pages.extend, self.failures.append)

    @property
    def first_page_has_come(self) -> bool:
        return any(each is not None and each.at > 0 for each in self.progress)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return pages_of(tmp_path / "扫描.pdf", PAGES)


def pages_of(path: Path, count: int) -> Path:
    """A PDF of written pages, each another."""
    sheets = [written(number, 20, 14).convert("L") for number in range(count)]
    sheets[0].save(path, save_all=True, append_images=sheets[1:], resolution=150)
    return path


def vault_of(at_hand: DeskAtHand) -> list[Path]:
    return sorted(at_hand.directory.rglob("*.page"))


def test_the_desk_answers_while_a_long_file_is_read(threaded: Surroundings, book: Path, qtbot: QtBot) -> None:
    seen = Seen(PageIntake(threaded, set))
    seen.take(book)
    qtbot.waitUntil(lambda: seen.first_page_has_come, timeout=30_000)
    busy_when_answered: list[bool] = []
    threaded.worker.run(lambda desk: desk.today(), lambda _: busy_when_answered.append(seen.intake.is_busy))
    qtbot.waitUntil(lambda: not seen.intake.is_busy, timeout=60_000)
    assert busy_when_answered == [True]
    assert len(seen.pages) == PAGES
    assert seen.failures == []
    told = [(each.at, each.of) for each in seen.progress if each is not None and each.at]
    assert told == [(at, PAGES) for at in range(1, PAGES + 1)]
    assert seen.progress[-1] is None


def test_what_is_given_up_leaves_nothing(threaded: Surroundings, at_hand: DeskAtHand, book: Path, qtbot: QtBot) -> None:
    intake = PageIntake(threaded, set)
    screen = QWidget()
    qtbot.addWidget(screen)
    bar = IntakeBar(threaded.look, intake, screen)
    seen = Seen(intake)
    seen.take(book)
    seen.take(pages_of(book.with_name("第二份.pdf"), 1))
    qtbot.waitUntil(lambda: seen.first_page_has_come, timeout=30_000)
    qtbot.waitUntil(lambda: bar.isVisibleTo(screen), timeout=10_000)
    assert f"/ {PAGES} 页，后面还有 1 个文件" in bar.words.text()
    bar.stop.click()
    assert not bar.isVisibleTo(screen)
    assert [failure.zh for failure in seen.failures] == [
        "“扫描.pdf”没有加，要加的话再选一次。",
        "“第二份.pdf”没有加，要加的话再选一次。",
    ]
    assert seen.pages == []
    ended: list[None] = []
    threaded.pictures.run(lambda: None, ended.append, seen.failures.append)
    qtbot.waitUntil(lambda: bool(ended), timeout=30_000)
    threaded.worker.run(lambda desk: None, ended.append)
    qtbot.waitUntil(lambda: len(ended) == 2)
    qtbot.waitUntil(lambda: vault_of(at_hand) == [])


def test_giving_up_a_second_reading_keeps_the_pages_of_the_first(
    threaded: Surroundings, at_hand: DeskAtHand, book: Path, qtbot: QtBot
) -> None:
    shown: set[str] = set()
    seen = Seen(PageIntake(threaded, lambda: shown))
    seen.take(book)
    qtbot.waitUntil(lambda: not seen.intake.is_busy, timeout=60_000)
    shown |= {added.page.sha256 for added in seen.pages}
    seen.progress.clear()
    seen.take(book)
    qtbot.waitUntil(lambda: seen.first_page_has_come, timeout=30_000)
    seen.intake.give_up()
    ended: list[None] = []
    threaded.pictures.run(lambda: None, lambda _: threaded.worker.run(lambda desk: None, ended.append), lambda _: None)
    qtbot.waitUntil(lambda: bool(ended), timeout=30_000)
    assert {path.stem for path in vault_of(at_hand)} == shown


def test_one_bad_page_and_the_file_leaves_nothing(
    threaded: Surroundings, at_hand: DeskAtHand, tmp_path: Path, qtbot: QtBot
) -> None:
    seen = Seen(PageIntake(threaded, set))
    bad, good = tmp_path / "坏.pdf", pages_of(tmp_path / "好.pdf", 1)
    bad.write_bytes(b"%PDF-1.7\nnothing\n%%EOF")
    seen.take(bad)
    seen.take(good)
    qtbot.waitUntil(lambda: not seen.intake.is_busy, timeout=30_000)
    assert ["坏.pdf" in failure.zh for failure in seen.failures] == [True]
    assert len(seen.pages) == len(vault_of(at_hand)) == 1


def test_f10_waits_for_the_photographs(threaded: Surroundings, at_hand: DeskAtHand, book: Path, qtbot: QtBot) -> None:
    screen = NewCaseScreen(threaded)
    qtbot.addWidget(screen)
    screen.resize(1170, 700)
    screen.show()
    screen.enter()
    qtbot.waitUntil(lambda: screen.case is not None)
    assert screen.case is not None
    screen.case.content = complete_content(at_hand.desk)
    screen.parts.materials.files.emit("id_card", (book,), None)
    screen.main_action()
    assert "照片还在加" in screen.strip.text
    qtbot.waitUntil(lambda: not screen.paging.intake.is_busy, timeout=60_000)
    pages = next(line.pages for line in screen.case.content.materials if line.code == "id_card")
    assert len(pages) == PAGES
    with qtbot.waitSignal(screen.go, timeout=20_000) as gone:
        screen.main_action()
    assert gone.args[0] == "case"
    screen.leave()


def test_the_program_reads_pictures_on_a_thread_of_their_own(at_hand: DeskAtHand, qtbot: QtBot) -> None:
    session = Session(
        at_hand.directory, at_hand.unlocked, SystemClock(), at_hand.surroundings.preferences, practice=True
    )
    opened: list[Surroundings] = []
    session.worker.run(lambda desk: desk.settings, lambda settings: session._opened(settings, opened.append))
    try:
        qtbot.waitUntil(lambda: bool(opened), timeout=20_000)
        assert isinstance(opened[0].pictures, PictureWorker)
    finally:
        assert session.close()
