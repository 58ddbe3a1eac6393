"""What happens to a case after it was received, on a real encrypted store; and what the lists say of it."""

import hashlib

import msgspec
import pytest

from forms import events as ev
from forms.case import Defect, MaterialLine, Page, ResultDocument
from forms.catalogue.loader import Catalogue, encode_catalogue
from forms.failures import InputFailure
from forms.papers import delivery_receipt, material_receipt, one_time_notice
from station_app.desk import papers
from station_app.desk.act import CaseUnknown, NotPossibleNow
from station_app.desk.add_page import page_bytes
from station_app.desk.context import Desk
from station_app.desk.decide_at_station import decide_at_station
from station_app.desk.deliver import deliver
from station_app.desk.find_applicant import find_applicant
from station_app.desk.forward import forward
from station_app.desk.list_cases import list_cases
from station_app.desk.open_case import find_by_code, open_case
from station_app.desk.put_right import refused_lines
from station_app.desk.receive_case import receive_case
from station_app.desk.record_enquiry import enquiries, record_enquiry
from station_app.desk.record_print import record_print
from station_app.desk.result_pages import result_pages
from station_app.desk.reveal_identity import reveal_identity
from station_app.desk.supply_materials import supply_materials
from station_app.desk.sync_status import sync_status
from station_app.desk.today import today_page
from station_app.desk.views import CasePage
from station_app.desk.withdraw import void, withdraw
from sync.protocol.messages import FeedEntry, Verdict
from tests.storage.station import (
    SetClock,
    by_district,
    complete_content,
    drafted,
    id_number,
    outcome,
)


def received(desk: Desk, name: str = "李䶮", serial: int = 124) -> str:
    return receive_case(desk, drafted(desk, complete_content(desk, name, serial))).case_id


def district(desk: Desk, case_id: str, *acts: tuple[str, msgspec.Struct], order: int = 1) -> None:
    """The district applies all that waits and adds its own acts, in one exchange."""
    batch = desk.store.outgoing(100, 1_000_000)
    verdicts = tuple(
        Verdict(batch.first_seq + at, sent.op_id, "applied", order + at) for at, sent in enumerate(batch.events)
    )
    after = order + len(verdicts)
    now = max("2026-11-24T09:05:00+08:00", desk.now().isoformat())
    feed = tuple(by_district(data, kind, case_id, after + at, after + at, now) for at, (kind, data) in enumerate(acts))
    desk.store.record_exchange(outcome(verdicts=verdicts, feed=feed))


CONFIRMED = ("receipt_confirmed", ev.ReceiptConfirmed("响水镇民政办"))
ACCEPTED = ("accepted", ev.Accepted(promised_until="2026-12-22", statutory_until="2027-01-06"))
CORRECTION = (
    "correction_required",
    ev.CorrectionRequired((Defect("户口簿（户主页）", "没有拍清"),), "2026-11-26", "陈平", "0859-0000456"),
)
GRANTED = ("decided", ev.Decided(True, ResultDocument("高龄津贴审批表", "镇民高〔2026〕12号")))
SENT = ("result_sent", ev.ResultSent())


def shown(desk: Desk, case_id: str) -> tuple[str, str, str, int | None, str]:
    row = open_case(desk, case_id).row
    return row.state, row.holder, row.next_step, row.days_left, row.urgency


