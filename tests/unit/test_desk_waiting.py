"""At the desk: who has it and until when, a result that is carried, particulars put right, a case received once more."""

from datetime import date

import msgspec
import pytest

from forms import events as ev
from forms.case import AuthorisedAgent, Defect, MaterialLine, Page, ResultDocument
from forms.failures import InputFailure
from forms.waiting import most_pressing
from forms.words import waiting
from station_app.desk import papers
from station_app.desk.act import NotPossibleNow
from station_app.desk.arrive import NotHereYet, record_arrival
from station_app.desk.context import Desk
from station_app.desk.correct_particulars import correct_particulars, correctable
from station_app.desk.deliver import deliver
from station_app.desk.drafts import load_draft
from station_app.desk.forward import forward
from station_app.desk.list_cases import list_cases
from station_app.desk.open_case import open_case
from station_app.desk.receive_again import receive_again
from station_app.desk.receive_case import receive_case
from station_app.desk.today import today_page
from station_app.desk.withdraw import withdraw
from station_app.storage.projections import SELECTED
from station_app.ui.words import Words
from sync.protocol.messages import Verdict
from tests.storage.station import SetClock, complete_content, drafted, id_number, outcome
from tests.unit.test_desk_acts import ACCEPTED, CONFIRMED, GRANTED, SENT, district, received

HANDED = ev.Delivered("高龄津贴审批表", "李䶮")


def test_a_case_that_the_township_never_confirms_is_late_and_named(desk: Desk, clock: SetClock) -> None:
    case_id = received(desk)
    district(desk, case_id)
    clock.wait(days=30)
    page = today_page(desk)
    assert (page.overdue, page.rows[0].urgency, page.rows[0].next_step) == (1, "late", "urge")
    row = open_case(desk, case_id).row
    assert (row.holder, row.due) == ("township", "2026-11-26")
    assert waiting(row.waits[0], row.office) == "等镇里签收"


def test_a_pause_that_should_be_over_is_late(desk: Desk, clock: SetClock) -> None:
    case_id = received(desk)
    district(desk, case_id, CONFIRMED, ACCEPTED, ("suspended", ev.Suspended("公示", 7)))
    assert open_case(desk, case_id).row.due == "2026-12-01"
    clock.wait(days=10)
    row = today_page(desk).rows[0]
    assert (row.urgency, row.next_step, row.waits[0].awaited) == ("late", "urge", "procedure")


@pytest.mark.parametrize("means", ["officer", "post"])
def test_a_result_that_is_carried_cannot_be_handed_over_before_it_has_come(
    desk: Desk, clock: SetClock, means: str
) -> None:
    case_id = received(desk)
    sent = ("result_sent", ev.ResultSent(means))  # type: ignore[arg-type]
    district(desk, case_id, CONFIRMED, ACCEPTED, GRANTED, sent)
    page = open_case(desk, case_id)
    assert (page.row.state, page.row.holder, page.row.next_step) == ("result_on_the_way", "coming", "confirm_arrival")
    assert "delivered" not in page.allowed
    assert "result_arrived" in page.allowed
    assert list_cases(desk, only="deliver") == ()
    assert today_page(desk).collectable == 0
    before = desk.store.log.tail()
    with pytest.raises(NotHereYet, match="还没有到站"):
        deliver(desk, case_id, HANDED)
    assert desk.store.log.tail() == before
    record_arrival(desk, case_id, "信封破了")
    assert [row.case_id for row in list_cases(desk, only="deliver")] == [case_id]
    assert open_case(desk, case_id).history[-1].detail == "信封破了"
    with pytest.raises(InputFailure, match="已经在站里"):
        record_arrival(desk, case_id)
    deliver(desk, case_id, HANDED)


def test_what_came_and_was_fetched_at_once_is_recorded_as_both(desk: Desk) -> None:
    case_id = received(desk)
    district(desk, case_id, CONFIRMED, ACCEPTED, GRANTED)
    with pytest.raises(NotHereYet):
        deliver(desk, case_id, HANDED)
    deliver(desk, case_id, HANDED, arrived=True)
    assert [line.kind for line in open_case(desk, case_id).history][-2:] == ["result_arrived", "delivered"]


