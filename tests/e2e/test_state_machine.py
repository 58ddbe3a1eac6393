"""Two desks and a district driven through anything at all: in the end both sides tell every case the same, exactly once.

Everything is real but the line, which loses requests and answers as it is told: engine, encrypted stores, district.
"""

import secrets
import shutil
import tempfile
from collections.abc import Callable
from contextlib import redirect_stdout
from datetime import timedelta
from io import StringIO
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from sqlalchemy import select

from forms import events as ev
from forms import lifecycle
from forms.case import Defect, MaterialLine
from forms.events import decode_event
from forms.failures import InputFailure
from station_app.desk import drafts
from station_app.desk.arrive import record_arrival
from station_app.desk.clock_check import clock_doubt, confirm_day
from station_app.desk.context import Desk
from station_app.desk.correct_particulars import correct_particulars
from station_app.desk.deliver import deliver
from station_app.desk.enrol_station import enrol_station
from station_app.desk.forward import forward
from station_app.desk.give_notice import give_notice
from station_app.desk.list_cases import list_cases
from station_app.desk.open_case import open_case
from station_app.desk.open_desk import open_desk
from station_app.desk.receive_case import receive_case
from station_app.desk.record_print import record_print
from station_app.desk.supply_materials import supply_materials
from station_app.desk.withdraw import void, withdraw
from station_app.storage.keys import Unlocked
from sync.district import review
from sync.district.commands import main
from sync.district.database.engine import reading
from sync.district.database.tables import event
from sync.district.deemed import accept_in_silence
from sync.district.district import District, open_district
from sync.district.exchange import exchange
from sync.district.review import Act
from sync.district.stations import enrol
from sync.protocol import signing
from sync.protocol.enrolment import open_grant, read_code, seal_request
from sync.station.engine import SyncEngine
from sync.station.errors import LineFailure
from sync.station.pace import Limits
from sync.station.ports import PagePart
from tests.district.officers import perform_by_whose_it_is
from tests.e2e.both_ends import at_district, cases_at_district
from tests.storage.station import CHEAP, MACHINE, PASSWORD, SetClock, complete_content, drafted
from tests.sync.real_ends import OFFICER, code_for, new_district

PCS = ("first", "second")
NAMES = ("李䶮", "欧阳𬸚", "𠮷野", "买买提·吐尔逊")
SMALL = Limits(first_bytes=1024, fewest_bytes=512, most_bytes=4096)
FAULTS = ("request", "answer")
RUNS, STEPS = 15, 30
"""About 35 s. Longer ones (350 runs of 45 steps, 100 of 40) have passed."""


class Line:
    """A Carrier that reaches the district at once, and fails as often as it is told. No page travels here."""

    def __init__(self, answer: Callable[[bytes], bytes]) -> None:
        self._answer = answer
        self.faults: list[str] = []

    def exchange(self, request: bytes) -> bytes:
        fault = self.faults.pop(0) if self.faults else ""
        if fault == "request":
            raise LineFailure
        answered = self._answer(request)
        if fault == "answer":
            raise LineFailure
        return answered

    introduce = exchange

    def proven(self) -> None:
        return

    def page_offset(self, sha256: str, size: int) -> int:
        raise NotImplementedError

    def send_page(self, sha256: str, size: int, offset: int, chunk: bytes) -> int:
        raise NotImplementedError

    def fetch_page(self, sha256: str, offset: int, most: int) -> PagePart:
        raise NotImplementedError

    def set_offset(self, offset_ms: int) -> None:
        return


class Pc:
    def __init__(self, directory: Path, unlocked: Unlocked, clock: SetClock, answer: Callable[[bytes], bytes]) -> None:
        self.directory, self.unlocked, self.clock = directory, unlocked, clock
        self.line = Line(answer)
        self.open()

    def open(self) -> None:
        self.desk: Desk = open_desk(self.directory, self.unlocked, self.clock, secrets.token_bytes, machine=MACHINE)
        self.engine = SyncEngine(self.desk.store, self.line, self.clock, limits=SMALL)

    def close(self) -> None:
        self.desk.close()

    def cases(self) -> list[str]:
        """Also those that are only a notice, whose draft may be at the other desk: no list shows these."""
        return [str(case_id) for (case_id,) in self.desk.store.database.rows("SELECT case_id FROM case_row ORDER BY 1")]


