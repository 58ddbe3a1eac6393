"""Text on the screen in its role (title, heading, soft…) and tone (good, soon, late)."""

from typing import Literal

from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

_PLAIN_TEXT = 0
"""Qt.TextFormat.PlainText as a number: Qt's enumerations take 15 ms to make, and the first paint does without them."""

Role = Literal["", "title", "count", "heading", "big", "strong", "soft", "small", "problem", "station", "agent"]


def label(text: str = "", role: Role = "", *, tone: str = "", wrap: bool = False) -> QLabel:
    """A label of plain text (never markup: names come from people). `wrap` lets it take several lines."""
    made = QLabel(text)
    made.setProperty("textFormat", _PLAIN_TEXT)
    made.setProperty("role", role)
    made.setProperty("tone", tone)
    if wrap:
        made.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        made.setSizePolicy(policy)
    return made


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Change a property that the style sheet looks at, and have it look again."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
