"""The list of screens at the left: names, F-keys, where we are; the agent's name and the lock at its foot."""

from typing import NamedTuple

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QVBoxLayout, QWidget

from station_app.ui.look import Look
from station_app.ui.parts.label import label


class Place(NamedTuple):
    """One entry: the screen's id, its name and its key."""

    screen_id: str
    name: str
    key: str


class NavigationItem(QAbstractButton):
    """One screen's name with its key."""

    def __init__(self, look: Look, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._key = look, place.key
        self.setText(place.name)
        self.setCheckable(True)
        self.setAccessibleName(f"{place.name} {place.key}")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        # A button keeps its height unless told otherwise: in large type nine of them push the footer off a small screen.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(196), self._look.px(56))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._look.px(140), self._look.px(32))

    def paintEvent(self, event: QPaintEvent) -> None:
        look, px = self._look, self._look.px
        painter = QPainter(self)
        place = QRect(0, 0, self.width(), self.height() - px(2))
        if self.isChecked() or self.underMouse():
            painter.fillRect(place, look.colour("main"))
        if self.isChecked():
            painter.fillRect(QRect(0, 0, px(5), place.height()), look.colour("mark"))
        painter.setPen(QPen(look.colour("on-main")))
        painter.setFont(look.font(19, bold=self.isChecked()))
        inside = place.adjusted(px(19), 0, -px(14), 0)
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(inside, left, self.text())
        painter.setPen(QPen(look.colour("on-main-soft")))
        painter.setFont(look.font(14))
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._key)


class Navigation(QFrame):
    """`asked` tells the screen somebody clicked."""

    asked = Signal(str)

    def __init__(
        self,
        look: Look,
        station: str,
        places: tuple[Place, ...],
        settings: Place,
        foot: tuple[str, ...],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("navigation")
        self.setFixedWidth(look.px(196))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.px(16), 0, look.px(10))
        column.setSpacing(0)
        self.station = label(station, "station", wrap=True)
        self.station.setContentsMargins(look.px(22), 0, look.px(10), look.px(12))
        column.addWidget(self.station)
        self._items = {place.screen_id: NavigationItem(look, place) for place in (*places, settings)}
        for screen_id, item in self._items.items():
            item.clicked.connect(lambda _=False, to=screen_id: self.asked.emit(to))
            if screen_id != settings.screen_id:
                column.addWidget(item)
        column.addStretch(1)
        column.addWidget(self._items[settings.screen_id])
        for line in foot:
            said = label(line, "agent")
            said.setContentsMargins(look.px(21), look.px(2), look.px(8), 0)
            column.addWidget(said)

    def show_place(self, screen_id: str) -> None:
        """Mark the screen we are on; none where it is not in the list."""
        for known, item in self._items.items():
            item.setChecked(known == screen_id)
