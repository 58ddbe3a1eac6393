"""What must be so whatever happened: nothing lost, nothing twice, both ends agree; and no fault was ever a bug."""

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Protocol

import msgspec

from forms import lifecycle
from forms.events import decode_event
from forms.lifecycle import Case
from sync.protocol.chain import GENESIS, chain_hash
from tests.faults.pc import Pc
from tests.faults.world import World


class Rows(Protocol):
    """A district's database, to be read."""

    def rows(self, sql: str) -> list[Any]: ...


@dataclass
class Judged:
    lost: list[str] = field(default_factory=list)
    duplicated: list[str] = field(default_factory=list)
    diverged: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    @property
    def all(self) -> list[str]:
        return [
            *(f"lost: {each}" for each in self.lost),
            *(f"duplicated: {each}" for each in self.duplicated),
            *(f"diverged: {each}" for each in self.diverged),
            *(f"broken: {each}" for each in self.broken),
        ]


def judge(world: World) -> Judged:
    """Everything that is wrong with a settled world."""
    judged = Judged(broken=list(world.violations))
    judged.broken += [f"the district failed by itself: {bug!r}" for bug in world.node.bugs]
    ledger = {row[0]: row for row in world.node.rows("SELECT op_id, verdict, body_hash, case_order FROM ledger")}
    _nothing_lost(world, ledger, judged)
    nothing_twice(world.node, judged)
    district_agrees_with_itself(world.node, judged)
    for pc in world.pcs:
        _both_ends_agree(world, pc, ledger, judged)
        _pages_arrived(world, pc, judged)
        if pc.store.place().epoch != pc.enrolled_in and not pc.history_broke:
            judged.broken.append(f"{pc.name} began an epoch although neither end had lost anything")
    return judged


def settled(world: World, tries: int = 4, rounds: int = 3) -> Judged:
    """Lets the world settle until nothing is wrong with it, and judges."""
    world.settle(rounds)
    judged = judge(world)
    for _ in range(tries - 1):
        if not judged.all:
            break
        world.settle(1)
        judged = judge(world)
    return judged


def _nothing_lost(world: World, ledger: dict[bytes, Any], judged: Judged) -> None:
    for op_id, allowed in world.expected.items():
        name = f"{op_id.hex()[:6]} {decode_event(world.bodies[op_id]).kind}"
        if op_id not in ledger:
            if op_id not in world.gone:
                judged.lost.append(name)
            continue
        _, verdict, body_hash, _ = ledger[op_id]
        if verdict not in allowed:
            judged.lost.append(f"{name} is {verdict}")
        if body_hash != hashlib.sha256(world.bodies[op_id]).digest():
            judged.diverged.append(f"{name} has other bytes at the district")


def nothing_twice(district: Rows, judged: Judged) -> None:
    """No receipt, official number, event or entry of the feed stands twice in the district's tables."""
    rows = district.rows("SELECT case_id, kind, body, op_id FROM event")
    once = Counter(
        (case_id, kind) for case_id, kind, *_ in rows if kind in ("case_received", "official_number_assigned")
    )
    judged.duplicated += [f"{kind} of {case_id}" for (case_id, kind), count in once.items() if count > 1]
    marked = [row for row in rows if row[1] in ("paper_printed", "enquiry_recorded", "materials_supplied", "forwarded")]
    bodies = Counter(bytes(row[2]) for row in marked)
    judged.duplicated += [f"{decode_event(body).kind}" for body, count in bodies.items() if count > 1]
    for code, position, op_id in _feed_twice(district):
        judged.duplicated.append(f"feed entry {position} of {code}: {op_id.hex()[:6]}")


def _feed_twice(district: Rows) -> list[tuple[str, int, bytes]]:
    seen: set[tuple[str, bytes]] = set()
    twice = []
    for code, position, op_id in district.rows("SELECT station, position, op_id FROM feed WHERE op_id IS NOT NULL"):
        if (code, op_id) in seen:
            twice.append((code, position, op_id))
        seen.add((code, op_id))
    return twice


