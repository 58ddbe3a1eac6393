"""One-time codes: used once, by one PC, in time, and void after guessing."""

from collections.abc import Callable

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from forms.failures import InputFailure
from sync.district.database.engine import writing
from sync.district.devices import revoke
from sync.district.district import District
from sync.district.stations import add_station, make_code
from sync.protocol import signing
from sync.protocol.enrolment import EnrolmentCode, open_grant, read_code, seal_request
from sync.protocol.messages import SettingsDocument
from tests.district.conftest import SETTINGS, SetClock
from tests.district.station_double import StationDouble


def new_code(district: District) -> EnrolmentCode:
    with writing(district.engine) as connection:
        return read_code(make_code(connection, district, "5299", district.now()))


def ask(client: TestClient[Litestar], code: EnrolmentCode, seed: bytes, key: bytes | None = None) -> tuple[int, str]:
    answer = client.post("/enrol", content=seal_request(code, key or code.key(), seed, "PC", "0.1"))
    return answer.status_code, "" if answer.status_code == 200 else answer.json()["reason"]


def test_the_same_pc_may_ask_again_and_gets_the_same(client: TestClient[Litestar], district: District) -> None:
    code, seed = new_code(district), signing.new_seed()
    key = code.key()
    answers = [client.post("/enrol", content=seal_request(code, key, seed, "PC", "0.1")).content for _ in range(2)]
    grants = [open_grant(answer, key, signing.public_key(seed)) for answer in answers]
    assert grants[0] == grants[1]
    assert (grants[0].station, grants[0].device, grants[0].epoch) == ("5299", "01", 1)
    assert grants[0].server_key == district.keys.public


def test_another_pc_may_not_use_it_again(client: TestClient[Litestar], district: District) -> None:
    code = new_code(district)
    assert ask(client, code, signing.new_seed()) == (200, "")
    assert ask(client, code, signing.new_seed()) == (403, "code_used")


def test_a_code_has_its_day(client: TestClient[Litestar], district: District, clock: SetClock) -> None:
    code = new_code(district)
    clock.go_on(hours=73)
    assert ask(client, code, signing.new_seed()) == (403, "code_expired")


def test_five_wrong_guesses_make_it_void(client: TestClient[Litestar], district: District) -> None:
    code = new_code(district)
    for _ in range(5):
        assert ask(client, code, signing.new_seed(), key=bytes(32)) == (403, "code_unknown")
    assert ask(client, code, signing.new_seed()) == (403, "code_unknown")


def test_a_code_that_never_was_is_unknown(client: TestClient[Litestar]) -> None:
    assert ask(client, EnrolmentCode("AAAA", "BBBBBBB"), signing.new_seed(), bytes(32)) == (403, "code_unknown")


def test_what_is_no_request_is_refused(client: TestClient[Litestar]) -> None:
    assert client.post("/enrol", content=b"<html>").json()["reason"] == "not_our_message"
    assert client.post("/enrol", content=b"x" * 70_000).status_code == 413


def test_a_withdrawn_pc_is_refused(
    enrolled: Callable[..., StationDouble], client: TestClient[Litestar], district: District
) -> None:
    pc = enrolled()
    with writing(district.engine) as connection:
        revoke(connection, district, "5299", pc.grant.device, "2026-11-23T11:00:00+08:00")
    answer = client.post("/sync", content=pc.seal(pc.request()))
    assert (answer.status_code, answer.json()["reason"]) == (401, "unknown_device")
    assert pc.page("HEAD", "0" * 64, 1, 0).status_code == 401


def test_new_words_for_a_station_reach_its_desk(station: StationDouble, district: District) -> None:
    station.sync_all()
    words = SETTINGS.for_station()
    changed = SettingsDocument(
        **{name: getattr(words, name) for name in words.__struct_fields__} | {"villages": ("上寨",)}
    )
    with writing(district.engine) as connection:
        add_station(connection, district, "5299", changed, "test")
        add_station(connection, district, "5299", changed, "test")
    station.feed.clear()
    station.sync_all()
    assert station.kinds() == ["settings"]


def test_a_station_code_must_fit_a_receipt_number(district: District) -> None:
    with writing(district.engine) as connection, pytest.raises(InputFailure, match="编码"):
        add_station(connection, district, "村5299", SETTINGS.for_station(), "test")
