"""Pages for one material: a button, dropped files, and how many there are."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from station_app.ui.look import Look
from station_app.ui.parts.buttons import KeyButton
from station_app.ui.parts.file_dialog import choose_pages
from station_app.ui.parts.label import label, set_property


class PagePick(QWidget):
    """`picked` carries a Path for each file chosen or dropped. `opened` asks to show the pages large, where one can be
    turned, cut out and taken away.
    """

    picked = Signal(object)
    opened = Signal()

    def __init__(self, look: Look, material: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(8))
        self._count = label("", "small")
        self._add = KeyButton(self.tr("加照片/扫描"), role="small", on=self._choose)
        self._add.setAccessibleName(self.tr("给“{material}”加照片或扫描件").format(material=material))
        self.open = KeyButton(self.tr("看大图"), role="small", on=self.opened.emit)
        self.open.setAccessibleName(self.tr("“{material}”的照片看大图，可以转正、裁边、去掉").format(material=material))
        self.open.hide()
        row.addWidget(self._count)
        row.addWidget(self.open)
        row.addWidget(self._add)

    def show_count(self, count: int, *, in_doubt: bool = False) -> None:
        """`in_doubt`: one of them may be hard to read."""
        said = self.tr("照片 {n} 张").format(n=count) if count else ""
        self._count.setText(f"▲ {said}" if in_doubt else said)
        set_property(self._count, "tone", "soon" if in_doubt else "")
        self.open.setVisible(count > 0)

    def _choose(self) -> None:
        kinds = self.tr("照片和扫描件 (*.jpg *.jpeg *.png *.tif *.tiff *.bmp *.webp *.pdf)")
        for path in choose_pages(self, self.tr("选照片或扫描件"), kinds):
            self.picked.emit(path)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for url in event.mimeData().urls():
            if url.isLocalFile():
                self.picked.emit(Path(url.toLocalFile()))
        event.acceptProposedAction()
