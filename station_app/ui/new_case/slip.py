"""The paper as it will print, beside the form while it is being made."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from station_app.ui.look import Look
from station_app.ui.parts.buttons import KeyButton
from station_app.ui.parts.label import label
from station_app.ui.parts.scrolled import Scrolled

_RENDER_AT = 2
"""The page is drawn twice as wide as it is shown, so that small type stays sharp when it is scaled down."""


class Slip(QWidget):
    """Shows what is written on a page, as wide as there is room, scrolled where it is higher. `said` beneath is for what cannot
    print.
    """

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._image: QImage | None = None
        self.caption = label("", "soft", wrap=True)
        self.enlarge = KeyButton(self.tr("放大看"), role="link")
        self.said = label("", "problem", wrap=True)
        self.said.hide()
        self.page = QLabel()
        self.page.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.page.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.empty = label(self.tr("选好事项和情形，这里就是要打印的回执。"), "soft", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inside = QWidget()
        room = QVBoxLayout(inside)
        room.setContentsMargins(look.px(8), look.px(8), look.px(8), look.px(8))
        room.addWidget(self.page)
        room.addWidget(self.empty, 1)
        room.addStretch(0)
        self._scrolled = Scrolled(inside)
        self._scrolled.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        frame = QFrame()
        frame.setProperty("role", "side")
        framed = QVBoxLayout(frame)
        framed.setContentsMargins(0, 0, 0, 0)
        framed.addWidget(self._scrolled)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(6))
        head = QHBoxLayout()
        head.addWidget(self.caption, 1)
        head.addWidget(self.enlarge)
        column.addLayout(head)
        column.addWidget(frame, 1)
        column.addWidget(self.said)

    @property
    def width_px(self) -> int:
        """How many pixels wide the page should be drawn."""
        return max(self._room(), self._look.px(320)) * _RENDER_AT

    @property
    def has_page(self) -> bool:
        return self._image is not None

    def show_page(self, image: QImage, caption: str) -> None:
        """Show a page, with a word on what it is."""
        self._image = image
        self.caption.setText(caption)
        self.page.setAccessibleName(caption)
        self.say("")
        self._fit()

    def show_nothing(self) -> None:
        """There is no paper yet."""
        self._image = None
        self.caption.setText(self.tr("回执（打印出来就是这样）"))
        self.say("")
        self._fit()

    def say(self, sentence: str) -> None:
        """What stands in the way of printing, in words."""
        self.said.setText(sentence)
        self.said.setVisible(bool(sentence))
        if sentence:
            self._image = None
            self._fit()

    def _room(self) -> int:
        return self._scrolled.width() - self._look.px(16)

    def _fit(self) -> None:
        self.page.setVisible(self._image is not None)
        self.empty.setVisible(self._image is None and not self.said.text())
        if self._image is None or self._room() <= 0:
            return
        ratio = self.devicePixelRatioF()
        # As wide as there is room, so that it can be read; what is longer is scrolled.
        width = min(round(self._room() * ratio), self._image.width())
        shown = QPixmap.fromImage(self._image.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation))
        shown.setDevicePixelRatio(ratio)
        self.page.setPixmap(shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
