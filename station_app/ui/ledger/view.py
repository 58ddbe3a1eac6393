"""F7: the ledger of a period as it stands, and its counts with what they count."""

from typing import cast

from PySide6.QtWidgets import QHBoxLayout, QWidget

from forms.dates import china_date
from station_app.ui.ledger.actions import Ledger, ask_ledger
from station_app.ui.ledger.model import Counts, Period, counts_of, first_and_last, lines_of, shown_rows
from station_app.ui.parts.buttons import KeyButton
from station_app.ui.parts.choice_row import ChoiceRow
from station_app.ui.parts.count_card import CountCard
from station_app.ui.parts.label import label
from station_app.ui.parts.row_table import Column, RowTable
from station_app.ui.screen import Screen
from station_app.ui.surroundings import Surroundings


class LedgerScreen(Screen):
    """Lines are never edited here: a correction is a new event of its case. Enter opens the case."""

    screen_id = "ledger"

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(surroundings, parent)
        self._ledger = Ledger((), ())
        periods = (
            ("this_month", self.tr("本月")),
            ("last_month", self.tr("上月")),
            ("this_year", self.tr("今年")),
            ("all", self.tr("全部")),
        )
        self.period = ChoiceRow(self.look, periods, self.tr("哪段时间"))
        self.period.chosen.connect(lambda _: self._show())
        self.received = CountCard(self.look, self.tr("收件"), "good")
        self.closed = CountCard(self.look, self.tr("办结送达"), "good")
        self.open = CountCard(self.look, self.tr("还在办"), "soon")
        self.late = CountCard(self.look, self.tr("其中已超期"), "late")
        self.enquiries = CountCard(self.look, self.tr("咨询"), "good")
        counts = QHBoxLayout()
        counts.setSpacing(self.look.px(14))
        for card in (self.received, self.closed, self.open, self.late, self.enquiries):
            counts.addWidget(card, 1)
        self.table = RowTable(self.look, self._columns(), self.tr("台账"))
        self.table.opened.connect(lambda case_id: self.go.emit("case", case_id))
        self.body.addWidget(self.period)
        self.body.addLayout(counts)
        self.body.addWidget(self.table, 1)
        self.bottom.addWidget(KeyButton(self.tr("返回"), "Esc", on=self.escape))
        self.bottom.addStretch(1)
        words = self.tr("办结率＝这段时间收的件里已送达的，除以收件数（撤回、作废的不算）")
        self.bottom.addWidget(label(words, "small", wrap=True), 1)
        self.setFocusProxy(self.table)

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(self.tr("序号"), 62),
            Column(self.tr("收件"), 98, may_go=True),
            Column(self.tr("收件编号"), 225),
            Column(self.tr("申请人"), 140),
            Column(self.tr("事项"), 140, stretch=True),
            Column(self.tr("状态"), 112),
            Column(self.tr("期限"), 116, may_go=True),
            Column(self.tr("上级编号"), 165, may_go=True),
        )

    @property
    def title(self) -> str:
        return self.tr("台账统计")

    def refresh(self, changed: frozenset[str]) -> None:
        self.ask(ask_ledger, self.show_ledger)

    def show_ledger(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._show()

    def _show(self) -> None:
        period = cast(Period, self.period.code)
        today = china_date(self.surroundings.clock.now())
        lines = lines_of(self._ledger.rows, period, today)
        self.table.show_rows(shown_rows(lines, self.words), [row.case_id for row in lines])
        self._show_counts(counts_of(lines))
        first, last = first_and_last(period, today)
        asked = sum(first <= china_date(at) <= last for at in self._ledger.enquiries)
        self.enquiries.show_count(asked, "")
        if period == "all":
            self.note_label.setText("")
        else:
            days = (self.words.day(first, year=True), self.words.day(last, year=True))
            self.note_label.setText(self.tr("{first}到{last}").format(first=days[0], last=days[1]))

    def _show_counts(self, counts: Counts) -> None:
        stopped = self.tr("撤回、作废 {n} 件").format(n=counts.stopped) if counts.stopped else ""
        percent = counts.closed_percent
        rate = "" if percent is None else self.tr("办结率 {n}%").format(n=percent)
        self.received.show_count(counts.received, stopped)
        self.closed.show_count(counts.closed, rate)
        self.open.show_count(counts.open, "")
        self.late.show_count(counts.late, "")
