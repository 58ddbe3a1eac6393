"""F8: the line, what waits, what came, what was sent back and what to do about it."""

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from station_app.desk.views import RefusedLine, SyncStatus, Told
from station_app.ui.footer.view import ask_sync_status
from station_app.ui.parts.buttons import KeyButton
from station_app.ui.parts.card import Card
from station_app.ui.parts.label import label
from station_app.ui.parts.row_table import Column, RowTable
from station_app.ui.parts.scrolled import Scrolled
from station_app.ui.screen import Screen
from station_app.ui.surroundings import LineView, Surroundings
from station_app.ui.sync.actions import ask_happened, ask_refused, note_refusal
from station_app.ui.sync.model import clock_minutes, happened_words, shown_rows
from station_app.ui.sync.refused_part import RefusedPart
from station_app.ui.sync.waiting import waiting_words
from station_app.ui.usb.panel import StickPanel


class SyncScreen(Screen):
    """F10 syncs now, F9 copies out to a stick; Enter on something that was sent back opens what puts it right."""

    screen_id = "sync"

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(surroundings, parent)
        self._status: SyncStatus | None = None
        self._line: LineView | None = None
        self._heard_at: datetime | None = None
        middle = QHBoxLayout()
        middle.setSpacing(self.look.px(16))
        middle.addWidget(Scrolled(self._make_card()), 13)
        middle.addWidget(Scrolled(self._make_side()), 8)
        self.body.addLayout(middle, 1)
        self.bottom.addWidget(KeyButton(self.tr("返回"), "Esc", on=self.escape))
        self.bottom.addStretch(1)
        self.main_button = KeyButton(self.tr("立即同步"), "F10", role="main", on=self.press_main)
        self.bottom.addWidget(self.main_button)
        self.setFocusProxy(self.table)
        self._show_line()

    def _make_card(self) -> Card:
        card = Card(self.look)
        self.heading = label("", "big", wrap=True)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.tr("传了多少"))
        self.sentence = label("", "soft", wrap=True)
        self.happened = label("", wrap=True)
        # Reached by the keys: with large type the card scrolls, and whatever has the focus is brought into sight.
        self.happened.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.happened.hide()
        self.refused = RefusedPart(self.surroundings)
        self.refused.opens.connect(self.go.emit)
        self.refused.noted.connect(self._note)
        self.table = RowTable(self.look, self._columns(), self.tr("传了什么"), plain=True)
        for part in (self.heading, self.progress, self.sentence, self.happened, self.refused, self.table):
            card.body.addWidget(part)
        card.body.addStretch(1)
        return card

    def _make_side(self) -> Card:
        stick = self.surroundings.stick
        heading = self.tr("没有网络也能办") if stick is None else self.tr("没有网络？用 U 盘")
        side = Card(self.look, heading, role="side")
        self.stick_panel = None if stick is None else StickPanel(self.surroundings, stick)
        if self.stick_panel is not None:
            side.body.addWidget(self.stick_panel)
        self.side_lines = [label("", "" if stick is None else "small", wrap=True) for _ in range(4)]
        for line in self.side_lines:
            side.body.addWidget(line)
        side.body.addStretch(1)
        return side

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column("", 130),
            Column(self.tr("还没传"), 150),
            Column(self.tr("已确认"), 120),
            Column(self.tr("说明"), 80, stretch=True),
        )

    @property
    def title(self) -> str:
        return self.tr("同步")

    def refresh(self, changed: frozenset[str]) -> None:
        self.ask(lambda desk: (ask_sync_status(desk), ask_happened(desk), ask_refused(desk)), self._show)

    def _show(self, found: "tuple[SyncStatus, tuple[Told, ...], tuple[RefusedLine, ...]]") -> None:
        status, happened, refused = found
        self.show_status(status)
        said = happened_words(happened, self.words)
        self.happened.setText(said)
        self.happened.setVisible(bool(said))
        self.refused.show_lines(refused)
        if (refused or said) and self.focusWidget() in (None, self.table):
            (self.refused.table if refused else self.happened).setFocus()

    def _note(self, op_id: str) -> None:
        self.surroundings.worker.run(
            lambda desk: note_refusal(desk, op_id), lambda _: self.refresh(frozenset()), self.fail, frozenset({"sync"})
        )

    def show_status(self, status: SyncStatus) -> None:
        """Show the store's counts."""
        self._status = status
        rows = shown_rows(status, self.words)
        self.table.show_rows(rows, [""] * len(rows))
        self.table.setFixedHeight(self.table.height_for(len(rows)))
        self._show_line()
        self._show_side(status)

    def line_changed(self, line: LineView) -> None:
        was_syncing = self._line is not None and self._line.phase == "syncing"
        self._line, self._heard_at = line, self.surroundings.clock.now()
        self._show_line()
        if was_syncing and line.phase != "syncing":
            self.refresh(frozenset())

    def _show_line(self) -> None:
        line = self._line
        syncing = line is not None and line.phase == "syncing"
        self.progress.setVisible(syncing)
        self.main_button.setEnabled(not syncing)
        self.main_button.say(self.tr("正在同步") if syncing else self.tr("立即同步"))
        if line is not None:
            # Without a total the bar only moves.
            self.progress.setMaximum(100 if line.total else 0)
            self.progress.setValue(line.done * 100 // line.total if line.total else 0)
        now = self.surroundings.clock.now()
        said = waiting_words(self._status, line, self.words, self._heard_at or now, now)
        self.heading.setText(said.heading)
        self.sentence.setText(said.sentence)

    def _show_side(self, status: SyncStatus) -> None:
        now = self.surroundings.clock.now()
        if status.last_success:
            last = self.tr("上次同步：{when}").format(when=self.words.moment(status.last_success, now))
        else:
            last = self.tr("还没有同步过。")
        # With the stick's panel above them there is room for what changes only.
        standing = ["", ""] if self.stick_panel is not None else self._standing()
        lines = [last, *standing, self._clock_words(status)]
        for shown, words in zip(self.side_lines, lines, strict=True):
            shown.setText(words)
            shown.setVisible(bool(words))

    def _standing(self) -> list[str]:
        return [
            self.tr("收件、打印、查询都在本机，断网照样办。"),
            self.tr("着急的件可以打印出来随原件送去，再在“办件”里登记“原件送出”。"),
        ]

    def _clock_words(self, status: SyncStatus) -> str:
        minutes = clock_minutes(status)
        if minutes is None:
            return ""
        words = (
            self.tr("▲ 这台电脑的钟快了 {n} 分钟，请调准。")
            if minutes > 0
            else self.tr("▲ 这台电脑的钟慢了 {n} 分钟，请调准。")
        )
        return words.format(n=abs(minutes))

    def print_action(self) -> None:
        if self.stick_panel is not None:
            self.stick_panel.copy_out()

    def main_action(self) -> None:
        if self.main_button.isEnabled():
            self.surroundings.sync.sync_now()
