"""F4: choose what is collected, who collects it, have it signed, print the delivery receipt."""

from typing import NamedTuple, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainterPath
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QWidget

from forms.failures import Failure, InputFailure
from forms.masking import mask_phone
from forms.words import METHODS
from station_app.desk.views import CasePage
from station_app.ui.case.actions import reveal
from station_app.ui.delivery.actions import Waiting, ask_waiting, deliver
from station_app.ui.delivery.model import ASKED, SIGNED, DeliveryForm, Method, document_name, shown_rows
from station_app.ui.paper_job import PaperJob
from station_app.ui.parts.buttons import KeyButton
from station_app.ui.parts.card import Card
from station_app.ui.parts.choice_row import ChoiceRow
from station_app.ui.parts.enter_goes_on import EnterGoesOn
from station_app.ui.parts.field import Field
from station_app.ui.parts.label import label
from station_app.ui.parts.nothing import Nothing
from station_app.ui.parts.phone_line import PhoneLine
from station_app.ui.parts.row_table import Column, RowTable
from station_app.ui.parts.scrolled import Scrolled
from station_app.ui.parts.signature_pad import SignaturePad
from station_app.ui.parts.written import Written, write_again, written
from station_app.ui.screen import Screen
from station_app.ui.surroundings import Surroundings


class BegunDelivery(NamedTuple):
    """What was filled in for a case that is not delivered yet; an argument for `DeliveryScreen.enter`."""

    case_id: str
    values: Written
    strokes: tuple[QPainterPath, ...]


