"""From an empty draft to a receipt, or to a one-time notice, on a real encrypted store."""

import msgspec
import pytest

from forms.case import AuthorisedAgent, CaseContent, MaterialLine, Page
from forms.catalogue.guide import OF_AN_AGENT
from forms.events import OneTimeNoticeGiven, read_data
from forms.failures import InputFailure
from forms.receipt_number import is_valid
from station_app.desk import drafts
from station_app.desk.check_draft import check_draft
from station_app.desk.context import Desk
from station_app.desk.give_notice import ReasonNeeded, give_notice
from station_app.desk.list_cases import list_cases
from station_app.desk.open_case import find_by_code, open_case
from station_app.desk.receive_case import NotComplete, receive_case
from station_app.storage.failures import DiskFull
from tests.storage.station import SetClock, complete_content, drafted, id_number


def without(content: CaseContent, *codes: str) -> CaseContent:
    lines = tuple(line for line in content.materials if line.code not in codes)
    return msgspec.structs.replace(content, materials=lines)


def changed(content: CaseContent, **values: object) -> CaseContent:
    return msgspec.structs.replace(content, applicant=msgspec.structs.replace(content.applicant, **values))


def blocking(desk: Desk, content: CaseContent) -> dict[str, str]:
    return {problem.field: problem.text_zh for problem in check_draft(desk, content).problems if problem.blocking}


def test_a_complete_draft_becomes_a_case(desk: Desk) -> None:
    draft_id = drafted(desk, complete_content(desk))
    done = receive_case(desk, draft_id)
    assert done.receipt_number.startswith("5299-03-20261123-0001-")
    assert is_valid(done.receipt_number)
    page = open_case(desk, done.case_id)
    assert (page.case.state, page.row.applicant_name, page.row.item_name) == ("received", "李䶮", "高龄津贴")
    assert (page.row.unsent, page.row.holder, page.row.next_step) == (True, "station", "send")
    assert (page.row.due, page.row.days_left, page.row.urgency) == ("2026-11-26", 3, "soon")
    content = page.case.content
    assert (content.item_version, content.situation_name) == (desk.catalogue.item("MZ-004").version, "首次申请")
    assert drafts.list_drafts(desk) == ()
    assert find_by_code(desk, done.receipt_number.lower()) == done.case_id


def test_a_second_press_receives_nothing_twice(desk: Desk) -> None:
    draft_id = drafted(desk, complete_content(desk))
    assert receive_case(desk, draft_id) == receive_case(desk, draft_id)
    assert len(list_cases(desk, only="all")) == 1


@pytest.mark.parametrize("name", ["李䶮", "欧阳𬸚", "𠮷野", "买买提·吐尔逊"])
def test_rare_names_go_through_unharmed(desk: Desk, name: str) -> None:
    done = receive_case(desk, drafted(desk, complete_content(desk, name)))
    assert open_case(desk, done.case_id).case.content.applicant.name == name
    assert [row.case_id for row in list_cases(desk, name)] == [done.case_id]


def test_what_was_typed_is_stored_in_its_one_form(desk: Desk) -> None:
    content = changed(
        complete_content(desk, "买买提•吐尔逊"), id_number=f" {id_number(124).lower()} ", phone="138 0000 0000"
    )
    content = msgspec.structs.replace(content, form={**content.form, "birth_date": "1946年3月12日"})
    case = open_case(desk, receive_case(desk, drafted(desk, content)).case_id).case
    applicant = case.content.applicant
    assert (applicant.name, applicant.id_number, applicant.phone) == ("买买提·吐尔逊", id_number(124), "13800000000")
    assert case.content.form["birth_date"] == "1946-03-12"


def test_every_error_is_told_at_once_and_nothing_is_lost(desk: Desk) -> None:
    good = complete_content(desk)
    wrong = id_number(124)[:-1] + ("1" if id_number(124)[-1] != "1" else "2")
    content = without(changed(good, name="", id_number=wrong), "id_card", "bank_card")
    content = msgspec.structs.replace(content, form={**good.form, "birth_date": "2031-01-01", "account": "abc"})
    assert set(blocking(desk, content)) == {"applicant.name", "applicant.id_number", "form.birth_date", "form.account"}
    draft_id = drafted(desk, content)
    with pytest.raises(NotComplete, match="已经填的都存着") as told:
        receive_case(desk, draft_id)
    assert "身份证号最后一位对不上" in str(told.value)
    assert [line.code for line in told.value.check.missing] == ["id_card", "bank_card"]
    assert drafts.load_draft(desk, draft_id).content == content
    assert desk.store.log.tail()[0] == 1


