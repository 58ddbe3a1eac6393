"""What every screen is: a title, a strip for what went wrong, a body, and buttons at the bottom."""

from collections.abc import Callable
from typing import ClassVar, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from forms.failures import Failure
from station_app.ui.parts.label import label
from station_app.ui.parts.strip import Strip
from station_app.ui.surroundings import LineView, Surroundings

T = TypeVar("T")


class ScreenColumn(QVBoxLayout):
    """A screen fills the height there is, however tall its wrapped texts would like to be: its parts scroll."""

    def hasHeightForWidth(self) -> bool:
        return False


class Screen(QWidget):
    """Base of the screens. A subclass fills `body` and `bottom`, and answers `enter`, `refresh` and the keys.

    `go` opens another screen (its id, an argument); `back` leaves to the screen before; `said` is a sentence for the
    strip of whichever screen is shown next, `warned` one about something that did not work.
    """

    screen_id: ClassVar[str]
    keeps_itself: ClassVar[bool] = False
    """What is typed is on the disk by itself, and is there after the program ended."""

    go = Signal(str, object)
    back = Signal()
    said = Signal(str)
    came_up = Signal()
    warned = Signal(str)

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("screen")
        self.surroundings = surroundings
        self.look = surroundings.look
        self.words = surroundings.words
        px = self.look.px
        outer = ScreenColumn(self)
        outer.setContentsMargins(px(24), px(16), px(24), px(16))
        outer.setSpacing(px(12))
        head = QHBoxLayout()
        # Both wrap rather than push the window wider.
        self.title_label = label(self.title, "title", wrap=True)
        self.note_label: QLabel = label("", "soft", wrap=True)
        self.note_label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.title_label, 1)
        head.addWidget(self.note_label, 1)
        outer.addLayout(head)
        self.strip = Strip(self.look)
        outer.addWidget(self.strip)
        self.going_on = QVBoxLayout()
        """What a screen does meanwhile, in sight wherever its body is scrolled to."""
        outer.addLayout(self.going_on)
        self.body = QVBoxLayout()
        self.body.setSpacing(px(14))
        outer.addLayout(self.body, 1)
        self.bottom = QHBoxLayout()
        self.bottom.setSpacing(px(14))
        outer.addLayout(self.bottom)

    @property
    def title(self) -> str:
        """The title in the language of the screen."""
        raise NotImplementedError

    def enter(self, argument: object = None) -> None:
        """Called each time the screen comes up. `argument` is what `go` was given."""
        self.refresh(frozenset())

    def leave(self) -> bool:
        """Called before another screen comes up; keeps what was typed. False stays here."""
        return True

    def unsaved(self) -> object:
        """What is typed here and nowhere else, as an argument for `enter` of a new screen; None: nothing."""
        return None

    @property
    def is_coming_up(self) -> bool:
        """Whether it is still being read from the disk: what is typed meanwhile waits until it is there."""
        return False

    def refresh(self, changed: frozenset[str]) -> None:
        """Called when the store changed ("cases", "drafts", "catalogue", "sync"); empty: show what there is now."""

    def line_changed(self, line: LineView) -> None:
        """What the line is like now; also told when the screen is made."""

    def main_action(self) -> None:
        """F10."""

    def press_main(self) -> None:
        """F10 or a click on the main button; it rests for a moment after what ended something."""
        if not self.surroundings.final_acts.is_resting(self.surroundings.clock.now()):
            self.main_action()

    def may_end(self, subject: str) -> bool:
        """Before an act that ends something for `subject`: False where the press comes too soon after the last one; then
        the strip asks for it once more."""
        answer = self.surroundings.final_acts.may(self.surroundings.clock.now(), subject)
        if answer == "ask":
            self.strip.say(self.tr("刚办完一件。这一件也要办的话，请看清楚，再按一次 F10。"))
        return answer == "act"

    def has_ended(self) -> None:
        """After such an act was recorded."""
        self.surroundings.final_acts.done(self.surroundings.clock.now())

    def print_action(self) -> None:
        """F9."""

    def find_action(self) -> None:
        """Ctrl+F."""
        self.go.emit("cases", "find")

    def escape(self) -> None:
        """Esc: keeps and leaves."""
        self.back.emit()

    def ask(self, call: "Callable[..., T]", done: Callable[[T], None]) -> None:
        """Run `call(desk)` on the worker; a failure is said in the strip."""
        self.surroundings.worker.run(call, done, self.fail)

    def fail(self, failure: Failure) -> None:
        """Say what failed, calmly, where the agent looks."""
        self.strip.say(self.surroundings.failure_words(failure), "late")
