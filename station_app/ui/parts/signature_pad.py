"""A place to sign with a finger, a pen or the mouse. The picture is evidence only; wet ink stays the rule."""

from PySide6.QtCore import QBuffer, QIODevice, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from station_app.ui.look import Look

_INK_WIDTH = 3.0


class SignaturePad(QWidget):
    """`changed` comes with every stroke. Touch arrives as the mouse does."""

    changed = Signal()

    def __init__(self, look: Look, name: str, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._hint = look, hint
        self._strokes: list[QPainterPath] = []
        self.setAccessibleName(name)
        self.setMinimumHeight(look.px(120))
        self.setCursor(Qt.CursorShape.CrossCursor)

    @property
    def is_empty(self) -> bool:
        return not any(stroke.elementCount() > 1 for stroke in self._strokes)

    @property
    def strokes(self) -> tuple[QPainterPath, ...]:
        """What was drawn, for `draw_again` of another pad."""
        return tuple(self._strokes)

    def draw_again(self, strokes: tuple[QPainterPath, ...]) -> None:
        self._strokes = list(strokes)
        self.update()
        self.changed.emit()

    def clear(self) -> None:
        self._strokes = []
        self.update()
        self.changed.emit()

    def png(self) -> bytes:
        """The signature in black on white."""
        picture = QImage(self.size(), QImage.Format.Format_RGB32)
        picture.fill(QColor("white"))
        painter = QPainter(picture)
        self._draw(painter, QColor("black"))
        painter.end()
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        picture.save(buffer, "PNG")  # type: ignore[call-overload]
        return bytes(buffer.data().data())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._strokes.append(QPainterPath(event.position()))
        self._strokes[-1].lineTo(event.position() + QPointF(0.5, 0.5))
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._strokes:
            self._strokes[-1].lineTo(event.position())
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.changed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(self._look.colour("paper"))
        painter.setPen(QPen(self._look.colour("edge"), 1))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 6, 6)
        if self.is_empty:
            painter.setPen(self._look.colour("soft"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._hint)
        self._draw(painter, self._look.colour("ink"))

    def _draw(self, painter: QPainter, colour: QColor) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
        painter.setPen(QPen(colour, self._look.px(_INK_WIDTH), Qt.PenStyle.SolidLine, cap, join))
        for stroke in self._strokes:
            painter.drawPath(stroke)
