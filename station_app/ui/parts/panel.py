"""A panel inside a screen for one small act, instead of a dialog: nothing behind it is lost, Esc puts it away."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from station_app.ui.look import Look
from station_app.ui.parts.card import Card


class Panel(Card):
    """`act_words` is what the main button says while the panel is open. `act` is called by F10."""

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
