"""An agent receives one complete application after another. Run: `receiving_desk DIRECTORY CASES`.

The clock of a case starts with `receive_case` on the database's own thread and stops when the bytes of its receipt are
on the disk, with the hops between the threads of a real desk in it. Drafts are written before; nothing is printed.
"""

import itertools
import secrets
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from forms.failures import Failure
from forms.papers import material_receipt
from forms.papers.layout import Layout
from station_app.desk import papers
from station_app.desk.context import Desk
from station_app.desk.drafts import load_draft, new_draft, save_draft
from station_app.desk.open_desk import open_desk
from station_app.desk.receive_case import receive_case
from station_app.jobs.database_worker import DatabaseWorker
from station_app.jobs.print_runner import Printed, PrintRunner
from station_app.press import PaperPress
from tests.bench.apart import tell
from tests.bench.desk_window import event_loop, wait_until
from tests.bench.made_cases import made_cases
from tests.storage.station import SetClock, enrolled

T = TypeVar("T")
SEED = 3
WARM = 10
ROUNDS = 3


class ReceivingDesk:
    """The two threads of a desk that are in the way from a draft to its paper."""

    def __init__(self, folder: Path) -> None:
        clock = SetClock()
        unlocked = enrolled(folder / "station", clock, machine="")
        self._papers = folder / "papers"
        self.worker = DatabaseWorker(
            lambda: open_desk(folder / "station", unlocked, clock, secrets.token_bytes, machine="")
        )
        self._printing = PrintRunner(lambda: PaperPress(self._papers))
        self._printing.warm_up()
        self._failures: list[object] = []
        for bug in (self.worker.bug, self._printing.bug, self._printing.failure):
            bug.connect(self._failures.append)

    def receipt_ms(self, draft_id: str) -> float:
        """From the draft to its receipt's file, in ms. Raises RuntimeError where either cannot be made."""
        printed: list[Printed] = []
        path = self._papers / f"{draft_id}.pdf"

        def render(layout: Layout) -> None:
            self._printing.render_and_print(layout, path, None, printed.append, self._failures.append)

        begun = time.perf_counter()
        self.worker.run(partial(_received, draft_id=draft_id), render, self._failures.append)
        wait_until(lambda: bool(printed or self._failures))
        took = (time.perf_counter() - begun) * 1000
        self._raise_failures()
        if not printed[0].path.read_bytes().startswith(b"%PDF-"):
            raise RuntimeError("the receipt is no PDF")
        return took

    def asked(self, call: Callable[[Desk], T]) -> T:
        """The answer of the worker."""
        answers: list[T] = []
        self.worker.run(call, answers.append, self._failures.append)
        wait_until(lambda: bool(answers or self._failures))
        self._raise_failures()
        return answers[0]

    def close(self) -> None:
        self._printing.stop()
        self.worker.stop()

    def _raise_failures(self) -> None:
        if self._failures:
            failure = self._failures[0]
            raise RuntimeError(failure.zh if isinstance(failure, Failure) else repr(failure))


def _received(desk: Desk, draft_id: str) -> Layout:
    """Runs on the worker, as the new-case screen has it done."""
    received = receive_case(desk, draft_id)
    content = load_draft(desk, draft_id).content
    return material_receipt.layout(papers.receipt_record(desk, content, received.receipt_number))


def _drafts(desk: Desk, many: int) -> list[str]:
    ids = []
    for content in itertools.islice(made_cases(desk.catalogue.items, SEED, desk.today()), many):
        ids.append(new_draft(desk))
        save_draft(desk, ids[-1], content)
    return ids


def _commits(desk: Desk, draft_id: str) -> int:
    """How often receiving one case makes the disk wait."""
    statements: list[str] = []
    desk.store.database.connection.set_trace_callback(statements.append)
    receive_case(desk, draft_id)
    desk.store.database.connection.set_trace_callback(None)
    return statements.count("COMMIT")


def main() -> None:
    app = event_loop()
    desk = ReceivingDesk(Path(sys.argv[1]))
    try:
        drafts = desk.asked(partial(_drafts, many=int(sys.argv[2]) + WARM + 1))
        commits = desk.asked(partial(_commits, draft_id=drafts.pop()))
        times = [desk.receipt_ms(draft_id) for draft_id in drafts][WARM:]
        each = len(times) // ROUNDS
        rounds = [times[at * each : (at + 1) * each] for at in range(ROUNDS)]
        tell({"rounds_ms": rounds, "commits": commits})
    finally:
        desk.close()
        app.processEvents()


if __name__ == "__main__":
    main()
