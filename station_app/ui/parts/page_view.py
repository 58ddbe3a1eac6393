"""Pages of a document, one under the other, as wide as there is room."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from station_app.ui.look import Look
from station_app.ui.parts.label import label
from station_app.ui.parts.scrolled import Scrolled


class PageView(QWidget):
    """Shows pictures; a page that cannot be shown is said in words."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._pictures: list[tuple[QLabel, QPixmap]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(Scrolled(inside))

    def show_pages(self, pages: tuple[tuple[str, bytes | None], ...], *, named: bool = False) -> None:
        """(what to say where there is no picture, the picture's bytes or None) of each page. `named`: also above a picture."""
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        self._pictures = []
        for said, content in pages:
            picture = QPixmap()
            shown = label("", "soft")
            if content is not None and picture.loadFromData(content):
                shown.setAccessibleName(said)
                shown.setProperty("role", "page")
                self._pictures.append((shown, picture))
                if named:
                    self._column.addWidget(label(said, "small", wrap=True))
            else:
                shown = label(said, "soft", wrap=True)
            self._column.addWidget(shown, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addStretch(1)
        self._fit()

    @property
    def shown(self) -> int:
        """How many pages are shown as pictures."""
        return len(self._pictures)

    @property
    def smallest(self) -> int:
        """The height in px of the smallest picture as it stands on the screen; 0 where there is none."""
        return min((shown.height() for shown, _ in self._pictures), default=0)

    def _fit(self) -> None:
        width = max(self.width() - self._look.px(40), 200)
        for shown, picture in self._pictures:
            smaller = picture.scaledToWidth(min(width, picture.width()), Qt.TransformationMode.SmoothTransformation)
            shown.setPixmap(smaller)
            # A label asks for no height of its own for a picture in it while there is room for less.
            shown.setMinimumHeight(smaller.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
