"""Sync by itself: every few minutes, after a save, and when the agent asks; on its own thread and store connection."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Protocol

import msgspec
from PySide6.QtCore import QObject, Signal

from forms.failures import Failure
from station_app.jobs import line_state
from station_app.jobs.gui_thread import GuiThread
from station_app.jobs.line_state import Cause, LineState, Pace
from station_app.jobs.speeds import Speeds
from sync.station.errors import ServerBusy
from sync.station.report import ExchangeReport, Progress

FIRST_AFTER = 3.0
SAVE_SETTLES = 2.0
AFTER_A_BUG = 300.0
STOP_MS = 5_000

_log = logging.getLogger(__name__)


class Engine(Protocol):
    def run_once(self, everything: bool = False) -> ExchangeReport: ...

    def next_delay(self) -> float: ...


class Line(Protocol):
    """An engine with the store connection and the carrier that it uses, all made on the runner's thread."""

    @property
    def engine(self) -> Engine: ...

    def abort(self) -> None:
        """Called from another thread: ends what waits for the network."""

    def close(self) -> None: ...


OpenLine = Callable[[Callable[[Progress], None], Callable[[], bool]], Line]
"""Opens store and carrier and makes the engine, given its `on_progress` and `should_stop`. Runs on the runner's thread."""


def _nothing() -> None:
    return None


class SyncRunner(QObject):
    """`state(LineState)` is the line for the footer; `brought(frozenset)` names what a run changed in the store, for
    `DatabaseWorker.brought`; `ran(ExchangeReport)` tells each run; `bug(object)` an unexpected exception. All are emitted
    on the GUI thread. Nothing here ever waits for the network on that thread."""

    state = Signal(object)
    brought = Signal(object)
    ran = Signal(object)
    bug = Signal(object)

    def __init__(
        self,
        open_line: OpenLine,
        first_after: float = FIRST_AFTER,
        save_settles: float = SAVE_SETTLES,
        after_run: Callable[[], None] = _nothing,
        parent: QObject | None = None,
    ) -> None:
        """`first_after` and `save_settles` in seconds; `after_run` is called on the sync thread. Begins at `start`."""
        super().__init__(parent)
        self._open_line = open_line
        self._first_after = first_after
        self._save_settles = save_settles
        self._after_run = after_run
        self._gui = GuiThread(self)
        self._line: Line | None = None
        self._woken = threading.Condition()
        self._due = 0.0
        self._not_before = 0.0
        self._everything = False
        self._stopping = False
        self._pace = Pace()
        self._speeds = Speeds()
        self._trouble: tuple[Cause, float] = ("", 0.0)
        self._waits = ("", "")
        self.last = line_state.NOT_YET
        self._thread = threading.Thread(target=self._work, name="sync", daemon=True)

    def start(self) -> None:
        """Begins to sync by itself, the first time after `first_after` seconds."""
        self._due = time.monotonic() + self._first_after
        self._thread.start()

    def sync_now(self, *, everything: bool = True) -> None:
        """Syncs at once, whatever the wait was; while a run is on its way, once more after it. `everything`: also what the
        allowance holds back."""
        self._everything = self._everything or everything
        self._wake(0.0, heed_the_district=False)

    def after_save(self) -> None:
        """Syncs a moment after the last of several saves; never sooner than the district has asked for."""
        self._wake(self._save_settles, heed_the_district=True)

    def stop(self, wait_ms: int = STOP_MS) -> bool:
        """Ends the run that is on its way (what has arrived stays) and the thread. False if it took longer."""
        self._gui.close()
        with self._woken:
            self._stopping = True
            self._woken.notify()
            line = self._line
        if line is not None:
            line.abort()
        if self._thread.ident is None:
            return True
        self._thread.join(wait_ms / 1000)
        return not self._thread.is_alive()

    def _wake(self, seconds: float, heed_the_district: bool) -> None:
        with self._woken:
            due = time.monotonic() + seconds
            self._due = max(due, self._not_before) if heed_the_district else due
            self._woken.notify()

    def _work(self) -> None:
        while self._wait_until_due():
            self._run()
            self._after_run()
        if self._line is not None:
            self._line.close()

    def _wait_until_due(self) -> bool:
        with self._woken:
            while not self._stopping and (left := self._due - time.monotonic()) > 0:
                self._woken.wait(left)
            self._due = float("inf")
            return not self._stopping

    def _run(self) -> None:
        self._pace = Pace()
        self._speeds.begun(time.monotonic())
        self._say(line_state.BEGINNING)
        try:
            self._exchange()
        except Failure as failure:
            self._say_ended(line_state.failed(failure), AFTER_A_BUG)
        except Exception as error:  # noqa: BLE001 - our bug, whatever it is: said to the agent, and the thread lives on
            _log.error("an unexpected error on the sync thread", exc_info=error)
            self._say_ended(line_state.OUR_BUG, AFTER_A_BUG)
            self._gui.post(lambda error=error: self.bug.emit(error))  # type: ignore[misc]

    def _say_ended(self, state: LineState, delay: float) -> None:
        """Plans the next run and says how this one ended; `delay` in seconds."""
        now = time.monotonic()
        with self._woken:
            self._due = min(self._due, now + delay)
            left = max(self._due - now, 0.0)
        if state.cause != self._trouble[0]:
            self._trouble = (state.cause, now)
        lasted = now - self._trouble[1] if state.cause else 0.0
        if not state.cause:
            self._waits = state.waits_zh, state.waits_en
        speeds = self._speeds
        self._say(
            msgspec.structs.replace(
                state,
                # What the settings hold back does not go either once the line is there again.
                waits_zh=self._waits[0],
                waits_en=self._waits[1],
                next_try_s=left,
                lasted_s=lasted,
                records_per_s=speeds.of("events"),
                bytes_per_s=speeds.of("pages"),
            )
        )

    def _exchange(self) -> None:
        line = self._opened()
        everything, self._everything = self._everything, False
        report = line.engine.run_once(everything)
        if isinstance(report.failure, ServerBusy):
            self._not_before = time.monotonic() + report.failure.retry_after
        self._say_ended(line_state.ended(report), line.engine.next_delay())
        changed = _changed(report)
        self._gui.post(lambda: self._tell(report, changed))

    def _opened(self) -> Line:
        if self._line is None:
            line = self._open_line(self._progress, lambda: self._stopping)
            with self._woken:
                self._line = line
        return self._line

    def _progress(self, progress: Progress) -> None:
        now = time.monotonic()
        self._speeds.saw(progress, now)
        self._say(line_state.moving(progress, self._pace.minutes_left(progress, now)))

    def _tell(self, report: ExchangeReport, changed: frozenset[str]) -> None:
        self.ran.emit(report)
        if changed:
            self.brought.emit(changed)

    def _say(self, state: LineState) -> None:
        def tell() -> None:
            self.last = state
            self.state.emit(state)

        self._gui.post(tell)


def _changed(report: ExchangeReport) -> frozenset[str]:
    parts: set[str] = set()
    if report.sent or report.received:
        parts |= {"cases", "sync"}
    if report.pages_sent or report.pages_fetched:
        parts |= {"cases", "sync"}
    if report.published:
        parts.add("catalogue")
    if report.rejected:
        parts.add("drafts")
    return frozenset(parts)
