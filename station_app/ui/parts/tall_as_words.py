"""Words that are as tall as they are, and scroll where there is no room for all of them."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent

from station_app.ui.parts.label import label
from station_app.ui.parts.scrolled import Scrolled


class TallAsWords(Scrolled):
    """Hidden while it says nothing. Reached by the keys: at the largest text it may hold more than is seen."""

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
