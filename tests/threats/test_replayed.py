"""What was recorded on the way, played again: requests, pages, files of a stick in both directions."""

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

from litestar import Litestar
from litestar.testing import TestClient

from forms.case import Page
from forms.events import Withdrawn
from station_app.desk.sync_status import sync_status
from sync.district.app import build_app
from sync.district.district import District
from sync.protocol import blob_auth
from tests.district.station_double import StationDouble, enrol_station, event_of, old_age_content
from tests.district.station_double import received as receipt
from tests.e2e.both_ends import assert_same_cases, received
from tests.e2e.sticks import at_the_district, back, out
from tests.storage.station import SetClock
from tests.sync.real_ends import Station, code_for

CONTENT = bytes(range(256)) * 40
SHA = hashlib.sha256(CONTENT).hexdigest()


def enrolled(district: District) -> tuple[TestClient[Litestar], StationDouble]:
    client = TestClient(build_app(district))
    return client, enrol_station(client, code_for(district))


def test_a_request_played_again_gets_its_stored_verdicts_and_does_nothing(district: District) -> None:
    client, station = enrolled(district)
    with client:
        station.write(receipt("case-1", old_age_content("5299-01-20261123-0001-X")))
        first = station.seal(station.request())
        before = station.read(client.post("/sync", content=first).content, first)
        station.sent = 1
        station.write(event_of("withdrawn", Withdrawn("不办了")))
        station.sync()
        again = station.read(client.post("/sync", content=first).content, first)
        assert [verdict.op_id for verdict in again.verdicts] == [verdict.op_id for verdict in before.verdicts]
        assert again.head.seq == 2, "nothing went back"
        assert station.sync().action == "continue"


def test_a_page_request_played_again_is_old_after_a_quarter_of_an_hour(district: District, clock: SetClock) -> None:
    client, station = enrolled(district)
    with client:
        station.write(receipt("case-1", old_age_content("n", page=Page(SHA, len(CONTENT)))))
        station.sync()
        now_ms = int(clock.now().timestamp() * 1000)
        assert station.page("PATCH", SHA, len(CONTENT), now_ms, 0, CONTENT).status_code == 204
        path = f"/blobs/5299/{SHA}"
        asked = blob_auth.BlobRequest("GET", path, 0, 0, now_ms)
        recorded = blob_auth.request_headers(asked, "5299", station.grant.device, station.seed)
        assert client.get(path, headers=recorded).status_code == 200
        clock.wait(minutes=16)
        assert client.get(path, headers=recorded).status_code == 401
        fresh = {**recorded, blob_auth.TIME: str(int(clock.now().timestamp() * 1000))}
        assert client.get(path, headers=fresh).status_code == 401, "its time is signed"


def test_files_of_a_stick_played_again_in_both_directions_count_once(
    station: Station, district: District, stick: Path, tmp_path: Path
) -> None:
    received(station, "李䶮", 124)
    out(station, stick)
    at_the_district(district, stick)
    shutil.copytree(stick, tmp_path / "copy")
    assert back(station, stick).confirmed_cases == 1
    received(station, "欧阳𬸚", 125)
    for _ in range(2):
        said = at_the_district(district, tmp_path / "copy")
        assert {each.applied for each in said} == {2}, "the stored verdicts"
        came = back(station, tmp_path / "copy")
        assert (came.confirmed, came.received) == (0, 0)
    assert sync_status(station.desk).unsent_cases == 1
    assert station.sync().failure is None
    assert_same_cases(station, district)


def test_an_old_answer_does_not_take_back_what_came_later(
    new_pc: Callable[[str], Station], district: District, stick: Path
) -> None:
    station = new_pc("station")
    received(station, "李䶮", 124)
    out(station, stick)
    at_the_district(district, stick)
    assert station.sync().failure is None
    cursor, head = station.desk.store.cursor(), station.desk.store.facts.place().head
    received(station, "欧阳𬸚", 125)
    assert station.sync().failure is None
    back(station, stick)
    assert station.desk.store.cursor().position >= cursor.position
    assert station.desk.store.facts.place().head.seq > head.seq
