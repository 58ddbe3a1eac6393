"""One case: its way at the left, people and papers at the right, and the acts that are possible now."""

from typing import cast

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from forms.lifecycle import State
from station_app.desk.views import CasePage
from station_app.ui.case import actions
from station_app.ui.case.acts import CaseActs
from station_app.ui.case.bottom_row import BottomRow
from station_app.ui.case.model import standing, steps
from station_app.ui.case.pages_card import PagesCard
from station_app.ui.case.side import CaseSide
from station_app.ui.case.small_panels import PaperPanel
from station_app.ui.case.unfinished import UnfinishedActs
from station_app.ui.paper_job import PaperJob, last_printed, papers_of
from station_app.ui.parts.buttons import KeyButton
from station_app.ui.parts.card import Card
from station_app.ui.parts.label import label, set_property
from station_app.ui.parts.panel import Panel
from station_app.ui.parts.scrolled import Scrolled
from station_app.ui.parts.timeline import Timeline
from station_app.ui.screen import Screen
from station_app.ui.surroundings import Surroundings


class CaseScreen(Screen):
    """`enter` takes the case's id. Small acts open a panel in place of the way; Esc puts it away."""

    screen_id = "case"

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(surroundings, parent)
        self.page: CasePage | None = None
        self.case_id = ""
        self.unfinished = UnfinishedActs()
        self._papers = PaperJob(surroundings)
        self.acts = CaseActs(self)
        self.timeline = Timeline(self.look)
        self.way = Card(self.look, self.tr("走到哪一步了"))
        self.waits = label("", "soft", wrap=True)
        self.waits.hide()
        self.way.body.addWidget(self.waits)
        self.way.body.addWidget(Scrolled(self.timeline), 1)
        set_property(self.way.note, "role", "heading")
        self._left = QStackedWidget()
        self._left.addWidget(self.way)
        self.side = CaseSide(self.look, self.words)
        self.side.reveal_asked.connect(self.reveal)
        self.side.result_asked.connect(self.open_result)
        self.side.photos_asked.connect(self.open_photos)
        self.side.phone_asked.connect(lambda: self.ask(actions.reveal(self.case_id, "phone"), self.side.show_phone))
        self.side.correct_asked.connect(self.acts.open_correct)
        self.side.again_asked.connect(self.acts.receive_again)
        middle = QHBoxLayout()
        middle.setSpacing(self.look.px(16))
        middle.addWidget(self._left, 7)
        middle.addWidget(Scrolled(self.side), 4)
        self.body.addLayout(middle, 1)
        self._make_buttons()

    def _make_buttons(self) -> None:
        self.back_button = KeyButton(self.tr("返回"), "Esc", on=self.escape)
        self.print_button = KeyButton(self.tr("再打一份"), "F9", on=self.print_action)
        self.supply_button = KeyButton(self.tr("补材料"), on=self.acts.open_supply)
        self.forward_button = KeyButton(self.tr("原件送出"), on=self.acts.open_forward)
        self.withdraw_button = KeyButton(self.tr("撤回"), on=self.acts.open_withdraw)
        self.void_button = KeyButton(self.tr("作废"), on=self.acts.open_void)
        self.arrival_button = KeyButton(self.tr("结果到站了"), on=self.acts.open_arrival)
        self.undo_button = KeyButton(self.tr("撤销送达"), on=self.acts.open_undo_delivery)
        self._acts = {
            "materials_supplied": self.supply_button,
            "forwarded": self.forward_button,
            "withdrawn": self.withdraw_button,
            "voided": self.void_button,
            "delivery_undone": self.undo_button,
            "result_arrived": self.arrival_button,
        }
        self.next_label = label("", "soft", wrap=True)
        self.main_button = KeyButton("", "F10", role="main", on=self.press_main)
        acts = (self.back_button, self.print_button, *self._acts.values())
        self.buttons = BottomRow(self.look, acts, self.next_label, self.main_button)
        self.bottom.addWidget(self.buttons)
        self.setFocusProxy(self.back_button)

    @property
    def title(self) -> str:
        return self.tr("办件")

    @property
    def panel(self) -> Panel | None:
        """The panel that is open."""
        shown = self._left.currentWidget()
        return shown if isinstance(shown, Panel) else None

    def enter(self, argument: object = None) -> None:
        if isinstance(argument, UnfinishedActs):
            self.unfinished, argument = argument, argument.case_id
        self.close_panel()
        if isinstance(argument, str) and argument:
            if argument != self.case_id:
                self._forget()
            self.case_id = argument
        self.refresh(frozenset())

    def _forget(self) -> None:
        """Nothing of the case before stays to be acted on while the next one is being read."""
        self.page = None
        self.title_label.setText(self.title)
        self.note_label.clear()
        self.way.set_note("")
        self.waits.hide()
        self.timeline.show_steps(())
        self.side.clear()
        for button in (self.print_button, *self._acts.values()):
            button.hide()
        self.main_button.hide()
        self.next_label.clear()

    def leave(self) -> bool:
        """A panel stays open under a lock; a number that was shown whole does not."""
        if self.page is not None:
            self.side.show_page(self.page, self.surroundings.clock.now())
        return True

    def refresh(self, changed: frozenset[str]) -> None:
        if self.case_id:
            self.ask(actions.open_case(self.case_id), self.show_page)
        pages = self._left.currentWidget()
        if isinstance(pages, PagesCard) and pages.awaits:
            pages.load(fetch=False)

    def show_page(self, page: CasePage) -> None:
        """Show the case as it stands."""
        self.page = page
        now = self.surroundings.clock.now()
        row = page.row
        self.title_label.setText(f"{self.words.item(row)}　{row.applicant_name}")
        numbers = [row.receipt_number]
        if row.official_number:
            numbers.append(self.tr("上级编号 {number}").format(number=row.official_number))
        self.note_label.setText("　·　".join(part for part in numbers if part))
        self.way.set_note(standing(page, self.words))
        self.waits.setText("\n".join(self.words.waits(row)))
        self.waits.setVisible(bool(row.waits))
        self.timeline.show_steps(steps(page, self.words, now))
        self.side.show_page(page, now)
        self._show_buttons()
        if self.unfinished.is_open:
            name, self.unfinished.is_open = self.unfinished.is_open, ""
            self.acts.open(name)

    def _show_buttons(self) -> None:
        page, panel = self.page, self.panel
        if page is None:
            return
        may = page.allowed
        self.back_button.say(self.tr("算了") if panel else self.tr("返回"))
        self.print_button.setVisible(not panel and bool(papers_of(page)))
        self.print_button.say(self.tr("再打一份") if page.case.papers else self.tr("打印"))
        for kind, button in self._acts.items():
            button.setVisible(not panel and kind in may)
        if page.case.state == State.CORRECTION_REQUIRED:
            self.supply_button.hide()
        if page.row.state == State.RESULT_ON_THE_WAY:
            self.arrival_button.hide()
        words = panel.act_words if panel else self._main_words(page)
        self.main_button.say(words)
        self.main_button.setVisible(bool(words))
        self.main_button.setEnabled(True)
        self.next_label.setText("" if words else self._nothing_words(page))
        self.buttons.fit()

    def _main_words(self, page: CasePage) -> str:
        if "delivered" in page.allowed:
            return self.tr("送达签收")
        if page.row.state == State.RESULT_ON_THE_WAY:
            return self.tr("结果到站了")
        if "decided_at_station" in page.allowed:
            return self.tr("当场办结")
        if page.case.state == State.DRAFT:
            return self.tr("接着收件")
        if page.case.state == State.CORRECTION_REQUIRED:
            return self.tr("登记补来的材料")
        return ""

    def _nothing_words(self, page: CasePage) -> str:
        if page.row.next_step == "urge":
            office = page.case.handler_phone or page.row.office
            return self.tr("超期了，打电话催办：{office}").format(office=office)
        if page.row.next_step == "send":
            return self.tr("等着传上去，通了会自己传")
        if page.row.holder == "nobody":
            return self._ended_words(page)
        if page.row.holder == "township" and page.row.office:
            return self.tr("下一步在{office}，现在不用做什么").format(office=page.row.office)
        return self.tr("现在不用做什么")

    def _ended_words(self, page: CasePage) -> str:
        return {
            State.VOID: self.tr("这件已经作废，不用再做什么"),
            State.WITHDRAWN: self.tr("申请人已经撤回，不用再做什么"),
            State.LAPSED: self.tr("逾期没补，按撤回办了，不用再做什么"),
        }.get(State(page.case.state), self.tr("这件事已经办完"))

    def main_action(self) -> None:
        panel, page = self.panel, self.page
        if self.acts.large.is_open:
            self.acts.large.take_it()
        elif panel is not None:
            panel.act()
        elif page is None:
            return
        elif "delivered" in page.allowed:
            self.go.emit("delivery", self.case_id)
        elif page.row.state == State.RESULT_ON_THE_WAY:
            self.acts.open_arrival()
        elif "decided_at_station" in page.allowed:
            self.acts.open_decide()
        elif page.case.state == State.DRAFT:
            self.go.emit("new_case", "drafts")
        elif page.case.state == State.CORRECTION_REQUIRED:
            self.acts.open_supply()

    def escape(self) -> None:
        if self.acts.large.is_open:
            self.acts.large.close_it()
        elif self.panel is not None or self._left.currentWidget() is not self.way:
            self.close_panel()
        else:
            super().escape()

    def print_action(self) -> None:
        """Print a paper once more: at once where there is one, the chosen one where there are several."""
        page, panel = self.page, self.panel
        if self.acts.large.is_open:
            return
        if isinstance(panel, PaperPanel):
            panel.act()
            return
        if page is None or panel is not None:
            return
        papers = papers_of(page)
        if len(papers) == 1:
            self._papers.print_paper(page, papers[0], self._printed, self.fail)
        elif papers:
            names = [(paper, self.words.paper(paper)) for paper in papers]
            self.open_panel(PaperPanel(self.look, names, last_printed(page), self._print_chosen))

    def _print_chosen(self) -> None:
        paper = cast(PaperPanel, self.panel).paper.code
        self.close_panel()
        if self.page is not None:
            self._papers.print_paper(self.page, paper, self._printed, self.fail)

    def _printed(self, sentence: str) -> None:
        self.strip.say(sentence, "good")

    def reveal(self) -> None:
        """Show the whole number; the desk writes down who looked."""
        self.ask(actions.reveal(self.case_id), self.side.show_number)

    def unsaved(self) -> object:
        """What is written in panels and recorded nowhere, of this case and of others."""
        self._keep_written()
        self.unfinished.case_id = self.case_id
        self.unfinished.is_open = self.panel.objectName() if self.panel is not None else ""
        return self.unfinished if self.unfinished.acts else None

    def _keep_written(self) -> None:
        panel = self.panel
        if panel is not None:
            self.unfinished.keep(self.case_id, panel.objectName(), panel.written())

    def open_panel(self, panel: Panel, name: str = "") -> None:
        """Put a panel in place of the way. What was written in one of this `name` for this case is there again."""
        self.close_panel()
        panel.setObjectName(name)
        self.unfinished.begin(panel.written())
        panel.write_again(self.unfinished.written(self.case_id, name, panel.written()))
        self._left.addWidget(panel)
        self._left.setCurrentWidget(panel)
        self._show_buttons()
        panel.first_input().setFocus()

    def close_panel(self, *, done: bool = False) -> None:
        """Back to the case's way. What was written in the panel is kept until its act is `done`."""
        shown = self._left.currentWidget()
        if shown is not self.way:
            if isinstance(shown, Panel):
                if done:
                    self.unfinished.forget(self.case_id, shown.objectName())
                else:
                    self._keep_written()
                kept = self.unfinished.has(self.case_id, shown.objectName())
                self.acts.panel_closed(shown, kept=kept)
            self._left.removeWidget(shown)
            shown.hide()
            shown.deleteLater()
        self._left.setCurrentWidget(self.way)
        self._show_buttons()

    def open_result(self) -> None:
        """Show the office's document in place of the way."""
        self._open_pages(PagesCard(self.surroundings, self.tr("结果文书"), actions.result_pages(self.case_id)))

    def open_photos(self) -> None:
        """Show the photographs of the materials in place of the way."""
        self._open_pages(PagesCard(self.surroundings, self.tr("材料照片"), actions.material_pages(self.case_id)))

    def _open_pages(self, card: PagesCard) -> None:
        self.close_panel()
        self._left.addWidget(card)
        self._left.setCurrentWidget(card)
        self.back_button.say(self.tr("返回"))
        self.back_button.setFocus()
        card.load(fetch=True)
