"""当场办结: the station decides itself, for the items whose guide says so."""

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from forms.case import ResultDocument
from station_app.ui.look import Look
from station_app.ui.parts.choice_row import ChoiceRow
from station_app.ui.parts.enter_goes_on import EnterGoesOn
from station_app.ui.parts.field import Field
from station_app.ui.parts.label import label
from station_app.ui.parts.panel import Panel


class DecidePanel(Panel):
    """Granted with a document, or refused with the reason (许可法§38). `document`: what a grant is called, as a start."""

    def __init__(self, look: Look, document: str, act: Callable[[], None]) -> None:
        super().__init__(look, "", "", act)
        self.set_heading(self.tr("当场办结"))
        self.act_words = self.tr("办结")
        self._document = document
        choices = (("granted", self.tr("准予")), ("refused", self.tr("不予")))
        self.outcome = ChoiceRow(look, choices, self.tr("办理结果"))
        self.name = Field(look, self.tr("文书名称"), QLineEdit(document), name_width=110)
        self.number = Field(
            look, self.tr("文书编号"), QLineEdit(), name_width=110, help_text=self.tr("没有编号的可以空着。")
        )
        self.reason = Field(
            look,
            self.tr("不予的理由"),
            QLineEdit(),
            name_width=110,
            help_text=self.tr("照实写给群众看，再写清可以到哪里办。"),
        )
        for part in (self.outcome, self.name, self.number, self.reason):
            self.body.addWidget(part)
        self.body.addWidget(label(self.tr("登记以后不能改。文书由村里盖章出具，这里只记结果。"), "soft", wrap=True))
        self.body.addStretch(1)
        self._enter = EnterGoesOn(self)
        self._enter.watch(*(field.input for field in (self.name, self.number, self.reason)))
        self.outcome.chosen.connect(lambda _: self._show_outcome())
        self._show_outcome()

    def first_input(self) -> QWidget:
        return self.outcome

    @property
    def granted(self) -> bool:
        return self.outcome.code == "granted"

    def document(self) -> ResultDocument | None:
        """The document that was named; None where a refusal has none of its own."""
        return ResultDocument(self.name.text, self.number.text) if self.name.text else None

    def is_complete(self) -> bool:
        """Whether it can be recorded; what is lacking is said at its field, which gets the cursor."""
        lacking = self.name if self.granted else self.reason
        words = self.tr("请写上发给群众的文书叫什么。") if self.granted else self.tr("请写明为什么不予办理。")
        lacking.say_problem("" if lacking.text else words)
        if not lacking.text:
            lacking.input.setFocus()
        return bool(lacking.text)

    def _show_outcome(self) -> None:
        line = self.name.input
        if isinstance(line, QLineEdit) and line.text() in (self._document, ""):
            line.setText(self._document if self.granted else "")
        self.reason.setVisible(not self.granted)
        for field in (self.name, self.reason):
            field.say_problem("")
