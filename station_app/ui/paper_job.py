"""From a case to a printed paper: the record from the desk, the PDF and the printer off the GUI thread, then the event.

The case's own event is committed before anything is printed; a paper that was printed is an event of its own.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec
from PySide6.QtCore import QCoreApplication

from forms.events import Delivered
from forms.failures import Failure
from station_app.desk.views import CasePage
from station_app.ui.surroundings import Surroundings

if TYPE_CHECKING:
    from forms.papers.layout import Layout
    from station_app.desk.context import Desk

REPEATABLE: Final = ("material_receipt", "delivery_receipt")
"""Papers that can be made again from the case alone."""

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

    def print_again(self, page: CasePage, done: Done, failed: Failed) -> None:
        """Prints the last paper of the case once more."""
        printed = [paper for paper, _ in page.case.papers if paper in REPEATABLE]
        self.print_paper(page, printed[-1] if printed else REPEATABLE[0], done, failed)

    def print_paper(self, page: CasePage, paper: str, done: Done, failed: Failed) -> None:
        """`paper` is one of REPEATABLE."""
        order = Order(page.row.case_id, paper, page.row.receipt_number, done, failed)
        self._surroundings.worker.run(
            lambda desk: paper_layout(desk, order.case_id, paper), partial(self._print, order), failed
        )

    def _print(self, order: Order, layout: "Layout") -> None:
        path = self._surroundings.papers / f"{order.number}-{order.paper}.pdf"
        self._surroundings.printing.render_and_print(
            layout, path, self._surroundings.printer, partial(self._printed, order), order.failed
        )

    def _printed(self, order: Order, printed: Any) -> None:
        sentence = self._sentence(printed.path, printed.printer)
        self._surroundings.worker.run(
            lambda desk: record_print(desk, order, printed.sha256),
            lambda _: order.done(sentence),
            order.failed,
            frozenset({"cases"}),
        )

    def _sentence(self, path: Path, printer: str | None) -> str:
        if printer:
            return QCoreApplication.translate("PaperJob", "已经送到打印机。")
        said = QCoreApplication.translate("PaperJob", "没有接打印机，已经存成文件：{path}")
        return said.format(path=path)


def paper_layout(desk: "Desk", case_id: str, paper: str) -> "Layout":
    """The paper as blocks; runs on the worker."""
    from forms.papers import delivery_receipt, material_receipt
    from station_app.desk import papers
    from station_app.desk.open_case import open_case

    page = open_case(desk, case_id)
    if paper == "delivery_receipt":
        return delivery_receipt.layout(papers.delivery_record(desk, page, _delivered(page)))
    content, number = page.case.content, page.row.receipt_number
    return material_receipt.layout(papers.receipt_record(desk, content, number, page.case.station_received_at))


def _delivered(page: CasePage) -> Delivered | None:
    made = [line.data for line in page.history if line.kind == "delivered" and not line.refused_reason]
    return msgspec.convert(made[-1], Delivered) if made else None


def record_print(desk: "Desk", order: Order, sha256: str) -> None:
    """Runs on the worker."""
    from station_app.desk.record_print import record_print

    record_print(desk, order.case_id, order.paper, sha256)  # type: ignore[arg-type]
