"""Backups and what they would bring back, for the settings screen: on a worker of their own, so that no screen waits."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

from forms.failures import EnvironmentFailure, Failure
from station_app.jobs.database_worker import STOP_MS, DatabaseWorker
from station_app.jobs.inline_worker import InlineWorker

if TYPE_CHECKING:
    from station_app.desk.backups import BackupsSeen, FoundBackup
    from station_app.desk.context import Desk
    from station_app.desk.restoring import RestoreWords

Failed = Callable[[Failure], None]


class GivenUp(EnvironmentFailure):
    def __init__(self) -> None:
        super().__init__(
            "备份没有做完就关了程序，没有留下半份备份。下次打开会接着做。",
            "The program was closed before the backup was done; no half of one is left. The next start makes it.",
        )


class Backups:
    """`station_app.ui.surroundings.Backups`. `worker` has a desk with a connection of its own, and belongs to this."""

    def __init__(self, worker: DatabaseWorker | InlineWorker, directory: Path, raw_key: bytes) -> None:
        self._directory, self._raw_key = directory, raw_key
        self._stopping = threading.Event()
        self.worker = worker

    def daily(self, done: "Callable[[Failure | None], None]", failed: Failed) -> None:
        """Today's backup, unless it is there; `done` gets what has to be said about the second disk."""

        def call(desk: "Desk") -> Failure | None:
            from station_app.desk.daily_backup import back_up_daily, second_away

            back_up_daily(desk, self._raw_key, self._between)
            return second_away(desk)

        self.worker.run(call, done, failed)

    def look(self, done: "Callable[[BackupsSeen], None]", failed: Failed) -> None:
        def call(_: "Desk") -> "BackupsSeen":
            from station_app.desk.backups import backups_seen

            return backups_seen(self._directory)

        self.worker.run(call, done, failed)

    def look_at(self, path: Path, done: "Callable[[FoundBackup], None]", failed: Failed) -> None:
        def call(_: "Desk") -> "FoundBackup":
            from station_app.desk.backups import found_backup

            return found_backup(path)

        self.worker.run(call, done, failed)

    def back_up(self, folder: Path, done: Callable[[Path], None], failed: Failed) -> None:
        def call(desk: "Desk") -> Path:
            from station_app.desk.backups import back_up_to

            return back_up_to(desk, self._raw_key, folder, self._between)

        self.worker.run(call, done, failed)

    def keep_second(self, folder: Path | None, done: Callable[[None], None], failed: Failed) -> None:
        def call(desk: "Desk") -> None:
            from station_app.desk.backups import keep_second

            keep_second(desk, folder)

        self.worker.run(call, done, failed)

    def what(self, source: Path, done: "Callable[[RestoreWords], None]", failed: Failed) -> None:
        """What restoring `source` would do; changes nothing."""

        def call(_: "Desk") -> "RestoreWords":
            from station_app.desk.restoring import what_restoring_does

            return what_restoring_does(source, self._directory, self._raw_key)

        self.worker.run(call, done, failed)

    def stop(self, wait_ms: int = STOP_MS) -> bool:
        """Gives up a backup that is under way at its next piece. False if that took longer than `wait_ms`."""
        self._stopping.set()
        return self.worker.stop(wait_ms)

    def _between(self) -> None:
        if self._stopping.is_set():
            raise GivenUp


class _NoDesk:
    """In the place of a desk that cannot be opened: looking at backups needs none."""

    def close(self) -> None:
        return


def without_desk() -> DatabaseWorker:
    """A worker for `Backups` that looks and never opens the data: `look`, `look_at` and `what` alone."""
    return DatabaseWorker(lambda: cast("Desk", _NoDesk()))
