"""Drafts that have not been received yet: to go on with one, or to throw it away."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from forms.case import CaseContent
from station_app.desk.views import DraftRow
from station_app.ui.look import Look
from station_app.ui.parts.buttons import KeyButton
from station_app.ui.parts.card import Card
from station_app.ui.parts.label import label

_MOST_SHOWN = 8


class DraftsPanel(Card):
    """`chosen` and `discarded` carry a draft's id. Throwing away takes a second press on the same button."""

    chosen = Signal(str)
    discarded = Signal(str)

    def __init__(self, look: Look, moment: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(look, parent=parent)
        self.set_heading(self.tr("没收完的"))
        self._look, self._moment = look, moment
        self.item_words: Callable[[CaseContent], str] = lambda content: content.item_name
        self.rows: list[KeyButton] = []
        self._lines: list[QWidget] = []
        self.list = QVBoxLayout()
        self.list.setSpacing(look.px(4))
        self.body.addLayout(self.list)
        self.hide()

    def show_drafts(self, drafts: tuple[DraftRow, ...]) -> None:
        """The drafts, the last saved first."""
        for line in self._lines:
            self.list.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines, self.rows = [], []
        for draft in drafts[:_MOST_SHOWN]:
            self._lines.append(self._line(draft))
            self.list.addWidget(self._lines[-1])
            self._lines[-1].show()
        left_out = len(drafts) - _MOST_SHOWN
        if left_out > 0:
            more = label(self.tr("还有更早的 {n} 份，收完上面的就会列出来").format(n=left_out), "small")
            self._lines.append(more)
            self.list.addWidget(more)

    def _line(self, draft: DraftRow) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        name = draft.content.applicant.name or self.tr("还没填姓名")
        item = self.item_words(draft.content) or self.tr("还没选事项")
        told = self.tr("已告知 {n} 次").format(n=draft.notices) if draft.notices else ""
        words = "　".join(part for part in (name, item, self._moment(draft.saved_at), told) if part)
        go_on = KeyButton(words, role="link", on=lambda: self.chosen.emit(draft.draft_id))
        away = KeyButton(self.tr("不要了"), role="small")
        away.clicked.connect(partial(self._throw_away, away, draft.draft_id))
        row.addWidget(go_on, 1)
        row.addWidget(away)
        self.rows.append(go_on)
        return line

    def _throw_away(self, button: KeyButton, draft_id: str) -> None:
        sure = self.tr("再按一次就删掉")
        if button.accessibleName() == sure:
            self.discarded.emit(draft_id)
        else:
            button.say(sure)
