"""A page that is not in a case yet, large: turned, cut out along its corners, or taken out again. Covers its screen."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QFrame, QWidget
from shiboken6 import isValid

from forms.case import Page
from forms.failures import Failure
from station_app.ui.parts.buttons import KeyButton
from station_app.ui.parts.doubt_words import doubt_words
from station_app.ui.parts.page_calls import keep_page
from station_app.ui.parts.trim_model import TrimState
from station_app.ui.parts.trim_parts import TrimParts
from station_app.ui.surroundings import Surroundings

if TYPE_CHECKING:
    from station_app.desk.add_page import AddedPage, MadePage, Photograph
    from station_app.desk.context import Desk
    from station_app.desk.crop_page import Trim
    from station_app.desk.trim_page import OpenedPhotograph

QUIET_MS: Final = 150


class Taken(NamedTuple):
    """The page that takes the place of another, and why it may be hard to read."""

    old: str
    page: Page
    doubt: str


class PageTrim(QFrame):
    """`taken` carries a Taken, `removed` the SHA-256 of a page to be taken out, `failed` a Failure; `closed`: put away.

    The photograph is opened, the result drawn and the page made off the GUI thread; Esc changes nothing.
    """

    taken = Signal(object)
    removed = Signal(str)
    closed = Signal()
    failed = Signal(object)

    def __init__(self, surroundings: Surroundings, over: QWidget) -> None:
        super().__init__(over)
        self.setProperty("role", "card")
        self._worker, self._pictures = surroundings.worker, surroundings.pictures
        self._pages: tuple[Page, ...] = ()
        self._at = self._asked = 0
        self._picture = b""
        self._had_focus: QWidget | None = None
        self.is_open = self._busy = False
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._quiet.timeout.connect(self.look_now)
        self.parts = TrimParts(surroundings.look)
        self.parts.lay_out(self)
        self._join()
        over.installEventFilter(self)
        self.hide()

    def _join(self) -> None:
        parts = self.parts
        parts.canvas.changed.connect(self._changed)
        acts: tuple[tuple[KeyButton, Callable[[TrimState], object]], ...] = (
            (parts.turn_left, lambda state: state.turn(-1)),
            (parts.turn_right, lambda state: state.turn(1)),
            (parts.edges, TrimState.find),
            (parts.whole, TrimState.whole),
            (parts.step_back, TrimState.step_back),
        )
        for button, act in acts:
            button.clicked.connect(partial(self._do, act))
        parts.leave.clicked.connect(self.close_it)
        parts.remove.clicked.connect(self._remove)
        parts.before.clicked.connect(lambda: self._step(-1))
        parts.after.clicked.connect(lambda: self._step(1))
        parts.take.clicked.connect(self.take_it)

    def open_pages(self, pages: tuple[Page, ...], at: int = 0) -> None:
        """Show the page at this place of these; PgUp and PgDn turn to the others."""
        if not pages or self._busy:
            return
        if not self.is_open:
            self._had_focus = QApplication.focusWidget()
        self.is_open, self._pages, self._at = True, pages, min(at, len(pages) - 1)
        self._cover()
        self.show()
        self.raise_()
        self._load()

    def close_it(self) -> None:
        """Put it away; what was not taken is not changed. Not while a page is just being made."""
        if self._busy or not self.is_open:
            return
        self._quiet.stop()
        self._asked += 1
        self.is_open = False
        self.parts.canvas.clear()
        had_focus, self._had_focus = self._had_focus, None
        if had_focus is not None and isValid(had_focus) and had_focus.isVisible():
            had_focus.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()
        self.closed.emit()

    @property
    def state(self) -> TrimState | None:
        return self.parts.canvas.state

    def _load(self) -> None:
        parts, several = self.parts, len(self._pages) > 1
        self._asked += 1
        asked, sha256 = self._asked, self._pages[self._at].sha256
        parts.canvas.clear()
        parts.preview.show_picture(b"")
        parts.heading.setText(self.tr("第 {n} 张，共 {all} 张").format(n=self._at + 1, all=len(self._pages)))
        self._say("")
        for widget in (parts.before, parts.after, parts.heading):
            widget.setVisible(several)
        self._enable()
        parts.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

        failed = partial(self._not_opened, asked)

        def draw(found: "Photograph") -> None:
            self._pictures.run(lambda: _opened(found), partial(self._opened, asked), failed)

        self._worker.run(lambda desk: _source(desk, sha256), draw, failed)

    def _opened(self, asked: int, opened: "OpenedPhotograph") -> None:
        if asked == self._asked:
            self._picture = opened.picture
            self.parts.canvas.show_picture(QImage.fromData(opened.picture), TrimState(opened.trim, opened.guess))
            self._say(doubt_words(opened.doubt))
            self._enable()
            self.look_now()

    def _not_opened(self, asked: int, failure: Failure) -> None:
        if asked == self._asked:
            self.close_it()
            self.failed.emit(failure)

    def _say(self, words: str) -> None:
        self.parts.doubt.setText(f"▲ {words}" if words else "")
        self.parts.doubt.setVisible(bool(words))

    def _changed(self) -> None:
        self._enable()
        self._quiet.start()

    def look_now(self) -> None:
        """Draw what the page would look like, without waiting for a pause."""
        self._quiet.stop()
        state, asked, picture = self.state, self._asked, self._picture
        if state is None:
            return
        trim = state.trim

        def call() -> bytes:
            from station_app.desk.trim_page import look

            return look(picture, trim)

        def done(content: bytes) -> None:
            if asked == self._asked and self.state is not None and self.state.trim == trim:
                self.parts.preview.show_picture(content)

        self._pictures.run(call, done, self.failed.emit)

    def _enable(self) -> None:
        parts, state = self.parts, self.state
        for button in (parts.turn_left, parts.turn_right, parts.whole, parts.remove, parts.take):
            button.setEnabled(state is not None and not self._busy)
        parts.leave.setEnabled(not self._busy)
        parts.edges.setEnabled(state is not None and state.guess is not None and not self._busy)
        parts.step_back.setEnabled(state is not None and state.can_step_back and not self._busy)

    def _do(self, act: Callable[[TrimState], object], *_: object) -> None:
        if self.state is not None and not self._busy:
            act(self.state)
            self.parts.canvas.update()
            self.parts.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
            self._changed()

    def _step(self, by: int) -> None:
        if len(self._pages) > 1 and not self._busy:
            self._at = (self._at + by) % len(self._pages)
            self._load()

    def _remove(self) -> None:
        sha256 = self._pages[self._at].sha256
        self.close_it()
        self.removed.emit(sha256)

    def take_it(self) -> None:
        """The page as it is shown, from the photograph at its full size."""
        state = self.state
        if state is None or self._busy:
            return
        if not state.can_step_back:
            self.close_it()
            return
        self._busy = True
        self._enable()
        old, trim = self._pages[self._at].sha256, state.trim

        def keep(made: "MadePage") -> None:
            self._worker.run(lambda desk: keep_page(desk, made), partial(self._made, old), self._not_made)

        def cut(found: "Photograph") -> None:
            self._pictures.run(lambda: _trimmed(found, trim), keep, self._not_made)

        self._worker.run(lambda desk: _source(desk, old), cut, self._not_made)

    def _made(self, old: str, added: "AddedPage") -> None:
        self._busy = False
        self.close_it()
        if added.page.sha256 != old:
            self.taken.emit(Taken(old, added.page, added.doubt))

    def _not_made(self, failure: Failure) -> None:
        self._busy = False
        self._enable()
        self.close_it()
        self.failed.emit(failure)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        parts, keys = self.parts, Qt.Key
        acts: dict[Qt.Key, KeyButton] = {
            keys.Key_L: parts.turn_left,
            keys.Key_R: parts.turn_right,
            keys.Key_A: parts.edges,
            keys.Key_0: parts.whole,
            keys.Key_Delete: parts.remove,
            keys.Key_PageUp: parts.before,
            keys.Key_PageDown: parts.after,
            keys.Key_Return: parts.take,
            keys.Key_Enter: parts.take,
        }
        undo = event.matches(QKeySequence.StandardKey.Undo)
        button = parts.step_back if undo else acts.get(keys(event.key()))
        if button is not None and button.isEnabled() and button.isVisible():
            button.click()
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab stays inside."""
        inside = [widget for widget in self.parts.stops if widget.isVisible() and widget.isEnabled()]
        if not self.is_open or not inside:
            return super().focusNextPrevChild(forward)
        at = QApplication.focusWidget()
        place = inside.index(at) if at in inside else 0
        inside[(place + (1 if forward else -1)) % len(inside)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.is_open:
            self._cover()
        return False

    def _cover(self) -> None:
        over = self.parentWidget()
        if over is not None:
            self.setGeometry(over.rect())
            self.parts.fit(over.width())


def _source(desk: "Desk", sha256: str) -> "Photograph":
    from station_app.desk.trim_page import source_of

    return source_of(desk, sha256)


def _opened(found: "Photograph") -> "OpenedPhotograph":
    from station_app.desk.trim_page import opened

    return opened(found)


def _trimmed(found: "Photograph", trim: "Trim") -> "MadePage":
    from station_app.desk.trim_page import trimmed

    return trimmed(found, trim)
