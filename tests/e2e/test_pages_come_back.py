"""A page whose copy was let go is opened on the case's screen and shows by itself: the real worker, line, store and district."""

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from station_app.desk.let_pages_go import let_pages_go
from station_app.desk.open_case import open_case
from station_app.desk.open_desk import open_desk
from station_app.desk.withdraw import void
from station_app.jobs.database_worker import DatabaseWorker
from station_app.jobs.sync_runner import SyncRunner
from station_app.ui.case.pages_card import PagesCard
from station_app.ui.case.view import CaseScreen
from station_app.ui.look import Look, load_fonts
from station_app.ui.preferences import Preferences
from station_app.ui.surroundings import Surroundings
from station_app.ui.words import Words
from sync.district.district import District
from sync.station.engine import SyncEngine
from sync.station.http_carrier import HttpCarrier
from tests.e2e.test_replacement import with_page
from tests.storage.station import MACHINE, SetClock, settings
from tests.sync.real_ends import SMALL_PIECES, Station
from tests.ui.typist import NoPrinting

PICTURES = Path(__file__).parents[2] / "build" / "screens"


class Line:
    """A store connection, a carrier and an engine of the runner's own."""

    def __init__(self, station: Station, should_stop: Callable[[], bool]) -> None:
        self._desk = open_desk(station.directory, station.unlocked, station.clock, secrets.token_bytes, machine=MACHINE)
        self._carrier = HttpCarrier(
            station.url, self._desk.store.identity(), station.clock, self._desk.store.proven_servers
        )
        self.engine = SyncEngine(
            self._desk.store,
            self._carrier,
            station.clock,
            limits=SMALL_PIECES,
            program="0.1",
            should_stop=should_stop,
        )

    def abort(self) -> None:
        self._carrier.abort()

    def close(self) -> None:
        self._carrier.close()
        self._desk.close()


@pytest.fixture
def case_screen(station: Station, tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[CaseScreen]:
    load_fonts()
    Look().put_on(qapp)
    worker = DatabaseWorker(
        lambda: open_desk(station.directory, station.unlocked, station.clock, secrets.token_bytes, machine=MACHINE)
    )
    sync = SyncRunner(lambda _progress, should_stop: Line(station, should_stop), first_after=3600)
    sync.brought.connect(worker.brought)
    sync.start()
    surroundings = Surroundings(
        worker, NoPrinting(), sync, station.clock, settings, Words(), Look(), Preferences(), "l", "龙秀珍", tmp_path
    )
    screen = CaseScreen(surroundings)
    worker.changed.connect(screen.refresh)
    qtbot.addWidget(screen)
    screen.resize(1170, 700)
    screen.show()
    yield screen
    assert sync.stop()
    assert worker.stop()


def test_a_page_that_was_let_go_is_fetched_when_it_is_opened_and_shows_by_itself(
    case_screen: CaseScreen, station: Station, district: District, clock: SetClock, qtbot: QtBot
) -> None:
    case_id, page = with_page(station, 124)
    assert station.sync().failure is None
    void(station.desk, case_id, "重复登记")
    assert station.sync().failure is None
    clock.wait(days=91)
    assert let_pages_go(station.desk) == 1
    assert open_case(station.desk, case_id).pages_total == 1
    case_screen.enter(case_id)
    qtbot.waitUntil(lambda: case_screen.page is not None)
    see = next(button for button in case_screen.findChildren(QPushButton) if button.text() == "看照片")
    states: list[tuple[int, int]] = []
    see.click()
    card = next(card for card in case_screen.findChildren(PagesCard))
    shown = card.view.show_pages

    def watched(pages: tuple[tuple[str, bytes | None], ...], *, named: bool) -> None:
        shown(pages, named=named)
        states.append((card.awaits, card.view.shown))
        if card.awaits:
            assert "正在从县里取" in pages[0][0]
            PICTURES.mkdir(parents=True, exist_ok=True)
            case_screen.grab().save(str(PICTURES / "case-page-awaited.png"))

    card.view.show_pages = watched  # type: ignore[method-assign]
    qtbot.waitUntil(lambda: (0, 1) in states, timeout=20_000)
    assert states[0] == (1, 0), "it was said that it is not here"
    assert station.desk.store.vault.holds(page)
    # The page is seen, and not only there.
    qtbot.waitUntil(lambda: card.view.smallest > 100)
    case_screen.grab().save(str(PICTURES / "case-page-here.png"))
