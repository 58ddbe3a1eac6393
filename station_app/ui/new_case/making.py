"""收件 and 告知: recorded first, then printed, then the printing recorded. One at a time, whatever is pressed."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from forms.failures import Failure
from station_app.desk.views import DraftCheck
from station_app.ui.new_case.actions import Made, give, printed, receive
from station_app.ui.new_case.model import NewCase
from station_app.ui.surroundings import Surroundings

if TYPE_CHECKING:
    from station_app.desk.record_print import Paper
    from station_app.jobs.print_runner import Printed

_CHANGES: Final = frozenset({"cases", "drafts"})


class Making(QObject):
    """`refused` carries the DraftCheck of a draft that is not complete, `made` what was recorded (before it is printed).

    The end is `printed` (Made, paper, Printed), `not_printed` (Made, paper, Failure) or `failed` (Failure, nothing made).
    `busy` tells when one begins and ends.
    """

    busy = Signal(bool)
    refused = Signal(object)
    made = Signal(object, str)
    printed = Signal(object, str, object)
    not_printed = Signal(object, str, object)
    failed = Signal(object)

    def __init__(self, surroundings: Surroundings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._surroundings = surroundings
        self.is_busy = False
        surroundings.worker.bug.connect(self._broke)

    def receive(self, case: NewCase) -> None:
        """Make a case of the draft and print its receipt. Does nothing while something is being made."""
        if self._begin():
            content = case.content
            self._surroundings.worker.run(
                lambda desk: receive(desk, case, content), self._received, self._failed, changes=_CHANGES
            )

    def give_notice(self, case: NewCase, again_reason: str) -> None:
        """Record and print the one-time notice; the draft stays."""
        if self._begin():
            content = case.content
            self._surroundings.worker.run(
                lambda desk: give(desk, case, content, again_reason),
                lambda made: self._print(made, "one_time_notice"),
                self._failed,
                changes=_CHANGES,
            )

    def _begin(self) -> bool:
        if self.is_busy:
            return False
        self._set_busy(True)
        return True

    def _set_busy(self, busy: bool) -> None:
        self.is_busy = busy
        self.busy.emit(busy)

    def _received(self, answer: Made | DraftCheck) -> None:
        if isinstance(answer, DraftCheck):
            self._set_busy(False)
            self.refused.emit(answer)
        else:
            self._print(answer, "material_receipt")

    def _print(self, made: Made, paper: "Paper") -> None:
        self.made.emit(made, paper)
        self._surroundings.sync.after_save()
        path = self._surroundings.papers / f"{made.number} {made.layout.name}.pdf"
        self._surroundings.printing.render_and_print(
            made.layout,
            path,
            self._surroundings.printer,
            lambda out: self._came_out(made, paper, out),
            lambda failure: self._did_not_come_out(made, paper, failure),
        )

    def _came_out(self, made: Made, paper: "Paper", out: "Printed") -> None:
        self._surroundings.worker.run(
            lambda desk: printed(desk, made.case_id, paper, out.sha256),
            lambda _: self._finish(made, paper, out),
            lambda failure: self._did_not_come_out(made, paper, failure),
            changes=_CHANGES,
        )

    def _finish(self, made: Made, paper: str, out: "Printed") -> None:
        self._set_busy(False)
        self.printed.emit(made, paper, out)

    def _did_not_come_out(self, made: Made, paper: str, failure: Failure) -> None:
        self._set_busy(False)
        self.not_printed.emit(made, paper, failure)

    def _failed(self, failure: Failure) -> None:
        self._set_busy(False)
        self.failed.emit(failure)

    def _broke(self, _error: object) -> None:
        if self.is_busy:
            self._set_busy(False)
