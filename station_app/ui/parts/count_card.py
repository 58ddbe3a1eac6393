"""One of the counts at the top of the first screen: a number, what it counts, and a word beneath."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from station_app.ui.look import Look
from station_app.ui.parts.card import Card
from station_app.ui.parts.cells import Tone
from station_app.ui.parts.label import label, set_property


class CountCard(Card):
    """Grey while the count is nought. Enter, Space or a click on it asks for its rows."""

    pressed = Signal()

    def __init__(self, look: Look, name: str, tone: Tone, parent: QWidget | None = None) -> None:
        super().__init__(look, parent=parent)
        self._name, self._tone = name, tone
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._count = label("–", "count", tone="soft")
        self._note = label("", "small")
        self.body.setSpacing(look.px(2))
        self.body.addWidget(self._count)
        self.body.addWidget(label(name, "strong"))
        self.body.addWidget(self._note)

    @property
    def count(self) -> str:
        return self._count.text()

    def show_count(self, count: int, note: str) -> None:
        self._count.setText(str(count))
        self._note.setText(note)
        set_property(self._count, "tone", self._tone if count else "none")
        self.setAccessibleName(f"{self._name} {count}")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pressed.emit()
        else:
            super().keyPressEvent(event)
