"""The panel that puts a backup back: which one, what it will do, in words, and the password; nothing before F10."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from forms.failures import Failure
from station_app.ui.enrolment.model import Complaint
from station_app.ui.look import Look
from station_app.ui.parts.buttons import KeyButton
from station_app.ui.parts.file_dialog import choose_file
from station_app.ui.parts.label import label
from station_app.ui.parts.row_table import Column, RowTable
from station_app.ui.parts.still_there import still_there
from station_app.ui.settings.agent_panels import FieldsPanel
from station_app.ui.settings.backup_model import backup_row
from station_app.ui.surroundings import Backups, Clock
from station_app.ui.words import Words

if TYPE_CHECKING:
    from station_app.desk.backups import BackupsSeen, FoundBackup
    from station_app.desk.restoring import RestoreWords


def tr(text: str) -> str:
    return QCoreApplication.translate("RestorePanel", text)


@dataclass(frozen=True)
class RestoreMeans:
    """What the panel needs, with or without a desk that can be opened."""

    look: Look
    words: Words
    clock: Clock
    backups: Backups
    agent_name: str

    def failure_words(self, failure: Failure) -> str:
        return failure.en if self.words.language == "en" else failure.zh


class RestorePanel(FieldsPanel):
    """Looks for backups when it is made; `failed` hears where that fails. `source` is the backup whose words are shown, else None."""

    def __init__(
        self,
        means: RestoreMeans,
        failed: Callable[[Failure], None],
        act: Callable[[], None],
    ) -> None:
        said = tr("选一份备份，下面会写清楚恢复以后怎么样。没有按“恢复”之前，什么都不会动。")
        super().__init__(means.look, tr("从备份恢复"), said, tr("恢复"), act)
        self._means, self._backups, self._say_failed = means, means.backups, failed
        self._found: list[FoundBackup] = []
        self.source: Path | None = None
        self.table = RowTable(self.look, self._columns(), tr("找到的备份"))
        self.table.setMinimumHeight(self.look.px(120))
        self.file_button = KeyButton(tr("选别的备份文件"), role="small", on=self.choose_file)
        self.words = label("", wrap=True)
        row = QHBoxLayout()
        row.addWidget(self.file_button)
        row.addStretch(1)
        self.body.addWidget(self.table, 1)
        self.body.addLayout(row)
        self.body.addWidget(self.words)
        self.add("password", tr("{name}的密码").format(name=means.agent_name), secret=True)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._look())
        self.table.opened.connect(lambda _: self.fields["password"].input.setFocus())
        self.words.setText(tr("正在找备份…"))
        self._backups.look(still_there(self, self._seen), still_there(self, failed))

    def first_input(self) -> QWidget:
        return self.table

    def choose_file(self) -> None:
        """A backup that lies somewhere else."""
        chosen = choose_file(self, tr("备份文件"), tr("备份 (*.backup);;所有文件 (*)"))
        if chosen is not None:
            self._backups.look_at(chosen, still_there(self, self._add_found), still_there(self, self._say_failed))

    def complaints(self) -> dict[str, Complaint]:
        return {} if self.typed("password") else {"password": "password_missing"}

    def forget_password(self) -> None:
        """It was not right: it is typed anew."""
        line = self.fields["password"].input
        if isinstance(line, QLineEdit):
            line.selectAll()
            line.setFocus()

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(tr("什么时候做的"), 170),
            Column(tr("在哪里"), 200, stretch=True),
        )

    def _seen(self, seen: "BackupsSeen") -> None:
        self._found += [each for each in seen.found if each.path not in {known.path for known in self._found}]
        self._fill()

    def _add_found(self, found: "FoundBackup") -> None:
        self._found = [found, *(each for each in self._found if each.path != found.path)]
        self._fill()
        self.table.choose(str(found.path))

    def _fill(self) -> None:
        now, words = self._means.clock.now(), self._means.words
        rows = [backup_row(each, now, words) for each in self._found]
        self.table.show_rows(rows, [str(each.path) for each in self._found])
        if not self._found:
            self.words.setText(tr("这台电脑上和备份盘上都没有找到备份。有备份文件的，按“选别的备份文件”。"))

    def _look(self) -> None:
        chosen = self.table.chosen()
        self.source = None
        if not chosen:
            return
        self.words.setText(tr("正在看这份备份…"))
        path = Path(chosen)
        self._backups.what(
            path,
            still_there(self, lambda said: self._show(path, said)),
            still_there(self, lambda failure: self._not_usable(path, failure)),
        )

    def _show(self, path: Path, said: "RestoreWords") -> None:
        if str(path) == self.table.chosen():
            self.source = path
            self.words.setText(said.en if self._means.words.language == "en" else said.zh)

    def _not_usable(self, path: Path, failure: Failure) -> None:
        if str(path) == self.table.chosen():
            self.words.setText(self._means.failure_words(failure))
