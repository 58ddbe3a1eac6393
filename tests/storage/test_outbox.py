"""The log as sync sees it."""

import hashlib
import secrets
from pathlib import Path

import pytest

from forms import events as ev
from forms.case import Applicant, CaseContent, MaterialLine, Page, ResultDocument
from forms.events import decode_event, encode_event
from station_app.storage.keys import Unlocked
from station_app.storage.store import Store
from sync.protocol.chain import GENESIS, chain_hash
from sync.protocol.messages import Cursor, FeedEntry, Head
from sync.station.ports import StationStore
from tests.storage.station import SetClock, applied, by_district, opened, outcome, own, received


def as_sync_sees_it(store: Store) -> StationStore:
    """Type-checked: the store is what the engine asks for."""
    return store


def send_all(store: StationStore) -> None:
    batch = store.outgoing(1000, 10_000_000)
    orders: dict[str, int] = {}
    verdicts = []
    for offset, event in enumerate(batch.events):
        case_id = decode_event(event.body).case_id
        orders[case_id] = orders.get(case_id, 0) + 1
        verdicts.append(applied(batch.first_seq + offset, event.op_id, orders[case_id] if case_id else 0))
    store.record_exchange(outcome(verdicts=tuple(verdicts)))


def counted(store: Store, case_id: str) -> tuple[int, int]:
    """Pages of a case, and how many of them the district has."""
    pages = store.pages.of_case(case_id)
    return len(pages), sum(pages.values())


def test_the_oldest_go_first_and_chain_on(store: Store) -> None:
    for _ in range(6):
        received(store, secrets.token_hex(16))
    sync = as_sync_sees_it(store)
    first = sync.outgoing(3, 1_000_000)
    assert (first.epoch, first.first_seq, first.previous_hash, len(first.events)) == (1, 1, GENESIS, 3)
    sync.record_exchange(outcome(verdicts=tuple(applied(at, e.op_id, 1) for at, e in enumerate(first.events, 1))))
    second = sync.outgoing(100, 1_000_000)
    link = GENESIS
    for event in first.events:
        link = chain_hash(link, event.op_id, event.body)
    assert (second.first_seq, second.previous_hash, len(second.events)) == (4, link, 4)


def test_a_batch_is_bounded_but_never_empty_while_something_waits(store: Store) -> None:
    for _ in range(5):
        received(store, secrets.token_hex(16), name="李" * 300)
    send = as_sync_sees_it(store)
    assert len(send.outgoing(100, 1).events) == 1
    assert 1 < len(send.outgoing(100, 3000).events) < 6
    send_all(send)
    nothing = send.outgoing(100, 1_000_000)
    assert (nothing.events, nothing.first_seq) == ((), 7)
    assert nothing.previous_hash == store.log.tail()[1]


