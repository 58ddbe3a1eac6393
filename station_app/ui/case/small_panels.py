"""The panels for small acts on a case: it ends with a reason, its originals leave, a paper is printed once more."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QLineEdit, QWidget

from forms.words import MEANS
from station_app.ui.look import Look
from station_app.ui.parts.choice_row import ChoiceRow
from station_app.ui.parts.enter_goes_on import EnterGoesOn
from station_app.ui.parts.field import Field
from station_app.ui.parts.label import label
from station_app.ui.parts.panel import Panel
from station_app.ui.words import Words


class ReasonPanel(Panel):
    """An act that ends a case and needs its reason."""

    def __init__(self, look: Look, act: Callable[[], None], heading: str, said: str, act_words: str, why: str) -> None:
        super().__init__(look, heading, act_words, act)
        self.body.addWidget(label(said, wrap=True))
        self.reason = Field(look, why, QLineEdit(), name_width=110)
        self.body.addWidget(self.reason)
        self.body.addStretch(1)

    def first_input(self) -> QWidget:
        return self.reason.input


class PaperPanel(Panel):
    """Which paper is printed once more; `papers` are (code, words)."""

    def __init__(self, look: Look, papers: Sequence[tuple[str, str]], last: str, act: Callable[[], None]) -> None:
        super().__init__(look, "", "", act)
        self.set_heading(self.tr("打印哪一份"))
        self.act_words = self.tr("打印")
        self.paper = ChoiceRow(look, papers, self.tr("文书"), per_row=2)
        self.paper.choose(last)
        self.body.addWidget(self.paper)
        self.body.addWidget(label(self.tr("左右键选，按 F10 打印。"), "soft"))
        self.body.addStretch(1)

    def first_input(self) -> QWidget:
        return self.paper


class ForwardPanel(Panel):
    """Originals leave the station: how, and who takes them."""

    def __init__(self, look: Look, words: Words, act: Callable[[], None]) -> None:
        super().__init__(look, "", "", act)
        self.set_heading(self.tr("原件送到{place}里").format(place=words.township_word))
        self.act_words = self.tr("登记送出")
        said = self.tr("电子的会自己传上去，不用登记。这里只登记纸质原件离开本站。")
        self.body.addWidget(label(said, wrap=True))
        choices = [(code, words.means(code)) for code in MEANS]
        self.means = ChoiceRow(look, choices, self.tr("怎么送"))
        self.body.addWidget(self.means)
        self.taken_by = Field(
            look, self.tr("经手人"), QLineEdit(), name_width=110, help_text=self.tr("谁取走的，或者快递单号。")
        )
        self.body.addWidget(self.taken_by)
        self.body.addStretch(1)
        self._enter = EnterGoesOn(self)
        self._enter.watch(self.taken_by.input)

    def first_input(self) -> QWidget:
        return self.means