def district_agrees_with_itself(district: Rows, judged: Judged) -> None:
    """The queue is what the events make, orders and positions have no gap, each chain holds."""
    wanted = "SELECT case_id, snapshot, last_order FROM case_row"
    for case_id, snapshot, last_order in district.rows(wanted):
        rows = district.rows(f"SELECT body, case_order FROM event WHERE case_id = '{case_id}' ORDER BY case_order")
        made, refused = lifecycle.fold(decode_event(row[0]) for row in rows)
        if refused or made != msgspec.json.decode(snapshot, type=Case):
            judged.diverged.append(f"the district's own view of {case_id}")
        if [row[1] for row in rows] != list(range(1, last_order + 1)):
            judged.diverged.append(f"the order of {case_id}")
    for code, last in district.rows("SELECT station, feed_position FROM station"):
        positions = [row[0] for row in district.rows(f"SELECT position FROM feed WHERE station = '{code}' ORDER BY 1")]
        if positions != list(range(1, last + 1)):
            judged.diverged.append(f"the feed of {code}")


def _both_ends_agree(world: World, pc: Pc, ledger: dict[bytes, Any], judged: Judged) -> None:
    if pc.report is None or pc.report.failure is not None:
        judged.broken.append(f"{pc.name} does not get through: {pc.report and pc.report.failure!r}")
        return
    code, log = pc.identity.station, pc.store.log
    if pc.store.outgoing(1, 1).events:
        judged.lost.append(f"{pc.name} still has events to send")
    held = {row[0] for row in world.node.rows(f"SELECT op_id FROM event WHERE station = '{code}'")}
    judged.lost += [f"{op_id.hex()[:6]} never came down to {pc.name}" for op_id in held - set(log)]
    for row in log.values():
        if row.origin == "own":
            _verdict_agrees(pc, row, ledger, judged)
        elif row.op_id not in held and not row.verdict:
            judged.diverged.append(f"{pc.name} believes {row.kind} of {row.case_id}, the district has no such event")
    _cases_agree(world, pc, judged)
    _chain_holds(pc, judged)
    published = world.node.rows(
        f"SELECT body FROM publication WHERE kind = 'settings' AND scope = '{code}' ORDER BY version DESC LIMIT 1"
    )
    if published and pc.store.published.get("settings") != published[0][0]:
        judged.diverged.append(f"the settings of {pc.name}")


def _verdict_agrees(pc: Pc, row: Any, ledger: dict[bytes, Any], judged: Judged) -> None:
    known = ledger.get(row.op_id)
    if known is None or (row.verdict, row.order) != (known[1], known[3]):
        there = known and (known[1], known[3])
        judged.diverged.append(f"{pc.name} has {row.op_id.hex()[:6]} as {(row.verdict, row.order)}, there {there}")


def _cases_agree(world: World, pc: Pc, judged: Judged) -> None:
    wanted = f"SELECT case_id, snapshot FROM case_row WHERE station = '{pc.identity.station}'"
    for case_id, snapshot in world.node.rows(wanted):
        there, here = msgspec.json.decode(snapshot, type=Case), pc.store.case(case_id)
        if there != here:
            judged.diverged.append(f"{pc.name} has {case_id} as {here.state}, the district as {there.state}")


def _chain_holds(pc: Pc, judged: Judged) -> None:
    running = GENESIS
    for op_id in pc.store.own:
        row = pc.store.log[op_id]
        running = chain_hash(running, op_id, row.body)
        if row.hash != running:
            judged.diverged.append(f"the chain of {pc.name} at {row.seq}")
            return


def _pages_arrived(world: World, pc: Pc, judged: Judged) -> None:
    code = pc.identity.station
    there = dict(world.node.rows(f"SELECT sha256, complete FROM page WHERE station = '{code}'"))
    for sha256, page in pc.store.pages.items():
        used = [pc.store.log[op_id] for op_id in pc.store.uses[sha256]]
        own = any(row.origin == "returned" or (row.origin == "own" and row.verdict == "applied") for row in used)
        path = world.node.district.pages / code / sha256[:2] / sha256
        if not page.is_result and page.held and own:
            whole = there.get(sha256) and path.exists()
            if not whole or hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
                judged.lost.append(f"page {sha256[:6]} of {pc.name}")
        elif page.is_result and not page.held and any(not row.verdict for row in used):
            judged.lost.append(f"result page {sha256[:6]} never came down to {pc.name}")