def test_an_empty_draft_says_where_to_begin(desk: Desk) -> None:
    assert blocking(desk, CaseContent()) == {"item": "请选择要办的事项"}
    assert set(blocking(desk, CaseContent(item_code="MZ-004"))) == {
        "situation",
        "applicant.name",
        "applicant.id_number",
    }
    gone = CaseContent(item_code="XX-999", item_name="停办的事项")
    assert "停办的事项" in blocking(desk, gone)["item"]


def test_an_empty_checklist_is_no_complete_case(desk: Desk) -> None:
    content = msgspec.structs.replace(complete_content(desk), materials=())
    check = check_draft(desk, content)
    assert len(check.missing) == 4
    wrong = check_draft(desk, msgspec.structs.replace(content, form={})).problems
    assert wrong
    assert all(problem.text_en.isascii() or "“" in problem.text_en for problem in wrong)
    assert not any("年龄" in problem.text_en for problem in wrong)
    assert not check.may_receive


def test_nobody_is_sent_away_for_want_of_a_number(desk: Desk) -> None:
    content = changed(complete_content(desk), identity_kind="none", id_number="", no_number_reason="身份证丢了正在补")
    assert check_draft(desk, content).may_receive


def test_an_agent_without_powers_or_with_an_old_letter_is_told(desk: Desk) -> None:
    agent = AuthorisedAgent("李芳", "女儿", id_number=id_number(8), powers=(), valid_until="2026-11-22")
    content = msgspec.structs.replace(complete_content(desk), agent=agent)
    assert set(blocking(desk, content)) == {"agent.powers", "agent.valid_until"}
    kept = msgspec.structs.replace(agent, powers=("submit",), valid_until="2026-11-23")
    letters = tuple(MaterialLine(each.code, each.name, originals=1) for each in OF_AN_AGENT)
    content = msgspec.structs.replace(content, materials=(*content.materials, *letters))
    assert check_draft(desk, msgspec.structs.replace(content, agent=kept)).may_receive


def deferrable(desk: Desk) -> tuple[CaseContent, str]:
    """A complete case of the first item that lets a paper follow later, and that paper's code."""
    for guide in desk.catalogue.items:
        for situation in guide.situations:
            for material in guide.checklist(situation.code):
                if material.necessity == "deferrable":
                    content = msgspec.structs.replace(
                        complete_content(desk), item_code=guide.code, situation=situation.code, form={}
                    )
                    return content, material.code
    raise AssertionError("no item lets a paper follow later")


def test_a_paper_that_may_follow_gets_its_day_by_the_calendar(desk: Desk) -> None:
    content, code = deferrable(desk)
    guide = desk.catalogue.item(content.item_code)
    days = next(material.deferrable_days for material in guide.materials if material.code == code)
    check = check_draft(desk, content)
    line = next(line for line in check.deferred if line.code == code)
    assert line.due == desk.calendar.add_working_days(desk.today(), days).isoformat()
    assert code not in {missing.code for missing in check.missing}


def test_a_day_that_no_calendar_tells_is_said_and_not_guessed(desk: Desk, clock: SetClock) -> None:
    clock.wait(days=800)
    content, code = deferrable(desk)
    check = check_draft(desk, content)
    assert next(line for line in check.deferred if line.code == code).due == ""
    assert any(not problem.blocking and "工作日" in problem.text_zh for problem in check.problems)


def test_one_complete_notice_is_given_and_the_draft_is_kept(desk: Desk) -> None:
    content = without(complete_content(desk), "household_register", "bank_card")
    draft_id = drafted(desk, content)
    given = give_notice(desk, draft_id)
    (logged,) = desk.store.log.of_case(given.case_id)
    data = read_data(logged.event, OneTimeNoticeGiven)
    assert [defect.code for defect in data.defects] == ["household_register", "bank_card"]
    assert data.number == given.number
    assert drafts.load_draft(desk, draft_id).notices == 1
    row = list_cases(desk)[0]
    assert (row.state, row.holder, row.next_step, row.next_detail) == (
        "draft",
        "applicant",
        "finish_draft",
        "户口簿、社保卡或银行卡",
    )
    assert find_by_code(desk, given.number) == given.case_id
    # The villager comes back with everything: the same case goes on.
    drafts.save_draft(desk, draft_id, complete_content(desk))
    done = receive_case(desk, draft_id)
    assert done.case_id == given.case_id
    assert done.receipt_number != given.number
    assert [line.kind for line in open_case(desk, done.case_id).history] == ["one_time_notice_given", "case_received"]


