"""A row of buttons of which one is chosen; the arrow keys move between them."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QWidget

from station_app.ui.look import Look
from station_app.ui.parts.buttons import KeyButton


class ChoiceRow(QWidget):
    """`choices` are (code, words); `chosen` tells the code when the agent picks another."""

    chosen = Signal(str)

    def __init__(
        self,
        look: Look,
        choices: Sequence[tuple[str, str]],
        name: str,
        *,
        per_row: int = 4,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._codes = [code for code, _ in choices]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(look.px(8))
        for place, (_, words) in enumerate(choices):
            button = KeyButton(words, role="choice")
            self._group.addButton(button, place)
            grid.addWidget(button, place // per_row, place % per_row)
        grid.setColumnStretch(per_row, 1)
        self._group.button(0).setChecked(True)
        self._group.idClicked.connect(lambda place: self.chosen.emit(self._codes[place]))
        self.setFocusProxy(self._group.button(0))

    @property
    def code(self) -> str:
        return self._codes[self._group.checkedId()]

    def choose(self, code: str) -> None:
        """Choose without telling anybody. Raises ValueError for a code that is not among the choices."""
        chosen = self._group.button(self._codes.index(code))
        chosen.setChecked(True)
        # Qt lets Tab reach only the button that was chosen last by hand.
        for button in self._group.buttons():
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if button is chosen else Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        place = (self._group.checkedId() + step) % len(self._codes)
        button = self._group.button(place)
        button.setFocus(Qt.FocusReason.TabFocusReason)
        button.click()
