"""The stick, both ways, with the real store and the real district: everything once, whatever happens on the way."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from forms import events as ev
from forms.case import Page, ResultDocument
from forms.lifecycle import State
from station_app.desk.add_page import add_page, page_bytes
from station_app.desk.list_cases import list_cases
from station_app.desk.open_case import open_case
from station_app.desk.receive_case import receive_case
from station_app.desk.result_pages import result_pages
from station_app.desk.sync_status import sync_status
from sync.district.database.engine import writing
from sync.district.district import District
from sync.district.review import Act
from tests.e2e.both_ends import assert_same_cases, cases_at_district, received
from tests.e2e.sticks import at_the_district, back, out, there_and_back
from tests.storage.station import complete_content, drafted
from tests.sync.real_ends import Station


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    made = tmp_path / "stick"
    made.mkdir()
    return made


def test_cases_go_out_and_come_back_confirmed(station: Station, district: District, stick: Path) -> None:
    for at, name in enumerate(("李䶮", "欧阳𬸚", "买买提·吐尔逊")):
        received(station, name, 124 + at)
    before = sync_status(station.desk)
    went = out(station, stick)
    assert (went.counts.events, went.counts.cases) == (before.unsent_events, 3)
    assert sync_status(station.desk) == before
    (said,) = at_the_district(district, stick)
    assert (said.code, said.agreed, said.refused, said.action) == (went.code, True, 0, "continue")
    assert sync_status(station.desk) == before
    came = back(station, stick)
    assert (came.used, came.confirmed_cases, came.agreed, came.words) == (1, 3, True, ())
    assert sync_status(station.desk).unsent_events == 0
    assert_same_cases(station, district)
