"""What a long file is doing: which page of how many, and a button that gives it up. Hidden while nothing is read."""

from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QWidget

from station_app.ui.look import Look
from station_app.ui.parts.buttons import KeyButton
from station_app.ui.parts.label import label
from station_app.ui.parts.page_intake import PageIntake, Progress

QUIET_MS: Final = 500


class IntakeBar(QFrame):
    def __init__(self, look: Look, intake: PageIntake, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "strip")
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(14), look.px(6), look.px(8), look.px(6))
        self.words = label("", wrap=True)
        self.pages = QProgressBar()
        self.pages.setTextVisible(False)
        self.pages.setFixedWidth(look.px(120))
        self.stop = KeyButton(self.tr("不加了"), role="small", on=intake.give_up)
        row.addWidget(self.words, 1)
        row.addWidget(self.pages)
        row.addWidget(self.stop)
        # One photograph is there in less: nothing should jump for it.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(QUIET_MS)
        self._soon.timeout.connect(self.show)
        intake.progress.connect(self._show)
        self.hide()

    def _show(self, progress: Progress | None) -> None:
        if progress is None:
            self._soon.stop()
            self.hide()
            return
        said = self.tr("正在读“{name}”").format(name=progress.name)
        if progress.of > 1:
            said = self.tr("正在读“{name}”，{at} / {of} 页").format(name=progress.name, at=progress.at, of=progress.of)
        if progress.behind:
            said += self.tr("，后面还有 {n} 个文件").format(n=progress.behind)
        self.words.setText(said)
        self.pages.setMaximum(progress.of)
        self.pages.setValue(progress.at)
        self.pages.setAccessibleName(said)
        if self.isHidden() and not self._soon.isActive():
            self._soon.start()