def test_each_step_says_who_has_it_and_what_to_do(desk: Desk, clock: SetClock) -> None:
    case_id = received(desk)
    assert shown(desk, case_id) == ("received", "station", "send", 3, "soon")
    district(desk, case_id)
    assert shown(desk, case_id) == ("received", "township", "wait", 3, "soon")
    district(desk, case_id, CONFIRMED, order=10)
    assert shown(desk, case_id) == ("under_check", "township", "wait", 6, "plain")
    district(desk, case_id, CORRECTION, order=20)
    assert shown(desk, case_id) == ("correction_required", "applicant", "tell_correction", 3, "soon")
    assert open_case(desk, case_id).row.next_detail == "户口簿（户主页）"
    supply_materials(desk, case_id, [MaterialLine("household_register", "户口簿", "provided", 1, False, 1)])
    assert shown(desk, case_id)[:3] == ("under_check", "township", "wait")
    district(desk, case_id, ACCEPTED, order=40)
    assert shown(desk, case_id) == ("accepted", "township", "wait", 21, "plain")
    clock.wait(days=31)
    assert shown(desk, case_id) == ("accepted", "township", "urge", -2, "late")
    district(desk, case_id, GRANTED, SENT, order=50)
    assert shown(desk, case_id) == ("result_at_station", "station", "deliver", None, "good")
    deliver(desk, case_id, ev.Delivered("高龄津贴审批表", "李䶮"))
    assert shown(desk, case_id) == ("delivered", "nobody", "none", None, "plain")
    assert [row.case_id for row in list_cases(desk)] == []
    assert [row.case_id for row in list_cases(desk, only="all")] == [case_id]


def test_a_year_without_a_calendar_gives_no_figure(desk: Desk) -> None:
    case_id = received(desk)
    district(desk, case_id, CONFIRMED, ("accepted", ev.Accepted(promised_until="2029-03-01")))
    row = open_case(desk, case_id).row
    assert (row.due, row.days_left, row.urgency) == ("2029-03-01", None, "plain")
    assert today_page(desk).is_working_day is True


def test_today_puts_the_most_urgent_first(desk: Desk, clock: SetClock) -> None:
    late, soon, ready, rest = (
        received(desk, name, at) for at, name in enumerate(["吴国庆", "欧阳霞", "李䶮", "吉桂英"])
    )
    district(
        desk,
        late,
        CONFIRMED,
        ("accepted", ev.Accepted(promised_until="2026-11-24")),
    )
    district(desk, soon, CONFIRMED, ("accepted", ev.Accepted(promised_until="2026-11-26")), order=20)
    district(desk, ready, CONFIRMED, ACCEPTED, GRANTED, SENT, order=30)
    district(desk, rest, CONFIRMED, ACCEPTED, order=40)
    clock.wait(days=3)
    page = today_page(desk)
    assert [row.case_id for row in page.rows] == [late, soon, ready, rest]
    assert (page.overdue, page.due_today, page.collectable, page.corrections) == (1, 1, 1, 0)
    assert (page.unfinished_drafts, page.is_working_day) == (0, True)
    clock.moment = clock.moment.replace(month=10, day=1)
    assert today_page(desk).is_working_day is False


def test_the_history_tells_it_in_names_and_dates(desk: Desk) -> None:
    case_id = received(desk)
    record_print(desk, case_id, "material_receipt", "ab" * 32)
    manifest = forward(desk, [case_id], "officer", "陈平")
    district(desk, case_id, CONFIRMED, CORRECTION)
    history = open_case(desk, case_id).history
    assert [(line.kind, line.detail) for line in history] == [
        ("case_received", ""),
        ("paper_printed", "材料接收凭证 1 份"),
        ("forwarded", f"镇里来人取走，交接单 {manifest}，陈平取走"),
        ("receipt_confirmed", "响水镇民政办"),
        ("correction_required", "户口簿（户主页）（没有拍清）；11月26日前补来；陈平 0859-0000456"),
    ]
    assert [line.by_district for line in history] == [False, False, False, True, True]
    assert history[-1].data["due"] == "2026-11-26"


def test_an_event_shows_that_it_has_not_left_yet(desk: Desk) -> None:
    case_id = received(desk)
    assert [line.sent for line in open_case(desk, case_id).history] == [False]
    district(desk, case_id, CONFIRMED)
    supply_materials(desk, case_id, [MaterialLine("bank_card", "银行卡")])
    assert [line.sent for line in open_case(desk, case_id).history] == [True, True, False]
    assert open_case(desk, case_id).row.unsent


