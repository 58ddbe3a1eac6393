"""Rounds of a stick that chance hardly ever comes to, led to on purpose."""

from pathlib import Path

import pytest

from tests.faults.invariants import settled
from tests.faults.mutants import NONE, Mutant
from tests.faults.simulation import quick_compression
from tests.faults.stick_mutants import OLD_PAGES_BELIEVED
from tests.faults.test_commit_points import received
from tests.faults.world import World


@pytest.mark.parametrize("mutant", [NONE, OLD_PAGES_BELIEVED], ids=lambda mutant: mutant.name)
def test_what_an_old_district_held_is_not_believed(tmp_path: Path, mutant: Mutant) -> None:
    with quick_compression(), mutant.patched():
        world = World(tmp_path, 3, mutant, pcs=1)
        world.by_stick = False
        (pc,) = world.pcs
        pc.sync()
        received(world, pc, "a", 700)
        world.stick_rounds.overtaken_by_the_district(pc)
        assert world.faults["stick: overtaken by an old district"] == 1
        wrong = settled(world).all
        world.close()
    assert bool(wrong) == (mutant is OLD_PAGES_BELIEVED), wrong
