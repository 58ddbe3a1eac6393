"""Background work seen from the GUI thread: in order, never in the way, every failure said, every thread ended."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from forms.failures import EnvironmentFailure, Failure, InputFailure
from station_app.jobs.database_worker import DatabaseWorker
from station_app.jobs.inline_worker import InlineWorker
from station_app.jobs.line_state import LineState
from station_app.jobs.print_runner import PaperNotSaved, Printed, PrintRunner
from station_app.jobs.sync_runner import SyncRunner
from sync.station.errors import LineFailure, NotOurServer, Refused, ServerBusy, Stopped, UpgradeNeeded
from sync.station.report import ExchangeReport, Held, Progress

FULL = EnvironmentFailure("电脑硬盘满了。", "The disk is full.")


class FakeDesk:
    """What a worker needs of a desk."""

    def __init__(self) -> None:
        self.opened_on = threading.current_thread()
        self.closed_on: threading.Thread | None = None
        self.reloads = 0

    def reload(self) -> "FakeDesk":
        self.reloads += 1
        return self

    def close(self) -> None:
        self.closed_on = threading.current_thread()


@pytest.fixture
def desk() -> SimpleNamespace:
    return SimpleNamespace(made=None, fails=0)


@pytest.fixture
def worker(qtbot: QtBot, desk: SimpleNamespace) -> Iterator[DatabaseWorker]:
    def open_desk() -> Any:
        if desk.fails:
            desk.fails -= 1
            raise FULL
        desk.made = FakeDesk()
        return desk.made

    running = DatabaseWorker(open_desk)
    yield running
    assert running.stop()


def test_calls_run_in_order_on_one_other_thread_and_answer_on_this_one(
    qtbot: QtBot, worker: DatabaseWorker, desk: SimpleNamespace
) -> None:
    ran: list[tuple[int, threading.Thread]] = []
    answered: list[tuple[int, threading.Thread]] = []
    for number in range(50):
        worker.run(
            lambda _, number=number: ran.append((number, threading.current_thread())),  # type: ignore[misc]
            lambda _, number=number: answered.append((number, threading.current_thread())),  # type: ignore[misc]
        )
    qtbot.waitUntil(lambda: len(answered) == 50)
    assert [number for number, _ in ran] == [number for number, _ in answered] == list(range(50))
    assert {thread for _, thread in ran} == {desk.made.opened_on} != {threading.current_thread()}
    assert {thread for _, thread in answered} == {threading.current_thread()}


def test_a_result_and_what_it_changed_are_told(qtbot: QtBot, worker: DatabaseWorker) -> None:
    results: list[int] = []
    with qtbot.waitSignal(worker.changed) as changed:
        worker.run(lambda _: 7, results.append, changes=frozenset({"cases"}))
    assert results == [7]
    assert changed.args == [frozenset({"cases"})]


def test_a_failure_goes_to_whoever_waits_for_it(qtbot: QtBot, worker: DatabaseWorker) -> None:
    told: list[Failure] = []
    worker.run(raising(FULL), lambda _: told.append(FULL) or told.append(FULL), told.append)  # type: ignore[func-returns-value]
    qtbot.waitUntil(lambda: told == [FULL])
    with qtbot.waitSignal(worker.bug) as bug:
        worker.run(raising(FULL))
    assert bug.args == [FULL]


def raising(error: Exception) -> Callable[[Any], Any]:
    def call(_: Any) -> Any:
        raise error

    return call


@pytest.mark.expects_log("an unexpected error on the database thread")
def test_our_own_bug_is_told_and_the_worker_goes_on(qtbot: QtBot, worker: DatabaseWorker) -> None:
    with qtbot.waitSignal(worker.bug) as bug:
        worker.run(raising(KeyError("ours")))
    assert isinstance(bug.args[0], KeyError)
    answered: list[int] = []
    worker.run(lambda _: 1, answered.append)
    qtbot.waitUntil(lambda: answered == [1])


def test_a_desk_that_cannot_be_opened_is_tried_again_by_the_next_call(
    qtbot: QtBot, worker: DatabaseWorker, desk: SimpleNamespace
) -> None:
    desk.fails = 1
    told: list[Failure] = []
    answered: list[int] = []
    worker.run(lambda _: 1, answered.append, told.append)
    worker.run(lambda _: 2, answered.append, told.append)
    qtbot.waitUntil(lambda: answered == [2])
    assert told == [FULL]


def test_what_sync_brought_is_taken_in_before_it_is_told(
    qtbot: QtBot, worker: DatabaseWorker, desk: SimpleNamespace
) -> None:
    worker.run(lambda _: None)
    with qtbot.waitSignal(worker.changed) as changed:
        worker.brought(frozenset({"cases", "catalogue"}))
    assert desk.made.reloads == 1
    assert changed.args == [frozenset({"cases", "catalogue"})]


def test_stopping_finishes_what_was_asked_and_closes_the_desk_on_its_thread(qtbot: QtBot) -> None:
    made: list[FakeDesk] = []
    ran: list[int] = []

    def open_desk() -> Any:
        made.append(FakeDesk())
        return made[0]

    worker = DatabaseWorker(open_desk)
    for number in range(20):
        worker.run(lambda _, number=number: ran.append(number), lambda _: pytest.fail("the windows are gone"))  # type: ignore[misc]
    assert worker.stop()
    assert ran == list(range(20))
    assert made[0].closed_on is made[0].opened_on
    qtbot.wait(0)


def test_the_inline_worker_answers_at_once(qtbot: QtBot) -> None:
    made = FakeDesk()
    worker = InlineWorker(lambda: made)  # type: ignore[arg-type, return-value]
    told: list[Any] = []
    worker.run(lambda _: 3, told.append)
    worker.run(raising(FULL), told.append, told.append)
    assert told == [3, FULL]
    with qtbot.waitSignal(worker.changed):
        worker.brought(frozenset({"catalogue"}))
    assert made.reloads == 1
    with pytest.raises(KeyError):
        worker.run(raising(KeyError()))
    worker.stop()
    assert made.closed_on is threading.current_thread()


class FakeLine:
    """An engine whose runs the test plays, one after the other; it hangs where the test says so."""

    def __init__(self, *reports: ExchangeReport | Exception) -> None:
        self.engine = self
        self.reports = list(reports)
        self.runs: list[threading.Thread] = []
        self.asked: list[bool] = []
        self.delay = 1e6
        self.hang = threading.Event()
        self.hang.set()
        self.closed = False
        self.on_progress: Callable[[Progress], None] | None = None

    def open(self, on_progress: Callable[[Progress], None], should_stop: Callable[[], bool]) -> "FakeLine":
        self.on_progress, self.should_stop = on_progress, should_stop
        return self

    def run_once(self, everything: bool = False) -> ExchangeReport:
        self.asked.append(everything)
        self.runs.append(threading.current_thread())
        assert self.hang.wait(20)
        report = self.reports.pop(0) if self.reports else ExchangeReport()
        if isinstance(report, Exception):
            raise report
        return report

    def next_delay(self) -> float:
        return self.delay

    def abort(self) -> None:
        self.hang.set()

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def running(qtbot: QtBot) -> Iterator[Callable[..., tuple[SyncRunner, FakeLine, list[LineState]]]]:
    made: list[tuple[SyncRunner, FakeLine]] = []

    def start(
        *reports: ExchangeReport | Exception, first_after: float = 1e6, save_settles: float = 0.0, delay: float = 1e6
    ) -> tuple[SyncRunner, FakeLine, list[LineState]]:
        line = FakeLine(*reports)
        line.delay = delay
        runner = SyncRunner(line.open, first_after, save_settles)
        states: list[LineState] = []
        runner.state.connect(states.append)
        made.append((runner, line))
        runner.start()
        return runner, line, states

    yield start
    for runner, line in made:
        assert runner.stop()
        assert line.closed is bool(line.on_progress)


def test_sync_runs_by_itself_again_and_again(qtbot: QtBot, running: Any) -> None:
    _, line, _ = running(first_after=0.0, delay=0.001)
    qtbot.waitUntil(lambda: len(line.runs) > 3)
    assert set(line.runs) != {threading.current_thread()}
    assert len(set(line.runs)) == 1


def test_the_button_syncs_at_once_and_never_blocks(qtbot: QtBot, running: Any) -> None:
    runner, line, states = running()
    line.hang.clear()
    runner.sync_now()
    qtbot.waitUntil(lambda: len(line.runs) == 1)
    for _ in range(30):
        runner.sync_now()
        runner.after_save()
    qtbot.waitUntil(lambda: [state.phase for state in states] == ["syncing"])
    line.hang.set()
    qtbot.waitUntil(lambda: len(line.runs) == 2)
    qtbot.waitUntil(lambda: states[-1].phase == "idle" and len(states) == 4)


def test_several_saves_make_one_run(qtbot: QtBot, running: Any) -> None:
    runner, line, _ = running(save_settles=0.05)
    for _ in range(10):
        runner.after_save()
    with qtbot.waitSignal(runner.ran):
        pass
    assert len(line.runs) == 1


def test_a_save_heeds_what_the_district_asked_for_and_the_button_does_not(qtbot: QtBot, running: Any) -> None:
    runner, line, _ = running(ExchangeReport(failure=ServerBusy(1e6)))
    with qtbot.waitSignal(runner.ran):
        runner.sync_now()
    runner.after_save()
    with runner._woken:
        assert runner._due - runner._not_before >= 0
    with qtbot.waitSignal(runner.ran):
        runner.sync_now()
    assert len(line.runs) == 2


def test_the_button_sends_everything_for_that_run_only(qtbot: QtBot, running: Any) -> None:
    runner, line, _ = running()
    for wake in (runner.sync_now, runner.after_save, lambda: runner.sync_now(everything=False)):
        with qtbot.waitSignal(runner.ran):
            wake()
    assert line.asked == [True, False, False]


def test_what_a_run_changed_is_told(qtbot: QtBot, running: Any) -> None:
    reports = (ExchangeReport(sent=1), ExchangeReport(received=1, published=frozenset({"calendar"})), ExchangeReport())
    runner, _, _ = running(*reports)
    told: list[frozenset[str]] = []
    runner.brought.connect(told.append)
    for _ in reports:
        with qtbot.waitSignal(runner.ran):
            runner.sync_now()
    assert told == [frozenset({"cases", "sync"}), frozenset({"cases", "sync", "catalogue"})]


def test_what_the_settings_hold_back_is_known_while_the_line_is_away(qtbot: QtBot, running: Any) -> None:
    held = ExchangeReport(held=Held(pages=12))
    runner, _, states = running(held, ExchangeReport(failure=LineFailure()), ExchangeReport())
    for waits in (True, True, False):
        with qtbot.waitSignal(runner.ran):
            runner.sync_now()
        assert (bool(states[-1].waits_zh), bool(states[-1].waits_en)) == (waits, waits)


@pytest.mark.parametrize(
    ("failure", "phase"),
    [
        (LineFailure(), "offline"),
        (ServerBusy(3), "offline"),
        (Refused("unknown_device"), "refused"),
        (UpgradeNeeded(), "refused"),
        (NotOurServer(), "not_ours"),
        (FULL, "disk_full"),
        (Stopped(), "idle"),
    ],
)
def test_every_way_a_run_ends_has_a_phase_and_words(qtbot: QtBot, running: Any, failure: Failure, phase: str) -> None:
    runner, _, states = running(ExchangeReport(failure=failure))
    with qtbot.waitSignal(runner.ran):
        runner.sync_now()
    assert [state.phase for state in states] == ["syncing", phase]
    assert states[-1].words_zh
    assert states[-1].words_en
    assert phase == "idle" or states[-1].detail_zh == failure.zh


def test_a_store_that_cannot_be_opened_is_said_and_tried_again(qtbot: QtBot) -> None:
    line, tries = FakeLine(), [FULL]
    states: list[LineState] = []

    def open_line(*given: Any) -> FakeLine:
        if tries:
            raise tries.pop()
        return line.open(*given)

    runner = SyncRunner(open_line, first_after=1e6)
    runner.state.connect(states.append)
    runner.start()
    runner.sync_now()
    qtbot.waitUntil(lambda: bool(states) and states[-1].phase == "disk_full")
    runner.sync_now()
    qtbot.waitUntil(lambda: states[-1].phase == "idle")
    assert runner.stop()


@pytest.mark.expects_log("an unexpected error on the sync thread")
def test_our_own_bug_is_said_and_sync_goes_on(qtbot: QtBot, running: Any) -> None:
    runner, _, states = running(KeyError("ours"))
    with qtbot.waitSignal(runner.bug):
        runner.sync_now()
    assert "技术员" in states[-1].words_zh
    with qtbot.waitSignal(runner.ran):
        runner.sync_now()


def test_progress_reaches_the_footer(qtbot: QtBot, running: Any) -> None:
    runner, line, states = running()
    line.hang.clear()
    runner.sync_now()
    qtbot.waitUntil(lambda: len(line.runs) == 1)
    line.on_progress(Progress("pages", 3, 9))
    qtbot.waitUntil(lambda: (states[-1].done, states[-1].total) == (3, 9))
    line.hang.set()


def test_stopping_ends_a_run_that_hangs(qtbot: QtBot, running: Any) -> None:
    runner, line, _ = running()
    line.hang.clear()
    runner.sync_now()
    qtbot.waitUntil(lambda: len(line.runs) == 1)
    assert runner.stop()
    assert line.closed


def test_a_runner_that_never_started_stops(qtbot: QtBot) -> None:
    assert SyncRunner(FakeLine().open).stop()


class FakePress:
    """A press that is told when to go on; the real one is tested with the papers."""

    def __init__(self) -> None:
        self.made_on = threading.current_thread()
        self.rendered: list[str] = []
        self.printed: list[tuple[bytes, str, str]] = []
        self.go = threading.Event()
        self.go.set()

    def to_fill_in(self, layout: object) -> str:
        return ""

    def warm_up(self) -> None:
        self.rendered.append("warm")

    def render(self, layout: Any) -> bytes:
        assert self.go.wait(20)
        self.rendered.append(layout)
        if layout == "no glyph":
            raise InputFailure("“𬸚”这个字本机字库里没有。", "No glyph.")
        if layout == "bug":
            raise KeyError("ours")
        return f"pdf of {layout}".encode()

    def picture(self, pdf: bytes, width_px: int) -> Any:
        return pdf, width_px

    def print_pdf(self, pdf: bytes, name: str, printer: str) -> str:
        if printer == "broken":
            raise FULL
        self.printed.append((pdf, name, printer))
        return printer or "default"


@pytest.fixture
def printing(qtbot: QtBot) -> Iterator[tuple[PrintRunner, FakePress]]:
    press = FakePress()
    runner = PrintRunner(lambda: press)
    yield runner, press
    assert runner.stop()


def paper(name: str) -> Any:
    return name


def test_a_paper_is_saved_whole_then_printed(
    qtbot: QtBot, printing: tuple[PrintRunner, FakePress], tmp_path: Path
) -> None:
    runner, press = printing
    told: list[Printed] = []
    runner.warm_up()
    for printer in (None, "", "office"):
        path = tmp_path / "papers" / f"{printer}.pdf"
        runner.render_and_print(paper("a"), path, printer, told.append, lambda failure: pytest.fail(failure.zh))
    qtbot.waitUntil(lambda: len(told) == 3)
    assert [printed.printer for printed in told] == [None, "default", "office"]
    assert [pdf for pdf, _, _ in press.printed] == [b"pdf of a"] * 2
    assert told[0].path.read_bytes() == b"pdf of a"
    assert list((tmp_path / "papers").iterdir()) == [told[0].path], "what a printer took leaves no file"
    assert [printer for _, _, printer in press.printed] == ["", "office"]
    assert press.rendered[0] == "warm"


def test_a_paper_that_cannot_be_made_saved_or_printed_says_why(
    qtbot: QtBot, printing: tuple[PrintRunner, FakePress], tmp_path: Path
) -> None:
    runner, press = printing
    (tmp_path / "file").write_bytes(b"")
    told: list[Failure] = []
    fail = lambda _: pytest.fail("it cannot have worked")  # noqa: E731
    runner.render_and_print(paper("no glyph"), tmp_path / "a.pdf", "", fail, told.append)
    runner.render_and_print(paper("b"), tmp_path / "file" / "b.pdf", "", fail, told.append)
    runner.render_and_print(paper("c"), tmp_path / "c.pdf", "broken", fail, told.append)
    qtbot.waitUntil(lambda: len(told) == 3)
    assert isinstance(told[0], InputFailure)
    assert isinstance(told[1], PaperNotSaved)
    assert told[2] is FULL
    assert not (tmp_path / "a.pdf").exists()
    assert (tmp_path / "c.pdf").read_bytes() == b"pdf of c"
    assert press.printed == []


def test_only_the_latest_preview_is_made_and_shown(qtbot: QtBot, printing: tuple[PrintRunner, FakePress]) -> None:
    runner, press = printing
    shown: list[Any] = []
    press.go.clear()
    for number in range(100):
        runner.preview(paper(f"slip {number}"), 300, shown.append)
    press.go.set()
    qtbot.waitUntil(lambda: bool(shown))
    assert shown == [(b"pdf of slip 99", 300)]
    assert len(press.rendered) <= 2


def test_a_preview_that_cannot_be_made_is_told(qtbot: QtBot, printing: tuple[PrintRunner, FakePress]) -> None:
    runner, _ = printing
    told: list[Failure] = []
    runner.preview(paper("no glyph"), 300, lambda _: None, told.append)
    qtbot.waitUntil(lambda: len(told) == 1)
    with qtbot.waitSignal(runner.failure):
        runner.preview(paper("no glyph"), 300, lambda _: None)


@pytest.mark.expects_log("an unexpected error on the printing thread")
def test_a_bug_in_a_paper_is_told_and_printing_goes_on(
    qtbot: QtBot, printing: tuple[PrintRunner, FakePress], tmp_path: Path
) -> None:
    runner, _ = printing
    told: list[Printed] = []
    with qtbot.waitSignal(runner.bug):
        runner.render_and_print(paper("bug"), tmp_path / "a.pdf", None, told.append, lambda _: None)
    runner.render_and_print(paper("b"), tmp_path / "b.pdf", None, told.append, lambda _: None)
    qtbot.waitUntil(lambda: len(told) == 1)


def test_stopping_finishes_the_papers_and_drops_the_preview(qtbot: QtBot, tmp_path: Path) -> None:
    press = FakePress()
    press.go.clear()
    runner = PrintRunner(lambda: press)
    runner.render_and_print(paper("a"), tmp_path / "a.pdf", None, lambda _: None, lambda _: None)
    runner.preview(paper("b"), 300, lambda _: pytest.fail("the windows are gone"))
    press.go.set()
    assert runner.stop()
    assert (tmp_path / "a.pdf").exists()
