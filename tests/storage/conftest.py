import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from station_app.storage.keys import Unlocked
from station_app.storage.store import Store
from tests.storage.station import SetClock, enrolled, opened


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "station"


@pytest.fixture
def unlocked(directory: Path, clock: SetClock) -> Unlocked:
    return enrolled(directory, clock)


@pytest.fixture
def store(directory: Path, unlocked: Unlocked, clock: SetClock) -> Iterator[Store]:
    found = opened(directory, unlocked, clock)
    yield found
    found.close()


@pytest.fixture
def case_id() -> str:
    return secrets.token_hex(16)
