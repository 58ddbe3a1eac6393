"""Restoring from the sign-in: for data that cannot be opened any more, when there is no desk to restore from."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from station_app.ui.parts.buttons import KeyButton
from station_app.ui.parts.strip import Strip
from station_app.ui.screen import ScreenColumn
from station_app.ui.settings.restore_panel import RestoreMeans, RestorePanel


class RestoreDoor(QWidget):
    """`asked` carries the backup's Path and the password; `left`: back to the sign-in."""

    asked = Signal(object, str)
    left = Signal()

    def __init__(self, means: RestoreMeans, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("entrance")
        px = means.look.px
        self.strip = Strip(means.look)
        self.panel = RestorePanel(means, lambda failure: self.say_failed(means.failure_words(failure)), self.act)
        self.button = KeyButton(self.panel.act_words, "F10", role="main", on=self.act)
        column = ScreenColumn(self)
        column.setContentsMargins(px(24), px(16), px(24), px(16))
        column.setSpacing(px(12))
        column.addWidget(self.strip)
        column.addWidget(self.panel, 1)
        row = QHBoxLayout()
        row.addWidget(KeyButton(self.tr("返回"), "Esc", on=self.left.emit))
        row.addStretch(1)
        row.addWidget(self.button)
        column.addLayout(row)
        for keys, call in (("F10", self.act), ("Escape", self.left.emit)):
            QShortcut(QKeySequence(keys), self).activated.connect(call)
        self.setFocusProxy(self.panel.first_input())

    def act(self) -> None:
        """Ask for the restore, once there is a backup that can be used and a password."""
        if self.panel.source is None:
            self.strip.say(self.tr("请先选一份能用的备份，等下面写出恢复以后怎么样。"))
        elif self.panel.is_complete() and self.button.isEnabled():
            self.button.setEnabled(False)
            self.asked.emit(self.panel.source, self.panel.typed("password"))

    def say_failed(self, sentence: str) -> None:
        """The answer was no, and nothing has been done."""
        self.button.setEnabled(True)
        self.strip.say(sentence, "late")
        self.panel.forget_password()
