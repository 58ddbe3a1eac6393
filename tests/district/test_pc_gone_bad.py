"""An enrolled PC that sends what no PC sends: it gets its verdict, and nobody else notices (threat model 18)."""

from datetime import date

import msgspec
import pytest
from litestar import Litestar
from litestar.testing import TestClient
from sqlalchemy import select, update

from forms.catalogue.loader import load_items
from forms.events import MAX_NESTING, Event, decode_event, encode_event
from forms.lifecycle import Case
from sync.district import limits
from sync.district.commands import main
from sync.district.database.engine import reading, writing
from sync.district.database.tables import device, ledger
from sync.district.database.tables import station as station_table
from sync.district.district import District
from sync.district.parked import judge_parked
from sync.district.stations import make_code
from sync.district.users import User, add_user
from sync.protocol.messages import MAX_EPOCH, SyncRequest
from tests.district.station_double import StationDouble, enrol_station, old_age_content, received
from tests.district.test_console_access import PASSWORD, enter


def nested(levels: int) -> Event:
    inside: object = "x"
    for _ in range(levels):
        inside = [inside]
    return Event(kind="from_the_future", case_id="case-9", at="2026-11-23T10:12:00+08:00", data={"d": inside})


@pytest.mark.parametrize("levels", [MAX_NESTING, 400, 900, 988, 5000, 100_000])
def test_an_event_nested_too_deep_is_refused_by_itself(station: StationDouble, levels: int) -> None:
    body = b'{"kind":"from_the_future","case_id":"case-9","data":{"d":%s1%s}}' % (b"[" * levels, b"]" * levels)
    station.write(received("case-1"))
    station.events.append(msgspec.structs.replace(station.events[0], op_id=b"d" * 16, body=body))
    station.write(received("case-2"))
    assert [v.verdict for v in station.sync().verdicts] == ["applied", "rejected", "applied"]


def test_what_an_event_needs_is_not_too_deep() -> None:
    assert decode_event(encode_event(nested(MAX_NESTING - 1))).case_id == "case-9"


def test_what_an_earlier_version_kept_is_shown_as_unreadable_and_stops_nobody(
    station: StationDouble, client: TestClient[Litestar], published: District
) -> None:
    station.write(Event(kind="from_the_future", case_id="case-9"))
    assert [v.verdict for v in station.sync().verdicts] == ["parked"]
    deep = b'{"kind":"x","case_id":"case-9","data":{"d":%s1%s}}' % (b"[" * 988, b"]" * 988)
    with writing(published.engine) as connection:
        connection.execute(update(ledger).values(body=deep))
        add_user(connection, published, User("all", "陈平", "district", "", "民政办", ""), PASSWORD)
    enter(client, "all")
    shown = client.get("/console/stations")
    assert (shown.status_code, "读不懂的内容" in shown.text) == (200, True)
    station.write(received("case-1"))
    assert [v.verdict for v in station.sync().verdicts] == ["applied"]
    judge_parked(published)


@pytest.mark.parametrize("epoch", [0, 1002, MAX_EPOCH])
def test_an_epoch_that_no_pc_can_be_in_is_refused_and_the_station_goes_on(
    station: StationDouble, client: TestClient[Litestar], published: District, epoch: int
) -> None:
    refused = client.post("/sync", content=station.seal(station.request(epoch=epoch, first_seq=1, previous_hash=b"")))
    assert refused.status_code == 400
    with writing(published.engine) as connection:
        code = make_code(connection, published, "5299", published.now())
    assert enrol_station(client, code).grant.epoch == 2
    assert station.sync().action == "continue"


@pytest.mark.parametrize(
    "change",
    [{"epoch": 2**63 - 1}, {"first_seq": 2**62}, {"feed_bytes": -5}, {"clock": 2**60}, {"pages_lacking": 2**40}],
    ids=lambda change: next(iter(change)),
)
def test_a_number_beyond_its_range_is_no_message(
    station: StationDouble, client: TestClient[Litestar], change: dict[str, int]
) -> None:
    request: SyncRequest = station.request(**change)
    assert client.post("/sync", content=station.seal(request)).status_code == 400


