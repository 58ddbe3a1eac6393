"""Whatever happens in whatever order, the live tables are what the log alone would make."""

import secrets
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms import events as ev
from forms.case import CaseContent, Defect, MaterialLine, Page, ResultDocument
from station_app.storage.schema import PROJECTIONS
from station_app.storage.store import Store
from sync.protocol.messages import Head, Verdict
from tests.storage.station import SetClock, by_district, enrolled, opened, outcome, own, received

CASES = ["aa" * 16, "bb" * 16, "cc" * 16]
PAGE = Page("ab" * 32, 1000)
RESULT = ResultDocument("决定书", "1", (Page("cd" * 32, 2000, "application/pdf"),))
SUPPLIED = ev.MaterialsSupplied((MaterialLine("household_register", "户口簿", pages=(PAGE,)),))
BY_STATION: dict[str, Any] = {
    "materials_supplied": SUPPLIED,
    "forwarded": ev.Forwarded("officer", "0019"),
    "withdrawn": ev.Withdrawn("不办了"),
    "paper_printed": ev.PaperPrinted("material_receipt", "ab" * 32),
    "delivered": ev.Delivered("决定书", "李䶮"),
    "delivery_undone": ev.Withdrawn("登错了人"),
    "decided_at_station": ev.DecidedAtStation(True),
    "one_time_notice_given": ev.OneTimeNoticeGiven(
        "5299-03-20261123-0001-Y", CaseContent(), (Defect("户口簿", "缺少"),)
    ),
}
BY_DISTRICT: dict[str, Any] = {
    "official_number_assigned": ev.OfficialNumberAssigned("QX20261124-0183"),
    "receipt_confirmed": ev.ReceiptConfirmed("响水镇民政办"),
    "correction_required": ev.CorrectionRequired((Defect("户口簿", "缺户主页"),), "2026-12-04"),
    "accepted": ev.Accepted(promised_until="2026-12-22"),
    "suspended": ev.Suspended("公示", 7),
    "resumed": ev.Resumed("2026-12-29"),
    "decided": ev.Decided(True, RESULT),
    "result_sent": ev.ResultSent(),
    "lapsed": ev.Withdrawn(),
}
step = st.one_of(
    st.tuples(st.just("receive"), st.sampled_from(CASES), st.sampled_from(["李䶮", "买买提·吐尔逊", "𠮷野"])),
    st.tuples(st.just("station"), st.sampled_from(CASES), st.sampled_from(sorted(BY_STATION))),
    st.tuples(st.just("district"), st.sampled_from(CASES), st.sampled_from(sorted(BY_DISTRICT))),
    st.tuples(st.just("answer"), st.sampled_from(["applied", "rejected", "parked"]), st.integers(1, 6)),
    st.tuples(st.just("rewind"), st.just(""), st.integers(0, 4)),
    st.tuples(st.just("epoch"), st.just(""), st.just(2)),
)


def tables(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    found = {
        name: store.database.rows(f"SELECT * FROM {name} ORDER BY 1, 2")
        for name in PROJECTIONS
        if name != "case_search"
    }
    # The index tells its rows only by searching it: one token that every case has, and each name's own.
    for token in ("n529", "c674e", "c4e70", "c20bb7"):
        found[token] = store.database.rows(
            "SELECT rowid FROM case_search WHERE case_search MATCH ? ORDER BY rowid", (token,)
        )
    return found


def play(store: Store, steps: list[tuple[str, str, Any]]) -> None:
    orders = dict.fromkeys(CASES, 0)
    for what, which, value in steps:
        if what == "receive":
            received(store, which, name=value)
        elif what == "station":
            store.append(own(BY_STATION[value], value, which))
        elif what == "district":
            orders[which] += 1
            entry = by_district(BY_DISTRICT[value], value, which, orders[which], sum(orders.values()))
            store.record_exchange(outcome(feed=(entry,)))
        elif what == "answer":
            answer(store, orders, which, value)
        elif what == "rewind":
            head = store.log.hash_at(value)
            assert store.rewind_to(Head(store.facts.place().epoch, value, head or b"?")) is (head is not None)
        else:
            store.begin_epoch(value)


def answer(store: Store, orders: dict[str, int], verdict: Any, many: int) -> None:
    batch = store.outgoing(max(many, 1), 1_000_000)
    verdicts = []
    for offset, event in enumerate(batch.events):
        case_id = store.database.value("SELECT case_id FROM event WHERE op_id = ?", (event.op_id,))
        order = 0
        if verdict == "applied" and case_id:
            orders[case_id] += 1
            order = orders[case_id]
        verdicts.append(Verdict(batch.first_seq + offset, event.op_id, verdict, order, "illegal_move"))
    store.record_exchange(outcome(verdicts=tuple(verdicts)))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(step, min_size=2, max_size=20))
