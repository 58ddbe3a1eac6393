"""The backup part of the settings: when and where the last one was made, one more now, the second disk, the way back."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from forms.failures import Failure
from station_app.ui.parts.buttons import KeyButton
from station_app.ui.parts.file_dialog import choose_folder
from station_app.ui.parts.label import label, set_property
from station_app.ui.parts.still_there import still_there
from station_app.ui.settings import backup_model
from station_app.ui.surroundings import Backups, Surroundings
from station_app.ui.usb.model import short_path

if TYPE_CHECKING:
    from station_app.desk.backups import BackupsSeen


class BackupSection(QWidget):
    """`restore_wanted` when the agent wants to see what can be restored; `told` a sentence that went well, `failed` a
    Failure."""

    restore_wanted = Signal()
    told = Signal(str)
    failed = Signal(object)

    def __init__(self, surroundings: Surroundings, backups: Backups, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._surroundings, self._backups = surroundings, backups
        self.seen: BackupsSeen | None = None
        self.last = label("", wrap=True)
        self.second = label("", wrap=True)
        self.now_button = KeyButton(self.tr("现在备份"), role="small", on=self.back_up_now)
        self.second_button = KeyButton(self.tr("选备份盘"), role="small", on=self.choose_second)
        self.drop_button = KeyButton(self.tr("不用备份盘了"), role="small", on=self.drop_second)
        self.drop_button.hide()
        self.restore_button = KeyButton(self.tr("从备份恢复"), role="small", on=self.restore_wanted.emit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(surroundings.look.px(6))
        column.addWidget(label(self.tr("备份"), "heading"))
        column.addWidget(self.last)
        column.addWidget(self.second)
        row = QHBoxLayout()
        row.setSpacing(surroundings.look.px(14))
        for button in (self.now_button, self.second_button, self.drop_button, self.restore_button):
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)

    def look(self) -> None:
        """Which backups there are now."""
        self._backups.look(still_there(self, self._show), still_there(self, self.failed.emit))

    def back_up_now(self) -> None:
        """To the second disk where it is connected, else to a stick or folder that is chosen."""
        folder = self.seen.second if self.seen is not None and self.seen.second_is_here else None
        folder = folder or self._asked_for(self.tr("备份放到哪里：U 盘或者文件夹"))
        if folder is None:
            return
        self.now_button.setEnabled(False)
        self.last.setText(self.tr("正在备份，做好了会说，这时可以接着办事…"))
        self._backups.back_up(folder, still_there(self, self._backed_up), still_there(self, self._not_done))

    def choose_second(self) -> None:
        """The disk that gets a whole backup each day."""
        folder = self._asked_for(self.tr("备份盘：另一块硬盘或者 U 盘上的文件夹"))
        if folder is not None:
            self._backups.keep_second(folder, still_there(self, self._second_kept), still_there(self, self._not_done))

    def drop_second(self) -> None:
        """For a disk that will not come back: nothing on it is touched."""
        self._backups.keep_second(None, still_there(self, self._second_dropped), still_there(self, self._not_done))

    def _asked_for(self, words: str) -> Path | None:
        return choose_folder(self, words)

    def _second_kept(self, _: None) -> None:
        self.told.emit(self.tr("备份盘设好了，每天会往上面备份一份；拔下来也行，过几天记得接上。"))
        self.look()

    def _second_dropped(self, _: None) -> None:
        self.told.emit(self.tr("备份盘不用了，上面的备份没有动。以后每天的备份只在本机。"))
        self.second_button.setFocus()
        self.look()

    def _backed_up(self, path: Path) -> None:
        self.now_button.setEnabled(True)
        self.told.emit(self.tr("备份做好了，读回核对无误：{path}").format(path=short_path(path)))
        self.look()

    def _not_done(self, failure: Failure) -> None:
        self.now_button.setEnabled(True)
        self.failed.emit(failure)
        self.look()

    def _show(self, seen: "BackupsSeen") -> None:
        self.seen = seen
        now, words = self._surroundings.clock.now(), self._surroundings.words
        self.last.setText(backup_model.last_words(seen, now, words))
        said, to_do = backup_model.second_words(seen, now, words)
        self.second.setText(f"▲ {said}" if to_do else said)
        set_property(self.second, "tone", "soon" if to_do else "")
        self.drop_button.setVisible(seen.second is not None)
