"""An empty list: a frame where it would be, and in its middle a sentence that says what there would be and what one can do."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from station_app.ui.look import Look
from station_app.ui.parts.label import label


class Nothing(QFrame):
    """Hidden until it is shown. The first sentence stands large, what follows it beneath."""

    def __init__(self, look: Look, sentence: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._said = label("", "big", wrap=True)
        self._more = label("", "soft", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(24), look.px(24), look.px(24), look.px(24))
        column.setSpacing(look.px(8))
        column.addStretch(2)
        for line in (self._said, self._more):
            line.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(line)
        column.addStretch(3)
        self.hide()
        self.setText(sentence)

    def text(self) -> str:
        return self._text

    def setText(self, sentence: str) -> None:
        self._text = sentence
        first, stop, rest = sentence.partition("。" if "。" in sentence else ". ")
        self._said.setText(first + (stop.strip() if rest else stop))
        self._more.setText(rest)
        self._more.setVisible(bool(rest))
        self.setAccessibleName(sentence)
