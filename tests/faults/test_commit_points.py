"""A day with everything in it, over network and stick, lived again for each of its commits: the power fails before it, or after."""

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from forms import events as ev
from forms.case import CaseContent, MaterialLine, Page
from forms.failures import EnvironmentFailure
from sync.station.ports import StationStore
from tests.faults.district_node import PowerCut
from tests.faults.invariants import settled
from tests.faults.pc import Pc
from tests.faults.simulation import MEMORY, quick_compression
from tests.faults.world import AS_IT_SHOULD, World

READS = {"identity", "outgoing", "cursor", "pages_to_send", "read_page", "pages_to_fetch"}
OF_THE_STICK = {"_remember", "take_answer", "take_feed", "_compare"}
OF_THE_DISTRICT = {
    f"{carrier} {name}"
    for carrier in ("HTTP", "stick")
    for name in ("exchange._answered", "pages._begin", "pages.take")
}
Points = Counter[tuple[str, str, str]]
Act = Callable[[], object]


def test_the_power_fails_before_and_after_every_commit_of_a_station() -> None:
    def prepare(_: World, pc: Pc, at: int, when: str) -> None:
        pc.failing.cut_in, pc.failing.after_commit = at, when == "after"

    points = _every_end(prepare)
    writes = {name for name in vars(StationStore) if not name.startswith("_")} - READS
    assert _crashed(points, "station") == writes | OF_THE_STICK


def test_the_power_fails_before_and_after_every_commit_of_a_district() -> None:
    def prepare(world: World, _: Pc, at: int, when: str) -> None:
        world.node.only_commits, world.node.cut_in = True, 2 * at - (when == "before")

    assert _crashed(_every_end(prepare), "district") >= OF_THE_DISTRICT


def _crashed(points: Points, end: str) -> set[str]:
    """The commits that the power has failed before, and after. None of those that there are is left out."""
    there = {name for where, name, _ in points if where == end}
    assert [name for name in there if not (points[end, name, "before"] and points[end, name, "after"])] == []
    return there


def _every_end(prepare: Callable[[World, Pc, int, str], None]) -> Points:
    """The day as often as it has commits, once with the end before each of them and once with the end after it."""
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder, quick_compression():
        world = World(Path(folder), 5, pcs=1)
        world.by_stick = False
        (pc,) = world.pcs
        morning, points = (world.node.snapshot(), pc.store.copy()), Points()
        for when in ("before", "after"):
            at = 1
            while _one_day(world, morning, lambda at=at, when=when: prepare(world, pc, at, when), points):  # type: ignore[misc]
                at += 1
        world.close()
    return points


def _one_day(world: World, morning: Any, prepare: Callable[[], None], points: Points) -> bool:
    """Whether the power failed at all. Wherever it did, everything arrives in the end."""
    (pc,) = world.pcs
    world.node.put_back(morning[0], anew=False)
    pc.store = morning[1].copy()
    # The day has a district that forgets and an old backup.
    pc.history_broke = True
    pc.start()
    world.expected.clear()
    world.sticks.all[0].empty()
    world.crash_points.clear()
    prepare()
    for act in _day(world, pc):
        _done(world, pc, act)
    world.node.cut_in = 0
    assert settled(world).all == []
    points.update(world.crash_points)
    return any(when != "committed" for _, _, when in world.crash_points)


def _done(world: World, pc: Pc, act: Act) -> None:
    try:
        act()
    except PowerCut:
        world.node.restart(power=True)
        pc.dies()
    except (EnvironmentFailure, StopIteration):
        pass  # what this needs went with the power


def _day(world: World, pc: Pc) -> Iterator[Act]:
    stick, sticks = world.sticks.all[0], world.sticks
    yield pc.engine.run_once
    # The district forgets its last commit, and once more: a station is believed to know better once a day (decision 110).
    for question in ("几点上班", "几点下班"):
        before = world.node.snapshot()
        yield lambda asked=question: world.log(pc, "enquiry_recorded", ev.EnquiryRecorded(asked), "", AS_IT_SHOULD)
        yield lambda: pc.engine.run_once()
        yield lambda known=before: _put_back(world, known)
        yield lambda: pc.engine.run_once()
    # An old backup takes the place of what the PC has.
    old = world._kept(pc.store.copy())
    yield lambda: received(world, pc, "a", 1000)
    yield lambda: pc.engine.run_once()
    yield lambda: _restored(world, pc, old)
    yield lambda: pc.engine.run_once()
    # A case goes by stick, with its page; its result comes by stick, the other one's by network.
    yield lambda: received(world, pc, "b", 700)
    yield lambda: sticks.written(pc, stick)
    yield lambda: sticks.imported(stick, stick.files("to_district")[0])
    for _ in range(6):
        yield world.officer_acts
    yield lambda: sticks.read(pc, stick)
    yield lambda: pc.engine.run_once()


def received(world: World, pc: Pc, name: str, size: int) -> None:
    content = name.encode() * size
    pages = (Page(pc.store.add_page(content), len(content)),)
    case = CaseContent("MZ-004", materials=(MaterialLine("ID", "身份证", pages=pages),), receipt_number=f"5299-{name}")
    world.log(pc, "case_received", ev.CaseReceived(case), f"case-{name}", AS_IT_SHOULD)
    for at in range(3):
        data = ev.PaperPrinted("material_receipt", f"{at:064d}")
        world.log(pc, "paper_printed", data, f"case-{name}", AS_IT_SHOULD)


def _put_back(world: World, before: tuple[bytes, dict[str, bytes]]) -> None:
    cut = world.node.cut_in, world.node.only_commits
    world.node.put_back(before, anew=False)
    world.node.cut_in, world.node.only_commits = cut


def _restored(world: World, pc: Pc, old: object) -> None:
    held, pc.store = set(pc.store.log), old
    world._count_out(held)