@pytest.mark.parametrize("act", ["deliver", "void", "withdraw", "supply"])
def test_an_act_that_is_not_possible_is_told_and_not_logged(desk: Desk, act: str) -> None:
    case_id = received(desk)
    district(desk, case_id, CONFIRMED, ACCEPTED, GRANTED)
    if act == "deliver":
        district(desk, case_id, SENT, order=20)
        deliver(desk, case_id, ev.Delivered("审批表", "李䶮"))
    before = desk.store.log.tail()
    with pytest.raises(NotPossibleNow, match="这件事现在是“"):
        {
            "deliver": lambda: deliver(desk, case_id, ev.Delivered("审批表", "李䶮")),
            "void": lambda: void(desk, case_id, "登记错了"),
            "withdraw": lambda: withdraw(desk, case_id, "不办了"),
            "supply": lambda: supply_materials(desk, case_id, [MaterialLine("x", "户口簿")]),
        }[act]()
    assert desk.store.log.tail() == before


def test_what_is_possible_is_said_with_the_case(desk: Desk) -> None:
    case_id = received(desk)
    always = {"paper_printed", "identity_revealed", "particulars_corrected"}
    assert open_case(desk, case_id).allowed == always | {"forwarded", "materials_supplied", "withdrawn", "voided"}
    district(desk, case_id, CONFIRMED, ACCEPTED, GRANTED, SENT)
    assert open_case(desk, case_id).allowed == always | {"delivered"}


def test_all_originals_of_a_manifest_leave_or_none(desk: Desk) -> None:
    one, other = received(desk), received(desk, "石大山", 7)
    withdraw(desk, other, "不办了")
    with pytest.raises(NotPossibleNow, match="送出原件"):
        forward(desk, [one, other], "agent")
    assert open_case(desk, one).case.state == "received"
    with pytest.raises(InputFailure, match="还没有选"):
        forward(desk, [], "agent")


@pytest.mark.parametrize(
    ("delivered", "fields"),
    [
        (ev.Delivered("审批表", " "), {"recipient"}),
        (ev.Delivered("审批表", "李芳", "substitute"), {"recipient_relation", "substitute_reason"}),
        (ev.Delivered("审批表", "李䶮", "left"), {"witness"}),
        (ev.Delivered("审批表", "李䶮", "post"), {"tracking_number"}),
    ],
)
def test_a_delivery_with_gaps_names_them_all(desk: Desk, delivered: ev.Delivered, fields: set[str]) -> None:
    case_id = received(desk)
    district(desk, case_id, CONFIRMED, ACCEPTED, GRANTED, SENT)
    with pytest.raises(InputFailure) as told:
        deliver(desk, case_id, delivered)
    assert {problem.field for problem in told.value.problems} == fields


def test_a_reason_is_asked_for_where_somebody_will_ask_later(desk: Desk) -> None:
    case_id = received(desk)
    for act in (withdraw, void):
        with pytest.raises(InputFailure, match="请写上原因"):
            act(desk, case_id, "  ")
    void(desk, case_id, "选错了事项")
    assert open_case(desk, case_id).history[-1].detail == "选错了事项"


def decidable(desk: Desk) -> str:
    return next(guide.code for guide in desk.catalogue.items if guide.authority == "decide")


def test_only_items_of_the_station_are_decided_at_the_station(desk: Desk) -> None:
    with pytest.raises(InputFailure, match="由镇里或县里决定"):
        decide_at_station(desk, received(desk), True)
    code = decidable(desk)
    data = ev.CaseReceived(msgspec.structs.replace(complete_content(desk), item_code=code, receipt_number="n"))
    case_id = "ee" * 16
    desk.store.append(ev.make_event("case_received", data, case_id=case_id, at="2026-11-23T10:00:00+08:00"))
    with pytest.raises(InputFailure, match="写明理由"):
        decide_at_station(desk, case_id, False)
    decide_at_station(desk, case_id, True, ResultDocument("证明"))
    assert shown(desk, case_id)[1:3] == ("station", "deliver")
    assert [row.case_id for row in list_cases(desk, only="deliver")] == [case_id]


