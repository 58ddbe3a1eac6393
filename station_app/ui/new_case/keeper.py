"""Keeps a draft on the disk while it is being written, so that a power cut takes a third of a second's typing at most."""

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from forms.failures import Failure
from station_app.ui.new_case.actions import keep
from station_app.ui.new_case.model import NewCase
from station_app.ui.surroundings import Worker

WAIT_MS: Final = 200


class DraftKeeper(QObject):
    """Of one draft. At most one save is under way; what changes meanwhile goes with the next. `failed` carries a Failure."""

    saved = Signal()
    failed = Signal(object)

    def __init__(self, worker: Worker, case: NewCase, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker, self._case = worker, case
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(WAIT_MS)
        self._waiting.timeout.connect(self._in_turn)
        self._unsaved = self._over = False
        self._under_way = 0
        worker.bug.connect(self._broke)

    @property
    def is_saved(self) -> bool:
        """Whether everything that was typed is on the disk."""
        return not self._unsaved and not self._under_way

    def changed(self) -> None:
        """Something was typed. It is saved soon, however long the typing goes on."""
        if self._over:
            return
        self._unsaved = True
        if not self._waiting.isActive():
            self._waiting.start()

    def save_now(self) -> None:
        """Hand what has not been saved to the worker, which finishes it even when the window closes."""
        self._waiting.stop()
        if self._over or not self._unsaved:
            return
        self._unsaved = False
        self._under_way += 1
        case, content = self._case, self._case.content
        self._worker.run(lambda desk: keep(desk, case, content), self._kept, self._not_kept)

    def _in_turn(self) -> None:
        # A slow disk is not given a second save while it is at the first.
        if not self._under_way:
            self.save_now()

    def end(self) -> None:
        """The draft has become a case or was deleted."""
        self._over = True
        self._waiting.stop()

    def _kept(self, _saved_at: str) -> None:
        self._under_way -= 1
        if self._unsaved:
            self._in_turn()
        elif not self._under_way:
            self.saved.emit()

    def _not_kept(self, failure: Failure) -> None:
        self._under_way -= 1
        if not self._over:
            self._unsaved = True
            self.failed.emit(failure)

    def _broke(self, _error: object) -> None:
        if self._under_way:
            self._under_way, self._unsaved = 0, True
