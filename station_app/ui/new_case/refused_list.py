"""What people ask for under an item and must not be given, and what they can do instead."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from forms.catalogue.guide import Refusal
from station_app.ui.look import Look
from station_app.ui.parts.buttons import KeyButton
from station_app.ui.parts.label import label
from station_app.ui.words import Words


class RefusedList(QWidget):
    """Folded to one line until it is asked for; not there where the guide refuses nothing."""

    def __init__(self, look: Look, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._words = look, words
        self._refusals: tuple[Refusal, ...] = ()
        self._list: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look.px(4))
        self.button = KeyButton("", role="link", on=self.toggle)
        self._column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    @property
    def is_open(self) -> bool:
        return self._list is not None

    def show_refusals(self, refusals: tuple[Refusal, ...]) -> None:
        """Another item's refusals are folded at first."""
        if refusals != self._refusals:
            self._refusals = refusals
            self._fold()
            self.setVisible(bool(refusals))

    def toggle(self) -> None:
        """Unfold, or fold again."""
        if self._list is not None:
            self._fold()
            return
        self._list = QWidget(self)
        grid = QGridLayout(self._list)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(self._look.px(14))
        grid.setVerticalSpacing(self._look.px(2))
        for line, refusal in enumerate(self._refusals):
            grid.addWidget(label(refusal.what, "small", wrap=True), line, 0)
            grid.addWidget(label(refusal.instead, "small", wrap=True), line, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self._column.addWidget(self._list)
        self._list.show()
        self._say()

    def _fold(self) -> None:
        if self._list is not None:
            self._column.removeWidget(self._list)
            self._list.hide()
            self._list.deleteLater()
            self._list = None
        self._say()

    def _say(self) -> None:
        count = len(self._refusals)
        if self.is_open:
            self.button.say(self.tr("左边的不能开，请照右边的办　收起"))
        else:
            self.button.say(self.tr("先看一眼：有 {n} 种不能开，各有别的办法　看清单").format(n=count))
