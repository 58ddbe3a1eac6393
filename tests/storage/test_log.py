"""The log is appended to and never changed."""

import secrets

import pytest
from sqlcipher3 import dbapi2

from forms.events import EnquiryRecorded, PaperPrinted, encode_event
from station_app.storage.log import EventTooLarge
from station_app.storage.store import Store
from sync.protocol.chain import GENESIS, chain_hash
from tests.storage.station import own, received


def test_each_event_carries_the_hash_of_the_one_before(store: Store) -> None:
    cases = [secrets.token_hex(16) for _ in range(5)]
    for case_id in cases:
        received(store, case_id)
    link = GENESIS
    rows = store.database.rows("SELECT seq, op_id, body, hash FROM event ORDER BY seq")
    assert [row[0] for row in rows] == [1, 2, 3, 4, 5, 6]
    for _, op_id, body, written in rows:
        link = chain_hash(link, op_id, body)
        assert written == link
    assert store.log.tail() == (6, link)
    assert store.log.first_break() is None


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE event SET body = x'00' WHERE seq = 2",
        "UPDATE event SET op_id = x'00' WHERE seq = 2",
        "UPDATE event SET kind = 'voided' WHERE seq = 2",
        "UPDATE event SET case_id = '' WHERE seq = 2",
        "DELETE FROM event WHERE seq = 2",
    ],
)
def test_the_database_itself_refuses_to_change_an_event(store: Store, case_id: str, change: str) -> None:
    received(store, case_id)
    with pytest.raises(dbapi2.IntegrityError, match="an event is never"):
        store.database.run(change)


def test_an_event_changed_behind_the_triggers_breaks_the_chain(store: Store) -> None:
    for _ in range(4):
        received(store, secrets.token_hex(16))
    store.database.run("DROP TRIGGER event_body_is_frozen")
    store.database.run(
        "UPDATE event SET body = CAST(replace(CAST(body AS TEXT), '李䶮', '李龙') AS BLOB) WHERE seq = 3"
    )
    assert store.log.first_break() == 3


def test_the_bytes_that_are_sent_are_those_that_were_written(store: Store, case_id: str) -> None:
    received(store, case_id)
    event = own(PaperPrinted("material_receipt", "ab" * 32), "paper_printed", case_id)
    op_id = store.append(event)
    batch = store.outgoing(10, 1_000_000)
    assert batch.events[-1].op_id == op_id
    assert batch.events[-1].body == encode_event(event)


def test_an_event_and_its_rows_are_one(store: Store, case_id: str) -> None:
    class Interrupted(Exception):
        pass

    def fails() -> None:
        with store.transaction():
            received(store, case_id)
            raise Interrupted

    with pytest.raises(Interrupted):
        fails()
    assert store.cases.row(case_id) is None
    assert store.log.of_case(case_id) == ()
    assert store.log.tail()[0] == 1


def test_an_event_that_no_district_takes_is_not_written(store: Store) -> None:
    before = store.log.tail()
    with pytest.raises(EventTooLarge, match="写短一些"):
        store.append(own(EnquiryRecorded("问" * 200_000), "enquiry_recorded", ""))
    assert store.log.tail() == before
    store.append(own(EnquiryRecorded("问" * 100_000), "enquiry_recorded", ""))
