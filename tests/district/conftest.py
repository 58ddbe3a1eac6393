"""A real district on a real SQLite file, its clock in the test's hand, and stations that speak the real protocol."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from litestar import Litestar
from litestar.testing import TestClient

from forms.catalogue.loader import Catalogue, encode_catalogue, load_items
from forms.dates import CHINA
from forms.workdays import encode_calendar, load_calendars
from sync.district.app import build_app
from sync.district.database.engine import writing
from sync.district.district import District, DistrictSettings, make_district
from sync.district.publications import publish
from sync.district.stations import add_station, make_code
from tests.district.postgresql import Cluster, running_cluster
from tests.district.station_double import StationDouble, enrol_station

SETTINGS = DistrictSettings(
    district="529901",
    county_name="清溪县",
    township_name="云台镇",
    village_name="响水洞村",
    station_name="响水洞村便民服务站",
    enquiry_phone="0859-0000123",
    complaint_phone="0859-0000456",
)


class SetClock:
    """A clock that stands where the test puts it: first Monday 23 November 2026, 10:30 in China."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 23, 10, 30, tzinfo=CHINA)

    def now(self) -> datetime:
        return self.moment

    def go_on(self, **amount: int) -> None:
        self.moment += timedelta(**amount)

    @property
    def ms(self) -> int:
        return int(self.moment.timestamp() * 1000)


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def district(tmp_path: Path, clock: SetClock) -> Iterator[District]:
    made = make_district(tmp_path / "district", SETTINGS, clock)
    with writing(made.engine) as connection:
        add_station(connection, made, "5299", SETTINGS.for_station(), "init")
    yield made
    made.engine.dispose()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Cluster]:
    with running_cluster() as cluster:
        yield cluster


@pytest.fixture(params=["sqlite", "postgresql"])
def on_either(request: pytest.FixtureRequest, tmp_path: Path, clock: SetClock) -> Iterator[District]:
    """A district on each of the databases it runs on."""
    url = "" if request.param == "sqlite" else request.getfixturevalue("postgresql").new_database()
    made = make_district(tmp_path / "district", msgspec.structs.replace(SETTINGS, database_url=url), clock)
    with writing(made.engine) as connection:
        add_station(connection, made, "5299", SETTINGS.for_station(), "init")
    yield made
    made.engine.dispose()


@pytest.fixture
def station_on_either(on_either: District) -> Iterator[StationDouble]:
    with TestClient(build_app(on_either)) as client:
        with writing(on_either.engine) as connection:
            code = make_code(connection, on_either, "5299", on_either.now())
        yield enrol_station(client, code)


@pytest.fixture
def published(district: District) -> District:
    """The same district with the bundled catalogue and calendar published."""
    catalogue = Catalogue(1, "2026-11-01T09:00:00+08:00", district.code, load_items())
    with writing(district.engine) as connection:
        publish(connection, district, "catalogue", encode_catalogue(catalogue), "init")
        publish(connection, district, "calendar", encode_calendar(load_calendars()), "init")
    return district


@pytest.fixture
def client(district: District) -> Iterator[TestClient[Litestar]]:
    with TestClient(build_app(district)) as client:
        yield client


@pytest.fixture
def enrolled(district: District, client: TestClient[Litestar]) -> Callable[..., StationDouble]:
    """Makes a station's PC: enrolled with a fresh one-time code."""

    def make(station: str = "5299") -> StationDouble:
        with writing(district.engine) as connection:
            add_station(connection, district, station, SETTINGS.for_station(), "init")
            code = make_code(connection, district, station, district.now())
        return enrol_station(client, code)

    return make


@pytest.fixture
def station(enrolled: Callable[..., StationDouble]) -> StationDouble:
    return enrolled()
