"""A calm strip on the screen: what happened, that nothing is lost, and what to do. Never a dialog."""

from typing import Literal

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from station_app.ui.look import Look
from station_app.ui.parts.buttons import KeyButton
from station_app.ui.parts.cells import MARKS, Tone
from station_app.ui.parts.label import label, set_property


class Strip(QFrame):
    """Hidden until `say` is called; it stays until it is cleared, so that nobody misses it."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "strip")
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(14), look.px(6), look.px(8), look.px(6))
        self._mark = label("", "strong")
        self._text = label("", wrap=True)
        close = KeyButton(self.tr("知道了"), role="small", on=self.clear)
        row.addWidget(self._mark)
        row.addWidget(self._text, 1)
        row.addWidget(close)
        self.hide()

    @property
    def text(self) -> str:
        return self._text.text()

    def say(self, text: str, tone: Literal["late", "soon", "good"] = "soon") -> None:
        """Show a sentence. `late` is for what stops the work, `soon` for what waits, `good` for what went well."""
        shape: Tone = tone
        self._mark.setText(MARKS[shape])
        set_property(self._mark, "tone", tone)
        set_property(self, "tone", tone)
        self._text.setText(text)
        self.setAccessibleName(text)
        self.show()

    def clear(self) -> None:
        self._text.setText("")
        self.hide()
