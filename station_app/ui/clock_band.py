"""A band above every screen while this PC's date cannot be believed: what it says, what is known, and which day it is."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QWidget

from forms.dates import read_date
from forms.failures import Failure
from station_app.ui.parts.buttons import KeyButton
from station_app.ui.parts.label import label
from station_app.ui.surroundings import Surroundings

if TYPE_CHECKING:
    from station_app.desk.context import Desk
    from station_app.desk.views import ClockDoubt


def say_day(desk: "Desk", today: date) -> None:
    """Runs on the worker."""
    from station_app.desk.clock_check import confirm_day

    confirm_day(desk, today)


class ClockBand(QFrame):
    """Hidden while the clock is believed; the footer, which asks the store after each change, tells."""

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._surroundings = surroundings
        self.setProperty("role", "strip")
        self.setProperty("tone", "late")
        px = surroundings.look.px
        row = QHBoxLayout(self)
        row.setContentsMargins(px(18), px(8), px(18), px(8))
        self._text = label("", wrap=True)
        self.day = QLineEdit()
        self.day.setAccessibleName(self.tr("今天的日期"))
        self.day.setFixedWidth(px(140))
        self.button = KeyButton(self.tr("今天是这一天"), role="main", on=self._confirm)
        row.addWidget(label("■", "strong"))
        row.addWidget(self._text, 1)
        row.addWidget(self.day)
        row.addWidget(self.button)
        self.day.returnPressed.connect(self._confirm)
        self.hide()

    @property
    def text(self) -> str:
        return self._text.text()

    def show_doubt(self, doubt: "ClockDoubt | None") -> None:
        if doubt is None:
            self.hide()
            return
        if self.isHidden():
            self.day.setText(doubt.guess.isoformat())
        self._text.setText(self._surroundings.words.say(*doubt.words()))
        self.setAccessibleName(self.text)
        self.show()

    def _confirm(self) -> None:
        today = read_date(self.day.text())
        if today is None:
            self._text.setText(self.tr("日期请写成 2026-12-01 的样子。"))
            self.day.setFocus()
            return
        self._surroundings.worker.run(
            lambda desk: say_day(desk, today), lambda _: self.hide(), self._failed, changes=frozenset({"cases"})
        )

    def _failed(self, failure: Failure) -> None:
        self._text.setText(self._surroundings.words.say(failure.zh, failure.en))