def test_a_second_notice_needs_its_reason(desk: Desk) -> None:
    draft_id = drafted(desk, without(complete_content(desk), "bank_card"))
    give_notice(desk, draft_id)
    with pytest.raises(ReasonNeeded, match="写明原因"):
        give_notice(desk, draft_id)
    given = give_notice(desk, draft_id, "银行卡换了银行，户口簿又丢了")
    again = read_data(desk.store.log.of_case(given.case_id)[-1].event, OneTimeNoticeGiven)
    assert again.again_reason == "银行卡换了银行，户口簿又丢了"
    assert open_case(desk, given.case_id).case.notices == 2


@pytest.mark.parametrize("what", ["nothing missing", "no item", "no situation", "no name"])
def test_a_notice_that_would_say_nothing_is_not_given(desk: Desk, what: str) -> None:
    content = complete_content(desk)
    if what != "nothing missing":
        content = without(content, "bank_card")
    if what == "no item":
        content = CaseContent()
    if what == "no situation":
        content = msgspec.structs.replace(content, situation="")
    if what == "no name":
        content = changed(content, name=" ")
    with pytest.raises(InputFailure):
        give_notice(desk, drafted(desk, content))
    assert desk.store.log.tail()[0] == 1


def test_a_deleted_draft_takes_its_own_pages_with_it(desk: Desk) -> None:
    def with_page(content: bytes) -> tuple[str, str]:
        sha256 = desk.store.vault.write(content)
        line = MaterialLine("id_card", "身份证", pages=(Page(sha256, len(content)),))
        return drafted(desk, CaseContent(materials=(line,))), sha256

    first, page = with_page(b"one")
    second, shared = with_page(b"two")
    third, _ = with_page(b"two")
    drafts.discard_draft(desk, first)
    drafts.discard_draft(desk, second)
    assert not desk.store.vault.holds(page)
    assert desk.store.vault.holds(shared)
    assert [row.draft_id for row in drafts.list_drafts(desk)] == [third]


def test_a_full_disk_while_receiving_leaves_the_draft_and_the_next_try_works(desk: Desk) -> None:
    drafts_kept = [drafted(desk, complete_content(desk, "李䶮", serial)) for serial in range(60)]
    database = desk.store.database
    # No page more than there are: SQLite says the same as of a full disk.
    database.run(f"PRAGMA max_page_count = {database.value('PRAGMA page_count')}")
    done, full = [], []
    for draft_id in drafts_kept:
        try:
            done.append(receive_case(desk, draft_id))
        except DiskFull:
            full.append(draft_id)
    assert full
    assert desk.store.log.tail()[0] == 1 + len(done) == 1 + len(list_cases(desk, only="all"))
    assert drafts.load_draft(desk, full[0]).content.applicant.name == "李䶮"
    database.run("PRAGMA max_page_count = 1000000")
    numbers = {case.receipt_number for case in done} | {
        receive_case(desk, draft_id).receipt_number for draft_id in full
    }
    assert len(numbers) == 60
    assert desk.store.log.first_break() is None


@pytest.mark.parametrize(
    ("typed", "recorded", "is_asked"),
    [
        ("响水洞", "响水洞村", False),
        ("smkc", "石门坎村", False),
        ("清水村", "清水村", True),
        ("石门坎村", "石门坎村", False),
    ],
)
def test_a_village_is_recorded_as_the_district_lists_it(desk: Desk, typed: str, recorded: str, is_asked: bool) -> None:
    content = complete_content(desk)
    content = msgspec.structs.replace(content, applicant=msgspec.structs.replace(content.applicant, village=typed))
    problems = [problem for problem in check_draft(desk, content).problems if problem.field == "applicant.village"]
    assert bool(problems) == is_asked
    assert not any(problem.blocking for problem in problems)
    received = receive_case(desk, drafted(desk, content))
    assert desk.store.projections.fold(received.case_id).case.content.applicant.village == recorded
