"""A real district on a loopback port, and stations enrolled at it over the line, each with its encrypted store."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from sync.district.district import District
from tests.storage.station import SetClock
from tests.sync.real_ends import Station, code_for, enrolled, new_district, served


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def district(tmp_path: Path, clock: SetClock) -> Iterator[District]:
    made = new_district(tmp_path / "district", clock)
    yield made
    made.engine.dispose()


@pytest.fixture
def url(district: District) -> Iterator[str]:
    with served(district) as url:
        yield url


@pytest.fixture
def new_pc(tmp_path: Path, district: District, url: str, clock: SetClock) -> Iterator[Callable[[str], Station]]:
    """Makes a PC of the one station, in a directory of this name."""
    with ExitStack() as opened:
        yield lambda name: opened.enter_context(enrolled(tmp_path / name, code_for(district), url, clock))


@pytest.fixture
def station(new_pc: Callable[[str], Station]) -> Station:
    return new_pc("station")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real disk of 16 MB, where the machine lets us mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(place)]
    if sys.platform == "win32" or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("mounting is not allowed here; tests/storage plays the full disk by the database's own bound")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)