def test_rebuilt_tables_are_the_live_ones(steps: list[tuple[str, str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as place:
        clock = SetClock()
        store = opened(Path(place), enrolled(Path(place), clock), clock)
        try:
            play(store, steps)
            live = tables(store)
            store.projections.rebuild()
            assert tables(store) == live
            assert store.log.first_break() is None
        finally:
            store.close()


def test_a_rebuild_that_fails_leaves_the_live_tables(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for case_id in CASES:
        received(store, case_id)
    before = tables(store)
    monkeypatch.setattr(type(store.projections), "_row", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        store.projections.rebuild()
    assert tables(store) == before


def test_the_district_order_decides_not_the_order_of_arrival(store: Store, case_id: str) -> None:
    op_id = received(store, case_id)
    confirmed = by_district(BY_DISTRICT["receipt_confirmed"], "receipt_confirmed", case_id, 2, 1)
    accepted = by_district(BY_DISTRICT["accepted"], "accepted", case_id, 3, 2)
    store.record_exchange(outcome(verdicts=(Verdict(2, op_id, "applied", 1),), feed=(accepted, confirmed)))
    row = store.cases.row(case_id)
    assert row is not None
    assert (row.state, row.stands().until, row.unsent) == ("accepted", "2026-12-22", False)


def test_what_the_district_refused_is_kept_but_is_no_part_of_the_case(store: Store, case_id: str) -> None:
    first = received(store, case_id)
    second = store.append(own(ev.Withdrawn("不办了"), "withdrawn", case_id))
    assert store.projections.fold(case_id).case.state == "withdrawn"
    store.record_exchange(
        outcome(verdicts=(Verdict(2, first, "applied", 1), Verdict(3, second, "rejected", 0, "illegal_move", "已受理")))
    )
    folded = store.projections.fold(case_id)
    assert folded.case.state == "received"
    assert [logged.kind for logged in folded.events] == ["case_received", "withdrawn"]
    assert [logged.reason for logged in store.refusals.all()] == ["illegal_move"]


def test_an_event_of_a_kind_not_known_here_is_kept_and_harms_nothing(store: Store, case_id: str) -> None:
    received(store, case_id)
    entry = by_district(ev.Nothing(), "archived", case_id, 9, 1)
    unknown = entry.__class__(
        entry.position, "event", entry.body.replace(b'"archived"', b'"blessed"'), secrets.token_bytes(16), 9, 1
    )
    store.record_exchange(outcome(feed=(unknown,)))
    assert [logged.kind for logged in store.log.of_case(case_id)] == ["blessed", "case_received"]
    assert store.projections.fold(case_id).case.state == "received"


def test_a_receipt_that_the_district_refused_is_still_found_by_its_slip(store: Store, case_id: str) -> None:
    op_id = received(store, case_id, number="5299-03-20261123-0001-K")
    store.record_exchange(outcome(verdicts=(Verdict(2, op_id, "rejected", 0, "item_not_published"),)))
    row = store.cases.row(case_id)
    assert row is not None
    assert (row.state, row.applicant_name, row.unsent) == ("draft", "李䶮", False)
    assert store.cases.by_number("5299-03-20261123-0001-K") == case_id
    assert [found.case_id for found in store.cases.find("李䶮", "open", 10)] == [case_id]
