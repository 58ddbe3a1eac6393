"""Part 1: which item, and which of its situations."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from forms.catalogue.english import EnglishNames
from forms.catalogue.guide import ServiceGuide, Situation
from station_app.ui.look import Look
from station_app.ui.new_case.entry import Entry, EntryGrid
from station_app.ui.new_case.inputs import ChoiceBox
from station_app.ui.new_case.item_box import ItemBox
from station_app.ui.new_case.model import NewCase
from station_app.ui.new_case.refused_list import RefusedList
from station_app.ui.parts.card import Card
from station_app.ui.parts.item_names import item_name
from station_app.ui.parts.label import label
from station_app.ui.words import Words


class WhatCard(Card):
    """`edited` after an item or a situation was chosen; `item_chosen` asks for the cursor to go on."""

    edited = Signal()
    item_chosen = Signal()

    def __init__(self, look: Look, words: Words, names: EnglishNames, parent: QWidget | None = None) -> None:
        super().__init__(look, parent=parent)
        self._names = names
        self.set_heading(self.tr("1　办什么"))
        self._words = words
        self._case: NewCase | None = None
        self._codes: tuple[str, ...] = ()
        self.item = ItemBox(look, self._find, self._row_words)
        self.item.setPlaceholderText(self.tr("事项名称，或拼音首字母"))
        self.item.chosen.connect(self._item_chosen)
        self.situation = ChoiceBox((), self.tr("选一种"))
        self.situation.currentIndexChanged.connect(self._situation_chosen)
        self.item_entry = Entry(look, self.tr("事项"), self.item)
        self.situation_entry = Entry(look, self.tr("哪种情形"), self.situation)
        self.grid = grid = EntryGrid(look)
        grid.show_entries((self.item_entry, self.situation_entry))
        self.body.addWidget(grid)
        self.notes = label("", "small", wrap=True)
        self.notes.hide()
        self.body.addWidget(self.notes)
        self.refused = RefusedList(look, words)
        self.body.addWidget(self.refused)

    def show_case(self, case: NewCase) -> None:
        """Show what is chosen, with what the guide notes of it."""
        self._case = case
        guide, situation = case.guide, case.situation
        self.item.put(self._name(guide) if guide else case.content.item_name)
        self._offer(guide)
        self.situation.setEnabled(guide is not None)
        self.situation.choose(case.content.situation)
        self.situation.setToolTip(self._situation_name(guide, situation) if situation else "")
        notes = [situation.note if situation else "", guide.who_must_come if guide else ""]
        self.notes.setText("　".join(note for note in notes if note))
        self.notes.setVisible(bool(self.notes.text()))
        self.refused.show_refusals(guide.refusals if guide else ())
        for field, entry in (("item", self.item_entry), ("situation", self.situation_entry)):
            entry.show_problem(case.problem(field), self._words.language)

    def _offer(self, guide: ServiceGuide | None) -> None:
        situations = guide.situations if guide else ()
        codes = (guide.code if guide else "", *(situation.code for situation in situations))
        if codes != self._codes:
            self._codes = codes
            self.situation.offer([(each.code, self._situation_name(guide, each)) for each in situations])

    def _find(self, text: str) -> tuple[ServiceGuide, ...]:
        return self._case.rules.catalogue.find(text) if self._case else ()

    def _name(self, guide: ServiceGuide) -> str:
        return item_name(guide, self._words.language)

    def _situation_name(self, guide: ServiceGuide | None, situation: Situation) -> str:
        return self._names.situation(guide, situation) if guide else situation.name

    def _row_words(self, guide: ServiceGuide) -> str:
        return f"{self._name(guide)}　{self._words.category(guide.category)}"

    def _item_chosen(self, code: str) -> None:
        if self._case is not None:
            self._case.choose_item(code)
            self.edited.emit()
            self.item_chosen.emit()

    def _situation_chosen(self) -> None:
        if self._case is not None and self.situation.code:
            self._case.choose_situation(self.situation.code)
            self.edited.emit()
