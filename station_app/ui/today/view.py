"""F1: four counts, the cases that need somebody, and the three things people come for."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from forms.dates import china_date
from station_app.desk.views import TodayPage
from station_app.ui.parts.buttons import KeyButton
from station_app.ui.parts.count_card import CountCard
from station_app.ui.parts.label import label
from station_app.ui.parts.nothing import Nothing
from station_app.ui.parts.row_table import Column, RowTable
from station_app.ui.screen import Screen
from station_app.ui.surroundings import Surroundings
from station_app.ui.today.actions import ask_phone, ask_today
from station_app.ui.today.model import due_at, nearest_correction, shown_rows, stuck_at


class TodayScreen(Screen):
    """Enter opens the row's case; F10 is the main thing people come for: to hand something in."""

    screen_id = "today"

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(surroundings, parent)
        self.collect = CountCard(self.look, self.tr("结果已到，等村民来取"), "good")
        self.due = CountCard(self.look, self.tr("今天到期"), "soon")
        self.correct = CountCard(self.look, self.tr("要求补正"), "soon")
        self.late = CountCard(self.look, self.tr("已超期"), "late")
        counts = QHBoxLayout()
        counts.setSpacing(self.look.px(14))
        for card in (self.collect, self.due, self.correct, self.late):
            counts.addWidget(card, 1)
        self.collect.pressed.connect(lambda: self.go.emit("delivery", None))
        self.body.addLayout(counts)
        self.table = RowTable(self.look, self._columns(), self.tr("今天要办的"))
        self.table.opened.connect(lambda case_id: self.go.emit("case", case_id))
        self.body.addWidget(self.table, 1)
        self.nothing = Nothing(self.look, self.tr("今天没有等着办的。有人来就按 F2 收件。"))
        self.body.addWidget(self.nothing, 1)
        self._make_buttons()
        self.setFocusProxy(self.table)

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(self.tr("期限"), 150),
            Column(self.tr("姓名"), 160),
            Column(self.tr("事项"), 210),
            Column(self.tr("现在在哪"), 200, may_go=True),
            Column(self.tr("下一步"), 200, stretch=True),
        )

    def _make_buttons(self) -> None:
        self.drafts = KeyButton("", on=lambda: self.go.emit("new_case", "drafts"))
        self.drafts.hide()
        self.phone = KeyButton(self.tr("看电话"), on=self._reveal_phone)
        for button in (
            KeyButton(self.tr("收件登记"), "F2", role="main", on=self.press_main),
            KeyButton(self.tr("送达"), "F4", on=lambda: self.go.emit("delivery", None)),
            KeyButton(self.tr("登记咨询"), "F5", on=lambda: self.go.emit("enquiry", None)),
            self.phone,
            self.drafts,
        ):
            self.bottom.addWidget(button)
        hint = label(self.tr("扫一下回执上的码，直接打开这件事"), "soft", wrap=True)
        hint.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.bottom.addWidget(hint, 1)

    @property
    def title(self) -> str:
        return self.tr("今日")

    def main_action(self) -> None:
        self.go.emit("new_case", None)

    def _reveal_phone(self) -> None:
        """The telephone number of the chosen row's applicant: the desk writes down who looked."""
        case_id = self.table.chosen()
        if case_id:
            self.ask(lambda desk: ask_phone(desk, case_id), self._say_phone)

    def _say_phone(self, told: tuple[str, str]) -> None:
        name, number = told
        said = self.tr("{name}　电话 {number}（查看留了记录）") if number else self.tr("{name} 没有留电话。")
        self.strip.say(said.format(name=name, number=number), "good" if number else "soon")

    def escape(self) -> None:
        self.table.setFocus()

    def refresh(self, changed: frozenset[str]) -> None:
        self.ask(ask_today, self.show_page)

    def show_page(self, page: TodayPage) -> None:
        """Show counts and rows."""
        rows = shown_rows(page, self.words)
        self.table.show_rows(rows.rows, rows.keys)
        self.table.setVisible(bool(rows.rows))
        self.phone.setEnabled(bool(rows.rows))
        self.nothing.setVisible(not rows.rows)
        self._show_counts(page)
        self.note_label.setText(self._day_words(page))
        self.drafts.setVisible(page.unfinished_drafts > 0)
        self.drafts.say(self.tr("接着收：还有 {n} 份没收完").format(n=page.unfinished_drafts))

    def _show_counts(self, page: TodayPage) -> None:
        self.collect.show_count(page.collectable, self.tr("回车逐件通知") if page.collectable else "")
        due = due_at(page, self.words)
        self.due.show_count(page.due_today, self.tr("等的是：{office}").format(office=due) if due else "")
        days = nearest_correction(page)
        self.correct.show_count(page.corrections, self.words.days_left(days) if days is not None else "")
        office = stuck_at(page, self.words)
        self.late.show_count(page.overdue, self.tr("卡在：{office}").format(office=office) if office else "")

    def _day_words(self, page: TodayPage) -> str:
        today = china_date(self.surroundings.clock.now())
        if page.is_working_day is None:
            kind = self.tr("今年的放假安排还没收到，期限先不算")
        else:
            kind = self.tr("工作日") if page.is_working_day else self.tr("休息日")
        return f"{self.words.day(today, year=True)} {self.words.weekday(today)}　{kind}"
