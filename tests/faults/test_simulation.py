"""The simulation itself: the real programs pass it, it repeats itself, and its stores are like the real one."""

from pathlib import Path

import pytest

from forms import events as ev
from sync.station.errors import LineFailure
from sync.station.http_line import Reply
from tests.faults import network
from tests.faults.district_node import PowerCut
from tests.faults.explore import explore
from tests.faults.invariants import settled
from tests.faults.many_stations import many_at_once
from tests.faults.mutants import MUTANTS, Mutant
from tests.faults.network import Asked, Line
from tests.faults.paired_store import PairedStore
from tests.faults.simulation import quick_compression, run_world, simulate
from tests.faults.stick_mutants import STICK_MUTANTS
from tests.faults.world import AS_IT_SHOULD, World

FIRST_WORLD = {
    "acts_kept": 3,
    "any_epoch": 49,
    "any_history": 49,
    "by_clock": 6,
    "copied_is_sent": 0,
    "cursor_first": 9,
    "feed_runs_ahead": 58,
    "feed_taken_back": 4,
    "foreign_request": 4,
    "gap_taken": 28,
    "in_two_pieces": 6,
    "judged_by_introduction": 306,
    "no_chain": 3,
    "no_epoch": 3,
    "no_file_sync": 0,
    "no_name_sync": 4,
    "no_overlap": 15,
    "no_page_sync": 0,
    "no_quarantine": 11,
    "no_rewind": 6,
    "no_signature": 19,
    "no_stick_name_sync": 0,
    "no_takeover": 45,
    "normal_sync": 4,
    "others_not_sent": 9,
    "own_clock": 2,
    "pages_not_asked": 5,
    "returned_pages_believed": 605,
    "sent_is_done": 2,
    "server_not_doubted": 34,
    "tells_anybody": 0,
    "used_in_part": 0,
}
"""Worlds of seed 3 that soon come across what a mutant lacks; where that has moved, the search goes on from there."""


def test_nothing_is_lost_doubled_or_diverged() -> None:
    outcome = simulate(200, 7)
    assert outcome.told == []
    assert outcome.is_good
    assert outcome.paired


def test_the_same_seed_is_the_same_run() -> None:
    with quick_compression():
        first, second, other = (run_world(seed)[0].digest() for seed in (11, 11, 12))
    assert first == second != other


def test_the_store_in_memory_is_like_the_real_one() -> None:
    outcome = simulate(150, 21, make_store=PairedStore.enrolled)
    assert outcome.told == []


def test_a_twin_that_differs_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.faults.sim_store.SimStore._mark_district", lambda *_: None)
    assert "Disagreement" in " ".join(simulate(250, 21, make_store=PairedStore.enrolled, stop_at_first=True).told)


@pytest.mark.expects_log("taken in event by event|could not be taken in")
@pytest.mark.parametrize("mutant", [*MUTANTS, *STICK_MUTANTS], ids=lambda mutant: mutant.name)
def test_a_program_without_one_safeguard_is_told(mutant: Mutant) -> None:
    outcome = simulate(1500, 3, mutant, stop_at_first=True, first=FIRST_WORLD.get(mutant.name, 1))
    assert not outcome.is_good


def test_a_request_cut_at_every_byte_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with quick_compression():
        world = World(tmp_path, 1, pcs=1)
        (pc,) = world.pcs
        world.log(pc, "enquiry_recorded", ev.EnquiryRecorded("几点上班"), "", AS_IT_SHOULD)
        lengths: list[int] = []

        def cut(line: Line, asked: Asked) -> Reply:
            lengths.append(len(asked.body))
            before = world.node.rows("SELECT count(*) FROM ledger")
            for at in range(len(asked.body)):
                assert line.deliver(asked._replace(body=asked.body[:at])).status in (400, 401)
            assert world.node.rows("SELECT count(*) FROM ledger") == before
            raise LineFailure

        monkeypatch.setitem(network.FAULTS, "cut", cut)
        pc.sync({1: "cut"})
        assert lengths
        assert settled(world).all == []
        world.close()


def test_a_district_that_dies_at_every_statement_loses_nothing(tmp_path: Path) -> None:
    with quick_compression():
        for statement in range(1, network.MOST_STATEMENTS + 5):
            world = World(tmp_path / str(statement), statement, pcs=1)
            (pc,) = world.pcs
            world._receive(pc)
            world.node.cut_in = statement
            pc.line.plan = {}
            try:
                pc.engine.run_once()
            except PowerCut:
                world.node.restart(power=True)
            world.node.cut_in = 0
            assert settled(world).all == []
            world.close()


def test_many_stations_at_one_moment() -> None:
    outcome = many_at_once(60)
    assert outcome.told == []
    assert outcome.is_good


def test_every_order_of_a_few_happenings() -> None:
    found = explore(seconds=150, depth=2)
    assert found.whole
    assert found.states > 40
    assert found.violations == []


def test_exploring_is_the_same_with_one_process() -> None:
    one, two = (explore(seconds=150, depth=1, processes=processes) for processes in (1, 2))
    assert (one.states, one.depth, one.whole) == (two.states, two.depth, two.whole) == (9, 1, True)


def test_exploring_tells_a_program_without_a_safeguard() -> None:
    (no_ledger,) = (mutant for mutant in MUTANTS if mutant.name == "no_ledger")
    assert explore(seconds=150, depth=2, mutant=no_ledger).violations
