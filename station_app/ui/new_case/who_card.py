"""Part 2: who applies, whether they have been here before, and who acts for them."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from forms.identity import check_identity
from forms.masking import mask_id
from station_app.desk.views import OnFile
from station_app.ui.look import Look
from station_app.ui.new_case.agent_part import AgentPart
from station_app.ui.new_case.entry import Entry, EntryGrid
from station_app.ui.new_case.model import NewCase
from station_app.ui.new_case.person_entries import PersonEntries, value_of
from station_app.ui.new_case.row_of import row_of
from station_app.ui.new_case.village_box import VillageBox
from station_app.ui.parts.buttons import KeyButton
from station_app.ui.parts.card import Card
from station_app.ui.parts.label import label, set_property
from station_app.ui.words import Words

_MOST_OFFERED = 3


class WhoCard(Card):
    """`edited` after each change; `left` names a field somebody has finished with; `look_up` asks who a name or number is."""

    edited = Signal()
    left = Signal(str)
    look_up = Signal(str)

    def __init__(self, look: Look, words: Words, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(look, parent=parent)
        self.set_heading(self.tr("2　谁来办"))
        self._look, self._words, self._today = look, words, today
        self._case: NewCase | None = None
        self._looked_up = ""
        self.person = PersonEntries(look, words, "applicant", today, self._typed, self._left)
        self.village = VillageBox(look)
        self.person.attend("village", Entry(look, self.tr("村"), self.village))
        self.person.attend("address", Entry(look, self.tr("住址"), QLineEdit()))
        self.grid = EntryGrid(look)
        self.offers = QVBoxLayout()
        self.by_agent = QCheckBox(self.tr("委托别人来办"))
        self.by_agent.toggled.connect(self._agent_ticked)
        self._put_in_heading(self.by_agent)
        self.body.addWidget(self.grid)
        self.body.addLayout(self.offers)
        self.not_by_agent = label("", "problem", wrap=True)
        self.not_by_agent.hide()
        self.body.addWidget(self.not_by_agent)
        self.agent = AgentPart(look, words, today)
        self.agent.edited.connect(self.edited)
        self.agent.left.connect(self.left)
        self.agent.hide()
        self.body.addWidget(self.agent)

    def _put_in_heading(self, widget: QWidget) -> None:
        heading = row_of(self.heading)
        heading.insertWidget(1, self.note)
        heading.insertSpacing(1, self._look.px(14))
        heading.addWidget(widget)

    @property
    def entries(self) -> dict[str, Entry]:
        return self.person.entries

    def offer_villages(self, villages: tuple[str, ...]) -> None:
        """The villages of the district's settings; another place may be typed."""
        self.village.offer(villages)

    def show_case(self, case: NewCase) -> None:
        """Show the people of the draft."""
        if case is not self._case:
            self._looked_up = ""
            self.offer_people(())
        self._case = case
        applicant = case.content.applicant
        self.person.show(applicant)
        number = "no_number_reason" if applicant.identity_kind == "none" else "id_number"
        order = ("name", "identity_kind", number, "phone", "village", "address")
        self.grid.show_entries([self.entries[name] for name in order])
        self.person.show_problems(case)
        self.by_agent.blockSignals(True)
        self.by_agent.setChecked(case.content.agent is not None)
        situation = case.situation
        # In these situations it is always somebody else who comes.
        self.by_agent.setEnabled(not (situation and situation.represented_by and case.content.agent))
        self.by_agent.blockSignals(False)
        self._show_agent(case)
        self.set_note(self.tr("以前来过，资料已填好") if case.on_file else "")
        set_property(self.note, "tone", "good")

    def _show_agent(self, case: NewCase) -> None:
        self.agent.show_case(case)
        self.agent.setVisible(case.content.agent is not None)
        wrong = next((p for p in case.blocking() if p.field == "agent"), None)
        self.not_by_agent.setText((wrong.text_en if self._words.language == "en" else wrong.text_zh) if wrong else "")
        self.not_by_agent.setVisible(wrong is not None)

    def offer_people(self, found: tuple[OnFile, ...]) -> None:
        """People of this name who have been here: the agent says whether it is one of them."""
        while (item := self.offers.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for person in found[:_MOST_OFFERED]:
            known = person.content.applicant
            who = "　".join(
                part for part in (known.name, mask_id(known.id_number), known.village, known.address) if part
            )
            button = KeyButton(self.tr("以前来过，是这位吗：{who}").format(who=who), role="link")
            button.clicked.connect(lambda _=False, person=person: self.take(person))
            self.offers.addWidget(button)
            button.show()

    @property
    def offered(self) -> list[QWidget]:
        """The buttons of those who may be meant, in order."""
        items = (self.offers.itemAt(place) for place in range(self.offers.count()))
        return [widget for item in items if item is not None and (widget := item.widget()) is not None]

    def take(self, person: OnFile) -> None:
        """This is the person: fill in what is known."""
        self.offer_people(())
        if self._case is not None:
            self._case.recognise(person)
            self.edited.emit()

    def _typed(self, name: str, text: str) -> None:
        if self._case is None:
            return
        self._case.change_applicant(**{name: text})
        if name in ("name", "id_number") and self._case.on_file is not None:
            self._forget_if_another()
        self.edited.emit()

    def _forget_if_another(self) -> None:
        case = self._case
        if case is None or case.on_file is None:
            return
        known, typed = case.on_file.content.applicant, case.content.applicant
        if known.id_number != value_of("id_number", typed.id_number) or known.name != typed.name.strip():
            case.on_file = None

    def _left(self, name: str) -> None:
        self.left.emit(f"applicant.{name}")
        case = self._case
        if case is None:
            return
        case.write_in()
        if case.on_file is not None or name not in ("name", "id_number"):
            return
        text = self._known_by(case, name)
        if text and text != self._looked_up:
            self._looked_up = text
            self.look_up.emit(text)

    def _known_by(self, case: NewCase, name: str) -> str:
        applicant = case.content.applicant
        if name == "name":
            return "" if applicant.id_number else applicant.name.strip()
        kind, number = applicant.identity_kind, value_of(name, applicant.id_number)
        wrong = check_identity(kind, number, today=self._today()) if number else ()
        return number if number and not any(problem.blocking for problem in wrong) else ""

    def found(self, text: str, people: tuple[OnFile, ...]) -> None:
        """What `look_up` found. A number says who it is; a name only who it may be."""
        if self._case is None or not people:
            return
        applicant = self._case.content.applicant
        if text == value_of("id_number", applicant.id_number):
            self.take(people[0])
        elif text == applicant.name.strip() and not applicant.id_number:
            self.offer_people(people)

    def _agent_ticked(self, ticked: bool) -> None:
        if self._case is not None:
            self._case.with_agent(ticked)
            self.edited.emit()
            if ticked:
                self.agent.person.entries["name"].input.setFocus()
