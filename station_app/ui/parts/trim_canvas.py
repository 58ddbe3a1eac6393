"""The photograph with the four corners of the page on it, to be dragged or moved by the arrow keys."""

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
    QTransform,
)
from PySide6.QtWidgets import QWidget

from station_app.ui.look import Look
from station_app.ui.parts.trim_model import FINE_STEP, STEP, TrimState

_HANDLE = 15
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class TrimCanvas(QWidget):
    """`changed` after each move. Keys 1 to 4 choose a corner, the arrows move it, with Shift by little."""

    changed = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._picture, self._turned, self._turns = QImage(), QImage(), -1
        self.state: TrimState | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(look.px(220), look.px(220))

    def show_picture(self, picture: QImage, state: TrimState) -> None:
        """`picture` as it came, before any turn."""
        self._picture, self.state, self._turns = picture, state, -1
        self.update()

    def clear(self) -> None:
        self._picture, self._turned, self.state = QImage(), QImage(), None
        self.update()

    def _room(self) -> QRectF:
        """Where the picture is drawn: as large as it fits, with a border for the corners."""
        edge = self._look.px(_HANDLE + 4)
        room = QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)
        if self._turned.isNull():
            return room
        size = self._turned.size().toSizeF().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        found = QRectF(QPointF(0, 0), size)
        found.moveCenter(room.center())
        return found

    def place_of(self, corner: int) -> QPointF:
        """Where a corner is drawn."""
        assert self.state is not None
        x, y = self.state.trim.corners[corner]
        room = self._room()
        return QPointF(room.x() + x * room.width(), room.y() + y * room.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.colour("band"))
        if self.state is None:
            return
        self._turn()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        room = self._room()
        painter.drawImage(room, self._turned)
        self._draw_cut(painter, room)
        for corner in range(4):
            self._draw_handle(painter, corner)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._look.colour("main"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _turn(self) -> None:
        assert self.state is not None
        if self.state.trim.turns != self._turns:
            self._turns = self.state.trim.turns
            self._turned = self._picture.transformed(QTransform().rotate(90 * self._turns))

    def _draw_cut(self, painter: QPainter, room: QRectF) -> None:
        """What is cut off is dimmed."""
        figure = QPolygonF([self.place_of(corner) for corner in (0, 1, 2, 3, 0)])
        outside, inside = QPainterPath(), QPainterPath()
        outside.addRect(room)
        inside.addPolygon(figure)
        veil = QColor(self._look.colour("ink"))
        veil.setAlpha(120)
        painter.fillPath(outside.subtracted(inside), veil)
        painter.setPen(QPen(self._look.colour("mark"), self._look.px(3)))
        painter.drawPolyline(figure)

    def _draw_handle(self, painter: QPainter, corner: int) -> None:
        assert self.state is not None
        chosen = self.state.at == corner
        radius = self._look.px(_HANDLE)
        painter.setPen(QPen(self._look.colour("paper"), self._look.px(2)))
        painter.setBrush(self._look.colour("late" if chosen else "main"))
        painter.drawEllipse(self.place_of(corner), radius, radius)
        font: QFont = self._look.font(17, bold=True)
        painter.setFont(font)
        painter.setPen(self._look.colour("on-main"))
        around = QRectF(0, 0, 2 * radius, 2 * radius)
        around.moveCenter(self.place_of(corner))
        painter.drawText(around, Qt.AlignmentFlag.AlignCenter, str(corner + 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        state, key = self.state, Qt.Key(event.key())
        if state is None:
            super().keyPressEvent(event)
        elif Qt.Key.Key_1 <= key <= Qt.Key.Key_4:
            state.choose(key - Qt.Key.Key_1)
            self.update()
        elif key in _ARROWS:
            step = FINE_STEP if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else STEP
            if state.at is None:
                state.choose(0)
            across, down = _ARROWS[key]
            state.move(across * step, down * step)
            self._moved()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.state is None:
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        near = min(range(4), key=lambda corner: _apart(self.place_of(corner), event.position()))
        self.state.choose(near if _apart(self.place_of(near), event.position()) < self._look.px(4 * _HANDLE) else None)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.state is not None and self.state.at is not None:
            room = self._room()
            self.state.put(
                ((event.position().x() - room.x()) / room.width(), (event.position().y() - room.y()) / room.height())
            )
            self._moved()

    def _moved(self) -> None:
        self.update()
        self.changed.emit()


def _apart(a: QPointF, b: QPointF) -> float:
    return float((a - b).manhattanLength())