def test_a_whole_number_is_shown_once_it_is_logged(desk: Desk) -> None:
    case_id = received(desk)
    assert "0000" not in list_cases(desk)[0].masked_id
    assert reveal_identity(desk, case_id, "id_number") == id_number(124)
    assert reveal_identity(desk, case_id, "phone") == "13800000000"
    assert reveal_identity(desk, case_id, "bank_account") == "6222000000000000000"
    kinds = [line.data.get("what") for line in open_case(desk, case_id).history if line.kind == "identity_revealed"]
    assert kinds == ["id_number", "phone", "bank_account"]


def test_an_enquiry_is_kept_with_the_phone_masked(desk: Desk) -> None:
    record_enquiry(
        desk, ev.EnquiryRecorded("高龄津贴要带什么", "身份证、户口簿、银行卡", "MZ-004", "石大山", "13800000000")
    )
    (row,) = enquiries(desk)
    assert (row.person, row.masked_phone, row.actor) == ("石大山", "138****0000", "龙秀珍")
    with pytest.raises(InputFailure, match="问了什么"):
        record_enquiry(desk, ev.EnquiryRecorded(" "))


def test_somebody_who_was_here_before_is_known(desk: Desk) -> None:
    received(desk)
    received(desk)
    received(desk, "石大山", 7)
    (found,) = find_applicant(desk, id_number(124).lower())
    assert (found.content.applicant.name, found.cases) == ("李䶮", 2)
    reusable = {material.code for guide in desk.catalogue.items for material in guide.materials if material.reusable}
    assert set(found.materials) == reusable & {line.code for line in found.content.materials}
    assert all("2026年11月23日" in words for words in found.materials.values())
    assert [person.content.applicant.name for person in find_applicant(desk, "石大山")] == ["石大山"]
    assert find_applicant(desk, "") == find_applicant(desk, "谁也不是") == ()


def test_two_people_of_one_name_stay_two(desk: Desk) -> None:
    received(desk, "李䶮", 1)
    received(desk, "李䶮", 2)
    assert len(find_applicant(desk, "李䶮")) == 2


def test_a_scan_finds_its_case_and_nonsense_finds_none(desk: Desk) -> None:
    done = receive_case(desk, drafted(desk, complete_content(desk)))
    district(desk, done.case_id, ("official_number_assigned", ev.OfficialNumberAssigned("QX20261124-0183")))
    for scanned in (done.receipt_number, done.receipt_number.lower().replace("-", ""), "qx20261124-0183"):
        assert find_by_code(desk, f" {scanned}\n") == done.case_id
    for scanned in ("", "5299-03-20261123-0001-A", "https://example.invalid/?q=1"):
        assert find_by_code(desk, scanned) is None


def test_a_case_that_is_not_here_is_told(desk: Desk) -> None:
    with pytest.raises(CaseUnknown, match="核对编号"):
        open_case(desk, "ff" * 16)
    with pytest.raises(CaseUnknown):
        withdraw(desk, "ff" * 16, "不办了")


def test_the_footer_counts_what_is_so(desk: Desk) -> None:
    assert sync_status(desk).last_success == ""
    page = Page(desk.store.vault.write(b"page"), 4)
    content = complete_content(desk)
    line = msgspec.structs.replace(content.materials[0], pages=(page,))
    content = msgspec.structs.replace(content, materials=(line, *content.materials[1:]))
    case_id = receive_case(desk, drafted(desk, content)).case_id
    status = sync_status(desk)
    assert (status.unsent_events, status.unsent_cases, status.unsent_pages, status.unsent_bytes) == (2, 1, 1, 4)
    assert (status.confirmed_events, status.confirmed_pages) == (0, 0)
    district(desk, case_id, CONFIRMED, ACCEPTED, GRANTED, SENT)
    desk.store.page_confirmed(page.sha256)
    withdrawn = desk.store.append(ev.make_event("withdrawn", ev.Withdrawn("不办了"), case_id=case_id))
    desk.store.record_exchange(outcome(verdicts=(Verdict(3, withdrawn, "rejected", 0, "illegal_move"),)))
    status = sync_status(desk)
    assert (status.unsent_events, status.unsent_cases, status.unsent_pages) == (0, 0, 0)
    assert (status.confirmed_events, status.confirmed_pages, status.received_results) == (3, 1, 1)
    assert status.last_success.endswith("+08:00")
    assert status.refused == 1
    (refused,) = refused_lines(desk)
    assert (refused.line.kind, refused.line.case_id) == ("withdrawn", case_id)
    assert "没有计入" in refused.line.refused_reason
    assert refused.line.refused_reason_en.isascii()


