"""A panel inside a screen for one small act, instead of a dialog: nothing behind it is lost, Esc puts it away."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from station_app.ui.look import Look
from station_app.ui.parts.card import Card
from station_app.ui.parts.written import write_again, written


class Panel(Card):
    """`act_words` is what the main button says while the panel is open. `act` is called by F10."""

    def written(self) -> object:
        """What is written in it; given to `write_again` of another panel like it, nothing is lost."""
        return written(self)

    def write_again(self, state: object) -> None:
        if isinstance(state, tuple):
            write_again(self, state)

    closed = Signal()

    def __init__(
        self, look: Look, heading: str, act_words: str, act: Callable[[], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(look, heading, parent=parent)
        self.look = look
        self.act_words = act_words
        self.act = act

    def first_input(self) -> QWidget:
        """What gets the focus when the panel opens."""
        return self
