"""What befell this PC's data or the district's, above what waits: as tall as its words, and it scrolls where room is short."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent

from station_app.ui.parts.label import label
from station_app.ui.parts.scrolled import Scrolled


class HappenedPart(Scrolled):
    """Hidden on an ordinary day. Reached by the keys: at the largest text it may hold more than is seen."""

    def __init__(self) -> None:
        self._words = label("", wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop)
        super().__init__(self._words)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.hide()

    @property
    def text(self) -> str:
        return self._words.text()

    def say(self, text: str) -> None:
        self._words.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setMaximumHeight(max(self._words.heightForWidth(self.viewport().width()), 1))
