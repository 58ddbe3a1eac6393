"""F2: receive a case. One screen from top to bottom; every change is kept; the paper stands beside it."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from forms.dates import china_date
from forms.failures import Failure
from station_app.desk.views import DraftCheck, OnFile
from station_app.ui.new_case.actions import Looked, Made, Opened, ask_opened, find_people
from station_app.ui.new_case.drafts_shelf import DraftsShelf
from station_app.ui.new_case.going_on import next_to_do
from station_app.ui.new_case.inputs import ChoiceBox
from station_app.ui.new_case.keeper import DraftKeeper
from station_app.ui.new_case.layout import Parts
from station_app.ui.new_case.looking import Looking
from station_app.ui.new_case.making import Making
from station_app.ui.new_case.model import NewCase
from station_app.ui.new_case.page_sources import PastedPicture
from station_app.ui.new_case.paging import Paging
from station_app.ui.new_case.row_of import row_of
from station_app.ui.new_case.screen_words import heading, in_the_way, item_words, paper_is_not_out, paper_is_out
from station_app.ui.new_case.trimming import Trimming
from station_app.ui.paper_job import by_hand
from station_app.ui.parts.intake_bar import IntakeBar
from station_app.ui.screen import Screen
from station_app.ui.surroundings import Surroundings

DRAFTS = "drafts"


class NewCaseScreen(Screen):
    """`enter` takes nothing (go on, or begin), a draft's id, "drafts" for the list of those not received yet, or
    `{"item_code": code}` for a case of that item."""

    screen_id = "new_case"
    keeps_itself = True

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(surroundings, parent)
        clock, words = surroundings.clock, surroundings.words
        self.case: NewCase | None = None
        self.keeper: DraftKeeper | None = None
        self._slip_asked = False
        self._had_focus: QWidget | None = None
        self.note_label.setWordWrap(True)
        self.title_label.setWordWrap(False)
        row_of(self.note_label).setStretchFactor(self.note_label, 1000)
        self.note_label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.parts = Parts(self.look, words, lambda: china_date(clock.now()), lambda at: words.moment(at, clock.now()))
        self.parts.lay_out(self.body, self.bottom)
        self._said_in_the_way = ""
        self.looking = Looking(surroundings, self)
        self.making = Making(surroundings, self)
        self.shelf = DraftsShelf(self.parts.drafts, self.parts.other_drafts, surroundings.worker, self)
        self.paging = Paging(surroundings, self)
        self.trimming = Trimming(surroundings, self)
        self._join_parts()
        self._join_work()
        self.parts.slip.show_nothing()
        self.setFocusProxy(self.parts.what.item)

    @property
    def title(self) -> str:
        return self.tr("收件登记")

    @property
    def is_coming_up(self) -> bool:
        return self.case is None

    def _join_parts(self) -> None:
        parts = self.parts
        for card in (parts.what, parts.who, parts.materials, parts.form):
            card.edited.connect(self._edited)
        for leaving in (parts.who.left, parts.form.left):
            leaving.connect(self._left)
        parts.what.item_chosen.connect(lambda: self.go_on(parts.what.item))
        parts.who.look_up.connect(self._look_up)
        parts.materials.files.connect(self._add_files)
        parts.materials.detail.picture_wanted.connect(lambda sha256: self.paging.fetch(sha256, parts.materials.detail))
        parts.materials.page_opened.connect(self._open_page)
        self.shelf.chosen.connect(self.enter)
        self.shelf.thinner.connect(lambda: self.enter(DRAFTS))
        parts.put_away.clicked.connect(self.escape)
        parts.notice.clicked.connect(self.print_action)
        parts.receive.clicked.connect(self.press_main)
        for button in (parts.see_slip, parts.slip.enlarge):
            button.clicked.connect(self._toggle_slip)

    def _join_work(self) -> None:
        self.looking.looked.connect(self._looked)
        self.looking.drawn.connect(self._drawn)
        self.looking.unprintable.connect(lambda characters: self.parts.slip.say(by_hand(characters)))
        self.paging.added.connect(self._pages_added)
        self.going_on.addWidget(IntakeBar(self.look, self.paging.intake))
        self.making.busy.connect(self._busy)
        self.making.refused.connect(self._refused)
        self.making.made.connect(self._made)
        self.making.printed.connect(self._printed)
        self.making.not_printed.connect(self._not_printed)
        self.trimming.changed.connect(self._pages_changed)
        for work in (self.looking, self.paging, self.trimming, self.making, self.shelf):
            work.failed.connect(self.fail)

    def enter(self, argument: object = None) -> None:
        """Go on with what is being written, open a draft, show those that are not received yet, or begin with an item."""
        wanted = argument if isinstance(argument, str) and argument != DRAFTS else ""
        item = str(argument.get("item_code", "")) if isinstance(argument, dict) else ""
        self._flush()
        if item and self._keeps_begun():
            self.case = None
        shown = "" if wanted or self.case is None else self.case.draft_id
        self.surroundings.worker.run(
            lambda desk: ask_opened(desk, wanted, shown),
            partial(self._opened, argument == DRAFTS, item),
            self._not_opened,
        )

    def _keeps_begun(self) -> bool:
        """Whether a form that has been begun goes to the drafts: not one that is just being received."""
        if self.case is None or self.case.is_blank or self.making.is_busy:
            return False
        self.said.emit(self.tr("刚才没收完的先存着了，在“没收完的”里可以接着收。"))
        return True

    def _opened(self, show_drafts: bool, item: str, opened: Opened) -> None:
        if opened.draft is not None and (self.case is None or self.case.draft_id != opened.draft.draft_id):
            self._begin(NewCase(opened.rules, opened.draft))
        elif self.case is None:
            self._begin(NewCase(opened.rules))
        else:
            self.case.rules = opened.rules
        self.parts.drafts.item_words = lambda content: item_words(content, opened.rules, self.words)
        self.parts.who.offer_villages(opened.rules.villages)
        self.shelf.show_drafts(opened.others, opened=show_drafts)
        self._show()
        self._look_soon()
        if item:
            self._begin_with(item)
        elif not self.shelf.is_open and not self.isAncestorOf(QApplication.focusWidget() or self):
            self._focus_first()
        self.came_up.emit()

    def _begin_with(self, item: str) -> None:
        case = self.case
        if case is None or not case.is_blank:
            return
        if all(guide.code != item for guide in case.rules.catalogue.items):
            self.strip.say(self.tr("县里的目录里现在没有这一项了，请另选。"), "late")
            self._focus_first()
            return
        case.choose_item(item)
        self._edited()
        self.go_on(self.parts.what.item)

    def _not_opened(self, failure: Failure) -> None:
        self.fail(failure)
        if self.case is None:
            self.enter()

    def _begin(self, case: NewCase) -> None:
        if self.keeper is not None:
            self.keeper.saved.disconnect(self._saved)
        self.looking.stop()
        self.case = case
        self.keeper = DraftKeeper(self.surroundings.worker, case, self)
        self.keeper.saved.connect(self._saved)
        self.keeper.failed.connect(self._not_kept)
        self.parts.reason.hide()
        self.parts.reason.input.setProperty("text", "")
        self.parts.slip.show_nothing()
        self.parts.kept.setText("")
        self.parts.scrolled.verticalScrollBar().setValue(0)
        self._focus_first()

    def _focus_first(self) -> None:
        self.parts.what.item.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self, changed: frozenset[str]) -> None:
        """A new catalogue brings new rules; what is being written stays."""
        if self.case is None or "catalogue" in changed:
            self.enter()

    def leave(self) -> bool:
        """What was typed is handed to the worker, which finishes it."""
        self.parts.what.item.close_list()
        self.trimming.page.close_it()
        self.looking.stop()
        self._flush()
        return True

    def unsaved(self) -> object:
        """The draft that is being written."""
        return self.case.draft_id or None if self.case is not None else None

    def _flush(self) -> None:
        if self.keeper is not None:
            self.keeper.save_now()

    def escape(self) -> None:
        """Close what is open over the form; else keep the draft, leave, and begin anew next time."""
        parts = self.parts
        if self.trimming.is_open:
            self.trimming.page.close_it()
            return
        if parts.what.item.escape():
            return
        if self.shelf.is_open:
            self.shelf.close()
            self._focus_first()
        elif self._slip_asked:
            self._toggle_slip()
        elif not self.making.is_busy:
            self._flush()
            begun = self.case is not None and not self.case.is_blank
            self.case = None
            self.back.emit()
            if begun:
                self.said.emit(self.tr("先存着了，在“没收完的”里可以接着收。"))

    def _edited(self) -> None:
        if self.keeper is not None:
            self.keeper.changed()
            self.parts.kept.setText(self.tr("正在存…"))
        self._show()
        self._look_soon()

    def _left(self, field: str) -> None:
        if self.case is not None:
            self.case.leave_field(field)
            self._edited()

    def _show(self) -> None:
        if self.case is None:
            return
        for card in (self.parts.what, self.parts.who, self.parts.materials, self.parts.form):
            card.show_case(self.case)
        self.parts.order_tabs()
        self.note_label.setText(heading(self.case, self.words))

    def _look_soon(self) -> None:
        if self.case is not None:
            self.looking.look_soon(self.case, self.parts.slip.width_px)

    def _looked(self, found: Looked) -> None:
        if self.case is not None:
            self.case.check = found.check
            self._say_what_is_left(found.check)
            if found.layout is None:
                self.parts.slip.show_nothing()
            self._show()

    def _say_what_is_left(self, check: DraftCheck) -> None:
        """The strip that said why F10 did nothing follows what is mended, and goes with the last of it."""
        case = self.case
        if case is None or not case.asks_for_all or self.strip.isHidden() or self._said_in_the_way != self.strip.text:
            return
        left = in_the_way(case, check, self.parts.names, self.words)
        if check.may_receive:
            self.strip.clear()
        elif left != self.strip.text:
            self.strip.say(left, "late")
            self._said_in_the_way = left

    def _drawn(self, image: QImage, is_notice: bool) -> None:
        caption = self.tr("还缺材料，先打印告知书") if is_notice else self.tr("回执（打印出来就是这样）")
        self.parts.slip.show_page(image, caption)

    def _saved(self) -> None:
        self.parts.kept.setText(self.tr("草稿已存"))

    def _not_kept(self, failure: Failure) -> None:
        self.parts.kept.setText(self.tr("还没存上"))
        self.fail(failure)

    def _look_up(self, text: str) -> None:
        case = self.case

        def found(people: tuple[OnFile, ...]) -> None:
            if case is self.case:
                self.parts.who.found(text, people)
                self.parts.order_tabs()

        self.ask(lambda desk: find_people(desk, text), found)

    def _add_files(self, code: str, paths: tuple[Path, ...], copied: tuple[QImage, str] | None) -> None:
        if self.case is not None:
            pasted = PastedPicture(*copied, self.surroundings.papers) if copied else None
            self.paging.add(self.case, code, (pasted.path,) if pasted else paths, pasted)

    def _pages_added(self, case: NewCase) -> None:
        if case is self.case:
            self._edited()

    def _open_page(self, code: str, sha256: str) -> None:
        if self.case is not None:
            self.trimming.open_page(self.case, code, sha256)

    def _pages_changed(self, case: NewCase) -> None:
        if case is self.case:
            self._edited()
            # The row, since the small picture that was pressed is another one now.
            self.parts.materials.focus_line()
            self._flush()
            self.trimming.tidy()

    def print_action(self) -> None:
        """F9: the one-time notice. From the second one on its reason is asked for, here on the screen."""
        if self.case is None or self.making.is_busy or self.trimming.is_open:
            return
        reason = self.parts.reason
        if self.case.notices and not reason.text:
            reason.show()
            reason.say_problem(
                self.tr("已经告知过 {n} 次了。写上为什么再告知一次，再按 F9。").format(n=self.case.notices)
            )
            reason.input.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.making.give_notice(self.case, reason.text)

    def main_action(self) -> None:
        """F10: receive, print the receipt, open the case."""
        if self.trimming.is_open:
            self.trimming.page.take_it()
        elif self.paging.intake.is_busy:
            self.strip.say(self.tr("照片还在加，加完了再按一次 F10；不等了就按“不加了”。"))
        elif self.case is not None:
            self.making.receive(self.case)

    def _busy(self, busy: bool) -> None:
        if busy:
            self._had_focus = QApplication.focusWidget()
        for button in (self.parts.receive, self.parts.notice, self.parts.put_away):
            button.setEnabled(not busy)
        if not busy and self._had_focus is not None and self._had_focus.isVisible():
            self._had_focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def _refused(self, check: DraftCheck) -> None:
        case = self.case
        if case is None:
            return
        case.check, case.asks_for_all = check, True
        self._show()
        self._said_in_the_way = in_the_way(case, check, self.parts.names, self.words)
        self.strip.say(self._said_in_the_way, "late")
        first = self.parts.first_wrong(case, check)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _made(self, made: Made, paper: str) -> None:
        if paper == "material_receipt":
            if self.keeper is not None:
                self.keeper.end()
            self.looking.stop()
        elif self.case is not None:
            self.case.notices += 1
            self.parts.reason.hide()
            self.parts.reason.input.setProperty("text", "")

    def _printed(self, made: Made, paper: str, out: object) -> None:
        folder, on_paper = self.surroundings.papers, getattr(out, "printer", None) is not None
        said = paper_is_out(paper, made.number, folder, on_paper=on_paper)
        squares = by_hand(getattr(out, "to_fill_in", ""))
        self._end(made, paper, f"{said} {squares}".strip())

    def _not_printed(self, made: Made, paper: str, failure: Failure) -> None:
        why = self.surroundings.failure_words(failure)
        self._end(made, paper, paper_is_not_out(made.number, why), well=False)

    def _end(self, made: Made, paper: str, words: str, *, well: bool = True) -> None:
        if paper == "one_time_notice":
            self.strip.say(words, "good" if well else "late")
            return
        self.case = None
        self.go.emit("case", made.case_id)
        (self.said if well else self.warned).emit(words)

    def _toggle_slip(self) -> None:
        self._slip_asked = not self._slip_asked
        self.parts.fit(self.width(), slip_asked=self._slip_asked)
        self._look_soon()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.parts.fit(event.size().width(), slip_asked=self._slip_asked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = QApplication.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and focused is not None:
            self.go_on(focused)
        else:
            super().keyPressEvent(event)

    def go_on(self, widget: QWidget) -> None:
        """To the next thing that is to be done; when all is done, to the main button."""
        if isinstance(widget, ChoiceBox) and widget.isEnabled() and not widget.code:
            widget.showPopup()
            return
        boxes = frozenset(row.box for row in self.parts.materials.rows.values())
        following: QWidget = next_to_do(self, widget, boxes) or self.parts.receive
        following.setFocus(Qt.FocusReason.TabFocusReason)
