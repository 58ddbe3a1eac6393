"""A case's way as a line of dots: what was done, where it is now, and in grey what is still to come."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station_app.ui.look import Look
from station_app.ui.parts.label import label
from station_app.ui.parts.steps import Mark, Step

_COLOURS: dict[Mark, str] = {"done": "good", "now": "main", "coming": "edge", "refused": "late"}


class TimelineStep(QWidget):
    """One step with its dot; the line goes on to the next one unless it is the last."""

    def __init__(self, look: Look, step: Step, *, first: bool, last: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._mark, self._first, self._last = look, step.mark, first, last
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(40), look.px(6), 0, look.px(10))
        column.setSpacing(look.px(2))
        head = QHBoxLayout()
        head.addWidget(label(step.title, "soft" if step.mark == "coming" else "strong"))
        head.addStretch(1)
        head.addWidget(label(step.when, "small"))
        column.addLayout(head)
        for detail in step.details:
            tone = "late" if step.mark == "refused" else ""
            column.addWidget(label(detail, "small", tone=tone, wrap=True))
        self.setAccessibleName(" ".join((step.title, step.when, *step.details)))

    def paintEvent(self, event: QPaintEvent) -> None:
        px = self._look.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x, y, radius = px(13), px(19), px(9)
        painter.setPen(QPen(self._look.colour("line"), px(3)))
        if not self._first:
            painter.drawLine(QPointF(x, 0), QPointF(x, y))
        if not self._last:
            painter.drawLine(QPointF(x, y), QPointF(x, self.height()))
        colour = self._look.colour(_COLOURS[self._mark])
        hollow = self._mark == "coming"
        painter.setPen(QPen(colour, px(2.5)) if hollow else Qt.PenStyle.NoPen)
        painter.setBrush(self._look.colour("paper") if hollow else colour)
        painter.drawEllipse(QPointF(x, y), radius - hollow, radius - hollow)


class Timeline(QWidget):
    """Steps from top to bottom."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def show_steps(self, steps: tuple[Step, ...]) -> None:
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for place, step in enumerate(steps):
            made = TimelineStep(self._look, step, first=place == 0, last=place == len(steps) - 1)
            self._column.addWidget(made)
        self._column.addStretch(1)