AT_DESK: dict[str, Callable[[Desk, str], object]] = {
    "supply": lambda desk, case: supply_materials(desk, case, [MaterialLine("id_card", "身份证", note="补来")]),
    "withdraw": lambda desk, case: withdraw(desk, case, "不办了"),
    "void": lambda desk, case: void(desk, case, "登记错了"),
    "forward": lambda desk, case: forward(desk, (case,), "officer"),
    "deliver": lambda desk, case: deliver(desk, case, ev.Delivered("审批表", "李䶮")),
    "deliver at once": lambda desk, case: deliver(desk, case, ev.Delivered("审批表", "李䶮"), arrived=True),
    "arrive": lambda desk, case: record_arrival(desk, case),
    "put right": lambda desk, case: correct_particulars(desk, case, {"applicant.phone": "0859-0000777"}, "换号了"),
    "print": lambda desk, case: record_print(desk, case, "material_receipt", "0" * 64),
}
AT_DISTRICT: dict[str, Callable[[District], Act]] = {
    "confirm": lambda _: review.confirm_receipt,
    "accept": lambda _: review.accept,
    "correct": lambda district: review.require_correction(
        (Defect("户口簿", "缺页", "", "household_register"),), district.now().date() + timedelta(days=14)
    ),
    "not accept": lambda _: review.refuse_acceptance("不归本单位管", "县医保局"),
    "suspend": lambda _: review.suspend("公示", 7, ""),
    "resume": lambda _: review.resume,
    "extend": lambda _: review.extend(5, "案情复杂", "王主任"),
    "grant": lambda _: review.decide(True, None, "", "", False),
    "refuse": lambda _: review.decide(False, None, "不在范围", "可以申请复议", False),
    "send": lambda _: review.send_result("officer"),
    "originals": lambda _: review.receive_originals("少一页"),
    "lapse": lambda _: review.lapse,
}


OFFERED_LATER = {"resume": "resumed", "extend": "extended", "correct": "correction_required"}
"""Acts that read a day which is there only once the case has come so far; no page offers them before."""


@pytest.fixture(scope="module")
def beginning(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Unlocked]]:
    """A district and two enrolled PCs before anything has happened, to be copied for each run."""
    folder, clock = tmp_path_factory.mktemp("beginning"), SetClock()
    district = new_district(folder / "district", clock)
    keys = {}
    for pc in PCS:
        code, seed = read_code(code_for(district)), signing.new_seed()
        key = code.key()
        grant = open_grant(enrol(district, seal_request(code, key, seed, pc, "0.1")), key, signing.public_key(seed))
        keys[pc] = enrol_station(
            folder / pc,
            grant,
            seed,
            "longxiuzhen",
            "龙秀珍",
            PASSWORD,
            clock,
            secrets.token_bytes,
            cost=CHEAP,
            machine=MACHINE,
        )
    district.engine.dispose()
    return folder, keys