def test_a_result_over_the_line_is_here_when_its_pages_are(desk: Desk) -> None:
    case_id, sha256 = received(desk), "ab" * 32
    document = ResultDocument("审批表", "1", (Page(sha256, 10),))
    district(desk, case_id, CONFIRMED, ACCEPTED, ("decided", ev.Decided(True, document)), SENT)
    row = open_case(desk, case_id).row
    assert (row.state, row.holder, row.next_step) == ("result_on_the_way", "coming", "confirm_arrival")
    assert list_cases(desk, only="deliver") == ()
    with pytest.raises(NotHereYet):
        deliver(desk, case_id, HANDED)
    desk.store.pages.fetched(sha256)
    assert open_case(desk, case_id).row.state == "result_at_station"
    assert [row.case_id for row in list_cases(desk, only="deliver")] == [case_id]


def test_a_notice_whose_applicant_does_not_come_again_is_asked_after(desk: Desk, clock: SetClock) -> None:
    case_id = received(desk)
    district(
        desk,
        case_id,
        CONFIRMED,
        ("correction_required", ev.CorrectionRequired((Defect("户口簿", "缺"),), "2026-11-26")),
    )
    clock.wait(days=7)
    assert today_page(desk).rows[0].next_step == "tell_correction"
    assert today_page(desk).overdue == 1


def test_a_wrong_name_and_phone_are_put_right_and_both_are_found(desk: Desk) -> None:
    case_id = received(desk)
    before = open_case(desk, case_id).case.content.applicant
    correct_particulars(desk, case_id, {"applicant.name": " 李龑 ", "applicant.phone": "0859-0000777"}, "身份证上是龑")
    page = open_case(desk, case_id)
    assert (page.case.content.applicant.name, page.case.content.applicant.phone) == ("李龑", "0859-0000777")
    line = page.history[-1]
    assert line.detail == "姓名 李䶮 改为 李龑；电话 138****0000 改为 0859-****777；身份证上是龑"
    for query in (before.name, "李龑", before.phone, "0859-0000777"):
        assert [row.case_id for row in list_cases(desk, query=query)] == [case_id], query
    assert list_cases(desk)[0].applicant_name == "李龑"


def test_a_corrected_number_takes_birth_and_sex_with_it_and_is_checked(desk: Desk) -> None:
    case_id = received(desk)
    with pytest.raises(InputFailure) as told:
        correct_particulars(desk, case_id, {"applicant.id_number": "529901194202110020"}, "打错")
    assert told.value.problems[0].field == "applicant.id_number"
    right = id_number(7, date(1943, 2, 11))
    correct_particulars(desk, case_id, {"applicant.id_number": right}, "打错")
    person = open_case(desk, case_id).case.content.applicant
    assert (person.id_number, person.birth_date) == (right, "1943-02-11")


def test_nothing_changed_or_no_reason_is_said(desk: Desk) -> None:
    case_id = received(desk)
    name = open_case(desk, case_id).case.content.applicant.name
    with pytest.raises(InputFailure, match="还没有改动"):
        correct_particulars(desk, case_id, {"applicant.name": name}, "打错")
    with pytest.raises(InputFailure, match="为什么更正"):
        correct_particulars(desk, case_id, {"applicant.name": "李四"}, " ")


def test_after_the_decision_only_how_to_reach_somebody_is_put_right(desk: Desk) -> None:
    case_id = received(desk)
    district(desk, case_id, CONFIRMED, ACCEPTED, GRANTED)
    assert set(correctable(open_case(desk, case_id).case)) == {
        "applicant.phone",
        "applicant.village",
        "applicant.address",
    }
    correct_particulars(desk, case_id, {"applicant.phone": "0859-0000777"}, "换号了")
    with pytest.raises(NotPossibleNow):
        correct_particulars(desk, case_id, {"applicant.name": "李四"}, "写错")


