"""One exchange: what becomes of each event, and where the two sides go on when they disagree."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
import zstandard
from litestar import Litestar
from litestar.testing import TestClient
from sqlalchemy import event as sql_event
from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from forms.case import Page, ResultDocument
from forms.catalogue.loader import decode_catalogue
from forms.events import (
    Accepted,
    DecidedAtStation,
    Delivered,
    EnquiryRecorded,
    Event,
    Forwarded,
    PaperPrinted,
    Withdrawn,
    decode_event,
)
from sync.district.database.engine import reading, writing
from sync.district.database.tables import case_row, event, ledger, metadata, quarantine
from sync.district.district import District
from sync.district.official_number import official_number
from sync.district.publications import latest, publish
from sync.protocol import signing
from sync.protocol.codec import pack
from sync.protocol.messages import Cursor, SealedEvent
from tests.district.station_double import StationDouble, event_of, old_age_content, received


def count(district: District, table: Any) -> int:
    with reading(district.engine) as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def verdicts(answer: Any) -> list[str]:
    return [verdict.verdict for verdict in answer.verdicts]


def test_a_case_is_applied_and_gets_its_official_number_in_the_same_exchange(station: StationDouble) -> None:
    station.write(received("case-1", old_age_content("5299-01-20261123-0001-K", "李䶮𬸚𠮷")))
    answer = station.sync()
    assert [(v.verdict, v.order) for v in answer.verdicts] == [("applied", 1)]
    assert station.kinds() == ["settings", "official_number_assigned"]
    number = decode_event(answer.feed[-1].body)
    assert number.data == {"number": official_number("QX", date(2026, 11, 23), "case-1")}
    assert (answer.feed[-1].order, answer.head.seq, answer.head.hash) == (2, 1, station.hash_at(1))


def test_numbers_that_come_out_the_same_are_told_apart(
    station: StationDouble, district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.district.official_number.CHARACTERS", 1)
    for number in range(20):
        station.write(received(f"case-{number}"))
    assert verdicts(station.exchange(station.request(count=10))) == ["applied"] * 10
    assert verdicts(station.exchange()) == ["applied"] * 20
    with reading(district.engine) as connection:
        numbers = list(connection.execute(select(case_row.c.official_number)).scalars())
    assert len(set(numbers)) == 20


def test_a_lost_answer_changes_nothing_and_is_given_again(station: StationDouble, district: District) -> None:
    station.write(received("case-1"))
    first, second = station.exchange(), station.exchange()
    assert first.verdicts == second.verdicts
    assert first.head == second.head
    assert [entry.op_id for entry in first.feed] == [entry.op_id for entry in second.feed]
    assert (count(district, event), count(district, ledger)) == (2, 1)


def test_a_smaller_batch_after_a_lost_answer_is_the_same_chain(station: StationDouble) -> None:
    for number in range(6):
        station.write(received(f"case-{number}"))
    station.exchange()
    again = station.exchange(station.request(count=2))
    assert (again.action, verdicts(again), again.head.seq) == ("continue", ["applied"] * 2, 6)


def test_other_bytes_under_the_same_op_id_are_set_apart(station: StationDouble, district: District) -> None:
    op_id = station.write(received("case-1"))
    station.sync()
    station.write(received("case-2"), op_id=op_id)
    answer = station.sync()
    assert [(v.verdict, v.reason) for v in answer.verdicts] == [("quarantined", "other_content")]
    assert (count(district, quarantine), count(district, case_row), answer.head.seq) == (1, 1, 2)


def test_a_refused_event_never_blocks_the_rest(station: StationDouble) -> None:
    station.write(received("case-1"))
    station.write(event_of("delivered", _delivered()))
    station.write(event_of("forwarded", Forwarded("officer")))
    answer = station.sync()
    assert verdicts(answer) == ["applied", "rejected", "applied"]
    assert (answer.verdicts[1].reason, answer.verdicts[1].detail, answer.head.seq) == ("illegal_move", "received", 3)


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (event_of("accepted", Accepted()), "district_event_kind"),
        (event_of("forwarded", Forwarded("officer"), "no-such-case"), "unknown_case"),
        (event_of("forwarded", Forwarded("officer"), ""), "bad_data"),
        (event_of("forwarded", Forwarded("officer"), "x" * 65), "bad_data"),
        (Event("forwarded", "case-1", data={"means": "by pigeon"}), "bad_data"),
        (received("case-2", old_age_content("taken")), "number_taken"),
        (received("case-3", old_age_content("n", page=Page("0" * 64, 21 << 20))), "too_large"),
        (received("case-4", old_age_content(form={"story": "很" * 200_000})), "too_large"),
    ],
)
def test_what_may_not_be_is_rejected_with_its_reason(station: StationDouble, event: Event, reason: str) -> None:
    station.write(received("case-1", old_age_content("taken")))
    station.write(event)
    answer = station.sync()
    assert [(v.verdict, v.reason) for v in answer.verdicts] == [("applied", ""), ("rejected", reason)]


def test_bytes_that_are_no_event_are_rejected(station: StationDouble) -> None:
    station.events.append(SealedEvent(b"n" * 16, b"\xff\x00 not json"))
    answer = station.sync()
    assert [(v.verdict, v.reason) for v in answer.verdicts] == [("rejected", "bad_data")]


def test_a_kind_of_a_newer_program_is_parked(station: StationDouble) -> None:
    station.write(Event("rated", "case-1", data={"grade": 5}))
    answer = station.sync()
    assert [(v.verdict, v.reason, v.detail) for v in answer.verdicts] == [("parked", "unknown_kind", "rated")]


def test_an_event_of_no_case_is_applied_without_a_place(station: StationDouble) -> None:
    station.write(event_of("enquiry_recorded", EnquiryRecorded("怎么领高龄津贴"), ""))
    assert [(v.verdict, v.order) for v in station.sync().verdicts] == [("applied", 0)]


def test_a_station_writes_on_its_own_cases_only(enrolled: Callable[..., StationDouble]) -> None:
    here, there = enrolled("5299"), enrolled("5300")
    here.write(received("case-1"))
    here.sync()
    there.write(event_of("withdrawn", Withdrawn("不办了")))
    assert [(v.verdict, v.reason) for v in there.sync().verdicts] == [("rejected", "not_your_case")]


@pytest.mark.usefixtures("published")
def test_an_item_that_was_never_published_is_rejected(station: StationDouble) -> None:
    station.write(received("case-1", old_age_content("n", item_code="XX-999")))
    assert station.sync().verdicts[0].reason == "item_not_published"


@pytest.mark.usefixtures("published")
def test_a_station_decides_only_what_the_guide_leaves_to_it(station: StationDouble) -> None:
    station.write(received("case-1", old_age_content("n")))
    station.write(event_of("decided_at_station", DecidedAtStation(True, ResultDocument("证明"))))
    assert [v.reason for v in station.sync().verdicts] == ["", "not_authorised"]


def test_a_gap_is_rewound_to_the_head(station: StationDouble) -> None:
    for number in range(3):
        station.write(received(f"case-{number}"))
    station.exchange(station.request(count=1))
    answer = station.exchange(station.request(first_seq=3))
    assert (answer.action, answer.head.seq, answer.verdicts) == ("rewind", 1, ())


def test_an_old_backup_of_the_station_begins_a_new_epoch(station: StationDouble, district: District) -> None:
    for number in range(3):
        station.write(received(f"case-{number}"))
    station.sync()
    old_cursor, lost = Cursor(), station.events[1:]
    del station.events[1:]
    station.sent, station.cursor, station.feed = 1, old_cursor, []
    assert station.sync().action == "new_epoch"
    station.write(received("case-new"))
    answer = station.exchange()
    assert (answer.action, answer.head.epoch) == ("new_epoch", 1)
    station.epoch, station.sent = answer.head.epoch + 1, 0
    again = station.sync()
    assert verdicts(again) == ["applied", "applied"]
    own = {entry.op_id for entry in station.feed if entry.kind == "own_event"}
    assert {sealed.op_id for sealed in lost} <= own
    assert count(district, case_row) == 4


def test_an_old_backup_that_sends_what_it_has_gets_what_it_has_lost(station: StationDouble) -> None:
    for number in range(2):
        station.write(received(f"case-{number}"))
    station.exchange()
    lost = station.events.pop()
    station.sync()
    assert station.sync().action == "new_epoch"
    station.epoch, station.sent = 2, 0
    station.sync_all()
    assert lost.op_id in {entry.op_id for entry in station.feed if entry.kind == "own_event"}


def test_a_server_from_an_old_backup_is_told_everything_again(station: StationDouble) -> None:
    for number in range(2):
        station.write(received(f"case-{number}"))
    station.exchange(station.request(count=1))
    answer = station.exchange(station.request(first_seq=3))
    assert answer.action == "rewind"
    station.sent = answer.head.seq
    assert verdicts(station.sync()) == ["applied"]


def test_a_new_pc_gets_every_case_of_its_station(enrolled: Callable[..., StationDouble]) -> None:
    old = enrolled()
    old.write(received("case-1"))
    old.write(event_of("paper_printed", PaperPrinted("material_receipt", "0" * 64)))
    old.sync()
    new = enrolled()
    assert (new.grant.device, new.grant.epoch) == ("02", 2)
    new.sync_all()
    cases = [e for e in new.feed if e.kind in ("own_event", "event")]
    assert [(e.order, e.kind) for e in cases] == [(1, "own_event"), (2, "event"), (3, "own_event")]


def test_two_pcs_of_one_station_see_each_others_cases(enrolled: Callable[..., StationDouble]) -> None:
    one, two = enrolled(), enrolled()
    one.write(received("case-1"))
    one.sync()
    two.sync_all()
    two.write(event_of("forwarded", Forwarded("officer")))
    assert verdicts(two.sync()) == ["applied"]
    one.sync_all()
    assert one.kinds()[-1] == "forwarded"
    assert [e.kind for e in one.feed].count("own_event") == 1


def test_the_feed_comes_in_pages_and_ends(station: StationDouble) -> None:
    for number in range(30):
        station.write(received(f"case-{number}"))
    answer = station.exchange(station.request(feed_bytes=1024))
    assert answer.more
    assert len(answer.feed) < 31
    station.sent, station.cursor, station.feed = 30, answer.cursor, list(answer.feed)
    station.sync_all()
    assert len(station.feed) == 31
    assert len({entry.position for entry in station.feed}) == 31


def test_a_cursor_of_another_incarnation_is_not_believed(station: StationDouble) -> None:
    station.write(received("case-1"))
    station.sync()
    station.cursor = Cursor("elsewhere", "5299", 2)
    answer = station.exchange()
    assert (answer.action, answer.feed) == ("new_epoch", ())
    station.epoch, station.sent = answer.head.epoch + 1, 0
    answer = station.sync()
    assert verdicts(answer) == ["applied"]
    assert len(answer.feed) == 3


@pytest.mark.usefixtures("published")
def test_publications_reach_a_station_enrolled_later_newest_only(
    enrolled: Callable[..., StationDouble], district: District
) -> None:
    with writing(district.engine) as connection:
        body = latest(connection, district, "catalogue").body  # type: ignore[union-attr]
        publish(connection, district, "catalogue", body, "init", note="again")
    later = enrolled("5301")
    later.sync_all()
    assert sorted(later.kinds()) == ["calendar", "catalogue", "settings"]
    first = enrolled("5299")
    first.sync_all()
    assert sorted(first.kinds()) == ["calendar", "catalogue", "settings"]
    assert len(decode_catalogue(next(e.body for e in first.feed if e.kind == "catalogue")).items) == 25


def test_one_exchange_is_one_commit_and_few_statements(station: StationDouble, district: District) -> None:
    for number in range(50):
        station.write(received(f"case-{number}", old_age_content(f"N-{number}")))
    station.write(event_of("forwarded", Forwarded("officer"), "case-1"))
    with counted(district) as counts:
        assert len(station.sync().verdicts) == 51
    assert counts["commits"] == 1
    # Fifty cases cost a look for the case, one for the number and one for the counter each; all else is constant.
    assert counts["statements"] <= 50 * 4 + 25


@pytest.mark.usefixtures("published")
def test_a_published_catalogue_costs_two_small_statements_a_case(station: StationDouble, district: District) -> None:
    station.sync_all()
    for number in range(50):
        station.write(received(f"case-{number}", old_age_content(f"N-{number}")))
    with counted(district) as counts:
        assert verdicts(station.sync()) == ["applied"] * 50
    assert counts["commits"] == 1
    assert counts["statements"] <= 50 * 6 + 25


def test_a_database_that_others_hold_is_busy_and_not_broken(
    station: StationDouble, district: District, client: TestClient[Litestar]
) -> None:
    station.write(received("case-1"))
    data = station.seal(station.request())
    district.engine.dispose()
    sql_event.listen(district.engine, "connect", lambda connection, _: connection.execute("PRAGMA busy_timeout=50"))
    with writing(district.engine):
        answer = client.post("/sync", content=data)
    assert (answer.status_code, answer.json()["reason"]) == (503, "busy")
    assert int(answer.headers["Retry-After"]) > 0
    assert verdicts(station.sync()) == ["applied"]


def test_the_tables_can_be_made_on_postgresql() -> None:
    """The statements alone: no server is asked."""
    for table in metadata.sorted_tables:
        assert "CREATE TABLE" in str(CreateTable(table).compile(dialect=postgresql.dialect()))  # type: ignore[no-untyped-call]


def test_an_empty_exchange_is_cheap(station: StationDouble, district: District) -> None:
    station.sync()
    with counted(district) as counts:
        station.sync()
    assert counts["commits"] == 1
    assert counts["statements"] <= 16


@contextmanager
def counted(district: District) -> Iterator[dict[str, int]]:
    counts = {"commits": 0, "statements": 0}

    def statement(*_: object) -> None:
        counts["statements"] += 1

    def commit(connection: Any) -> None:
        if not connection.get_execution_options().get("district_read_only"):
            counts["commits"] += 1

    sql_event.listen(district.engine, "before_cursor_execute", statement)
    sql_event.listen(district.engine, "commit", commit)
    yield counts
    sql_event.remove(district.engine, "before_cursor_execute", statement)
    sql_event.remove(district.engine, "commit", commit)


@pytest.mark.parametrize(
    ("body", "status", "reason"),
    [
        (b"", 400, "not_our_message"),
        (b"<html>", 400, "not_our_message"),
        (b"VSs\x01" + bytes(32 + 64) + b"x", 401, "unknown_device"),
        (b"x" * ((4 << 20) + 1), 413, "too_large"),
    ],
)
def test_what_is_no_request_is_refused_in_our_own_words(
    client: TestClient[Litestar], body: bytes, status: int, reason: str
) -> None:
    answer = client.post("/sync", content=body)
    assert (answer.status_code, answer.json()["reason"]) == (status, reason)
    assert answer.json()["zh"]


def test_a_signature_that_does_not_fit_is_refused(station: StationDouble, client: TestClient[Litestar]) -> None:
    data = bytearray(station.seal(station.request()))
    data[-1] ^= 1
    assert client.post("/sync", content=bytes(data)).json()["reason"] == "bad_signature"


def test_another_purpose_is_another_signature(station: StationDouble, client: TestClient[Litestar]) -> None:
    data = signing.seal(pack(station.request()), station.seed, "enrol-request")
    assert client.post("/sync", content=data).status_code == 401


def test_a_device_speaks_for_itself_only(station: StationDouble, client: TestClient[Litestar]) -> None:
    data = station.seal(station.request(device="99"))
    assert client.post("/sync", content=data).status_code == 401


def test_a_bomb_is_refused(station: StationDouble, client: TestClient[Litestar]) -> None:
    bomb = b"VS\x01" + bytes(4) + zstandard.ZstdCompressor(level=3).compress(bytes(200 << 20))
    data = signing.seal(bomb, station.seed, "sync-request")
    assert len(data) < 4 << 20
    answer = client.post("/sync", content=data)
    assert (answer.status_code, answer.json()["reason"]) == (400, "not_our_message")


def test_an_old_protocol_is_asked_to_upgrade(station: StationDouble) -> None:
    station.write(received("case-1"))
    answer = station.exchange(station.request(protocol=0))
    assert (answer.action, answer.verdicts) == ("upgrade_program", ())


def _delivered() -> Any:
    return Delivered("高龄津贴审批表", "李䶮")
