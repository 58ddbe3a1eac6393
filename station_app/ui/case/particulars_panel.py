"""更正: the particulars as they stand, to be written over, and why."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtWidgets import QLineEdit, QWidget

from forms.case import CaseContent
from forms.events import Particular
from forms.failures import Problem
from forms.masking import mask_id, mask_phone
from forms.words import PARTICULARS
from station_app.desk.correct_particulars import value_of
from station_app.ui.look import Look
from station_app.ui.parts.enter_goes_on import EnterGoesOn
from station_app.ui.parts.field import Field
from station_app.ui.parts.label import label
from station_app.ui.parts.panel import Panel
from station_app.ui.words import Words

_MASKED = {"id_number": mask_id, "phone": mask_phone}
_FOLLOWS = ("applicant.birth_date", "applicant.sex")
"""They follow the number."""


class ParticularsPanel(Panel):
    """Only what `may` names is shown. What is not changed is not recorded."""

    def __init__(
        self, look: Look, words: Words, content: CaseContent, may: Sequence[Particular], act: Callable[[], None]
    ) -> None:
        super().__init__(look, "", "", act)
        self.set_heading(self.tr("更正登记的信息"))
        self.act_words = self.tr("登记更正")
        said = self.tr(
            "改了什么、原来是什么、谁改的，都记在进展里，上级也看得到。已经打出去的凭证不会变，以后打的按新的打。"
        )
        self.body.addWidget(label(said, "soft", wrap=True))
        self.fields: dict[str, Field] = {}
        self._masked: set[str] = set()
        for what in may:
            if what not in _FOLLOWS:
                self._add(what, PARTICULARS[what].said(words.language), value_of(content, what))
        self._add("reason", self.tr("为什么更正"), "")
        self.body.addStretch(1)
        self._words = words
        self._enter = EnterGoesOn(self)
        self._enter.watch(*(field.input for field in self.fields.values()))

    def _add(self, key: str, name: str, text: str) -> None:
        mask = _MASKED.get(key.partition(".")[2])
        line = QLineEdit("" if mask else text)
        if mask:
            # Numbers stay masked: whoever needs one whole asks for it, and that leaves a record.
            line.setPlaceholderText(self.tr("现在是 {number}，不改就空着").format(number=mask(text) or "—"))
            self._masked.add(key)
        line.setMaxLength(200)
        self.fields[key] = Field(self.look, name, line, name_width=140)
        self.body.addWidget(self.fields[key])

    def wanted(self) -> Mapping[str, str]:
        left = {key for key in self._masked if not self.fields[key].text}
        return {key: field.text for key, field in self.fields.items() if key != "reason" and key not in left}

    @property
    def reason(self) -> str:
        return self.fields["reason"].text

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Beside its field each."""
        said = {
            problem.field: problem.text_zh if self._words.language == "zh" else problem.text_en for problem in problems
        }
        for key, field in self.fields.items():
            field.say_problem(said.get(key, ""))

    def first_input(self) -> QWidget:
        return next(iter(self.fields.values())).input
