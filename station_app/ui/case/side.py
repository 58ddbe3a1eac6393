"""The right column of a case: who applies, which materials, which papers, and the result."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from forms.lifecycle import State
from station_app.desk.views import CasePage
from station_app.ui.case.model import applicant_lines, material_cells, pages_words, paper_lines, result_lines
from station_app.ui.look import Look
from station_app.ui.parts.buttons import KeyButton
from station_app.ui.parts.card import Card
from station_app.ui.parts.cells import Cell
from station_app.ui.parts.label import label
from station_app.ui.parts.phone_line import PhoneLine
from station_app.ui.words import Words


class CaseSide(QWidget):
    """`reveal_asked`: show the whole number, which leaves a record. `result_asked`: show the office's document,
    `photos_asked` the photographs of the materials. `correct_asked`: something was written wrong of the person;
    `again_asked`: the item was the wrong one.
    """

    reveal_asked = Signal()
    result_asked = Signal()
    photos_asked = Signal()
    phone_asked = Signal()
    correct_asked = Signal()
    again_asked = Signal()

    def __init__(self, look: Look, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._words = look, words
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look.px(12))
        self._number = label()
        self._phone = PhoneLine(look, beneath=True)

    def show_page(self, page: CasePage, now: datetime) -> None:
        """Replace all cards."""
        self.clear()
        results = result_lines(page.case, self._words)
        if results:
            self._column.addWidget(self._result(results, page))
        self._column.addWidget(self._applicant(page))
        self._column.addWidget(self._materials(page))
        papers = paper_lines(page.case, self._words, now)
        if papers:
            self._column.addWidget(self._card(self.tr("打印过的"), papers))
        self._column.addStretch(1)

    def clear(self) -> None:
        """Show nothing."""
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()

    def show_number(self, number: str) -> None:
        """The whole number, until the case is left."""
        self._number.setText(number)

    def show_phone(self, number: str) -> None:
        """The whole telephone number, until the case is left."""
        self._phone.show_number(number)

    @property
    def phone(self) -> str:
        return self._phone.number

    @property
    def number(self) -> str:
        return self._number.text()

    def _card(self, heading: str, lines: tuple[str, ...]) -> Card:
        card = Card(self._look, heading, role="side")
        for line in lines:
            card.body.addWidget(label(line, wrap=True))
        return card

    def _applicant(self, page: CasePage) -> Card:
        said = applicant_lines(page.case, self._words)
        card = self._card(self.tr("申请人"), (said.first,))
        self._number = label(said.masked_id, wrap=True)
        card.body.addWidget(self._number)
        if page.case.content.applicant.id_number:
            reveal = KeyButton(self.tr("显示完整号码，会留记录"), role="link", on=self.reveal_asked.emit)
            card.body.addWidget(reveal, 0, Qt.AlignmentFlag.AlignLeft)
        self._phone = PhoneLine(self._look, beneath=True)
        self._phone.asked.connect(self.phone_asked.emit)
        card.body.addWidget(self._phone)
        self._phone.show_masked(said.masked_phone)
        for line in said.rest:
            card.body.addWidget(label(line, wrap=True))
        if "particulars_corrected" in page.allowed:
            correct = KeyButton(self.tr("写错了，更正"), role="link", on=self.correct_asked.emit)
            card.body.addWidget(correct, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _materials(self, page: CasePage) -> Card:
        cells = material_cells(page, self._words)
        card = self._card(self.tr("材料　{n} 样").format(n=len(cells)), ())
        for cell in cells:
            card.body.addWidget(_line(cell))
        for photos in pages_words(page, self._words):
            card.body.addWidget(_line(photos))
        if any(line.pages for line in page.case.content.materials):
            card.body.addWidget(KeyButton(self.tr("看照片"), role="small", on=self.photos_asked.emit))
        if page.case.state is not State.DRAFT:
            again = KeyButton(self.tr("事项收错了？照这件再收一次"), role="link", on=self.again_asked.emit)
            card.body.addWidget(again, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _result(self, lines: tuple[str, ...], page: CasePage) -> Card:
        card = self._card(self.tr("结果"), lines)
        if page.results_on_the_way:
            card.body.addWidget(_line(Cell(self.tr("文书还在从县里取，取到了自己显示"), "soon")))
        if page.case.result and page.case.result.pages:
            card.body.addWidget(KeyButton(self.tr("看文书"), role="small", on=self.result_asked.emit))
        return card


def _line(cell: Cell) -> QWidget:
    return label(cell.shown, tone="" if cell.tone == "plain" else cell.tone, wrap=True)
