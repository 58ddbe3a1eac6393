"""Part 4: the fields the guide asks for, those that apply; not there where the situation asks none."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from forms.catalogue.english import EnglishNames
from forms.field_spec import FieldKind, FieldSpec
from forms.masking import mask_bank_account, mask_id, mask_phone
from station_app.ui.look import Look
from station_app.ui.new_case.entry import Entry, EntryGrid
from station_app.ui.new_case.inputs import ChoiceBox, LongText, listen, show_text
from station_app.ui.new_case.masked_line import MaskedLine
from station_app.ui.new_case.model import NewCase
from station_app.ui.parts.card import Card
from station_app.ui.words import Words

_NAME_WIDTH = 108
"""Six characters, or seven in smaller type: nearly every field of the shipped items has its name on one line."""
_MASKS: dict[FieldKind, Callable[[str], str]] = {
    "identity": mask_id,
    "disability_card": mask_id,
    "bank_account": mask_bank_account,
    "phone": mask_phone,
}


class FormCard(Card):
    """`edited` after each change; `left` names a field ("form." and its key) that somebody has finished with."""

    edited = Signal()
    left = Signal(str)

    def __init__(self, look: Look, words: Words, names: EnglishNames, parent: QWidget | None = None) -> None:
        super().__init__(look, parent=parent)
        self._names = names
        self.set_heading(self.tr("4　表上要填的"))
        self._look, self._words = look, words
        self._case: NewCase | None = None
        self._specs: tuple[FieldSpec, ...] = ()
        self.entries: dict[str, Entry] = {}
        self.grid = EntryGrid(look)
        self.body.addWidget(self.grid)
        self.hide()

    def show_case(self, case: NewCase) -> None:
        """Show the fields that apply, with their answers."""
        self._case = case
        specs = case.fields()
        if specs != self._specs:
            self._make(specs)
        now = case.asked_now()
        for key, entry in self.entries.items():
            show_text(entry.input, case.content.form.get(key, ""))
            entry.show_problem(case.problem(f"form.{key}"), self._words.language)
            if isinstance(entry.input, MaskedLine):
                entry.input.look_again()
        self.grid.show_entries([entry for key, entry in self.entries.items() if key in now])
        self.setVisible(bool(now))

    def _make(self, specs: tuple[FieldSpec, ...]) -> None:
        self.grid.show_entries(())
        for entry in self.entries.values():
            entry.deleteLater()
        self._specs = specs
        self.entries = {spec.key: self._entry(spec) for spec in specs}

    def _entry(self, spec: FieldSpec) -> Entry:
        widget = self._input(spec)
        listen(widget, partial(self._typed, spec.key), partial(self._left, spec.key))
        wide = spec.kind == "long_text" or spec.max_length > 60
        guide = self._case.guide if self._case else None
        name = self._names.field(guide, spec) if guide else spec.label
        return Entry(self._look, name, widget, help_text=spec.hint, name_width=_NAME_WIDTH, wide=wide)

    def _input(self, spec: FieldSpec) -> QWidget:
        if spec.kind == "long_text":
            return LongText(self._look.px(84))
        if spec.kind == "choice":
            guide = self._case.guide if self._case else None
            choices = [
                (each.code, self._names.choice(guide, spec, each) if guide else each.label) for each in spec.choices
            ]
            return ChoiceBox(choices, self.tr("选一项"))
        if spec.kind == "yes_no":
            return ChoiceBox((("yes", self.tr("是")), ("no", self.tr("否"))), self.tr("选一项"))
        if spec.kind in _MASKS:
            return MaskedLine(_MASKS[spec.kind], partial(self._is_right, spec.key))
        line = QLineEdit()
        says = [self.tr("如 2026-11-23")] if spec.kind == "date" else []
        line.setPlaceholderText(self.tr("，").join([*says, *([] if spec.required else [self.tr("可不填")])]))
        return line

    def _is_right(self, key: str, _text: str) -> bool:
        check = self._case.check if self._case else None
        return check is not None and not any(p.blocking and p.field == f"form.{key}" for p in check.problems)

    def _typed(self, key: str, text: str) -> None:
        if self._case is not None:
            self._case.answer(key, text)
            self.edited.emit()

    def _left(self, key: str) -> None:
        self.left.emit(f"form.{key}")
