"""From a case to a printed paper: the record from the desk, the PDF and the printer off the GUI thread, then the event.

The case's own event is committed before anything is printed; a paper that was printed is an event of its own.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QCoreApplication

from forms.failures import Failure
from forms.lifecycle import State
from station_app.desk.views import CasePage, HistoryLine
from station_app.ui.surroundings import Surroundings

if TYPE_CHECKING:
    from forms.papers.layout import Layout
    from station_app.desk.context import Desk
    from station_app.jobs.print_runner import Printed

Done = Callable[[str], None]
Failed = Callable[[Failure], None]


class Order(NamedTuple):
    """One paper to print: whose, which, and where the answers go."""

    case_id: str
    paper: str
    number: str
    done: Done
    failed: Failed


class PaperJob:
    """Prints the papers of a case; `done` is told a sentence for the agent."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._surroundings = surroundings

    def print_paper(self, page: CasePage, paper: str, done: Done, failed: Failed) -> None:
        """`paper` is one of `papers_of(page)`."""
        order = Order(page.row.case_id, paper, page.row.receipt_number, done, failed)
        self._surroundings.worker.run(
            lambda desk: paper_layout(desk, order.case_id, paper), partial(self._print, order), failed
        )

    def _print(self, order: Order, layout: "Layout") -> None:
        path = self._surroundings.papers / f"{order.number} {layout.name}.pdf"
        self._surroundings.printing.render_and_print(
            layout, path, self._surroundings.printer, partial(self._printed, order), order.failed
        )

    def _printed(self, order: Order, printed: Any) -> None:
        sentence = printed_words(printed)
        self._surroundings.worker.run(
            lambda desk: record_print(desk, order, printed.sha256),
            lambda _: order.done(sentence),
            order.failed,
            frozenset({"cases"}),
        )


def printed_words(printed: "Printed") -> str:
    """Where a paper went, and what is to be written on it by hand."""
    said = QCoreApplication.translate("PaperJob", "已经送到打印机。")
    if not printed.printer:
        words = QCoreApplication.translate("PaperJob", "没有接打印机，已经存成文件：{path}")
        said = words.format(path=printed.path)
    return f"{said} {by_hand(printed.to_fill_in)}".strip()


def by_hand(characters: str) -> str:
    """Which characters the paper leaves an empty square for; empty where there is none."""
    if not characters:
        return ""
    said = QCoreApplication.translate(
        "PaperJob", "“{characters}”字库里没有，纸上留了空格，请照证件手写补上；登记的名字没有改。"
    )
    return said.format(characters=characters)


def papers_of(page: CasePage) -> tuple[str, ...]:
    """The papers that can be made from the case as it stands: one_time_notice, material_receipt, correction_notice,
    delivery_receipt."""
    received = bool(page.row.receipt_number) and page.case.state not in (State.DRAFT, State.VOID)
    can_be_made = {
        "one_time_notice": _newest(page, "one_time_notice_given") is not None,
        "material_receipt": received,
        "correction_notice": bool(page.case.correction_defects),
        "delivery_receipt": _newest(page, "delivered") is not None,
    }
    return tuple(paper for paper, can in can_be_made.items() if can)


def last_printed(page: CasePage) -> str:
    """Which of `papers_of(page)` is meant by "once more"; the newest where none of them has been printed yet."""
    can_be_made = papers_of(page)
    printed = [paper for paper, _ in page.case.papers if paper in can_be_made]
    return printed[-1] if printed else can_be_made[-1]


def paper_layout(desk: "Desk", case_id: str, paper: str) -> "Layout":
    """The paper as blocks; runs on the worker."""
    from station_app.desk.case_papers import paper_of_case

    return paper_of_case(desk, case_id, paper)


def _newest(page: CasePage, kind: str) -> HistoryLine | None:
    found = [line for line in page.history if line.kind == kind and not line.refused_reason]
    return found[-1] if found else None


def record_print(desk: "Desk", order: Order, sha256: str) -> None:
    """Runs on the worker."""
    from station_app.desk.record_print import record_print

    record_print(desk, order.case_id, order.paper, sha256)  # type: ignore[arg-type]