def test_the_result_document_can_be_read_once_it_has_come(desk: Desk) -> None:
    case_id = received(desk)
    content = b"%PDF- decision"
    sha256 = hashlib.sha256(content).hexdigest()
    document = ResultDocument("审批表", "1", (Page(sha256, len(content), "application/pdf"),))
    district(desk, case_id, CONFIRMED, ACCEPTED, ("decided", ev.Decided(True, document)))
    assert result_pages(desk, case_id) == document.pages
    desk.store.store_fetched_page(sha256, content)
    assert page_bytes(desk, sha256) == content


def test_a_published_catalogue_takes_the_place_of_the_bundled_one(desk: Desk) -> None:
    assert desk.catalogue_is_bundled
    published = Catalogue(3, "2026-11-23T00:00:00+08:00", "529900", desk.catalogue.items[:2])
    desk.store.record_exchange(outcome(feed=(FeedEntry(1, "catalogue", encode_catalogue(published), at=1),)))
    fresh = desk.reload()
    assert (fresh.catalogue, fresh.catalogue_is_bundled) == (published, False)
    assert desk.catalogue_is_bundled


def told(layout: msgspec.Struct) -> str:
    return msgspec.json.encode(layout, enc_hook=str).decode()


def test_the_papers_say_what_the_case_says(desk: Desk) -> None:
    content = complete_content(desk)
    draft_id = drafted(desk, content)
    live = papers.receipt_record(desk, content, "")
    assert (live.head.number, live.head.situation_name) == ("", "首次申请")
    done = receive_case(desk, draft_id)
    page = open_case(desk, done.case_id)
    record = papers.receipt_record(desk, page.case.content, done.receipt_number)
    assert len(record.received) == 4
    assert record.missing == ()
    assert record.head.masked_id == id_number(124)[:6] + "********" + id_number(124)[-4:]
    assert "{" not in record.accepting_office
    text = told(material_receipt.layout(record))
    assert done.receipt_number in text
    assert id_number(124) not in text
    assert "13800000000" not in text
    district(desk, done.case_id, CONFIRMED, CORRECTION)
    correction = papers.correction_record(desk, open_case(desk, done.case_id).case)
    assert (correction.issued_by, correction.handler_name) == ("authority", "陈平")
    assert "户口簿（户主页）" in told(one_time_notice.layout(correction))


def test_a_notice_lists_everything_missing(desk: Desk) -> None:
    content = complete_content(desk)
    record = papers.notice_record(
        desk, msgspec.structs.replace(content, materials=content.materials[:1]), "n", "换了银行"
    )
    assert [material.name for material in record.missing] == ["户口簿", "社保卡或银行卡", "高龄津贴申请表"]
    assert record.in_order == ("身份证",)
    assert "换了银行" in told(one_time_notice.layout(record))


def test_a_delivery_receipt_names_the_substitute(desk: Desk) -> None:
    case_id = received(desk)
    district(desk, case_id, CONFIRMED, ACCEPTED, GRANTED, SENT)
    page: CasePage = open_case(desk, case_id)
    delivered = ev.Delivered("高龄津贴审批表", "李芳", "substitute", "女儿", "行动不便")
    record = papers.delivery_record(desk, page.case, delivered)
    assert record.substitute is not None
    assert (record.recipient_name, record.substitute.name, record.substitute.relation) == ("李䶮", "李芳", "女儿")
    assert record.documents[0].number == "镇民高〔2026〕12号"
    assert "行动不便" in told(delivery_receipt.layout(record))
    assert papers.delivery_record(desk, page.case).delivered_on is None
