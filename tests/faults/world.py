"""One small world under one seed: stations with their PCs, a district, a clock, and everything that may go wrong with them."""

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import zstandard

from forms import events as ev
from forms.case import Applicant, CaseContent, MaterialLine, Page, ResultDocument
from forms.dates import CHINA
from forms.events import Event, encode_event, make_event
from forms.failures import InputFailure
from sync.district import pages, review
from sync.district.database.engine import writing
from sync.district.review import Act
from sync.district.stations import add_station
from sync.protocol.codec import FORMAT, MAGIC
from sync.protocol.signing import public_key
from sync.station.http_line import Reply
from sync.station.ports import StationIdentity
from tests.district.officers import perform_by_whose_it_is, township
from tests.faults.bad_sticks import BadSticks
from tests.faults.district_node import DistrictNode
from tests.faults.mutants import NONE, Mutant
from tests.faults.network import FAULTS, Asked
from tests.faults.pc import Pc
from tests.faults.sim_store import SimStore
from tests.faults.stick_rounds import StickRounds
from tests.faults.stick_steps import Sticks
from tests.sync.real_ends import SETTINGS

OFFICER = township("响水镇")
STATIONS = ("5299", "5300")
MOST_PCS = 5
TEN_YEARS = timedelta(days=3653)
_REMEMBERED = 30
BY_STICK = 0.3
"""In so many worlds the end comes by stick alone."""

AS_IT_SHOULD = frozenset({"applied"})
REFUSED = frozenset({"rejected"})
PARKED = frozenset({"parked"})
EITHER = frozenset({"applied", "rejected"})
"""What a station did may come too late for the office: then it is refused in words."""


class SimClock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def now(self) -> datetime:
        return datetime(2026, 11, 23, 9, 0, tzinfo=CHINA) + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self.seconds

    def wait(self, seconds: float) -> None:
        self.seconds += seconds


def made_bomb() -> bytes:
    """A message whose frame says truly that it unpacks to 80 MB."""
    return MAGIC + bytes([FORMAT]) + bytes(4) + zstandard.ZstdCompressor(level=1).compress(bytes(80 << 20))


BOMB = made_bomb()
StoreMaker = Callable[["World", StationIdentity, int], Any]


def in_memory(_: "World", identity: StationIdentity, epoch: int) -> SimStore:
    return SimStore(identity, epoch)


