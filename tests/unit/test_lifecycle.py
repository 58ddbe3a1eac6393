"""The table of moves, and the fold from events to a case."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms import events as ev
from forms.case import Applicant, CaseContent, Defect, MaterialLine, Page, ResultDocument
from forms.events import EVENT_DATA, Event, decode_event, encode_event, make_event, pages_of, read_data
from forms.lifecycle import (
    BEFORE_DECISION,
    ENDED,
    MOVES,
    Case,
    IllegalMove,
    State,
    UnknownKind,
    apply,
    fold,
    is_at_station,
    may,
    next_state,
)

S = State
PAGE = Page("ab" * 32, 10)
CONTENT = CaseContent(
    item_code="MZ-004",
    applicant=Applicant("李䶮"),
    materials=(MaterialLine("id_card", "身份证"), MaterialLine("book", "户口簿", "deferred", due="2026-12-04")),
)
DATA: dict[str, Any] = {
    "case_received": ev.CaseReceived(CONTENT),
    "one_time_notice_given": ev.OneTimeNoticeGiven("n", CONTENT, (Defect("户口簿", "缺少"),)),
    "paper_printed": ev.PaperPrinted("material_receipt", "ab" * 32),
    "forwarded": ev.Forwarded("officer"),
    "materials_supplied": ev.MaterialsSupplied((MaterialLine("book", "户口簿", pages=(PAGE,)),)),
    "withdrawn": ev.Withdrawn("不办了"),
    "voided": ev.Withdrawn("登记错了"),
    "decided_at_station": ev.DecidedAtStation(True),
    "result_arrived": ev.ResultArrived("信封破了"),
    "particulars_corrected": ev.ParticularsCorrected(
        (ev.ParticularCorrected("applicant.name", "李䶮", "李龑"),), "身份证上是龑"
    ),
    "delivered": ev.Delivered("决定书", "李䶮"),
    "delivery_undone": ev.Withdrawn("登错了人"),
    "archived": ev.Nothing(),
    "identity_revealed": ev.IdentityRevealed("id_number"),
    "official_number_assigned": ev.OfficialNumberAssigned("QX20261124-0183"),
    "receipt_confirmed": ev.ReceiptConfirmed("响水镇民政办"),
    "originals_received": ev.OriginalsReceived(),
    "correction_required": ev.CorrectionRequired((Defect("户口簿", "缺户主页"),), "2026-12-04", "陈平", "0859-0000123"),
    "accepted": ev.Accepted(promised_until="2026-12-22", statutory_until="2027-01-06"),
    "not_accepted": ev.NotAccepted("不属于本机关"),
    "suspended": ev.Suspended("公示", 7),
    "resumed": ev.Resumed(promised_until="2026-12-29"),
    "extended": ev.Extended(10, "情况复杂", "局长", promised_until="2027-01-08"),
    "decided": ev.Decided(True, ResultDocument("批准书", "1", (PAGE,))),
    "result_sent": ev.ResultSent(),
    "lapsed": ev.Withdrawn("逾期"),
    "deemed_acceptance_undone": ev.Withdrawn("服务器的时间走错过"),
}


def event(kind: str, at: str = "2026-11-23T10:00:00+08:00") -> Event:
    return make_event(kind, DATA[kind], case_id="c1", at=at)


def after(*kinds: str) -> Case:
    case = Case()
    for kind in kinds:
        case = apply(case, event(kind))
    return case


def test_every_kind_of_a_case_has_its_moves_and_the_other_way_round() -> None:
    assert set(MOVES) == {kind for kind, entry in EVENT_DATA.items() if entry.of_case} == set(DATA)


@pytest.mark.parametrize(
    ("way", "state"),
    [
        (
            ("case_received", "receipt_confirmed", "accepted", "decided", "result_sent", "delivered", "archived"),
            S.ARCHIVED,
        ),
        (("one_time_notice_given", "one_time_notice_given", "case_received"), S.RECEIVED),
        (
            ("case_received", "forwarded", "receipt_confirmed", "correction_required", "materials_supplied"),
            S.UNDER_CHECK,
        ),
        (("case_received", "receipt_confirmed", "correction_required", "lapsed"), S.LAPSED),
        (("case_received", "receipt_confirmed", "not_accepted", "delivered"), S.DELIVERED),
        (("case_received", "receipt_confirmed", "accepted", "suspended", "resumed", "extended"), S.ACCEPTED),
        (("case_received", "decided_at_station", "delivered"), S.DELIVERED),
        (("case_received", "decided_at_station", "delivered", "delivery_undone"), S.DECIDED_GRANTED),
        (("case_received", "receipt_confirmed", "not_accepted", "delivered", "delivery_undone"), S.NOT_ACCEPTED),
        (
            (
                "case_received",
                "receipt_confirmed",
                "accepted",
                "decided",
                "result_sent",
                "delivered",
                "delivery_undone",
            ),
            S.RESULT_AT_STATION,
        ),
        (("case_received", "voided"), S.VOID),
        (("case_received", "receipt_confirmed", "accepted", "suspended", "withdrawn"), S.WITHDRAWN),
    ],
)
def test_a_case_goes_its_way(way: tuple[str, ...], state: State) -> None:
    assert after(*way).state is state


@pytest.mark.parametrize(
    ("way", "impossible"),
    [
        ((), "delivered"),
        ((), "forwarded"),
        (("case_received",), "case_received"),
        (("case_received",), "accepted"),
        (("case_received", "receipt_confirmed", "accepted"), "correction_required"),
        (("case_received", "receipt_confirmed", "accepted", "decided"), "withdrawn"),
        (("case_received", "receipt_confirmed"), "voided"),
        (("case_received", "receipt_confirmed"), "decided_at_station"),
        (
            ("case_received", "receipt_confirmed", "accepted", "decided", "result_sent", "delivered"),
            "materials_supplied",
        ),
    ],
)
def test_what_a_state_does_not_allow_is_refused_and_changes_nothing(way: tuple[str, ...], impossible: str) -> None:
    case = after(*way)
    with pytest.raises(IllegalMove) as told:
        apply(case, event(impossible))
    assert (told.value.kind, told.value.state) == (impossible, case.state)
    assert not may(case, impossible)


def test_only_an_acceptance_in_silence_is_taken_back() -> None:
    silent = make_event("accepted", ev.Accepted(True, "2026-12-22"), case_id="c1", at="2026-12-01T00:00:00+08:00")
    deemed = apply(after("case_received", "receipt_confirmed"), silent)
    undone = apply(deemed, event("deemed_acceptance_undone"))
    assert (undone.state, undone.deemed_accepted, undone.accepted_at, undone.promised_until) == (
        S.UNDER_CHECK,
        False,
        "",
        "",
    )
    assert undone.authority_received_at == deemed.authority_received_at
    with pytest.raises(IllegalMove):
        apply(after("case_received", "receipt_confirmed", "accepted"), event("deemed_acceptance_undone"))


@pytest.mark.parametrize("state", sorted(BEFORE_DECISION))
def test_an_applicant_may_withdraw_any_time_before_the_decision(state: State) -> None:
    assert next_state(state, "withdrawn") is S.WITHDRAWN


@pytest.mark.parametrize("state", sorted(ENDED))
@pytest.mark.parametrize(
    "kind",
    sorted(
        set(MOVES) - {"archived", "delivery_undone", "paper_printed", "identity_revealed", "official_number_assigned"}
    ),
)
def test_nothing_happens_to_a_case_that_has_ended(state: State, kind: str) -> None:
    with pytest.raises(IllegalMove):
        next_state(state, kind)


def test_a_kind_of_a_newer_version_is_no_move() -> None:
    with pytest.raises(UnknownKind):
        next_state(S.RECEIVED, "blessed")


def test_the_case_remembers_whose_act_was_when() -> None:
    case = after("case_received", "official_number_assigned", "receipt_confirmed", "accepted", "decided")
    assert case.station_received_at == case.authority_received_at == "2026-11-23T10:00:00+08:00"
    assert (case.official_number, case.office) == ("QX20261124-0183", "响水镇民政办")
    assert (case.promised_until, case.statutory_until, case.granted) == ("2026-12-22", "2027-01-06", True)
    assert case.result is not None
    assert case.result.pages == (PAGE,)


def test_supplied_papers_take_the_place_of_what_was_missing_and_keep_its_pages() -> None:
    case = after("case_received", "receipt_confirmed", "correction_required")
    assert case.correction_defects[0].material == "户口簿"
    case = apply(case, event("materials_supplied"))
    assert [line.status for line in case.content.materials] == ["provided", "provided"]
    assert case.content.materials[1].pages == (PAGE,)
    assert (case.correction_defects, case.correction_due, case.corrections) == ((), "", 1)
    again = apply(case, event("materials_supplied"))
    assert again.content.materials[1].pages == (PAGE, PAGE)


def test_a_pause_ends_with_its_resumption_and_moves_the_day() -> None:
    case = after("case_received", "receipt_confirmed", "accepted", "suspended")
    assert case.suspensions[-1].until == ""
    case = apply(case, event("resumed", at="2026-12-03T09:00:00+08:00"))
    assert case.suspensions[-1].until == "2026-12-03T09:00:00+08:00"
    assert case.promised_until == "2026-12-29"
    assert apply(case, event("extended")).extension_days == 10


def test_notices_before_receiving_are_counted() -> None:
    assert after("one_time_notice_given", "one_time_notice_given", "case_received").notices == 2


@given(st.lists(st.sampled_from(sorted(DATA)), max_size=20))
def test_a_fold_applies_what_it_may_and_hands_back_the_rest(kinds: list[str]) -> None:
    events = [event(kind, at=f"2026-11-23T10:00:{second:02d}+08:00") for second, kind in enumerate(kinds)]
    case, refused = fold(events)
    kept = list(events)
    for one in refused:
        kept.remove(one)
    assert fold(kept) == (case, ())
    for one in refused:
        assert one.kind in MOVES


@given(st.sampled_from(sorted(DATA)))
def test_an_event_is_the_same_after_the_wire(kind: str) -> None:
    body = encode_event(event(kind))
    assert encode_event(decode_event(body)) == body
    assert read_data(decode_event(body), EVENT_DATA[kind].data) == DATA[kind]


def test_pages_are_found_wherever_an_event_has_them() -> None:
    assert pages_of(event("materials_supplied")) == (PAGE,)
    assert pages_of(event("decided")) == (PAGE,)
    assert pages_of(event("withdrawn")) == ()
    signed = make_event("delivered", ev.Delivered("决定书", "李䶮", signature=PAGE))
    assert pages_of(signed) == (PAGE,)
    assert pages_of(Event("blessed")) == ()


def test_an_event_carries_what_its_kind_says() -> None:
    with pytest.raises(TypeError, match="carries CaseReceived"):
        make_event("case_received", ev.Nothing())
    with pytest.raises(msgspec.ValidationError):
        ev.validate(Event("case_received", data={}))
    with pytest.raises(KeyError):
        ev.validate(Event("blessed"))


ON_THE_WAY = ("case_received", "receipt_confirmed", "accepted", "decided")


def sent_by(case: Case, means: Any) -> Case:
    return apply(case, make_event("result_sent", ev.ResultSent(means), case_id="c1", at="2026-11-24T10:00:00+08:00"))


@pytest.mark.parametrize(
    ("means", "state"),
    [("electronic", S.RESULT_AT_STATION), ("officer", S.RESULT_ON_THE_WAY), ("post", S.RESULT_ON_THE_WAY)],
)
def test_a_result_that_somebody_carries_is_at_the_station_once_the_station_says_so(means: str, state: State) -> None:
    case = sent_by(after(*ON_THE_WAY), means)
    assert case.state is state
    assert is_at_station(case) is (means == "electronic")
    arrived = apply(case, event("result_arrived"))
    assert arrived.state is S.RESULT_AT_STATION
    assert is_at_station(arrived)


def test_a_result_whose_pages_are_still_on_the_line_is_not_there() -> None:
    case = sent_by(after(*ON_THE_WAY), "electronic")
    assert not is_at_station(case, pages_on_the_way=1)
    assert is_at_station(apply(case, event("result_arrived")), pages_on_the_way=1)


def test_what_the_office_decided_and_did_not_send_is_not_at_the_station() -> None:
    assert not is_at_station(after(*ON_THE_WAY))
    assert is_at_station(after("case_received", "decided_at_station"))


def test_what_an_older_desk_delivered_without_an_arrival_stays_delivered() -> None:
    assert apply(sent_by(after(*ON_THE_WAY), "post"), event("delivered")).state is S.DELIVERED


def test_originals_are_on_the_way_until_the_office_says_that_it_has_them() -> None:
    case = after("case_received", "receipt_confirmed", "accepted", "forwarded")
    assert case.originals_sent_at
    assert not apply(case, event("originals_received")).originals_sent_at
    assert not after("case_received", "forwarded", "receipt_confirmed").originals_sent_at
    silent = make_event("receipt_confirmed", ev.ReceiptConfirmed("镇", since="2026-11-20T08:00:00+08:00"), case_id="c1")
    assert apply(after("case_received", "forwarded"), silent).originals_sent_at


def corrected(case: Case, *each: tuple[Any, str, str]) -> Case:
    data = ev.ParticularsCorrected(tuple(ev.ParticularCorrected(*one) for one in each), "登记错了")
    return apply(case, make_event("particulars_corrected", data, case_id="c1"))


def test_a_correction_of_particulars_is_in_the_case_and_keeps_what_was_before() -> None:
    case = corrected(after("case_received"), ("applicant.phone", "", "0859-0000123"))
    case = corrected(case, ("applicant.name", "李䶮", "李龑"), ("applicant.sex", "", "female"))
    person = case.content.applicant
    assert (person.name, person.phone, person.sex) == ("李龑", "0859-0000123", "female")
    assert [each.before for each in case.corrected] == ["", "李䶮", ""]


def test_who_a_person_is_cannot_be_corrected_once_the_office_has_decided_but_the_phone_can() -> None:
    case = after(*ON_THE_WAY)
    assert corrected(case, ("applicant.phone", "", "0859-0000123")).content.applicant.phone == "0859-0000123"
    with pytest.raises(IllegalMove):
        corrected(case, ("applicant.name", "李䶮", "李龑"))


def test_a_correction_that_is_no_particular_changes_nothing() -> None:
    with pytest.raises(IllegalMove):
        corrected(after("case_received"), ("applicant.sex", "", "unknown"))
    assert corrected(after("case_received"), ("agent.name", "", "张三")).content.agent is None


def test_what_a_particular_was_is_what_the_case_said() -> None:
    case = corrected(after("case_received"), ("applicant.name", "王五", "李龑"))
    assert [(each.before, each.after) for each in case.corrected] == [("李䶮", "李龑")]
