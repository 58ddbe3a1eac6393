"""委托别人来办: who acts for the applicant, with what powers, until when (民法典§165). Not there when nobody does."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from forms.dates import read_date
from station_app.ui.look import Look
from station_app.ui.new_case.entry import NAME_WIDTH, Entry, EntryGrid
from station_app.ui.new_case.model import NewCase
from station_app.ui.new_case.person_entries import PersonEntries
from station_app.ui.parts.label import label
from station_app.ui.words import Words


class AgentPart(QWidget):
    """`edited` after each change, `left` with the field that somebody has finished with."""

    edited = Signal()
    left = Signal(str)

    def __init__(self, look: Look, words: Words, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._case: NewCase | None = None
        self.person = PersonEntries(
            look, words, "agent", today, self._typed, lambda name: self.left.emit(f"agent.{name}")
        )
        self.person.attend("relation", Entry(look, self.tr("关系"), QLineEdit()))
        until = QLineEdit()
        until.setPlaceholderText(self.tr("如 2027-11-23，没写可以空着"))
        self.person.attend("valid_until", Entry(look, self.tr("委托到"), until))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.px(6), 0, 0)
        column.setSpacing(look.px(8))
        self.who = label("", "soft", wrap=True)
        column.addWidget(self.who)
        self.grid = grid = EntryGrid(look)
        order = ("name", "relation", "identity_kind", "id_number", "phone", "valid_until")
        grid.show_entries([self.person.entries[name] for name in order])
        column.addWidget(grid)
        column.addLayout(self._make_powers(look))
        self.problem = label("", "problem", wrap=True)
        self.problem.hide()
        column.addWidget(self.problem)

    def _make_powers(self, look: Look) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.px(10))
        grid.setVerticalSpacing(0)
        name = label(self.tr("委托办"), "soft")
        name.setMinimumWidth(look.px(NAME_WIDTH))
        grid.addWidget(name, 0, 0)
        names = (
            ("submit", self.tr("交材料")),
            ("sign", self.tr("签字")),
            ("collect", self.tr("领结果")),
            ("pay", self.tr("缴费")),
        )
        self.powers = {code: QCheckBox(words) for code, words in names}
        for place, box in enumerate(self.powers.values()):
            box.toggled.connect(self._powers_changed)
            grid.addWidget(box, place // 2, 1 + place % 2)
        grid.setColumnStretch(2, 1)
        return grid

    def show_case(self, case: NewCase) -> None:
        """Show the agent, or nothing where there is none."""
        self._case = case
        agent = case.content.agent
        self.setVisible(agent is not None)
        if agent is None:
            return
        self.person.show(agent)
        situation = case.situation
        is_guardian = situation is not None and situation.represented_by == "guardian"
        self.who.setText(
            self.tr("监护人（凭监护关系的材料来办，不用委托书）")
            if is_guardian
            else self.tr("代来的人（要有委托书，写明办什么、到哪天）")
        )
        for code, box in self.powers.items():
            box.blockSignals(True)
            box.setChecked(code in agent.powers)
            box.blockSignals(False)
        self.person.show_problems(case)
        wrong = case.problem("agent.powers")
        self.problem.setText((wrong.text_en if self._words.language == "en" else wrong.text_zh) if wrong else "")
        self.problem.setVisible(wrong is not None)

    def _typed(self, name: str, text: str) -> None:
        if self._case is None:
            return
        self._case.change_agent(**{name: text})
        self.edited.emit()

    def _left(self, name: str) -> None:
        agent = self._case.content.agent if self._case is not None else None
        day = read_date(agent.valid_until) if agent is not None and name == "valid_until" else None
        if day is not None and self._case is not None:
            self._case.change_agent(valid_until=day.isoformat())
        self.left.emit(f"agent.{name}")

    def _powers_changed(self) -> None:
        if self._case is not None:
            self._case.change_agent(powers=tuple(code for code, box in self.powers.items() if box.isChecked()))
            self._case.leave_field("agent.powers")
            self.edited.emit()
