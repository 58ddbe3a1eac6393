"""How the new-case screen is laid out: the parts from top to bottom, the slip at the right, the buttons at the bottom."""

from collections.abc import Callable
from datetime import date
from itertools import pairwise

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from station_app.desk.views import DraftCheck
from station_app.ui.look import Look
from station_app.ui.new_case.drafts_panel import DraftsPanel
from station_app.ui.new_case.entry import Entry
from station_app.ui.new_case.form_card import FormCard
from station_app.ui.new_case.materials_card import MaterialsCard
from station_app.ui.new_case.model import NewCase
from station_app.ui.new_case.slip import Slip
from station_app.ui.new_case.what_card import WhatCard
from station_app.ui.new_case.who_card import WhoCard
from station_app.ui.parts.buttons import KeyButton
from station_app.ui.parts.item_names import names_in
from station_app.ui.parts.label import label
from station_app.ui.parts.scrolled import Scrolled
from station_app.ui.words import Words

SLIP_WIDTH = 366
ROOM_FOR_BOTH = 1000
"""Px at 17 px text: below it the slip is not beside the form. Asked for, it takes the form's place, as large as it can."""


class Parts(QObject):
    """Every widget of the screen, put in its place."""

    def __init__(self, look: Look, words: Words, today: Callable[[], date], moment: Callable[[str], str]) -> None:
        super().__init__()
        self._look = look
        self._stops: list[QWidget] = []
        self.drafts = DraftsPanel(look, moment)
        self.names = names = names_in(words.language)
        self.what = WhatCard(look, words, names)
        self.who = WhoCard(look, words, today)
        self.materials = MaterialsCard(look, words, names)
        self.form = FormCard(look, words, names)
        self.slip = Slip(look)
        self.reason = Entry(look, self.tr("再告知一次的原因"), QLineEdit(), wide=True)
        self.reason.hide()
        self.other_drafts = KeyButton("", role="link")
        self.other_drafts.hide()
        self.put_away = KeyButton(self.tr("先存着"), "Esc")
        self.notice = KeyButton(self.tr("打印告知书"), "F9")
        self.see_slip = KeyButton(self.tr("看回执"), role="link")
        self.kept = label("", "small", tone="good")
        self.receive = KeyButton(self.tr("收件并打印回执"), "F10", role="main")

    def lay_out(self, body: QVBoxLayout, bottom: QHBoxLayout) -> None:
        """Fill a screen's body and its bottom row."""
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, self._look.px(4), 0)
        column.setSpacing(self._look.px(12))
        for part in (self.drafts, self.what, self.who, self.materials, self.form):
            column.addWidget(part)
        column.addStretch(1)
        self.scrolled = Scrolled(content)
        row = QHBoxLayout()
        row.setSpacing(self._look.px(16))
        self.left = QWidget()
        form = QVBoxLayout(self.left)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(self._look.px(8))
        form.addWidget(self.scrolled, 1)
        self.materials.pinned = form
        row.addWidget(self.left, 1)
        row.addWidget(self.slip, 0)
        self.top, self.bottom = QHBoxLayout(), bottom
        self.top.addWidget(self.other_drafts)
        self.top.addStretch(1)
        self.top.addWidget(self.see_slip)
        body.addLayout(self.top)
        body.addLayout(row, 1)
        body.addWidget(self.reason)
        for button in (self.put_away, self.notice):
            bottom.addWidget(button)
        bottom.addStretch(1)
        bottom.addWidget(self.kept)
        bottom.addWidget(self.receive)

    def fit(self, width: int, *, slip_asked: bool) -> None:
        """Make do with this width: the slip beside the form, or in its place when it is asked for."""
        both = width >= self._look.px(ROOM_FOR_BOTH)
        self.slip.setVisible(both or slip_asked)
        self.left.setVisible(not slip_asked)
        self.see_slip.setVisible(not both)
        self.see_slip.say(self.tr("回到登记") if slip_asked else self.tr("看回执"))
        self.slip.enlarge.setVisible(both)
        self.slip.enlarge.say(self.tr("回到登记") if slip_asked else self.tr("放大看"))
        if both and not slip_asked:
            self.slip.setFixedWidth(self._look.px(SLIP_WIDTH))
        else:
            self.slip.setMinimumWidth(0)
            self.slip.setMaximumWidth(16_777_215)
        short = width < self._look.px(780)
        if short and self.top.indexOf(self.kept) < 0:
            self.top.insertWidget(1, self.kept)
        elif not short and self.bottom.indexOf(self.kept) < 0:
            self.bottom.insertWidget(self.bottom.indexOf(self.receive), self.kept)
        self.receive.say(self.tr("收件") if short else self.tr("收件并打印回执"))
        self.notice.say(self.tr("告知书") if short else self.tr("打印告知书"))

    def tab_stops(self) -> list[QWidget]:
        """What the Tab key comes to, as it is read."""
        agent = self.who.agent
        lines = [widget for row in self.materials.rows.values() for widget in (row.box, row.pages)]
        detail = self.materials.detail
        return [
            *self.what.grid.inputs,
            self.who.by_agent,
            *self.who.grid.inputs,
            *self.who.offered,
            *agent.grid.inputs,
            *agent.powers.values(),
            *lines,
            *(detail.wrong, detail.until, detail.copies, detail.new, detail.files, *detail.thumbnails),
            *self.form.grid.inputs,
            *(self.reason.input, self.put_away, self.notice, self.receive),
        ]

    def order_tabs(self) -> None:
        """Have Tab go as the screen is read; parts that were made later come where they stand."""
        stops = self.tab_stops()
        if stops != self._stops:
            self._stops = stops
            for before, after in pairwise(stops):
                QWidget.setTabOrder(before, after)

    def input_of(self, field: str) -> QWidget | None:
        """The input of a field as `check_draft` names it."""
        part, _, name = field.partition(".")
        if part == "form":
            entry = self.form.entries.get(name)
        elif part == "agent" and name == "powers":
            return self.who.agent.powers["submit"]
        elif part == "agent" and not name:
            return self.who.by_agent
        elif part == "agent":
            entry = self.who.agent.person.entries.get(name)
        elif part == "applicant":
            entry = self.who.entries.get(name)
        else:
            entry = {"item": self.what.item_entry, "situation": self.what.situation_entry}.get(part)
        return entry.input if entry else None

    def first_wrong(self, case: NewCase, check: DraftCheck) -> QWidget | None:
        """Where the cursor goes when the case cannot be received: the first field to put right, or paper that is missing."""
        for problem in case.blocking():
            widget = self.input_of(problem.field)
            if widget is not None and not widget.isHidden():
                return widget
        row = self.materials.rows.get(check.missing[0].code) if check.missing else None
        return row.box if row is not None else None