def test_a_case_is_received_once_more_with_its_people_and_pages(desk: Desk) -> None:
    case_id = received(desk)
    content = open_case(desk, case_id).case.content
    again = load_draft(desk, receive_again(desk, case_id)).content
    assert (again.item_code, again.receipt_number, again.situation) == ("", "", "")
    assert (again.applicant, again.agent, again.materials, again.form) == (
        content.applicant,
        content.agent,
        content.materials,
        content.form,
    )
    assert isinstance(again.agent, AuthorisedAgent | None)
    assert all(isinstance(line, MaterialLine) for line in again.materials)


def test_a_row_of_an_older_program_is_filled_in_when_the_store_is_opened(desk: Desk) -> None:
    case_id = received(desk)
    database = desk.store.database
    expected = database.row(f"SELECT {SELECTED} FROM case_row")
    database.run("UPDATE case_row SET standing = ''")
    desk.store.projections.fill_in()
    assert database.row(f"SELECT {SELECTED} FROM case_row") == expected
    plan = database.rows("EXPLAIN QUERY PLAN SELECT case_id FROM case_row WHERE ended = 0 AND standing = ''")
    assert "case_row_to_fill_in" in str(plan)
    assert open_case(desk, case_id).row.next_step == "send"


def test_a_step_that_was_sent_back_waits_for_the_station_with_a_day(desk: Desk, clock: SetClock) -> None:
    case_id = received(desk)
    district(desk, case_id, CONFIRMED, ACCEPTED)
    withdraw(desk, case_id, "不办了")
    batch = desk.store.outgoing(100, 1_000_000)
    refused = Verdict(batch.first_seq, batch.events[0].op_id, "rejected", 0, "illegal_move", "decided_granted")
    desk.store.record_exchange(outcome(verdicts=(refused,)))
    row = open_case(desk, case_id).row
    assert [(wait.awaited, wait.holder) for wait in row.waits] == [("round", "township"), ("put_right", "station")]
    assert row.due == "2026-11-26"
    clock.wait(days=7)
    assert today_page(desk).overdue == 1
    assert waiting(most_pressing(today_page(desk).rows[0].waits)) == "等本站处理退回的一步"


def test_the_next_paper_bears_the_new_name_and_says_what_was_corrected(desk: Desk) -> None:
    case_id = received(desk)
    district(desk, case_id, CONFIRMED)
    correct_particulars(desk, case_id, {"applicant.name": "李龑"}, "身份证上是龑")
    district(desk, case_id, ACCEPTED, GRANTED, SENT, order=20)
    record = papers.delivery_record(desk, open_case(desk, case_id).case, HANDED)
    assert (record.head.applicant_name, record.recipient_name) == ("李龑", "李龑")
    assert record.remarks == "收件后更正：姓名 李䶮 改为 李龑"


def test_originals_that_lie_here_are_the_stations_to_send(desk: Desk, clock: SetClock) -> None:
    content = complete_content(desk)
    kept = tuple(msgspec.structs.replace(line, originals=1, originals_kept=True) for line in content.materials)
    case_id = receive_case(desk, drafted(desk, msgspec.structs.replace(content, materials=kept))).case_id
    district(desk, case_id)
    row = open_case(desk, case_id).row
    assert [wait.awaited for wait in row.waits] == ["confirm", "send_originals"]
    clock.wait(days=10)
    forward(desk, [case_id], "post", "EMS 1")
    row = today_page(desk).rows[0]
    assert (row.holder, row.next_step, [wait.awaited for wait in row.waits]) == ("on_the_way", "wait", ["confirm"])


def test_what_is_past_is_late_also_in_a_year_without_a_calendar(desk: Desk, clock: SetClock) -> None:
    received(desk)
    clock.wait(days=45)
    page = today_page(desk)
    assert (page.overdue, page.rows[0].days_left, page.rows[0].urgency) == (1, None, "late")
    assert Words().term(page.rows[0]) == "已超期"
