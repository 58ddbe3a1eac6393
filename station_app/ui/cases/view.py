"""F3: the search box, which cases, and at most a hundred rows."""

from functools import partial
from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from station_app.desk.views import CaseRow
from station_app.ui.cases.actions import ask_cases
from station_app.ui.cases.model import LIMIT, Only, shown_rows
from station_app.ui.parts.buttons import KeyButton
from station_app.ui.parts.choice_row import ChoiceRow
from station_app.ui.parts.label import label
from station_app.ui.parts.nothing import Nothing
from station_app.ui.parts.row_table import Column, RowTable
from station_app.ui.screen import Screen
from station_app.ui.surroundings import Surroundings

_QUIET_MS = 0
"""Signs that come together, as a scanner types them, are one question; a key is never kept waiting for the next."""


class CasesScreen(Screen):
    """Results follow the typing; Down goes to the rows, Enter opens. An answer to an older question is not shown."""

    screen_id = "cases"

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(surroundings, parent)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("姓名、拼音首字母、证件号、电话、村名、编号都行"))
        self.search.setAccessibleName(self.tr("找办件"))
        self.search.setClearButtonEnabled(True)
        self.search.setMaxLength(60)
        self.search.installEventFilter(self)
        choices = (("open", self.tr("没办完的")), ("deliver", self.tr("等送达")), ("all", self.tr("全部")))
        self.only = ChoiceRow(self.look, choices, self.tr("看哪些"))
        row = QHBoxLayout()
        row.setSpacing(self.look.px(14))
        row.addWidget(label(self.tr("找办件 Ctrl+F"), "soft"))
        row.addWidget(self.search, 1)
        row.addWidget(self.only)
        self.body.addLayout(row)
        self.table = RowTable(self.look, self._columns(), self.tr("办件"))
        self.table.opened.connect(lambda case_id: self.go.emit("case", case_id))
        self.body.addWidget(self.table, 1)
        self.nothing = Nothing(self.look)
        self.body.addWidget(self.nothing, 1)
        self.bottom.addWidget(KeyButton(self.tr("返回"), "Esc", on=self.escape))
        self.bottom.addStretch(1)
        self.found = label("", "soft")
        self.bottom.addWidget(self.found)
        self.open_button = KeyButton(self.tr("打开"), "F10", role="main", on=self.press_main)
        self.bottom.addWidget(self.open_button)
        self._asked = 0
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(_QUIET_MS)
        self._quiet.timeout.connect(lambda: self.refresh(frozenset()))
        self.search.textEdited.connect(lambda _: self._quiet.start())
        self.search.textChanged.connect(lambda text: None if text else self._quiet.start())
        self.only.chosen.connect(lambda _: self.refresh(frozenset()))
        self.setFocusProxy(self.search)

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(self.tr("期限"), 140),
            Column(self.tr("姓名"), 150),
            Column(self.tr("事项"), 190),
            Column(self.tr("现在在哪"), 180, stretch=True),
            Column(self.tr("村"), 110, may_go=True),
            Column(self.tr("收件编号"), 240, may_go=True),
        )

    @property
    def title(self) -> str:
        return self.tr("办件")

    def enter(self, argument: object = None) -> None:
        """`argument` "find" puts the cursor in the search box."""
        self.search.setFocus()
        if argument == "find":
            self.search.selectAll()
        self.refresh(frozenset())

    def find_action(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def main_action(self) -> None:
        if self.table.chosen():
            self.go.emit("case", self.table.chosen())

    def refresh(self, changed: frozenset[str]) -> None:
        self._asked += 1
        query, only = self.search.text().strip(), cast(Only, self.only.code)
        self.ask(lambda desk: ask_cases(desk, query, only), partial(self._came, self._asked))

    def _came(self, asked: int, rows: tuple[CaseRow, ...]) -> None:
        if asked == self._asked:
            self.show_rows(rows)

    def show_rows(self, rows: tuple[CaseRow, ...]) -> None:
        """Show what was found."""
        self.table.show_rows(shown_rows(rows, self.words), [row.case_id for row in rows])
        self.table.setVisible(bool(rows))
        self.open_button.setEnabled(bool(rows))
        self.nothing.setVisible(not rows)
        self.nothing.setText(self._nothing_words())
        more = len(rows) >= LIMIT
        words = self.tr("只列前 {n} 件，再多打一个字就少了") if more else self.tr("{n} 件")
        self.found.setText(words.format(n=len(rows)) if rows else "")

    def _nothing_words(self) -> str:
        if not self.search.text().strip():
            return self.tr("这里还没有办件。")
        if self.only.code == "all":
            return self.tr("没有找到。换个字试试，比如只打姓，或者打电话的后四位。")
        return self.tr("这一类里没有找到。点“全部”再看看。")

    def hideEvent(self, event: QHideEvent) -> None:
        self._quiet.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() == Qt.Key.Key_Down:
            self.table.setFocus()
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.press_main()
            return True
        return False
