"""Looks at the draft when the typing has paused: what is wrong with it, and the paper it would give now."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from resources.glyphs import unprintable
from station_app.ui.new_case.actions import Looked, look_at
from station_app.ui.new_case.model import NewCase
from station_app.ui.surroundings import Surroundings

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

QUIET_MS: Final = 150


class Looking(QObject):
    """`looked` carries a Looked; `drawn` the page and whether it is the notice; `unprintable` the
    characters that the paper leaves a square for (none: empty), `failed` a Failure.

    An answer to an older question is dropped.
    """

    looked = Signal(object)
    drawn = Signal(object, bool)
    unprintable = Signal(str)
    failed = Signal(object)

    def __init__(self, surroundings: Surroundings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker, self._printing = surroundings.worker, surroundings.printing
        self._case: NewCase | None = None
        self._asked = 0
        self._width = 0
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._quiet.timeout.connect(self.look_now)

    def look_soon(self, case: NewCase, width_px: int) -> None:
        """Something changed: look once nothing has changed for a while."""
        self._case, self._width = case, width_px
        self._asked += 1
        self._quiet.start()

    def look_now(self) -> None:
        """Look without waiting."""
        self._quiet.stop()
        if self._case is None:
            return
        self._asked += 1
        asked, content = self._asked, self._case.content
        self._worker.run(lambda desk: look_at(desk, content), lambda found: self._came(asked, found), self.failed.emit)

    def stop(self) -> None:
        """Answers that are on their way are of no interest any more."""
        self._quiet.stop()
        self._asked += 1

    def _came(self, asked: int, found: Looked) -> None:
        if asked != self._asked:
            return
        self.looked.emit(found)
        if found.layout is not None:
            self._printing.preview(
                found.layout,
                self._width,
                lambda image: self._drawn(asked, image, found),
                self.failed.emit,
            )

    def _drawn(self, asked: int, image: "QImage", found: Looked) -> None:
        if asked == self._asked:
            self.drawn.emit(image, found.is_notice)
            self.unprintable.emit(
                unprintable("".join(_strings(msgspec.to_builtins(found.layout, builtin_types=(bytes,)))))
            )


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)
