"""The widgets of the large page and where they stand: tools above, photograph and result side by side, ways out below."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from station_app.ui.look import Look
from station_app.ui.parts.buttons import KeyButton
from station_app.ui.parts.label import label
from station_app.ui.parts.trim_canvas import TrimCanvas


def tr(text: str) -> str:
    return QCoreApplication.translate("PageTrim", text)


class Preview(QLabel):
    """A picture as large as it fits; words until there is one."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look, self._picture = look, QPixmap()
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setMinimumSize(look.px(160), look.px(160))
        self.setAccessibleName(tr("会存成这样"))

    def show_picture(self, content: bytes) -> None:
        self._picture = QPixmap()
        if content:
            self._picture.loadFromData(content)
        self._fit()

    @property
    def has_picture(self) -> bool:
        return not self._picture.isNull()

    def _fit(self) -> None:
        if self._picture.isNull():
            self.setText(tr("正在打开…"))
            return
        keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        shown = self._picture.scaled(self.contentsRect().size(), keep, smooth)
        painter = QPainter(shown)
        painter.setPen(self._look.colour("edge"))
        painter.drawRect(shown.rect().adjusted(0, 0, -1, -1))
        painter.end()
        self.setPixmap(shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


class TrimParts:
    """Every widget of the large page; what the buttons do is joined by who makes this."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self.heading = label("", "heading")
        self.doubt = label("", "small", tone="soon", wrap=True)
        self.how = label(
            tr("按 1、2、3、4 选一个角，用方向键挪到纸角上，按住 Shift 挪得细；也可以用鼠标拖。"), "small", wrap=True
        )
        self.canvas = TrimCanvas(look)
        self.canvas.setAccessibleName(tr("拍来的照片，四个角可以挪"))
        self.preview = Preview(look)
        self.turn_left = KeyButton(tr("左转"), "L", role="small")
        self.turn_right = KeyButton(tr("右转"), "R", role="small")
        self.edges = KeyButton(tr("自动找纸边"), "A", role="small")
        self.whole = KeyButton(tr("整张都要"), "0", role="small")
        self.step_back = KeyButton(tr("退一步"), "Ctrl+Z", role="small")
        self.leave = KeyButton(tr("不改了"), "Esc")
        self.remove = KeyButton(tr("去掉这张"), "Del")
        self.before = KeyButton(tr("上一张"), "PgUp", role="small")
        self.after = KeyButton(tr("下一张"), "PgDn", role="small")
        self.take = KeyButton(tr("就这样"), "Enter", role="main")

    @property
    def tools(self) -> tuple[KeyButton, ...]:
        return self.turn_left, self.turn_right, self.edges, self.whole, self.step_back

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """What the Tab key comes to, in order."""
        return self.canvas, *self.tools, self.before, self.after, self.leave, self.remove, self.take

    def fit(self, width: int) -> None:
        """The tools in one row, or in two where they would be cut."""
        wanted = sum(button.sizeHint().width() + self._look.px(8) for button in self.tools) + self._look.px(32)
        per_row = len(self.tools) if wanted <= width else 3
        for place, button in enumerate(self.tools):
            self._tools.addWidget(button, place // per_row, place % per_row)

    def lay_out(self, over: QWidget) -> None:
        """Fill `over`."""
        px = self._look.px
        pager, pictures, bottom, shown = QHBoxLayout(), QHBoxLayout(), QHBoxLayout(), QVBoxLayout()
        self._tools = QGridLayout()
        for row in (self._tools, pager, bottom):
            row.setSpacing(px(8))
        pictures.setSpacing(px(16))
        self._tools.setColumnStretch(len(self.tools), 1)
        self.fit(over.width())
        for widget in (self.before, self.heading, self.after):
            pager.addWidget(widget)
        pager.addStretch(1)
        shown.addWidget(label(tr("会存成这样"), "small"))
        shown.addWidget(self.preview, 1)
        pictures.addWidget(self.canvas, 3)
        pictures.addLayout(shown, 2)
        for button in (self.leave, self.remove):
            bottom.addWidget(button)
        bottom.addStretch(1)
        bottom.addWidget(self.take)
        column = QVBoxLayout(over)
        column.setContentsMargins(px(16), px(12), px(16), px(12))
        column.setSpacing(px(8))
        column.addLayout(self._tools)
        column.addLayout(pager)
        for words in (self.how, self.doubt):
            column.addWidget(words)
        column.addLayout(pictures, 1)
        column.addLayout(bottom)
