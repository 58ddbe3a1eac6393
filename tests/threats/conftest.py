"""The real ends of tests/e2e, and a stick."""

from pathlib import Path

import pytest

from tests.e2e.conftest import clock, district, new_pc, station, url
from tests.ui.conftest import dressed

__all__ = ["clock", "district", "dressed", "new_pc", "station", "stick", "url"]


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    made = tmp_path / "stick"
    made.mkdir()
    return made
