"""The buttons under a case: what may be done at the left, what comes next at the right, or below where room is short."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from station_app.ui.look import Look

_WORDS_WIDTH = 240
"""px at 17 px text: narrower, a sentence takes more lines than the buttons are tall."""


class BottomRow(QWidget):
    """`acts` stand left, `words` and `main` right of them or, in large type, in a row of their own."""

    def __init__(self, look: Look, acts: Sequence[QWidget], words: QLabel, main: QWidget) -> None:
        super().__init__()
        self._look, self._words, self._main = look, words, main
        self._acts, self._next = QWidget(), QWidget()
        words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        left, right = QHBoxLayout(self._acts), QHBoxLayout(self._next)
        for row in (left, right):
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(look.px(14))
        for button in acts:
            left.addWidget(button)
        left.addStretch(1)
        right.addWidget(words, 1)
        right.addWidget(main)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(look.px(14))
        self._grid.setVerticalSpacing(look.px(10))
        self._grid.setColumnStretch(1, 1)
        self._place(beside=True)

    def fit(self) -> None:
        """Called when other buttons are shown or other words said."""
        needed = self._acts.sizeHint().width() + self._grid.horizontalSpacing() + self._next_width()
        self._place(beside=needed <= self.width())
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def minimumSizeHint(self) -> QSize:
        # As wide as the wider of the two, also while they stand side by side: else the window never gets narrower.
        widest = max(self._acts.minimumSizeHint().width(), self._main.minimumSizeHint().width())
        return QSize(widest, super().minimumSizeHint().height())

    def _next_width(self) -> int:
        text = self._words.fontMetrics().horizontalAdvance(self._words.text())
        main = 0 if self._main.isHidden() else self._main.sizeHint().width() + self._look.px(14)
        return min(text, self._look.px(_WORDS_WIDTH)) + main

    def _place(self, *, beside: bool) -> None:
        for part in (self._acts, self._next):
            self._grid.removeWidget(part)
        self._grid.addWidget(self._acts, 0, 0, 1, 1 if beside else 2)
        if beside:
            self._grid.addWidget(self._next, 0, 1)
        else:
            self._grid.addWidget(self._next, 1, 0, 1, 2)
        self._next.setVisible(bool(self._words.text()) or not self._main.isHidden())