class TwoDesks(RuleBasedStateMachine):
    """Set by the test: where a run begins."""

    beginning: Path
    keys: dict[str, Unlocked]

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="two-desks-", dir=self.beginning))
        self.clock, self.serial, self.copies = SetClock(), 100, 0
        shutil.copytree(self.beginning / "district", self.folder / "district")
        self.district = open_district(self.folder / "district", self.clock)
        self.backup: Path | None = None
        self.images: dict[str, Path] = {}
        self.pcs: dict[str, Pc] = {}
        self.told: set[str] = set()
        for pc in PCS:
            shutil.copytree(self.beginning / pc, self.folder / pc)
            self.pcs[pc] = Pc(self.folder / pc, self.keys[pc], self.clock, self.answer)

    def answer(self, request: bytes) -> bytes:
        return exchange(self.district, request)

    @rule(pc=st.sampled_from(PCS), name=st.sampled_from(NAMES))
    def receive(self, pc: str, name: str) -> None:
        desk = self.at_the_desk(pc)
        self.serial += 1
        self.told.add(receive_case(desk, drafted(desk, complete_content(desk, name, self.serial))).case_id)

    @rule(pc=st.sampled_from(PCS))
    def notice(self, pc: str) -> None:
        desk = self.at_the_desk(pc)
        self.serial += 1
        content = complete_content(desk, NAMES[0], self.serial)
        draft_id = drafted(desk, content)
        drafts.save_draft(desk, draft_id, msgspec.structs.replace(content, materials=content.materials[1:]))
        self.told.add(give_notice(desk, draft_id).case_id)

    @rule(pc=st.sampled_from(PCS), serial=st.integers(500, 520))
    def receive_what_was_kept(self, pc: str, serial: int) -> None:
        """The paper that was missing has come, or the district had refused the receipt."""
        for draft in drafts.list_drafts(self.at_the_desk(pc))[:1]:
            self.receive_draft(self.pcs[pc], draft.draft_id, serial)

    def at_the_desk(self, pc: str) -> Desk:
        """Where nothing was recorded for a month, the agent is asked for the day and says that it is right."""
        desk = self.pcs[pc].desk
        if clock_doubt(desk) is not None:
            confirm_day(desk, desk.today())
        return desk

    def receive_draft(self, pc: Pc, draft_id: str, serial: int) -> None:
        name = drafts.load_draft(pc.desk, draft_id).content.applicant.name
        drafts.save_draft(pc.desk, draft_id, complete_content(pc.desk, name, serial))
        try:
            receive_case(pc.desk, draft_id)
        except InputFailure:
            # The district restored from before took the receipt after all, and has not said so here yet.
            return

    @rule(pc=st.sampled_from(PCS), what=st.sampled_from(sorted(AT_DESK)), which=st.integers(0, 7))
    def act_at_the_desk(self, pc: str, what: str, which: int) -> None:
        cases = self.pcs[pc].cases()
        if not cases:
            return
        try:
            AT_DESK[what](self.pcs[pc].desk, cases[which % len(cases)])
        except InputFailure:
            return

    @rule(acts=st.lists(st.sampled_from(sorted(AT_DISTRICT)), min_size=1, max_size=4), which=st.integers(0, 7))
    def act_at_the_district(self, acts: list[str], which: int) -> None:
        cases = sorted(cases_at_district(self.district))
        for what in acts if cases else ():
            case_id = cases[which % len(cases)]
            case = at_district(self.district, case_id)
            if what in OFFERED_LATER and not lifecycle.may(case, OFFERED_LATER[what]):
                continue
            try:
                perform_by_whose_it_is(
                    self.district, OFFICER, case_id, secrets.token_bytes(16), AT_DISTRICT[what](self.district)
                )
            except InputFailure:
                continue

    @rule(pc=st.sampled_from(PCS), faults=st.lists(st.sampled_from(("", *FAULTS)), max_size=3))
    def sync(self, pc: str, faults: list[str]) -> None:
        self.pcs[pc].line.faults = list(faults)
        report = self.pcs[pc].engine.run_once()
        assert report.failure is None or isinstance(report.failure, LineFailure), report.failure
        assert report.parked == 0

    @rule(days=st.integers(1, 8))
    def days_pass(self, days: int) -> None:
        self.clock.wait(days=days)
        accept_in_silence(self.district)

    @rule(pc=st.sampled_from(PCS))
    def restart(self, pc: str) -> None:
        self.pcs[pc].close()
        self.pcs[pc].open()

    @rule(pc=st.sampled_from(PCS))
    def image_the_disk(self, pc: str) -> None:
        self.pcs[pc].close()
        self.copies += 1
        self.images[pc] = self.folder / f"image-{self.copies}"
        shutil.copytree(self.pcs[pc].directory, self.images[pc])
        self.pcs[pc].open()

    @precondition(lambda self: self.images)
    @rule(pc=st.sampled_from(PCS))
    def put_the_disk_back(self, pc: str) -> None:
        if pc not in self.images:
            return
        self.pcs[pc].close()
        shutil.rmtree(self.pcs[pc].directory)
        shutil.copytree(self.images[pc], self.pcs[pc].directory)
        self.pcs[pc].open()
        self.forget_what_is_nowhere()

    def forget_what_is_nowhere(self) -> None:
        """What never left a disk that was put back is gone with it; so is what the server alone had."""
        somewhere = {case for one in self.pcs.values() for case in one.cases()} | set(cases_at_district(self.district))
        self.told &= somewhere

    @rule()
    def back_the_server_up(self) -> None:
        self.copies += 1
        self.backup = self.folder / f"backup-{self.copies}"
        with redirect_stdout(StringIO()):
            assert main(["backup", "--directory", str(self.district.directory), "--to", str(self.backup)]) == 0

    @precondition(lambda self: self.backup is not None)
    @rule()
    def put_the_server_back(self) -> None:
        assert self.backup is not None
        self.district.engine.dispose()
        self.district, self.backup = open_district(self.backup, self.clock), None
        self.forget_what_is_nowhere()

    def teardown(self) -> None:
        if not hasattr(self, "pcs"):
            return
        try:
            self.come_to_rest()
            self.check()
        finally:
            for pc in self.pcs.values():
                pc.close()
            self.district.engine.dispose()
            shutil.rmtree(self.folder)

    def come_to_rest(self) -> None:
        """Syncs until nothing moves; what the district refused is received again in between."""
        for pc_name in PCS:
            self.at_the_desk(pc_name)
        for serial in range(600, 603):
            for pc in [*self.pcs.values()] * 2:
                pc.line.faults = []
                report = pc.engine.run_once()
                assert report.failure is None, report.failure
            for pc in self.pcs.values():
                for draft in drafts.list_drafts(pc.desk):
                    if open_case(pc.desk, draft_id_case(pc, draft.draft_id)).row.receipt_number:
                        self.receive_draft(pc, draft.draft_id, serial)

    def check(self) -> None:
        there = set(cases_at_district(self.district))
        given_up = {case for pc in self.pcs.values() for case in pc.cases()} - there
        assert self.told <= there | given_up
        numbers = [number for case in there if (number := at_district(self.district, case).content.receipt_number)]
        assert len(numbers) == len(set(numbers))
        for case in there:
            assert self.folded_at_district(case) == at_district(self.district, case)
        for pc in self.pcs.values():
            self.check_pc(pc, there, given_up)

    def check_pc(self, pc: Pc, there: set[str], given_up: set[str]) -> None:
        store, here = pc.desk.store, pc.cases()
        assert len(here) == len(set(here))
        assert there <= set(here)
        assert store.outgoing(1, 1).events == ()
        assert store.log.first_break() is None
        for case in there:
            folded = store.projections.fold(case)
            assert folded.case == at_district(self.district, case)
            assert folded.impossible == ()
        for case in given_up & set(here):
            assert not any(logged.counts and logged.verdict for logged in store.log.of_case(case))
        rows = list_cases(pc.desk, only="all", limit=10_000)
        store.projections.rebuild()
        assert list_cases(pc.desk, only="all", limit=10_000) == rows

    def folded_at_district(self, case_id: str) -> lifecycle.Case:
        with reading(self.district.engine) as connection:
            bodies = connection.execute(
                select(event.c.body).where(event.c.case_id == case_id).order_by(event.c.case_order)
            ).scalars()
            case, refused = lifecycle.fold(decode_event(body) for body in bodies)
        assert refused == ()
        return case


def draft_id_case(pc: Pc, draft_id: str) -> str:
    return pc.desk.store.drafts.load(draft_id).case_id


@pytest.mark.timeout(170)
def test_both_sides_tell_every_case_the_same(beginning: tuple[Path, dict[str, Unlocked]]) -> None:
    TwoDesks.beginning, TwoDesks.keys = beginning
    TwoDesks.TestCase.settings = settings(
        max_examples=RUNS,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    TwoDesks.TestCase().runTest()
