"""The entries that every person has: name, document, number, phone. For the applicant and for the agent alike."""

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit

from forms.case import Applicant, AuthorisedAgent, IdentityKind
from forms.identity import KIND_NAMES, check_identity
from forms.identity_number import normalise_number
from forms.masking import mask_id, mask_phone
from forms.phone import check_phone, normalise_phone
from station_app.ui.look import Look
from station_app.ui.new_case.entry import Entry
from station_app.ui.new_case.inputs import ChoiceBox, listen, show_text
from station_app.ui.new_case.masked_line import MaskedLine
from station_app.ui.new_case.model import NewCase
from station_app.ui.words import Words


def tr(text: str) -> str:
    return QCoreApplication.translate("PersonEntries", text)


class PersonEntries:
    """`who` is "applicant" or "agent" as `check_draft` names the fields. `typed(name, value)` and `left(name)` are told."""

    def __init__(
        self,
        look: Look,
        words: Words,
        who: str,
        today: Callable[[], date],
        typed: Callable[..., object],
        left: Callable[[str], object],
    ) -> None:
        self._words, self._who, self._today = words, who, today
        self._typed, self._left = typed, left
        self._kind_shown: IdentityKind = "resident_id"
        self.kind = ChoiceBox(
            [(kind, words.identity_kind(kind)) for kind in KIND_NAMES if kind != "none" or who == "applicant"]
        )
        self.number = MaskedLine(mask_id, self._number_is_right)
        self.phone = MaskedLine(mask_phone, lambda text: not check_phone(text))
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(tr("如：新生儿还没上户口、证件丢了正在补"))
        self.entries = {
            "name": Entry(look, tr("姓名"), QLineEdit()),
            "identity_kind": Entry(look, tr("证件"), self.kind),
            "id_number": Entry(look, tr("证件号"), self.number),
            "no_number_reason": Entry(look, tr("没有的原因"), self.reason),
            "phone": Entry(look, tr("电话"), self.phone),
        }
        for name in self.entries:
            self.attend(name)

    def attend(self, name: str, entry: Entry | None = None) -> None:
        """Listen to an entry; one given here is added to those of the person."""
        if entry is not None:
            self.entries[name] = entry
        listen(self.entries[name].input, lambda text: self._typed(name, text), lambda: self._left(name))

    def show(self, person: Applicant | AuthorisedAgent) -> None:
        """Show the person's values."""
        self._kind_shown = person.identity_kind
        for name, entry in self.entries.items():
            value: Any = getattr(person, name, "")
            show_text(entry.input, value)
        self.number.look_again()
        self.phone.look_again()
        self.entries["id_number"].input.setAccessibleName(self._words.identity_kind(person.identity_kind))

    def show_problems(self, case: NewCase) -> None:
        """What is wrong beside each; a missing reason is told under the reason."""
        without = self._kind_shown == "none"
        for name, entry in self.entries.items():
            field = "id_number" if name == "no_number_reason" else name
            problem = case.problem(f"{self._who}.{field}")
            if (name == "id_number" and without) or (name == "no_number_reason" and not without):
                problem = None
            entry.show_problem(problem, self._words.language)

    def _number_is_right(self, text: str) -> bool:
        return not any(problem.blocking for problem in check_identity(self._kind_shown, text, today=self._today()))


def value_of(name: str, text: str) -> str:
    """A number without the blanks it was typed with, as it is looked for."""
    return normalise_number(text) if name == "id_number" else normalise_phone(text) if name == "phone" else text