def test_a_case_received_while_a_batch_is_read_is_not_half_in_it(
    store: Store, directory: Path, unlocked: Unlocked, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its sequence without its bytes would tell the district that it has lost something."""
    send_all(store)
    other = opened(directory, unlocked, clock)
    last, link = store.log.tail()
    tail = store.log.tail

    def and_meanwhile() -> tuple[int, bytes]:
        received(other, secrets.token_hex(16))
        return tail()

    monkeypatch.setattr(store.log, "tail", and_meanwhile)
    batch = store.outgoing(10, 10_000)
    other.close()
    assert (batch.first_seq, batch.previous_hash, batch.events) == (last + 1, link, ())
    following = store.outgoing(10, 10_000)
    assert (following.first_seq, len(following.events)) == (last + 1, 1)


def test_an_exchange_is_written_whole_or_not_at_all(store: Store, case_id: str) -> None:
    received(store, case_id)
    before = store.outgoing(10, 10_000)
    broken = FeedEntry(2, "event", b"no event", secrets.token_bytes(16), 1, 1)
    good = by_district(ev.ReceiptConfirmed("响水镇民政办"), "receipt_confirmed", case_id, 2, 1)
    with pytest.raises(ValueError, match="JSON"):
        store.record_exchange(
            outcome(verdicts=(applied(1, before.events[0].op_id, 0),), feed=(good, broken), position=2)
        )
    assert store.outgoing(10, 10_000) == before
    assert store.cursor() == Cursor("first")
    assert len(store.log.of_case(case_id)) == 1


def test_the_same_answer_twice_changes_nothing(store: Store, case_id: str) -> None:
    op_id = received(store, case_id)
    entry = by_district(ev.ReceiptConfirmed("响水镇民政办"), "receipt_confirmed", case_id, 2, 1)
    answer = outcome(verdicts=(applied(2, op_id, 1),), feed=(entry,), position=1)
    store.record_exchange(answer)
    once = store.log.of_case(case_id)
    store.record_exchange(answer)
    assert store.log.of_case(case_id) == once
    assert store.cursor() == Cursor("first", "5299", 1)
    assert store.facts.place().offset_ms == 250


def test_the_district_went_back_and_the_station_goes_with_it(store: Store) -> None:
    cases = [secrets.token_hex(16) for _ in range(4)]
    for case_id in cases:
        received(store, case_id)
    send_all(store)
    third = store.log.hash_at(3)
    assert third is not None
    assert store.rewind_to(Head(1, 3, third))
    assert store.outgoing(10, 1_000_000).first_seq == 4
    assert [row.unsent for case_id in cases if (row := store.cases.row(case_id))] == [False, False, True, True]


def test_a_head_that_is_not_in_this_history_needs_a_new_epoch(store: Store) -> None:
    for _ in range(3):
        received(store, secrets.token_hex(16))
    send_all(store)
    before = store.outgoing(10, 1)
    known = store.log.hash_at(2)
    assert known is not None
    for head in (Head(1, 2, bytes(32)), Head(1, 99, known), Head(2, 2, known)):
        assert not store.rewind_to(head)
    assert store.outgoing(10, 1) == before
    store.begin_epoch(7)
    batch = store.outgoing(10, 1_000_000)
    assert (batch.epoch, batch.first_seq, batch.previous_hash, len(batch.events)) == (7, 1, GENESIS, 4)
    assert store.log.first_break() is None


def test_a_new_pc_gets_the_cases_of_the_dead_one(store: Store, case_id: str) -> None:
    content = CaseContent(item_name="高龄津贴", applicant=Applicant("石大山"), receipt_number="5299-02-20261101-0001-K")
    mine = FeedEntry(
        1,
        "own_event",
        encode_event(own(ev.CaseReceived(content), "case_received", case_id)),
        secrets.token_bytes(16),
        1,
        1,
    )
    theirs = by_district(ev.ReceiptConfirmed("响水镇民政办"), "receipt_confirmed", case_id, 2, 2)
    store.record_exchange(outcome(feed=(mine, theirs), position=2))
    row = store.cases.row(case_id)
    assert row is not None
    assert (row.state, row.receipt_number, row.unsent) == ("under_check", "5299-02-20261101-0001-K", False)
    # What came back is not sent again.
    assert len(store.outgoing(10, 1_000_000).events) == 1


def test_where_a_chain_begins_anew_what_came_back_is_sent_too_and_in_its_place(store: Store, case_id: str) -> None:
    receipt = encode_event(own(ev.CaseReceived(CaseContent(receipt_number="N-1")), "case_received", case_id))
    came_back = FeedEntry(1, "own_event", receipt, secrets.token_bytes(16), 1, 1)
    store.record_exchange(outcome(feed=(came_back,), position=1))
    mine = store.append(own(ev.IdentityRevealed("phone"), "identity_revealed", case_id))
    store.begin_epoch(7)
    batch = store.outgoing(10, 1_000_000)
    assert [event.op_id for event in batch.events][1:] == [came_back.op_id, mine]
    assert store.log.first_break() is None
    assert [row.unsent for row in store.cases.find("", "all", 10)] == [True]
    with pytest.raises(Exception, match="never changed"):
        store.database.run("UPDATE event SET origin = 'district'")


def test_pages_of_the_dead_pc_are_not_waited_for_until_they_are_taken_again(store: Store, case_id: str) -> None:
    content = b"the register, page one"
    page = Page(hashlib.sha256(content).hexdigest(), len(content))
    supplied = ev.MaterialsSupplied((MaterialLine("x", "户口簿", pages=(page,)),))
    body = encode_event(own(ev.CaseReceived(CaseContent(receipt_number="n")), "case_received", case_id))
    more = encode_event(own(supplied, "materials_supplied", case_id))
    entries = (
        FeedEntry(1, "own_event", body, secrets.token_bytes(16), 1, 1),
        FeedEntry(2, "own_event", more, secrets.token_bytes(16), 2, 1),
    )
    store.record_exchange(outcome(feed=entries))
    assert counted(store, case_id) == (1, 1)
    assert (store.pages.counts().unsent, list(store.pages_to_fetch())) == (0, [page.sha256])
    store.vault.write(content)
    store.append(own(supplied, "materials_supplied", case_id))
    assert counted(store, case_id) == (1, 0)
    send_all(store)
    assert [waiting.sha256 for waiting in store.pages_to_send()] == [page.sha256]


def test_an_own_event_that_comes_back_while_it_waits_is_not_doubled(store: Store, case_id: str) -> None:
    op_id = received(store, case_id)
    body = store.log.of_case(case_id)[0].body
    store.record_exchange(outcome(feed=(FeedEntry(1, "own_event", body, op_id, 1, 1),)))
    assert len(store.log.of_case(case_id)) == 1
    assert len(store.outgoing(10, 1_000_000).events) == 2


def test_pages_wait_for_their_event_and_go_smallest_first(store: Store, case_id: str) -> None:
    contents = [b"a" * 900, b"b" * 20, b"c" * 400]
    pages = tuple(Page(store.vault.write(content), len(content)) for content in contents)
    received(store, case_id)
    store.append(own(ev.MaterialsSupplied((MaterialLine("x", "户口簿", pages=pages),)), "materials_supplied", case_id))
    assert list(store.pages_to_send()) == []
    assert store.pages.counts().unsent == 3
    send_all(store)
    assert [page.size for page in store.pages_to_send()] == [20, 400, 900]
    smallest = store.pages_to_send()[0]
    assert store.read_page(smallest.sha256) == contents[1]
    store.page_confirmed(smallest.sha256)
    assert [page.size for page in store.pages_to_send()] == [400, 900]
    assert counted(store, case_id) == (3, 1)
    # The district lost it with its last hour.
    assert store.rewind_to(Head(1, 1, store.log.hash_at(1) or b""))
    assert counted(store, case_id) == (3, 0)


def test_pages_of_a_refused_event_are_not_sent(store: Store, case_id: str) -> None:
    page = Page(store.vault.write(b"page"), 4)
    received(store, case_id)
    refused = store.append(
        own(ev.MaterialsSupplied((MaterialLine("x", "户口簿", pages=(page,)),)), "materials_supplied", case_id)
    )
    store.record_exchange(outcome(verdicts=(applied(3, refused, 0).__class__(3, refused, "rejected", 0, "too_large"),)))
    assert list(store.pages_to_send()) == []
    assert store.pages.counts().unsent == 0


def test_the_result_document_is_fetched_and_checked(store: Store, case_id: str) -> None:
    op_id = received(store, case_id)
    content = b"%PDF- the decision"
    sha256 = hashlib.sha256(content).hexdigest()
    decided = ev.Decided(True, ResultDocument("批准书", "1", (Page(sha256, len(content), "application/pdf"),)))
    store.record_exchange(
        outcome(verdicts=(applied(2, op_id, 1),), feed=(by_district(decided, "decided", case_id, 2, 1),))
    )
    assert list(store.pages_to_fetch()) == [sha256]
    with pytest.raises(ValueError, match="not the one"):
        store.store_fetched_page(sha256, content[:-1])
    assert list(store.pages_to_fetch()) == [sha256]
    store.store_fetched_page(sha256, content)
    assert list(store.pages_to_fetch()) == []
    assert store.read_page(sha256) == content


def test_published_documents_replace_each_other(store: Store) -> None:
    for position, body in enumerate([b"one", b"two"], start=1):
        store.record_exchange(outcome(feed=(FeedEntry(position, "catalogue", body, at=1),), position=position))
    assert store.publications.read("catalogue") == b"two"
    assert store.publications.read("calendar") is None
