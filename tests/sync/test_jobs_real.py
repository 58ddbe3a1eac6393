"""The background with nothing made up: real desk, real line, real district on a port, real papers."""

import hashlib
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from forms.papers.layout import Footer, Layout, Paragraph
from station_app.desk.context import Desk
from station_app.desk.list_cases import list_cases
from station_app.desk.open_desk import open_desk
from station_app.desk.receive_case import receive_case
from station_app.jobs.database_worker import DatabaseWorker
from station_app.jobs.line_state import LineState
from station_app.jobs.print_runner import Printed, PrintRunner
from station_app.jobs.sync_runner import SyncRunner
from station_app.line import DistrictLine
from station_app.line_settings import LineSettings
from station_app.press import PaperPress
from sync.station.report import ExchangeReport
from tests.storage.station import MACHINE, SetClock, complete_content, drafted
from tests.sync.real_ends import code_for, enrolled, new_district, served


@pytest.fixture
def joined(qtbot: QtBot, tmp_path: Path) -> Iterator[tuple[DatabaseWorker, SyncRunner]]:
    """A worker and a runner on one store, each with its own connection, joined as the desk joins them."""
    clock = SetClock()
    district = new_district(tmp_path / "district", clock)
    with served(district) as url:
        with enrolled(tmp_path / "station", code_for(district), url, clock) as station:
            unlocked, directory = station.unlocked, station.directory
        worker = DatabaseWorker(lambda: open_desk(directory, unlocked, clock, secrets.token_bytes, machine=MACHINE))
        runner = SyncRunner(
            lambda *given: DistrictLine(directory, unlocked, LineSettings(url), *given), first_after=1e6
        )
        runner.brought.connect(worker.brought)
        runner.start()
        yield worker, runner
        assert runner.stop()
        assert worker.stop()
    district.engine.dispose()


def test_a_case_received_on_one_thread_is_sent_by_the_other_and_comes_back_to_the_first(
    qtbot: QtBot, joined: tuple[DatabaseWorker, SyncRunner]
) -> None:
    worker, runner = joined
    bundled: list[bool] = []
    received: list[str] = []
    states: list[LineState] = []
    runner.state.connect(states.append)
    worker.run(lambda desk: desk.catalogue_is_bundled, bundled.append)
    worker.run(receive, received.append)
    qtbot.waitUntil(lambda: len(received) == 1)
    reports: list[ExchangeReport] = []
    runner.ran.connect(reports.append)
    with qtbot.waitSignal(worker.changed):
        runner.sync_now()
    assert [(report.failure, report.rejected) for report in reports] == [(None, 0)]
    assert states[0].phase == "syncing"
    assert states[-1].phase == "idle"
    rows: list[tuple[str, bool]] = []
    worker.run(lambda desk: desk.catalogue_is_bundled, bundled.append)
    worker.run(lambda desk: [(row.official_number, row.unsent) for row in list_cases(desk)], rows.extend)
    qtbot.waitUntil(lambda: len(rows) == 1)
    assert bundled == [True, False]
    assert rows[0][0]
    assert not rows[0][1]


def receive(desk: Desk) -> str:
    return receive_case(desk, drafted(desk, complete_content(desk, "欧阳𬸚"))).receipt_number


def test_both_threads_write_at_once_and_neither_fails(qtbot: QtBot, joined: tuple[DatabaseWorker, SyncRunner]) -> None:
    worker, runner = joined
    done: list[str] = []
    reports: list[ExchangeReport] = []
    runner.ran.connect(reports.append)
    for serial in range(30):
        worker.run(
            lambda desk, serial=serial: (
                receive_case(  # type: ignore[misc]
                    desk, drafted(desk, complete_content(desk, "李䶮", 100 + serial))
                ).receipt_number
            ),
            done.append,
            lambda failure: pytest.fail(failure.zh),
        )
        runner.sync_now()
    qtbot.waitUntil(lambda: len(done) == 30, timeout=20_000)
    # A run that is on its way may have begun before the last case: the one that is asked for comes after it. One event more
    # is the agent's own.
    runner.sync_now()
    qtbot.waitUntil(lambda: sum(report.applied for report in reports) == 31, timeout=20_000)
    assert len(set(done)) == 30
    assert [report.failure for report in reports if report.failure] == []
    unsent: list[int] = []
    worker.run(lambda desk: sum(row.unsent for row in list_cases(desk)), unsent.append)
    qtbot.waitUntil(lambda: bool(unsent))
    assert unsent == [0]


def test_a_real_paper_is_saved_and_shown(qtbot: QtBot, tmp_path: Path) -> None:
    runner = PrintRunner(lambda: PaperPress(tmp_path / "papers"))
    layout = Layout(
        "A5", "收件凭证", "欧阳𬸚", (Paragraph("欧阳𬸚 𠮷野 李䶮 买买提·吐尔逊"),), Footer(("响水洞村便民服务站",))
    )
    saved: list[Printed] = []
    shown: list[QImage] = []
    runner.warm_up()
    runner.render_and_print(layout, tmp_path / "papers" / "a.pdf", None, saved.append, lambda it: pytest.fail(it.zh))
    runner.preview(layout, 400, shown.append)
    qtbot.waitUntil(lambda: bool(saved and shown), timeout=20_000)
    content = saved[0].path.read_bytes()
    assert content.startswith(b"%PDF-")
    assert saved[0].sha256 == hashlib.sha256(content).hexdigest()
    assert shown[0].width() == 400
    assert runner.stop()
