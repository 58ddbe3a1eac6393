"""A real desk on a real encrypted store, its clock in the test's hand."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from station_app.desk.context import Desk
from tests.storage.station import SetClock, enrolled, opened_desk


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def desk(tmp_path: Path, clock: SetClock) -> Iterator[Desk]:
    found = opened_desk(tmp_path, enrolled(tmp_path, clock), clock)
    yield found
    found.close()
