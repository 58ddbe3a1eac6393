"""F5: write down what somebody asked and what was answered; the register beside it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from forms.events import EnquiryRecorded
from forms.failures import Failure
from station_app.ui.enquiry.actions import Register, ask_register, record
from station_app.ui.enquiry.model import shown_rows
from station_app.ui.parts.buttons import KeyButton
from station_app.ui.parts.card import Card
from station_app.ui.parts.choice_row import ChoiceRow
from station_app.ui.parts.enter_goes_on import EnterGoesOn
from station_app.ui.parts.field import Field
from station_app.ui.parts.item_names import item_name
from station_app.ui.parts.row_table import Column, RowTable
from station_app.ui.parts.scrolled import Scrolled
from station_app.ui.screen import Screen
from station_app.ui.surroundings import Surroundings


class EnquiryScreen(Screen):
    """What was typed stays until it is recorded. `enter` takes an EnquiryRecorded to go on with."""

    screen_id = "enquiry"

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(surroundings, parent)
        self.question = self._text_field(self.tr("问了什么"), 90)
        self.answer = self._text_field(self.tr("怎么答复的"), 110)
        self.item = Field(self.look, self.tr("关于哪一项"), QComboBox(), name_width=110)
        self.person = self._field(self.tr("谁来问"), self.tr("不愿说可以不填。"))
        self.phone = self._field(self.tr("电话"), self.tr("要回话才填。"))
        how = (("yes", self.tr("当场答复了")), ("no", self.tr("转给镇里或县里")))
        self.resolved = ChoiceRow(self.look, how, self.tr("解决了没有"))
        card = Card(self.look, self.tr("登记咨询"))
        for widget in (self.question, self.item, self.answer, self.resolved, self.person, self.phone):
            card.body.addWidget(widget)
        card.body.addStretch(1)
        self.table = RowTable(self.look, self._columns(), self.tr("咨询登记"))
        middle = QHBoxLayout()
        middle.setSpacing(self.look.px(16))
        middle.addWidget(Scrolled(card), 6)
        middle.addWidget(self.table, 5)
        self.body.addLayout(middle, 1)
        self.bottom.addWidget(KeyButton(self.tr("返回"), "Esc", on=self.escape))
        self.bottom.addStretch(1)
        self.main_button = KeyButton(self.tr("存下"), "F10", role="main", on=self.press_main)
        self.bottom.addWidget(self.main_button)
        self._enter = EnterGoesOn(card, self.main_button)
        self._enter.watch(*(field.input for field in (self.question, self.item, self.answer, self.person, self.phone)))
        self.setFocusProxy(self.question.input)

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(self.tr("时间"), 146),
            Column(self.tr("谁"), 80, may_go=True),
            Column(self.tr("问了什么"), 150, stretch=True),
            Column(self.tr("结果"), 96),
        )

    def _text_field(self, name: str, height: int) -> Field:
        text = QPlainTextEdit()
        text.setTabChangesFocus(True)
        text.setFixedHeight(self.look.px(height))
        return Field(self.look, name, text, name_width=110)

    def _field(self, name: str, help_text: str) -> Field:
        line = QLineEdit()
        line.setMaxLength(60)
        return Field(self.look, name, line, help_text=help_text, name_width=110)

    @property
    def title(self) -> str:
        return self.tr("咨询")

    def enter(self, argument: object = None) -> None:
        if isinstance(argument, EnquiryRecorded):
            self._write(argument)
        self.refresh(frozenset())

    def unsaved(self) -> object:
        enquiry = self._enquiry()
        return enquiry if enquiry.question or enquiry.answer or enquiry.person else None

    def refresh(self, changed: frozenset[str]) -> None:
        self.ask(ask_register, self.show_register)

    def show_register(self, register: Register) -> None:
        """Show the rows; the choice of items stays where it is."""
        rows = shown_rows(register.rows, self.words, self.surroundings.clock.now())
        self.table.show_rows(rows, [str(place) for place in range(len(rows))])
        box = self.item.input
        if isinstance(box, QComboBox) and box.count() != len(register.items) + 1:
            box.clear()
            box.addItem("", "")
            for guide in register.items:
                box.addItem(item_name(guide, self.words.language), guide.code)

    def _enquiry(self) -> EnquiryRecorded:
        box = self.item.input
        return EnquiryRecorded(
            question=self.question.text,
            answer=self.answer.text,
            item_code=str(box.currentData() or "") if isinstance(box, QComboBox) else "",
            person=self.person.text,
            phone=self.phone.text,
            resolved=self.resolved.code == "yes",
        )

    def _write(self, enquiry: EnquiryRecorded) -> None:
        for field, text in (
            (self.question, enquiry.question),
            (self.answer, enquiry.answer),
            (self.person, enquiry.person),
            (self.phone, enquiry.phone),
        ):
            match field.input:
                case QPlainTextEdit() as box:
                    box.setPlainText(text)
                case QLineEdit() as line:
                    line.setText(text)
        self.resolved.choose("yes" if enquiry.resolved else "no")
        if isinstance(self.item.input, QComboBox):
            self.item.input.setCurrentIndex(max(self.item.input.findData(enquiry.item_code), 0))

    def main_action(self) -> None:
        if not self.main_button.isEnabled():
            return
        enquiry = self._enquiry()
        self.question.say_problem("" if enquiry.question else self.tr("请写上问了什么。"))
        if not enquiry.question:
            self.question.input.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.main_button.setEnabled(False)
        changes = frozenset({"enquiries"})
        self.surroundings.worker.run(record(enquiry), lambda _: self._recorded(), self._not_recorded, changes)

    def _recorded(self) -> None:
        self.main_button.setEnabled(True)
        self._write(EnquiryRecorded(question=""))
        self.surroundings.sync.after_save()
        self.strip.say(self.tr("咨询已经登记。"), "good")
        self.question.input.setFocus(Qt.FocusReason.OtherFocusReason)

    def _not_recorded(self, failure: Failure) -> None:
        self.main_button.setEnabled(True)
        self.fail(failure)
