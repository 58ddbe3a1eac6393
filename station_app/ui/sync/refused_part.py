"""What the district sent back: each with its reason in full, the way to put it right, and 知道了."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station_app.ui.parts.buttons import KeyButton
from station_app.ui.parts.label import label
from station_app.ui.parts.row_table import Column, RowTable
from station_app.ui.surroundings import Surroundings
from station_app.ui.sync.refused_model import refused_rows, said_of

if TYPE_CHECKING:
    from station_app.desk.views import RefusedLine

_ROWS_SEEN = 3
"""The others scroll."""


class RefusedPart(QWidget):
    """Hidden while nothing asks for the agent. `opens` hands on a screen and its argument, `noted` an op_id in hex."""

    opens = Signal(str, str)
    noted = Signal(str)

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__()
        self._surroundings = surroundings
        self._lines: dict[str, RefusedLine] = {}
        look = surroundings.look
        self.heading = label("", "strong", tone="late", wrap=True)
        columns = (Column(self.tr("登记"), 190), Column(self.tr("谁的事"), 180, stretch=True))
        self.table = RowTable(look, columns, self.tr("被退回的登记"), plain=True)
        self.table.horizontalHeader().hide()
        self.table.opened.connect(self._open)
        self.table.selectionModel().currentChanged.connect(lambda *_: self._say())
        self.why = label("", wrap=True)
        self.open_button = KeyButton("", self.tr("回车"), role="small", on=lambda: self._open(self.table.chosen()))
        self.note_button = KeyButton(self.tr("知道了，不用再提醒"), role="small", on=self._note)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(6))
        column.addWidget(self.heading)
        column.addWidget(self.table)
        column.addWidget(self.why)
        buttons = QHBoxLayout()
        buttons.addWidget(self.open_button)
        buttons.addWidget(self.note_button)
        buttons.addStretch(1)
        column.addLayout(buttons)
        self.hide()

    def show_lines(self, lines: "tuple[RefusedLine, ...]") -> None:
        """The newest first; the chosen one stays chosen."""
        self._lines = {refused.op_id: refused for refused in lines}
        self.heading.setText(self.tr("■ 被退回 {n} 条，改正了或者看过了就不再列在这里").format(n=len(lines)))
        self.table.show_rows(refused_rows(lines, self._surroundings.words), tuple(self._lines))
        self.table.setFixedHeight(self.table.height_for(min(len(lines), _ROWS_SEEN)))
        self._say()
        self.setVisible(bool(lines))

    def _say(self) -> None:
        refused = self._lines.get(self.table.chosen())
        if refused is None:
            return
        said = said_of(refused, self._surroundings.words, self._surroundings.clock.now())
        self.why.setText(said.why)
        self.table.setAccessibleDescription(said.why)
        self.open_button.say(said.button)
        self.open_button.setVisible(bool(said.button))
        self.note_button.setVisible(said.may_be_noted)

    def _open(self, op_id: str) -> None:
        refused = self._lines.get(op_id)
        if refused is not None and refused.opens:
            self.opens.emit("new_case" if refused.remedy == "draft" else "case", refused.opens)

    def _note(self) -> None:
        if self.table.chosen() in self._lines:
            self.noted.emit(self.table.chosen())
