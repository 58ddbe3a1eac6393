"""A card: the framed part of a screen, with a heading and a word at its right."""

from typing import Literal

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from station_app.ui.look import Look
from station_app.ui.parts.label import label


class Card(QFrame):
    """`body` is the layout to fill; `heading` and `note` are labels, hidden while they are empty."""

    def __init__(
        self, look: Look, heading: str = "", *, role: Literal["card", "side"] = "card", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", role)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(look.px(18), look.px(14), look.px(18), look.px(14))
        outer.setSpacing(look.px(8))
        self.heading = label(heading, "heading")
        self.note = label("", "small")
        row = QHBoxLayout()
        row.addWidget(self.heading)
        row.addStretch(1)
        row.addWidget(self.note)
        # The row first: a label that is shown before it has a parent opens as a window and takes the focus.
        outer.addLayout(row)
        self.heading.setVisible(bool(heading))
        self.note.setVisible(False)
        self.body = QVBoxLayout()
        self.body.setSpacing(look.px(8))
        outer.addLayout(self.body, 1)

    def set_heading(self, text: str) -> None:
        self.heading.setText(text)
        self.heading.setVisible(bool(text))

    def set_note(self, text: str) -> None:
        self.note.setText(text)
        self.note.setVisible(bool(text))
