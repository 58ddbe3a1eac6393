"""One run: faults drawn one after the other for so many seconds, in stretches of quick and slow line; then the verdict."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.chaos.disk_faults import OF_THE_DISK
from tests.chaos.faults import ANYWHERE, ON_THE_QUICK_LINE
from tests.chaos.pc import Pc
from tests.chaos.tally import Tally
from tests.chaos.world import World, pause
from tests.faults.invariants import Judged
from tests.lines.slow_line import SlowLine

STRETCH_S = 45.0
SLOW_SHARE = 0.25
TELL_S = 30.0


def run(folder: Path, seed: int, seconds: float, pcs: int = 3) -> tuple[Tally, Judged]:
    """What was done, and what is wrong. Everything it starts has ended when it returns."""
    with World(folder, seed, pcs) as world:
        _faults(world, time.monotonic() + seconds)
        judged = world.judged()
    return world.tally, judged


def _faults(world: World, until: float) -> None:
    changes, told = time.monotonic() + STRETCH_S, time.monotonic()
    while (now := time.monotonic()) < until:
        if now > changes:
            _change_line(world)
            changes = now + STRETCH_S
        if now - told > TELL_S:
            told = now
            so_far = world.tally.faults.total() + world.cuts()
            print(f"… {so_far} faults, {len(world.tally.broken)} broken", file=sys.stderr, flush=True)
        _one(world)


def _one(world: World) -> None:
    pause(world.random.uniform(0.05, 0.8))
    drawn = ANYWHERE + OF_THE_DISK + (() if world.is_slow else ON_THE_QUICK_LINE)
    weights, acts = zip(*drawn, strict=True)
    act: Callable[[World, Pc], None] = world.random.choices(acts, weights)[0]
    act(world, world.random.choice(world.pcs))


def _change_line(world: World) -> None:
    if world.is_slow:
        world.fast()
    elif not SlowLine.missing() and world.random.random() < 2 * SLOW_SHARE:
        world.slow()
