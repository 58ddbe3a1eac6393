"""What can be done to a case from its screen: each act opens its panel, and is asked of the desk when the panel is done."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar, cast

from PySide6.QtCore import QObject

from forms.failures import Failure, InputFailure
from station_app.desk.correct_particulars import correctable
from station_app.ui.case import actions
from station_app.ui.case.decide_panel import DecidePanel
from station_app.ui.case.particulars_panel import ParticularsPanel
from station_app.ui.case.small_panels import ForwardPanel, ReasonPanel
from station_app.ui.case.supply_panel import SupplyPanel, SupplyRow
from station_app.ui.parts.intake_bar import IntakeBar
from station_app.ui.parts.page_calls import let_pages_go
from station_app.ui.parts.page_intake import PageIntake
from station_app.ui.parts.page_trim import PageTrim, Taken
from station_app.ui.parts.panel import Panel

if TYPE_CHECKING:
    from station_app.desk.add_page import AddedPage
    from station_app.desk.context import Desk
    from station_app.ui.case.view import CaseScreen

T = TypeVar("T")
CHANGES: Final = frozenset({"cases"})


class CaseActs(QObject):
    """The acts of one screen. What an act records is checked again by the desk: a state that has moved on says so."""

    def __init__(self, screen: "CaseScreen") -> None:
        super().__init__(screen)
        self._screen = screen
        self._row: SupplyRow | None = None
        self.intake = PageIntake(screen.surroundings, self._pages_shown, self)
        screen.going_on.addWidget(IntakeBar(screen.look, self.intake))
        self.large = PageTrim(screen.surroundings, screen)
        self.large.taken.connect(self._taken)
        self.large.removed.connect(self._removed)
        self.large.failed.connect(screen.fail)

    def open(self, name: str) -> None:
        """The panel with this name, as it is opened by hand."""
        opens: dict[str, Callable[[], None]] = {
            "supply": self.open_supply,
            "withdraw": self.open_withdraw,
            "void": self.open_void,
            "undo_delivery": self.open_undo_delivery,
            "arrival": self.open_arrival,
            "correct": self.open_correct,
            "decide": self.open_decide,
            "forward": self.open_forward,
        }
        opens[name]()

    def open_supply(self) -> None:
        if self._screen.page is not None:
            panel = SupplyPanel(self._screen.look, self._screen.page.case, self._screen.words, self._supply)
            panel.page_wanted.connect(self._take_page)
            panel.large_wanted.connect(self._open_large)
            self._screen.open_panel(panel, "supply")

    def _take_page(self, row: SupplyRow, path: Path) -> None:
        self._screen.strip.clear()
        self.intake.take(path, partial(self._page_came, row), self._screen.fail)

    def _pages_shown(self) -> tuple[str, ...]:
        panel = self._screen.panel
        return panel.pages() if isinstance(panel, SupplyPanel) else ()

    def _page_came(self, row: SupplyRow, added: "tuple[AddedPage, ...]") -> None:
        panel = self._screen.panel
        if not isinstance(panel, SupplyPanel) or row not in panel.rows:
            # The panel was closed while the file was being read.
            self._let_go(tuple(each.page.sha256 for each in added))
            return
        doubts = row.add(added)
        if doubts:
            self._screen.strip.say("\n".join(doubts))

    def _open_large(self, row: SupplyRow) -> None:
        self._row = row
        self.large.open_pages(row.pages)

    def _taken(self, taken: Taken) -> None:
        if self._row is not None:
            self._row.replace(taken)
            self._let_go((taken.old,))

    def _removed(self, sha256: str) -> None:
        if self._row is not None:
            self._row.remove(sha256)
            self._let_go((sha256,))

    def panel_closed(self, panel: Panel, *, kept: bool) -> None:
        """What was added in a panel that is done with, and saved in no case, is not kept."""
        self.large.close_it()
        self._row = None
        if isinstance(panel, SupplyPanel):
            self.intake.give_up()
            pages, panel.rows = panel.pages(), []
            if not kept:
                self._let_go(pages)

    def _let_go(self, pages: tuple[str, ...]) -> None:
        # The same photograph may have been added to two materials.
        used = self._pages_shown()
        pages = tuple(sha256 for sha256 in pages if sha256 not in used)
        if pages:
            self._screen.surroundings.worker.run(lambda desk: let_pages_go(desk, pages), None, self._screen.fail)

    def _supply(self) -> None:
        panel = cast(SupplyPanel, self._screen.panel)
        if self.intake.is_busy:
            self._screen.strip.say(self.tr("照片还在加，加完了再存；不等了就按“不加了”。"))
            return
        lines = panel.supplied()
        if not lines:
            self._screen.strip.say(self.tr("还没有勾。补来了哪样，就在哪样前面打勾。"))
            return
        self._act(
            actions.supply(self._screen.case_id, lines, panel.remark.text),
            self.tr("补来的材料已经存好，会自己传上去。"),
            ends=False,
        )

    def open_withdraw(self) -> None:
        said = self.tr("撤回以后这件事就停了，以前的记录都留着。以后还想办，要重新收件。")
        words = (self.tr("申请人要撤回"), said, self.tr("撤回这件事"), self.tr("为什么撤回"))
        self._screen.open_panel(ReasonPanel(self._screen.look, self._withdraw, *words), "withdraw")

    def _withdraw(self) -> None:
        reason = self._reason(self.tr("请写一句为什么撤回。"))
        if reason:
            self._act(actions.withdraw(self._screen.case_id, reason), self.tr("已经撤回，记录都留着。"))

    def open_void(self) -> None:
        said = self.tr("收错了、收重了才作废。凭证号不再用，记录都留着；请把打出去的凭证收回来。")
        words = (self.tr("这件收错了，要作废"), said, self.tr("作废这件事"), self.tr("为什么作废"))
        self._screen.open_panel(ReasonPanel(self._screen.look, self._void, *words), "void")

    def _void(self) -> None:
        reason = self._reason(self.tr("请写一句为什么作废。"))
        if reason:
            self._act(actions.void(self._screen.case_id, reason), self.tr("已经作废，记录都留着。请把凭证收回来。"))

    def open_undo_delivery(self) -> None:
        said = self.tr("登错了才撤销：结果又回到“可以取了”，记录都留着。打出去的回证请收回来。")
        words = (self.tr("这次送达登错了，要撤销"), said, self.tr("撤销送达"), self.tr("为什么撤销"))
        self._screen.open_panel(ReasonPanel(self._screen.look, self._undo_delivery, *words), "undo_delivery")

    def _undo_delivery(self) -> None:
        reason = self._reason(self.tr("请写一句为什么撤销。"))
        if reason:
            self._act(actions.undo_delivery(self._screen.case_id, reason), self.tr("已经撤销，结果还在站里等人来领。"))

    def _reason(self, asked: str) -> str:
        field = cast(ReasonPanel, self._screen.panel).reason
        field.say_problem("" if field.text else asked)
        return field.text

    def open_arrival(self) -> None:
        said = self.tr("结果真的拿到手了再登记。从这时起就可以通知申请人来取。")
        words = (self.tr("结果到站了"), said, self.tr("登记到站"), self.tr("有什么不对（没有就不填）"))
        self._screen.open_panel(ReasonPanel(self._screen.look, self._arrive, *words), "arrival")

    def _arrive(self) -> None:
        remark = cast(ReasonPanel, self._screen.panel).reason.text
        said = self.tr("已登记到站，可以通知他来取了。")
        self._act(actions.record_arrival(self._screen.case_id, remark), said, ends=False)

    def open_correct(self) -> None:
        page = self._screen.page
        if page is not None and "particulars_corrected" in page.allowed:
            may = correctable(page.case)
            panel = ParticularsPanel(self._screen.look, self._screen.words, page.case.content, may, self._correct)
            self._screen.open_panel(panel, "correct")

    def _correct(self) -> None:
        panel = cast(ParticularsPanel, self._screen.panel)
        call = actions.correct(self._screen.case_id, panel.wanted(), panel.reason)
        said = self.tr("已更正，原来写的留在进展里。")
        self._run(call, lambda _: self._done(said, ends=False), self._not_corrected, ends=False)

    def _not_corrected(self, failure: Failure) -> None:
        panel = self._screen.panel
        if isinstance(failure, InputFailure) and isinstance(panel, ParticularsPanel) and failure.problems:
            self._screen.main_button.setEnabled(True)
            panel.show_problems(failure.problems)
        else:
            self._failed(failure)

    def receive_again(self) -> None:
        """The draft opens; the case itself is voided or withdrawn by whoever looks at it."""
        self._screen.ask(
            actions.receive_again(self._screen.case_id), lambda draft: self._screen.go.emit("new_case", draft)
        )

    def open_decide(self) -> None:
        page = self._screen.page
        if page is not None:
            item = page.case.content.item_code
            self._screen.ask(actions.document_name(item), partial(self._open_decide, page.row.case_id))

    def _open_decide(self, case_id: str, document: str) -> None:
        if case_id == self._screen.case_id:
            self._screen.open_panel(DecidePanel(self._screen.look, document, self._decide), "decide")

    def _decide(self) -> None:
        panel = cast(DecidePanel, self._screen.panel)
        if not panel.is_complete():
            return
        said = self.tr("已经办结，可以送达了。") if panel.granted else self.tr("已经办结，把理由当面告诉申请人。")
        reason = "" if panel.granted else panel.reason.text
        self._act(actions.decide(self._screen.case_id, panel.granted, panel.document(), reason), said)

    def open_forward(self) -> None:
        self._screen.open_panel(ForwardPanel(self._screen.look, self._screen.words, self._forward), "forward")

    def _forward(self) -> None:
        panel = cast(ForwardPanel, self._screen.panel)
        call = actions.forward(self._screen.case_id, cast(actions.Means, panel.means.code), panel.taken_by.text)
        self._run(call, self._forwarded, ends=True)

    def _forwarded(self, number: str) -> None:
        self._done(self.tr("已登记，交接单号 {number}。").format(number=number), ends=True)

    def _act(self, call: actions.Call, said: str, *, ends: bool = True) -> None:
        """`ends`: it cannot be put right by another press, so it does not come by one too many."""
        self._run(call, lambda _: self._done(said, ends=ends), ends=ends)

    def _run(
        self,
        call: "Callable[[Desk], T]",
        done: Callable[[T], None],
        failed: Callable[[Failure], None] | None = None,
        *,
        ends: bool,
    ) -> None:
        # While one is under way a second press does nothing.
        if self._screen.main_button.isEnabled() and (not ends or self._screen.may_end(self._screen.case_id)):
            self._screen.main_button.setEnabled(False)
            self._screen.surroundings.worker.run(call, done, failed or self._failed, CHANGES)

    def _done(self, said: str, *, ends: bool) -> None:
        if ends:
            self._screen.has_ended()
        self._screen.close_panel(done=True)
        self._screen.surroundings.sync.after_save()
        self._screen.strip.say(said, "good")

    def _failed(self, failure: Failure) -> None:
        self._screen.main_button.setEnabled(True)
        self._screen.fail(failure)
