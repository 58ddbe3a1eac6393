"""Programs that lack one safeguard. The simulation is worth something only if it tells each of them from the real one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sync.station.engine import SyncEngine

if TYPE_CHECKING:
    from tests.faults.district_node import DistrictNode


@contextmanager
def unchanged() -> Iterator[None]:
    yield


def as_it_is(_: "DistrictNode") -> None:
    return None


@dataclass(frozen=True)
class Mutant:
    """`lacks`: the safeguard in words. `patched` is entered around a run; `prepare` gets each new district."""

    name: str
    lacks: str
    engine: type[SyncEngine] = SyncEngine
    patched: Callable[[], "contextmanager[None]"] = unchanged  # type: ignore[assignment]
    prepare: Callable[["DistrictNode"], None] = as_it_is


NONE = Mutant("none", "nothing")
