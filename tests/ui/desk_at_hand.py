"""A real station for screens: an encrypted store, the worker that runs at once, the real printing; the district played."""

from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Signal

from forms import events as ev
from forms.case import CaseContent, Defect, Page, ResultDocument
from forms.events import decode_event
from station_app.allowance_file import AllowanceFile
from station_app.backups import Backups
from station_app.desk import receive_case
from station_app.desk.context import Desk
from station_app.jobs.inline_worker import InlineWorker
from station_app.jobs.line_state import NOT_YET, LineState
from station_app.jobs.print_runner import PrintRunner
from station_app.press import PaperPress
from station_app.ui.look import Look
from station_app.ui.preferences import Preferences
from station_app.ui.surroundings import Surroundings
from station_app.ui.words import Words
from tests.storage.station import (
    SetClock,
    applied,
    by_district,
    complete_content,
    drafted,
    enrolled,
    opened_desk,
    outcome,
    settings,
)


class QuietSync(QObject):
    """The line's side of the surroundings without a line; counts what it was asked."""

    state = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0
        self.saves = 0

    def sync_now(self, *, everything: bool = True) -> None:
        self.asked += 1

    def after_save(self) -> None:
        self.saves += 1

    def say(self, state: LineState = NOT_YET) -> None:
        self.state.emit(state)


class CountingWorker(InlineWorker):
    """Counts the calls of screens."""

    calls = 0

    def run(self, *arguments: object, **named: object) -> None:  # type: ignore[override]
        self.calls += 1
        super().run(*arguments, **named)  # type: ignore[arg-type]


class DeskAtHand:
    """What a screen test stands on. `desk` is the worker's own desk, to look behind the screens."""

    def __init__(self, folder: Path, *, text_px: int = 17, language: str = "zh", practice: bool = False) -> None:
        self.clock = SetClock()
        directory = folder / "station"
        self.unlocked = enrolled(directory, self.clock)
        self.directory = directory
        self.desk: Desk = opened_desk(directory, self.unlocked, self.clock)
        self.worker = CountingWorker(lambda: self.desk)
        self.printing = PrintRunner(lambda: PaperPress(folder / "papers"))
        self.sync = QuietSync()
        self.positions = 0
        self.surroundings = Surroundings(
            worker=self.worker,
            printing=self.printing,
            sync=self.sync,
            clock=self.clock,
            places=settings,
            words=Words(language),  # type: ignore[arg-type]
            look=Look(text_px),
            preferences=Preferences(text_px=text_px, language=language),  # type: ignore[arg-type]
            agent_login="longxiuzhen",
            agent_name="龙秀珍",
            papers=folder / "papers",
            practice=practice,
            allowance=AllowanceFile(directory),
            backups=Backups(InlineWorker(lambda: self.desk), directory, self.unlocked.raw_key),
        )

    def close(self) -> None:
        self.printing.stop()
        self.worker.stop()

    def receive(self, name: str = "李䶮", serial: int = 124, content: CaseContent | None = None) -> str:
        """A villager's application is received; its case."""
        draft = drafted(self.desk, content or complete_content(self.desk, name, serial))
        return receive_case.receive_case(self.desk, draft).case_id

    def send_all(self) -> None:
        """The district has taken everything that waited; what has just been received is first in its case."""
        batch = self.desk.store.outgoing(1000, 10_000_000)
        verdicts = tuple(
            applied(batch.first_seq + n, event.op_id, int(decode_event(event.body).kind == "case_received"))
            for n, event in enumerate(batch.events)
        )
        self.desk.store.record_exchange(outcome(verdicts=verdicts, position=self.positions))

    def office(self, case_id: str, order: int, kind: str, data: msgspec.Struct) -> None:
        """The township's or county's act arrives with the feed."""
        self.positions += 1
        entry = by_district(data, kind, case_id, order, self.positions)
        self.desk.store.record_exchange(outcome(feed=(entry,), position=self.positions))

    def accepted(self, case_id: str) -> None:
        self.send_all()
        self.office(case_id, 2, "receipt_confirmed", ev.ReceiptConfirmed("响水镇民政办"))
        self.office(case_id, 3, "official_number_assigned", ev.OfficialNumberAssigned("QX20261124-0183"))
        self.office(case_id, 4, "accepted", ev.Accepted(promised_until="2026-12-22", statutory_until="2027-01-06"))

    def correction(self, case_id: str) -> None:
        self.send_all()
        self.office(case_id, 2, "receipt_confirmed", ev.ReceiptConfirmed("响水镇民政办"))
        defect = Defect("户口簿（户主页）", "缺页", "首页和本人页都要", "household_register")
        required = ev.CorrectionRequired((defect,), "2026-11-26", "陈平", "0859-0000456")
        self.office(case_id, 3, "correction_required", required)

    def granted(self, case_id: str, *pages: Page) -> None:
        self.accepted(case_id)
        document = ResultDocument("高龄津贴审批表", "清民高龄〔2026〕18号", pages)
        self.office(case_id, 5, "decided", ev.Decided(True, document))
        self.office(case_id, 6, "result_sent", ev.ResultSent())

    @staticmethod
    def result_page() -> tuple[Page, bytes]:
        """A page as the district would send one."""
        import hashlib
        from io import BytesIO

        from PIL import Image

        out = BytesIO()
        Image.new("RGB", (1240, 1754), "white").save(out, "PNG")
        content = out.getvalue()
        return Page(hashlib.sha256(content).hexdigest(), len(content), "image/png", "result.png"), content
