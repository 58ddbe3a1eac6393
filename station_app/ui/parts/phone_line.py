"""A telephone number, masked until somebody wants to call it: showing it leaves a record."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station_app.ui.look import Look
from station_app.ui.parts.buttons import KeyButton
from station_app.ui.parts.label import label


class PhoneLine(QWidget):
    """`asked`: show the whole number, which the desk writes down first."""

    asked = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None, *, beneath: bool = False) -> None:
        """`beneath`: the button stands under the number, in a narrow column."""
        super().__init__(parent)
        row = QVBoxLayout(self) if beneath else QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(10))
        self._number = label()
        self._reveal = KeyButton(self.tr("显示电话，会留记录"), role="link", on=self.asked.emit)
        row.addWidget(self._number)
        row.addWidget(self._reveal)
        row.setAlignment(self._reveal, Qt.AlignmentFlag.AlignLeft)
        row.addStretch(1)
        self.hide()

    def show_masked(self, masked: str) -> None:
        """Nothing is shown where there is no number."""
        self._number.setText(masked)
        self._reveal.show()
        self.setVisible(bool(masked))

    def show_number(self, number: str) -> None:
        self._number.setText(number)
        self._reveal.hide()

    @property
    def number(self) -> str:
        return self._number.text()