def test_an_impossible_epoch_that_was_stored_is_mended_by_a_command(
    station: StationDouble, client: TestClient[Litestar], published: District, capsys: pytest.CaptureFixture[str]
) -> None:
    with writing(published.engine) as connection:
        connection.execute(update(device).values(epoch=2**63 - 1))
        connection.execute(update(station_table).values(last_epoch=2**63 - 1))
    main(["check", "--directory", str(published.directory)])
    assert "站 5299 的电脑 01 报来的次序号不可能有" in capsys.readouterr().out
    with writing(published.engine) as connection:
        code = make_code(connection, published, "5299", published.now())
    again = enrol_station(client, code)
    again.write(received("case-1"))
    assert [v.verdict for v in again.sync().verdicts] == ["applied"]


def test_a_pc_is_withdrawn_by_a_command(
    station: StationDouble, client: TestClient[Litestar], published: District, capsys: pytest.CaptureFixture[str]
) -> None:
    line = ["withdraw", "--directory", str(published.directory), "--station", "5299", "--device"]
    assert main([*line, "07"]) == 1
    assert "没有在用的电脑 07" in capsys.readouterr().err
    assert main([*line, "01"]) == 0
    assert client.post("/sync", content=station.seal(station.request())).status_code == 401


@pytest.mark.parametrize("path", ["/sync", "/enrol"])
@pytest.mark.parametrize("data", [b"\x91" * 50_000, b"VSs" + b"\x91" * 50_000, b"VS\x01" + b"\x91" * 9_000, b"\x00"])
def test_nonsense_is_refused_in_a_sentence(client: TestClient[Litestar], path: str, data: bytes) -> None:
    answer = client.post(path, content=data)
    assert 400 <= answer.status_code < 500
    assert answer.json()["zh"]


def test_a_case_that_was_parked_waits_and_nobody_elses(station: StationDouble, published: District) -> None:
    station.write(Event(kind="from_the_future", case_id="case-9"))
    station.write(received("case-1", old_age_content("N-1")))
    station.sync()
    with reading(published.engine) as connection:
        assert sorted(connection.execute(select(ledger.c.verdict)).scalars()) == ["applied", "parked"]


@pytest.mark.parametrize(
    ("at", "changed", "wrong"),
    [
        ("0001-01-01T00:00:00+14:00", {}, "at"),
        ("yesterday", {}, "at"),
        ("2026-11-23T10:00:00", {}, "at"),
        ("9999-12-31T23:59:59-14:00", {}, "at"),
        ("2026-11-23T10:00:00+08:00", {"due": "soon"}, "due"),
        ("2026-11-23T10:00:00+08:00", {"due": "2026-02-30"}, "due"),
        ("2026-11-23T10:00:00+08:00", {"on_file_since": "-1"}, "on_file_since"),
    ],
)
def test_a_time_that_is_none_is_refused_alone(
    published: District, station: StationDouble, at: str, changed: dict[str, str], wrong: str
) -> None:
    content = old_age_content("n")
    line = msgspec.structs.replace(content.materials[0], **changed)
    bad = received("case-1", msgspec.structs.replace(content, materials=(line, *content.materials[1:])))
    station.write(msgspec.structs.replace(bad, at=at))
    station.write(received("case-2", old_age_content("n2")))
    verdicts = [(each.verdict, each.reason, each.detail) for each in station.sync().verdicts]
    assert verdicts[0] == ("rejected", "bad_data", wrong)
    assert verdicts[1][0] == "applied"


def test_no_right_follows_from_a_stations_clock_that_runs_ahead(published: District, station: StationDouble) -> None:
    """An item whose limit runs from the station's receipt: a receipt dated 2099 promises nothing for 2099."""
    case = Case(station_received_at="2099-11-23T10:00:00+08:00")
    guide = next(each for each in load_items() if each.on_receipt_clock == "station")
    day = date(2026, 11, 24)
    assert limits.acceptance_start(case, "", guide, day, "2026-11-23T18:00:00+08:00") == date(2026, 11, 23)


def test_a_form_may_ask_what_it_likes(published: District, station: StationDouble) -> None:
    """Its keys are the item's own: one that is called as a day of ours is an answer in words."""
    form = {"since": "前年打工回来", "due": "不知道", "first_received_at": "镇上"}
    station.write(received("case-1", old_age_content("n", form=form)))
    assert station.sync().verdicts[0].verdict == "applied"
