"""The database worker's interface without its thread: every call runs at once. For tests and for commands."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from forms.failures import Failure

if TYPE_CHECKING:
    from station_app.desk.context import Desk

T = TypeVar("T")


class InlineWorker(QObject):
    """As `DatabaseWorker`, but `run` returns after `done` or `failed` was called. Our bugs are raised, not emitted."""

    changed = Signal(object)
    bug = Signal(object)

    def __init__(self, open_desk: "Callable[[], Desk]", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open_desk = open_desk
        self._desk: Desk | None = None

    def run(
        self,
        call: "Callable[[Desk], T]",
        done: Callable[[T], None] | None = None,
        failed: Callable[[Failure], None] | None = None,
        changes: frozenset[str] = frozenset(),
    ) -> None:
        try:
            if self._desk is None:
                self._desk = self._open_desk()
            result = call(self._desk)
        except Failure as failure:
            (failed or self.bug.emit)(failure)
            return
        if done is not None:
            done(result)
        if changes:
            self.changed.emit(changes)

    def brought(self, changed: frozenset[str]) -> None:
        if "catalogue" in changed and self._desk is not None:
            self._desk = self._desk.reload()
        self.changed.emit(changed)

    def stop(self, wait_ms: int = 0) -> bool:
        if self._desk is not None:
            self._desk.close()
        self._desk = None
        return True
