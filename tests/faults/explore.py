"""A small world, wholly: every order of its few happenings, breadth first, each state looked at once.

Whether everything arrives from a state is seen by going on from it without faults until nothing changes any more. These
syncs are happenings like others, so most of the ways to the end are known already: only the ends are judged.
"""

import multiprocessing
import os
import pickle
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import zstandard

from tests.faults.mutants import NONE, Mutant
from tests.faults.simulation import MEMORY, quick_compression
from tests.faults.small_world import SmallWorld, State

PROCESSES = 2
AT_ONCE = 4
MOST_SYNCS = 30
"""Of both PCs together, from any state: if things go on changing then, they never come to rest."""


@dataclass
class Explored:
    states: int = 0
    depth: int = 0
    whole: bool = False
    seconds: float = 0.0
    violations: list[str] = field(default_factory=list)

    def line(self) -> str:
        end = "all of it" if self.whole else "as far as the time went"
        return (
            f"states seen: {self.states}, depth reached: {self.depth} ({end}, {self.seconds:.0f} s), "
            f"violations: {len(self.violations)}"
        )


class Found(NamedTuple):
    """What came of one state: what is wrong, and each state after it by its key."""

    wrong: list[str]
    after: list[tuple[bytes, bytes]]


class Explorer:
    """One process's own small world. States travel packed: almost all of their bytes are those of the first one."""

    def __init__(self, directory: Path, mutant: Mutant) -> None:
        self.small = SmallWorld(directory, mutant)
        first = self.small.start()
        known = zstandard.ZstdCompressionDict(pickle.dumps(first), dict_type=zstandard.DICT_TYPE_RAWCONTENT)
        self._packer = zstandard.ZstdCompressor(level=3, dict_data=known)
        self._unpacker = zstandard.ZstdDecompressor(dict_data=known)
        self._ends: dict[bytes, list[str]] = {}
        self.first = self.small.key(first), self._packed(first)

    def look(self, packed: bytes) -> Found:
        state: State = pickle.loads(self._unpacker.decompress(packed))
        wrong, after = [], []
        for move in self.small.moves(state):
            moved = move()
            wrong += [f"{' | '.join(moved.path)}: {each}" for each in self.small.wrong]
            after.append((self.small.key(moved), moved))
        wrong += [f"{' | '.join(state.path)}: {each}" for each in self._end_of(state, after[0])]
        return Found(wrong, [(key, self._packed(each)) for key, each in after])

    def _end_of(self, state: State, synced: tuple[bytes, State]) -> list[str]:
        """What is wrong where syncs alone lead to. `synced`: the state after the first of them."""
        passed, (key, now) = [self.small.key(state)], synced
        while key not in self._ends and passed[-1] not in self._ends and len(passed) < MOST_SYNCS:
            if passed[-2:] == [key, key]:
                self._ends[key] = self.small.verdict(now)
                break
            passed.append(key)
            now = self.small.sync(now, (len(passed) + 1) % 2)
            key = self.small.key(now)
        end = self._ends.get(key, self._ends.get(passed[-1], ["it never comes to rest"]))
        self._ends.update(dict.fromkeys(passed, end))
        return end

    def _packed(self, state: State) -> bytes:
        return self._packer.compress(pickle.dumps(state))


def explore(seconds: float, depth: int = 1000, mutant: Mutant = NONE, processes: int = PROCESSES) -> Explored:
    """Breadth first until `seconds` or `depth` are reached, or nothing is left. The same for any number of processes."""
    found, begun = Explored(), time.monotonic()
    folder = tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None)
    with folder as name, quick_compression(), mutant.patched():
        first = _begin(Path(name), mutant).first
        context = multiprocessing.get_context("fork")
        with context.Pool(processes, _begin_process, (Path(name), mutant)) as pool:
            _breadth_first(first, pool, found, begun + seconds, depth)
            pool.terminate()
    found.seconds = time.monotonic() - begun
    return found


def _breadth_first(first: tuple[bytes, bytes], pool: Any, found: Explored, until: float, depth: int) -> None:
    seen, level = {first[0]}, [first[1]]
    for at in range(depth + 1):
        following: list[bytes] = []
        for looked in pool.imap(_look, level, chunksize=AT_ONCE):
            found.states += 1
            found.depth = at
            found.violations += looked.wrong
            for key, packed in looked.after:
                if key not in seen:
                    seen.add(key)
                    following.append(packed)
            if time.monotonic() > until:
                return
        level = following
        if not level:
            break
    found.whole = True


_explorers: list[Explorer] = []
"""The one of this process."""


def _begin(directory: Path, mutant: Mutant) -> Explorer:
    own = directory / str(os.getpid())
    own.mkdir()
    return Explorer(own, mutant)


def _begin_process(directory: Path, mutant: Mutant) -> None:
    _explorers.append(_begin(directory, mutant))


def _look(packed: bytes) -> Found:
    return _explorers[0].look(packed)