class World:
    """`tests.faults.steps` does one thing after the other, `settle` lets everything arrive without faults; `tests.faults.invariants` then judges."""

    def __init__(
        self, directory: Path, seed: int, mutant: Mutant = NONE, make_store: StoreMaker = in_memory, pcs: int = 2
    ) -> None:
        self.directory, self.seed, self.mutant = directory, seed, mutant
        self.random = Random(seed)
        self.clock = SimClock()
        self.certificate = "the first certificate"
        self.bomb = BOMB
        self.make_store = make_store
        self.faults: Counter[str] = Counter()
        self.violations: list[str] = []
        self.trace: list[str] = []
        self.sent: list[Asked] = []
        self.heard: list[tuple[Asked, Reply]] = []
        self.expected: dict[bytes, frozenset[str]] = {}
        self.bodies: dict[bytes, bytes] = {}
        self.gone: set[bytes] = set()
        self.office_acts = 0
        self.seeds: list[bytes] = []
        self.by_stick = Random(f"{seed} by stick").random() < BY_STICK
        self.district_backups: list[Any] = []
        self.revoked: set[Pc] = set()
        self._serial = self._devices = 0
        self._stores: list[Any] = []
        self.node = DistrictNode(directory, self.clock, self.random)
        self.crash_points = self.node.crash_points
        self.sticks = Sticks(self)
        self.bad_sticks = BadSticks(self)
        self.stick_rounds = StickRounds(self)
        mutant.prepare(self.node)
        self.node.checkpoint()
        self.pcs = [self.new_pc(STATIONS[at % len(STATIONS)]) for at in range(pcs)]

    @property
    def events(self) -> int:
        return len(self.bodies) + self.office_acts

    def injected(self, name: str) -> None:
        self.faults[name] += 1
        self.trace.append(f"  fault: {name}")

    def violated(self, name: str, how: str) -> None:
        self.violations.append(f"{name}: {how}")

    @contextmanager
    def watched(self, what: str) -> Iterator[None]:
        """An exception that nobody expected is told as a bug, and the world goes on."""
        try:
            yield
        except Exception as error:  # noqa: BLE001 - whatever comes out of here is one
            self.violated(f"{what} failed by itself", repr(error))

    def remember(self, asked: Asked, reply: Reply) -> None:
        """What a box on the way could keep and play again."""
        self.sent = [*self.sent[-_REMEMBERED:], asked]
        self.heard = [*self.heard[-_REMEMBERED:], (asked, reply)]

    def new_pc(self, code: str) -> Pc:
        self._devices += 1
        device, seed = f"{self._devices:02d}", self.random.randbytes(32)
        self.seeds.append(seed)
        epoch = 1 + max((row[0] for row in self.node.rows("SELECT last_epoch FROM station")), default=0)
        self.node.enrol(code, device, seed, epoch)
        identity = StationIdentity("529901", code, device, seed, self.node.district.keys.public)
        pc = Pc(self, identity, self._kept(self.make_store(self, identity, epoch)), f"{code}/{device}")
        self.log(pc, "agent_added", ev.AgentAdded("longxiuzhen", f"龙{self._next()}"), "", AS_IT_SHOULD)
        return pc

    # What people do.

    def work(self, pc: Pc) -> None:
        """Something is received, recorded or printed at the desk."""
        cases = [row for row in pc.store.log.values() if row.kind == "case_received" and row.origin != "district"]
        choice = self.random.random()
        if not cases or choice < 0.4:
            self._receive(pc)
        elif choice < 0.5:
            self.log(pc, "enquiry_recorded", ev.EnquiryRecorded(f"问题{self._next()}"), "", AS_IT_SHOULD)
        elif choice < 0.75:
            self.log(pc, *self._always_possible(), self.random.choice(cases).case_id, AS_IT_SHOULD)
        else:
            self.log(pc, *self._sometimes_possible(pc), self.random.choice(cases).case_id, EITHER)

    def log(self, pc: Pc, kind: str, data: msgspec.Struct, case_id: str, expected: frozenset[str]) -> bytes:
        event = make_event(kind, data, case_id=case_id, at=pc.clock.now().isoformat(), actor="龙秀珍", office="5299")
        return self._append(pc, event, expected)

    def officer_acts(self) -> None:
        """The office takes the next step of some case."""
        found = self.node.rows("SELECT case_id, state FROM case_row ORDER BY case_id")
        if not found:
            return
        case_id, state = self.random.choice(found)
        act = self._next_act(state, case_id)
        if act is None:
            return
        try:
            perform_by_whose_it_is(self.node.district, OFFICER, case_id, self.random.randbytes(16), act)
        except InputFailure as refused:
            self.trace.append(f"  the office cannot: {refused.en}")
        else:
            self.office_acts += 1

    def publish(self) -> None:
        phone = f"0859-{self._next():07d}"
        settings = msgspec.structs.replace(SETTINGS.for_station(), enquiry_phone=phone)
        with writing(self.node.engine) as connection:
            add_station(connection, self.node.district, self.random.choice(STATIONS), settings, "chenping")

    # What goes wrong with the things themselves.

    def poison(self, pc: Pc) -> None:
        """Events that the district has to refuse, in the middle of others."""
        self.injected("poison event in the middle")
        self.work(pc)
        if self.random.random() < 0.5:
            self.log(pc, "accepted", ev.Accepted(), f"never-{self._next()}", REFUSED)
        else:
            data = ev.PaperPrinted("material_receipt", f"{self._next():064d}")
            self.log(pc, "paper_printed", data, f"never-{self._next()}", REFUSED)
        self.work(pc)

    def unknown_kind(self, pc: Pc) -> None:
        self.injected("unknown event kind")
        event = Event("made_up_since", at=pc.clock.now().isoformat(), data={"n": self._next()})
        self._append(pc, event, PARKED)

    def clock_jumps(self, pc: Pc) -> None:
        self.injected("clock jumps by years")
        pc.clock.off = self.random.choice((TEN_YEARS, -TEN_YEARS, timedelta(minutes=-3), timedelta()))

    def back_up(self, pc: Pc) -> None:
        pc.backups = [*pc.backups[-2:], self._kept(pc.store.copy())]

    def restore(self, pc: Pc) -> None:
        """An old backup takes the place of what the PC has."""
        if not pc.backups:
            return
        self.injected("old backup of a PC restored")
        old = self._kept(self.random.choice(pc.backups).copy())
        if old.place().head.seq % 2:
            self.injected("page files outlive the database")
            for content in pc.store.files():
                old.add_page(content)
        self.gone -= set(old.log)
        self._replace_store(pc, old)

    def clone(self, pc: Pc) -> None:
        """The disk of a PC is copied into another; both go on under one name."""
        if len(self.pcs) >= MOST_PCS:
            return
        self.injected("two clones of one PC")
        other = Pc(self, pc.identity, self._kept(pc.store.copy()), f"{pc.name}'")
        pc.history_broke = other.history_broke = True
        self.pcs.append(other)

    def replace_pc(self, pc: Pc) -> None:
        """A PC is dead for good; a new one is enrolled in its place."""
        self.injected("dead PC replaced")
        self.pcs.remove(pc)
        self._count_out(pc.store.log)
        self.pcs.append(self.new_pc(pc.identity.station))

    def back_up_district(self) -> None:
        self.district_backups = [*self.district_backups[-2:], self.node.snapshot()]

    def restore_district(self) -> None:
        """`district-server backup` of some time ago is served in the place of what there is."""
        if not self.district_backups:
            return
        snapshot = self.random.choice(self.district_backups)
        self.injected("district restored from an old backup")
        now = self.node.snapshot()
        self.node.put_back(snapshot)
        self._after_restoration(now)

    def district_forgets(self, pc: Pc) -> None:
        """The district loses its last commits and does not know it: its disk took them for written.

        The PC that knows better is the next to come. Where others come first, see docs/faults.md, "Not covered".
        """
        now = self.node.snapshot()
        self.log(pc, "enquiry_recorded", ev.EnquiryRecorded(f"问题{self._next()}"), "", AS_IT_SHOULD)
        waiting = pc.store.outgoing(10, 100_000)
        if len(waiting.events) > 1 or pc.store.pages_to_send():
            return
        report = pc.sync()
        if report is None or report.failure is not None or report.sent != 1 or report.received:
            return
        self.injected("district loses its last commits")
        self.node.put_back(now, anew=False)
        self._histories_broke()
        pc.sync()

    def power_cut_everywhere(self) -> None:
        if self.node.restart(power=True):
            self.injected("unsynced writes of the district dropped")
        self.injected("power cut everywhere")
        for pc in self.pcs:
            pc.store.died()
            pc.start()

    def revoke(self, pc: Pc) -> None:
        """The credentials have run out; the district lets the PC in again later."""
        self.injected("expired credentials")
        self.node.revoke(pc.identity.device, pc.identity.station, "2026-11-23T09:00:00+08:00")
        self.revoked.add(pc)

    def let_in_again(self) -> None:
        for pc in self.revoked:
            self.node.revoke(pc.identity.device, pc.identity.station, "")
        self.revoked.clear()

    # The network, and the end.

    def sync(self, pc: Pc) -> None:
        """A run of the engine with up to two faults of the line and maybe one of the PC."""
        names = self.random.choices(list(FAULTS), k=self.random.choice((0, 1, 1, 2)))
        chance = self.random.random()
        if chance < 0.25:
            pc.failing.cut_in = self.random.randint(1, 4)
            pc.failing.after_commit, pc.failing.full = chance < 0.12, chance > 0.2
        elif chance < 0.3:
            pc.stop_after = self.random.randint(1, 4)
        plan = {self.random.choice((1, 1, 2, 3, 4, 6)): name for name in names}
        report = pc.sync(plan)
        self.trace.append(f"  {plan} -> {report and (report.sent, report.rejected, report.pages_sent, report.failure)}")

    def settle(self, rounds: int = 3) -> None:
        """No more faults: every PC syncs until nothing waits, or in some worlds has nothing but sticks."""
        self.let_in_again()
        if self.by_stick:
            self.stick_rounds.settle(rounds)
            return
        for pc in self.pcs * rounds:
            self.clock.wait(60)
            pc.stop_after = pc.failing.cut_in = 0
            pc.sync()

    def close(self) -> None:
        self.node.engine.dispose()
        for store in self._stores:
            store.close()

    def an_applied_operation(self, pc: Pc) -> tuple[bytes, bytes] | None:
        """An own event of this PC that the district's ledger holds as applied."""
        wanted = f"SELECT op_id, body FROM event WHERE author = 'station' AND station = '{pc.identity.station}'"
        found = self.node.rows(f"{wanted} AND device = '{pc.identity.device}' ORDER BY case_id, case_order, op_id")
        return self.random.choice([(row[0], row[1]) for row in found]) if found else None

    def digest(self) -> str:
        """The same seed gives the same."""
        told = "\n".join(self.trace) + repr(sorted(self.faults.items())) + repr(sorted(self.bodies))
        return hashlib.sha256(told.encode()).hexdigest()

    def _append(self, pc: Pc, event: Event, expected: frozenset[str]) -> bytes:
        body = encode_event(event)
        op_id: bytes = pc.store.append(body, self.random.randbytes(16))
        self.expected[op_id], self.bodies[op_id] = expected, body
        self.trace.append(f"  {event.kind} {op_id.hex()[:6]} in {event.case_id}")
        return op_id

    def _receive(self, pc: Pc) -> None:
        serial = self._next()
        content = CaseContent(
            item_code="MZ-004",
            item_name="高龄津贴",
            applicant=Applicant(f"龙{serial}", village="响水洞村"),
            materials=(MaterialLine("ID", "居民身份证", pages=tuple(self._pages(pc))),),
            receipt_number=f"{pc.identity.station}-{serial:06d}",
        )
        case_id = self.random.randbytes(8).hex()
        self.log(pc, "case_received", ev.CaseReceived(content), case_id, AS_IT_SHOULD)

    def _pages(self, pc: Pc) -> list[Page]:
        sizes = [self.random.choice((40, 700, 4000)) for _ in range(self.random.choice((0, 0, 1, 2)))]
        contents = [self.random.randbytes(size) for size in sizes]
        return [Page(pc.store.add_page(content), len(content)) for content in contents]

    def _always_possible(self) -> tuple[str, msgspec.Struct]:
        if self.random.random() < 0.5:
            return "paper_printed", ev.PaperPrinted("material_receipt", f"{self._next():064d}")
        return "identity_revealed", ev.IdentityRevealed("id_number")

    def _sometimes_possible(self, pc: Pc) -> tuple[str, msgspec.Struct]:
        chance = self.random.random()
        if chance < 0.6:
            line = MaterialLine("HUKOU", "户口簿", pages=tuple(self._pages(pc)))
            return "materials_supplied", ev.MaterialsSupplied((line,), remark=str(self._next()))
        if chance < 0.9:
            return "forwarded", ev.Forwarded("officer", str(self._next()))
        return "withdrawn", ev.Withdrawn(str(self._next()))

    def _next_act(self, state: str, case_id: str) -> Act | None:
        if state in ("received", "in_transit"):
            return review.confirm_receipt
        if state == "under_check":
            return review.accept
        return review.decide(True, self._document(case_id), "", "", True) if state == "accepted" else None

    def _document(self, case_id: str) -> ResultDocument:
        content = self.random.randbytes(self.random.choice((300, 3000)))
        code = self.node.rows(f"SELECT station FROM case_row WHERE case_id = '{case_id}'")[0][0]
        with self.node.on_its_disk(), writing(self.node.engine) as connection:
            sha256 = pages.keep_own(connection, self.node.district, code, content)
        return ResultDocument("审批表", pages=(Page(sha256, len(content), "application/pdf", "审批表.pdf"),))

    def _after_restoration(self, before: tuple[bytes, dict[str, bytes]]) -> None:
        with closing(sqlite3.connect(":memory:")) as gone:
            gone.deserialize(before[0])
            self._count_out(row[0] for row in gone.execute("SELECT op_id FROM ledger"))
        self.revoked.clear()
        self._histories_broke()
        for pc in self.pcs:
            self._known_again(pc)

    def _known_again(self, pc: Pc) -> None:
        """A district restored from before a PC was enrolled: it is enrolled once more, with the key it has."""
        key = public_key(pc.seed).hex()
        if not self.node.rows(f"SELECT 1 FROM device WHERE hex(public_key) = '{key.upper()}'"):
            epoch = 1 + max((row[0] for row in self.node.rows("SELECT last_epoch FROM station")), default=0)
            self.node.enrol(pc.identity.station, pc.identity.device, pc.seed, epoch)
        else:
            self.node.revoke(pc.identity.device, pc.identity.station, "")

    def _histories_broke(self) -> None:
        for pc in self.pcs:
            pc.history_broke = True

    def _replace_store(self, pc: Pc, store: Any) -> None:
        pc.history_broke = True
        before = set(pc.store.log)
        pc.store = store
        pc.start()
        self._count_out(before)

    def _count_out(self, held: Any) -> None:
        """Of the events that were `held` where something is gone, those that nobody has any more are nobody's fault."""
        left = {row[0] for row in self.node.rows("SELECT op_id FROM ledger")}
        for pc in self.pcs:
            left |= set(pc.store.log)
        self.gone |= set(held) - left

    def _kept(self, store: Any) -> Any:
        self._stores.append(store)
        return store

    def _next(self) -> int:
        self._serial += 1
        return self._serial