class DeliveryScreen(Screen):
    """`enter` takes a case's id, or nothing for the first that can be collected."""

    screen_id = "delivery"

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(surroundings, parent)
        self.page: CasePage | None = None
        self._wanted, self._last = "", ""
        self._showing = False
        self._begun: BegunDelivery | None = None
        self._at_first: Written = ()
        self._papers = PaperJob(surroundings)
        self.table = RowTable(self.look, self._columns(), self.tr("可以送达的"))
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._chosen())
        self.table.opened.connect(lambda _: self.recipient.input.setFocus())
        self.form = Card(self.look, self.tr("谁来领"))
        self._make_form()
        self.nothing = Nothing(self.look, self.tr("现在没有可以送达的。结果到了，这里和“今日”都会有。"))
        middle = QHBoxLayout()
        middle.setSpacing(self.look.px(16))
        middle.addWidget(self.table, 3)
        self._scrolled = Scrolled(self.form)
        middle.addWidget(self._scrolled, 7)
        self.choose_one = Nothing(self.look, self.tr("下一位是谁，请在左边选。"))
        middle.addWidget(self.choose_one, 7)
        self.body.addLayout(middle, 1)
        self.body.addWidget(self.nothing, 1)
        self.bottom.addWidget(KeyButton(self.tr("返回"), "Esc", on=self.escape))
        self.bottom.addStretch(1)
        self.main_button = KeyButton(self.tr("送达并打印回证"), "F10", role="main", on=self.press_main)
        self.bottom.addWidget(self.main_button)
        self._enter = EnterGoesOn(self.form, self.main_button)
        self._enter.watch(*(field.input for field in self._fields.values()))
        self.setFocusProxy(self.table)

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(self.tr("姓名"), 150),
            Column(self.tr("事项"), 150, stretch=True),
        )

    def _make_form(self) -> None:
        self.document = label("", "strong", wrap=True)
        self.on_the_way = label("", "small", tone="soon", wrap=True)
        self.on_the_way.hide()
        self.arrived = QCheckBox(self.tr("结果已经拿到手，一起登记到站"))
        self.arrived.setAccessibleName(self.arrived.text())
        self.arrived.hide()
        self.phone = PhoneLine(self.look)
        self.phone.asked.connect(self._reveal_phone)
        methods = [(code, self.words.method(code)) for code in METHODS]
        self.method = ChoiceRow(self.look, methods, self.tr("怎么领"), per_row=3)
        self.method.chosen.connect(lambda _: self._show_asked())
        self.recipient = self._field(self.tr("领取人"))
        self._fields = {
            "recipient": self.recipient,
            "recipient_relation": self._field(self.tr("和本人关系")),
            "substitute_reason": self._field(self.tr("本人没来的原因")),
            "witness": self._field(self.tr("见证人"), self.tr("本人拒绝签收时，请见证人到场。")),
            "tracking_number": self._field(self.tr("邮件号码")),
            "remark": self._field(self.tr("备注")),
        }
        how = (("ink", self.tr("在打印的回证上签")), ("pad", self.tr("在屏幕上签")))
        self.signing = ChoiceRow(self.look, how, self.tr("怎么签"))
        self.signing.chosen.connect(lambda _: self._show_asked())
        self.pad = SignaturePad(self.look, self.tr("签名"), self.tr("请在这里写名字"))
        self.clear_pad = KeyButton(self.tr("重写"), role="small", on=self.pad.clear)
        body = self.form.body
        for widget in (
            self.document,
            self.phone,
            self.on_the_way,
            self.arrived,
            self.method,
            *self._fields.values(),
            self.signing,
            self.pad,
            self.clear_pad,
        ):
            body.addWidget(widget)
        body.setAlignment(self.clear_pad, Qt.AlignmentFlag.AlignLeft)
        body.addStretch(1)

    def _field(self, name: str, help_text: str = "") -> Field:
        line = QLineEdit()
        line.setMaxLength(100)
        return Field(self.look, name, line, help_text=help_text, name_width=130)

    @property
    def title(self) -> str:
        return self.tr("送达")

    def unsaved(self) -> object:
        if self.page is None or (written(self.form) == self._at_first and self.pad.is_empty):
            return None
        return BegunDelivery(self.page.row.case_id, written(self.form), self.pad.strokes)

    def enter(self, argument: object = None) -> None:
        if isinstance(argument, BegunDelivery):
            self._begun, argument = argument, argument.case_id
        self._wanted, self._last = argument if isinstance(argument, str) else "", ""
        self.refresh(frozenset())

    def refresh(self, changed: frozenset[str]) -> None:
        wanted = self._wanted or (self.page.row.case_id if self.page else "")
        # After somebody was served nobody is chosen: whose turn it is the agent says.
        self.ask(ask_waiting(wanted, first=not self._last), self.show_waiting)

    def show_waiting(self, waiting: Waiting) -> None:
        """Show what can be collected, and the form of the one that is chosen."""
        self._wanted = ""
        keys = [row.case_id for row in waiting.rows]
        same = self.page is not None and waiting.chosen is not None and _is_same(waiting.chosen, self.page)
        self.page = waiting.chosen
        self._showing = True
        self.table.show_rows(shown_rows(waiting.rows, self.words), keys)
        if self.page is not None:
            self.table.choose(self.page.row.case_id)
        else:
            self.table.choose_none()
        self._showing = False
        self.table.setVisible(bool(keys))
        self._scrolled.setVisible(self.page is not None)
        self.choose_one.setVisible(bool(keys) and self.page is None)
        self.nothing.setVisible(not keys)
        self.main_button.setEnabled(self.page is not None)
        if self.page is None and keys:
            self.table.setFocus()
        self._show_arrival(self.page)
        if self.page is not None and not same:
            self._fill(self.page)

    def _show_arrival(self, page: CasePage | None) -> None:
        away = page is not None and "delivered" not in page.allowed
        fetching = self.tr("▲ 文书还在从县里取，取到了再交给他。")
        carried = self.tr("▲ 结果还没有登记到站。真的拿到手了，勾上下面这一格再送达。")
        self.on_the_way.setText(fetching if page is not None and page.results_on_the_way else carried)
        self.on_the_way.setVisible(away)
        self.arrived.setVisible(away)
        if not away:
            self.arrived.setChecked(False)

    def _reveal_phone(self) -> None:
        if self.page is not None:
            self.ask(reveal(self.page.row.case_id, "phone"), self.phone.show_number)

    def _fill(self, page: CasePage) -> None:
        self.arrived.setChecked(False)
        self.phone.show_masked(mask_phone(page.case.content.applicant.phone))
        self.document.setText(self.tr("交给他：{document}").format(document=document_name(page.case)))
        self.form.set_note(page.row.receipt_number)
        self.method.choose("in_person")
        self.signing.choose("ink")
        self.pad.clear()
        for key, field in self._fields.items():
            line = cast(QLineEdit, field.input)
            line.setText(page.row.applicant_name if key == "recipient" else "")
            field.say_problem("")
        self._show_asked()
        self._at_first = written(self.form)
        begun, self._begun = self._begun, None
        if begun is not None and begun.case_id == page.row.case_id:
            write_again(self.form, begun.values)
            self.pad.draw_again(begun.strokes)

    def _chosen(self) -> None:
        chosen = "" if self._showing else self.table.chosen()
        if chosen and (self.page is None or chosen != self.page.row.case_id):
            self._wanted = chosen
            self.refresh(frozenset())

    def _show_asked(self) -> None:
        method = cast(Method, self.method.code)
        for key in ("recipient_relation", "substitute_reason", "witness", "tracking_number"):
            self._fields[key].setVisible(key in ASKED[method])
        line = cast(QLineEdit, self.recipient.input)
        name = self.page.row.applicant_name if self.page else ""
        if method == "substitute" and line.text() == name:
            line.clear()
        elif method != "substitute" and not line.text():
            line.setText(name)
        signs = method in SIGNED
        self.signing.setVisible(signs)
        on_pad = signs and self.signing.code == "pad"
        self.pad.setVisible(on_pad)
        self.clear_pad.setVisible(on_pad)

    def _form_now(self) -> DeliveryForm:
        texts = {key: field.text for key, field in self._fields.items()}
        document = document_name(self.page.case) if self.page else ""
        return DeliveryForm(document=document, method=cast(Method, self.method.code), **texts)

    def main_action(self) -> None:
        if self.page is None or not self.main_button.isEnabled() or not self.may_end(self.page.row.case_id):
            return
        if self.arrived.isVisibleTo(self) and not self.arrived.isChecked():
            self.strip.say(self.on_the_way.text())
            return
        on_pad = self.pad.isVisibleTo(self)
        if on_pad and self.pad.is_empty:
            self.strip.say(self.tr("还没有签名。请他在屏幕上写名字，或者改成在纸上签。"))
            return
        for field in self._fields.values():
            field.say_problem("")
        self.main_button.setEnabled(False)
        signature, arrived = self.pad.png() if on_pad else b"", self.arrived.isChecked()
        call = deliver(self.page.row.case_id, self._form_now(), signature, arrived=arrived)
        self.surroundings.worker.run(call, self._delivered, self._not_delivered, frozenset({"cases"}))

    def _not_delivered(self, failure: Failure) -> None:
        self.main_button.setEnabled(True)
        problems = failure.problems if isinstance(failure, InputFailure) else ()
        english = self.words.language == "en"
        for problem in problems:
            if problem.field in self._fields:
                self._fields[problem.field].say_problem(problem.text_en if english else problem.text_zh)
        first = next((p.field for p in problems if p.field in self._fields), "")
        if first:
            self._fields[first].input.setFocus()
        else:
            self.fail(failure)

    def _delivered(self, page: CasePage) -> None:
        # It goes with the next sync that is due, not at once: until then it can be taken back.
        self.has_ended()
        self.page, self._last = None, page.row.case_id
        self._papers.print_paper(page, "delivery_receipt", self._printed, self._not_printed)
        said = self.tr("{name} 的结果已经登记送达。登错了，打开这件事可以撤销。")
        self.strip.say(said.format(name=page.row.applicant_name), "good")

    def _printed(self, sentence: str) -> None:
        self.strip.say(self.tr("已经登记送达。送达回证：{what}").format(what=sentence), "good")

    def _not_printed(self, failure: Failure) -> None:
        why = self.surroundings.failure_words(failure)
        self.strip.say(self.tr("已经登记送达，只是回证没有打出来。{why}").format(why=why))


def _is_same(now: CasePage, before: CasePage) -> bool:
    """Whether what was filled in for it still fits: that something was sent or looked at changes nothing for the form."""
    return (now.row.case_id, now.case.result, now.row.applicant_name) == (
        before.row.case_id,
        before.case.result,
        before.row.applicant_name,
    )
