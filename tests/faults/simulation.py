"""Runs worlds one after the other, each under a seed of its own, until enough faults have been injected."""

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from sync.protocol import codec
from tests.faults.invariants import Judged, settled
from tests.faults.mutants import NONE, Mutant
from tests.faults.paired_store import PairedStore
from tests.faults.steps import step
from tests.faults.world import StoreMaker, World, in_memory

MEMORY = Path("/dev/shm")
EVERY = 5


@dataclass
class Outcome:
    """What a run found. `line()` is the last line of `make faults`."""

    faults: Counter[str] = field(default_factory=Counter)
    events: int = 0
    lost: int = 0
    duplicated: int = 0
    diverged: int = 0
    broken: int = 0
    worlds: int = 0
    paired: int = 0
    told: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        return not (self.lost or self.duplicated or self.diverged or self.broken)

    def line(self) -> str:
        return (
            f"faults injected: {self.faults.total()}, events: {self.events}, lost: {self.lost}, "
            f"duplicated: {self.duplicated}, diverged: {self.diverged}"
        )

    def join(self, other: "Outcome") -> None:
        self.faults += other.faults
        self.events += other.events
        self.lost += other.lost
        self.duplicated += other.duplicated
        self.diverged += other.diverged
        self.broken += other.broken
        self.told += other.told

    def add(self, world: World, judged: Judged) -> None:
        self.faults += world.faults
        self.events += world.events
        self.worlds += 1
        self.lost += len(judged.lost)
        self.duplicated += len(judged.duplicated)
        self.diverged += len(judged.diverged)
        self.broken += len(judged.broken)
        self.told += [f"world {world.seed}: {each}" for each in judged.all]


def simulate(
    faults: int,
    seed: int,
    mutant: Mutant = NONE,
    make_store: StoreMaker | None = None,
    stop_at_first: bool = False,
    first: int = 0,
    on_world: Callable[[Outcome], None] = lambda _: None,
) -> Outcome:
    """Worlds from `seed` on until `faults` were injected. Without `make_store` every fifth has the real store beside.

    `first`: leaves out so many worlds of this seed.
    """
    outcome = Outcome()
    with quick_compression():
        while outcome.faults.total() < faults:
            is_paired = mutant is NONE and outcome.worlds % EVERY == 0
            maker = make_store or (PairedStore.enrolled if is_paired else in_memory)
            world, judged = run_world(seed * 1_000_003 + first + outcome.worlds, mutant, maker)
            outcome.paired += maker == PairedStore.enrolled
            outcome.add(world, judged)
            on_world(outcome)
            if stop_at_first and not outcome.is_good:
                break
    return outcome


def run_world(seed: int, mutant: Mutant = NONE, make_store: StoreMaker = in_memory) -> tuple[World, Judged]:
    """One world from its beginning to its settled end."""
    length = Random(seed).choice((30, 60, 120, 240))
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder, mutant.patched():
        world = World(Path(folder), seed, mutant, make_store, pcs=Random(seed).choice((1, 2, 3)))
        try:
            for _ in range(length):
                step(world)
            judged = settled(world)
        finally:
            world.close()
    return world, judged


@contextmanager
def quick_compression() -> Iterator[None]:
    """zstd's level 1 in the place of 19: the same format, a thirtieth of the time."""
    real = codec._compressor

    @cache
    def quick(_: int, *more: Any) -> Any:
        return real(1, *more)

    codec._compressor = quick
    try:
        yield
    finally:
        codec._compressor = real
