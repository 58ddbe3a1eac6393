"""Both real ends: an encrypted station store with its desk, and a district on SQLite, in process or on a real port."""

import secrets
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from litestar.testing import TestClient

from forms.catalogue.loader import Catalogue, encode_catalogue, load_items
from forms.workdays import encode_calendar, load_calendars
from station_app.desk.context import Desk
from station_app.desk.enrol_station import enrol_station
from station_app.desk.open_desk import open_desk
from station_app.storage.keys import Unlocked
from sync.district.app import build_app
from sync.district.database.engine import writing
from sync.district.district import District, DistrictSettings, make_district
from sync.district.publications import publish
from sync.district.review import Act
from sync.district.stations import add_station, make_code
from sync.station.engine import SyncEngine
from sync.station.enrol import request_enrolment
from sync.station.http_carrier import HttpCarrier
from sync.station.http_line import Reply
from sync.station.pace import Limits
from sync.station.report import ExchangeReport
from tests.district.officers import perform_by_whose_it_is, township
from tests.storage.station import CHEAP, MACHINE, PASSWORD, SetClock

CODE = "5299"
OFFICER = township("响水镇")
SETTINGS = DistrictSettings(
    district="529901",
    county_name="清水县",
    township_name="响水镇",
    village_name="响水洞村",
    station_name="响水洞村便民服务站",
    enquiry_phone="0859-0000123",
    complaint_phone="0859-0000456",
    villages=("响水洞村", "石门坎村"),
)
SMALL_PIECES = Limits(first_bytes=4096, fewest_bytes=1024, most_bytes=8192)


def new_district(directory: Path, clock: SetClock) -> District:
    """A district with one station, and the bundled catalogue and calendar published."""
    district = make_district(directory, SETTINGS, clock)
    with writing(district.engine) as connection:
        add_station(connection, district, CODE, SETTINGS.for_station(), "init")
        catalogue = Catalogue(1, "2026-11-01T09:00:00+08:00", district.code, load_items())
        publish(connection, district, "catalogue", encode_catalogue(catalogue), "init")
        publish(connection, district, "calendar", encode_calendar(load_calendars()), "init")
    return district


def code_for(district: District) -> str:
    with writing(district.engine) as connection:
        return make_code(connection, district, CODE, district.now())


def act(district: District, case_id: str, *acts: Act) -> None:
    for each in acts:
        assert perform_by_whose_it_is(district, OFFICER, case_id, secrets.token_bytes(16), each)


@contextmanager
def served(district: District, port: int = 0) -> Iterator[str]:
    """The district's own server on a loopback port; gives its URL."""
    server = uvicorn.Server(uvicorn.Config(build_app(district), port=port, log_level="error", access_log=False))
    listener = server.config.bind_socket()
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


class Station:
    """A PC of the station: its store, its desk, and an engine on a line."""

    def __init__(self, directory: Path, unlocked: Unlocked, clock: SetClock, url: str) -> None:
        self.directory, self.unlocked, self.clock, self.url = directory, unlocked, clock, url
        self.open()

    def open(self) -> None:
        self.desk: Desk = open_desk(self.directory, self.unlocked, self.clock, secrets.token_bytes, machine=MACHINE)
        self.carrier = HttpCarrier(self.url, self.desk.store.identity(), self.clock, self.desk.store.proven_servers)
        self.engine = SyncEngine(self.desk.store, self.carrier, self.clock, limits=SMALL_PIECES, program="0.1")

    def sync(self) -> ExchangeReport:
        return self.engine.run_once()

    def close(self) -> None:
        self.carrier.close()
        self.desk.close()


@contextmanager
def enrolled(directory: Path, code: str, url: str, clock: SetClock) -> Iterator[Station]:
    """Enrolled over the line with a one-time code, with its first agent."""
    grant, seed = request_enrolment(url, code, "一号机", "0.1")
    unlocked = enrol_station(
        directory,
        grant,
        seed,
        "longxiuzhen",
        "龙秀珍",
        PASSWORD,
        clock,
        secrets.token_bytes,
        cost=CHEAP,
        machine=MACHINE,
    )
    station = Station(directory, unlocked, clock, url)
    yield station
    station.close()


class InProcess:
    """A line to the district's application without a socket: what HttpLine gives, from Litestar's own client."""

    def __init__(self, client: TestClient[Any]) -> None:
        self._client = client

    def request(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        short_ok: bool = False,
        to_anybody: bool = False,
    ) -> Reply:
        answer = self._client.request(method, path, content=body, headers=dict(headers or {}))
        return Reply(answer.status_code, answer.headers, answer.content)

    def close(self) -> None:
        return

    def abort(self) -> None:
        return
