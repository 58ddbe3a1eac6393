"""One station's key, and the pages, the feed and the cases of another: over HTTP to the real server, and by stick."""

import hashlib
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import msgspec
import pytest

from forms.case import Page
from forms.events import Withdrawn
from sync.district.bundles import import_bundle
from sync.district.district import District
from sync.protocol import blob_auth
from sync.protocol.bundle import Counts, Manifest
from sync.protocol.bundle_read import open_bundle
from sync.protocol.bundle_write import write_bundle
from sync.protocol.messages import PROTOCOL_VERSION, Cursor
from tests.district.station_double import StationDouble, event_of, old_age_content, received
from tests.threats.server_at_hand import enrolled, made, served

CONTENT = b"\xff\xd8 the identity card of somebody else" * 100
SHA = hashlib.sha256(CONTENT).hexdigest()


def now_ms() -> int:
    return int(time.time() * 1000)


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Iterator[District]:
    made_here = made(tmp_path_factory.mktemp("far") / "district")
    yield made_here
    made_here.engine.dispose()


@pytest.fixture(scope="module")
def wire(district: District) -> Iterator[httpx.Client]:
    with served(district.directory) as port, httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
        yield client


@pytest.fixture(scope="module")
def victim(district: District, wire: httpx.Client) -> StationDouble:
    """A station with a case, its page whole at the district."""
    station = enrolled(district, wire, "5299")
    station.write(received("case-1", old_age_content("5299-01-20261123-0001-X", page=Page(SHA, len(CONTENT)))))
    station.sync_all()
    assert station.page("PATCH", SHA, len(CONTENT), now_ms(), 0, CONTENT).status_code == 204
    assert station.page("GET", SHA, 0, now_ms()).content == CONTENT
    return station


@pytest.fixture
def thief(district: District, wire: httpx.Client, victim: StationDouble) -> StationDouble:
    return enrolled(district, wire, "5300")


def get(thief: StationDouble, path_of: str, says_station: str, sha256: str = SHA) -> int:
    """Asks for a page of `path_of`, saying it is a PC of `says_station`, signed with the thief's own key."""
    path = f"/blobs/{path_of}/{sha256}"
    asked = blob_auth.BlobRequest("GET", path, 0, 0, now_ms())
    headers = blob_auth.request_headers(asked, says_station, thief.grant.device, thief.seed)
    return int(thief.wire.request("GET", path, headers=headers, content=b"").status_code)


def test_pages_are_given_to_their_own_station_only(thief: StationDouble) -> None:
    assert get(thief, "5299", "5300") == 404
    assert get(thief, "5299", "5299") == 401
    assert get(thief, "5300", "5300") == 404
    assert get(thief, "..%2F5299", "5300") in (401, 404)
    assert get(thief, "5300", "5300", "..%2F..%2F5299%2F" + SHA) in (401, 404)


def test_knowing_the_hash_of_a_page_does_not_give_the_page(thief: StationDouble) -> None:
    """A case of one's own that names the hash makes room for a page of one's own, and shows nothing of the other."""
    thief.write(received("case-2", old_age_content("5300-01-20261123-0001-X", page=Page(SHA, len(CONTENT)))))
    thief.sync_all()
    assert thief.page("GET", SHA, 0, now_ms()).status_code == 404
    held = thief.page("HEAD", SHA, len(CONTENT), now_ms())
    assert (held.status_code, held.headers[blob_auth.OFFSET]) == (200, "0")
    wrong = thief.page("PATCH", SHA, len(CONTENT), now_ms(), 0, bytes(len(CONTENT)))
    assert wrong.status_code == 422


def test_the_feed_of_another_station_is_not_given(thief: StationDouble, victim: StationDouble) -> None:
    for changed in ({"station": "5299"}, {"station": "5299", "device": victim.grant.device}):
        answer = thief.wire.post("/sync", content=thief.seal(thief.request(**changed)))
        assert (answer.status_code, answer.json()["reason"]) == (401, "unknown_device")
    stolen = msgspec.structs.replace(victim.cursor, position=0)
    thief.cursor = stolen
    thief.sync_all()
    assert all(b"case-1" not in entry.body for entry in thief.feed)
    assert thief.feed, "its own station's it gets"


def test_a_case_of_another_station_is_not_written_on(thief: StationDouble, victim: StationDouble) -> None:
    thief.write(event_of("withdrawn", Withdrawn("不办了"), "case-1"))
    answer = thief.sync()
    assert [(verdict.verdict, verdict.reason) for verdict in answer.verdicts] == [("rejected", "not_your_case")]
    assert "withdrawn" not in victim.kinds()


def test_a_stick_brings_no_page_of_another_station(thief: StationDouble, district: District, tmp_path: Path) -> None:
    """A file for the district that asks for the other's page, and says that it is the thief's own."""
    manifest = Manifest(
        protocol=PROTOCOL_VERSION,
        direction="to_district",
        bundle_id=bytes(16),
        district=district.code,
        station="5300",
        device=thief.grant.device,
        receiver=district.keys.public,
        made_at=now_ms(),
        carried_by="",
        epoch=thief.epoch,
        first_seq=1,
        last_seq=0,
        cursor=Cursor(),
        counts=Counts(),
        kinds=(),
        parts=(),
        wanted=(SHA, f"../5299/{SHA[:2]}/{SHA}"),
    )
    write_bundle(tmp_path / "asks.vsu", manifest, (), thief.seed)
    said = import_bundle(district, tmp_path / "asks.vsu", tmp_path)
    answer = open_bundle(said.answer, thief.seed, "to_station")
    assert [part for part in answer.manifest.parts if part.kind == "page"] == []
    assert CONTENT not in said.answer.read_bytes()
