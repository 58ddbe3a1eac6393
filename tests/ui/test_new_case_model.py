"""The draft and its checklist without a window, by the items and calendars that come with the program."""

from datetime import date

import pytest
from msgspec.structs import replace

from forms.case import Applicant, CaseContent, Page
from forms.catalogue.loader import Catalogue, load_items
from forms.failures import Problem
from forms.workdays import load_calendars
from station_app.desk.views import DraftCheck, DraftRow, OnFile
from station_app.ui.new_case.material_lines import Line
from station_app.ui.new_case.model import NewCase, Rules
from tests.storage.station import id_number

TODAY = date(2026, 11, 23)
RULES = Rules(Catalogue(1, "", "", load_items()), load_calendars(), ("响水洞村",), TODAY)
PAGE = Page("a" * 64, 100)


@pytest.fixture
def case() -> NewCase:
    made = NewCase(RULES)
    made.choose_item("MZ-005")
    made.choose_situation("nursing")
    return made


def line(case: NewCase, code: str) -> Line:
    return next(line for line in case.lines() if line.code == code)


def known(name: str = "李䶮", **materials: str) -> OnFile:
    applicant = Applicant(name, id_number=id_number(124), phone="13800000000", village="响水洞村", address="三组 12 号")
    return OnFile(CaseContent(applicant=applicant), materials, 2)


def test_nothing_is_asked_before_an_item_is_chosen() -> None:
    case = NewCase(RULES)
    assert case.is_blank
    assert case.lines() == ()
    assert case.fields() == ()
    assert case.guide is None


def test_the_checklist_is_that_of_the_situation(case: NewCase) -> None:
    assert [line.code for line in case.lines()] == list(RULES.catalogue.item("MZ-005").situation("nursing").materials)
    case.choose_situation("review")
    assert [line.code for line in case.lines()] == ["id_card", "disability_certificate"]


def test_an_item_with_one_situation_needs_no_choice() -> None:
    guide = RULES.catalogue.item("MZ-005")
    single = replace(guide, situations=guide.situations[:1])
    case = NewCase(Rules(Catalogue(1, "", "", (single,)), RULES.calendar, (), TODAY))
    case.choose_item(single.code)
    assert case.content.situation == "nursing"


def test_what_is_not_ticked_is_missing_or_may_follow_by_its_day(case: NewCase) -> None:
    assert line(case, "id_card").state == "missing"
    deferred = line(case, "register_head_page")
    assert (deferred.state, deferred.due) == ("deferred", date(2026, 12, 7))


def test_a_year_without_a_calendar_gives_no_day() -> None:
    case = NewCase(replace_rules(today=date(2027, 3, 1)))
    case.choose_item("MZ-005")
    case.choose_situation("nursing")
    assert (line(case, "register_head_page").state, line(case, "register_head_page").due) == ("deferred", None)


def replace_rules(today: date) -> Rules:
    return Rules(RULES.catalogue, RULES.calendar, RULES.villages, today)


def test_ticking_records_what_the_guide_wants_and_unticking_takes_it_back(case: NewCase) -> None:
    case.tick("two_subsidies_form", True)
    ticked = case.content.materials[0]
    assert (ticked.status, ticked.originals, ticked.originals_kept, ticked.copies) == ("provided", 1, True, 0)
    case.tick("two_subsidies_form", False)
    assert line(case, "two_subsidies_form").state == "missing"
    assert case.content.materials[0].originals == 0


def test_ticks_are_kept_for_the_same_paper_of_another_item(case: NewCase) -> None:
    case.tick("id_card", True)
    case.choose_item("MZ-004")
    case.choose_situation("first")
    assert line(case, "id_card").is_ticked


def test_a_paper_on_file_is_used_unless_it_was_brought_anew(case: NewCase) -> None:
    case.recognise(known(id_card="存档里有，2026年3月2日收的"))
    assert line(case, "id_card").state == "missing", "the agent ticks it, not the program"
    case.tick("id_card", True)
    assert line(case, "id_card").state == "on_file"
    assert case.content.materials[0].copies == 0
    case.brought("id_card")
    assert (line(case, "id_card").state, case.content.materials[0].copies) == ("there", 1)


def test_a_defect_and_pages_stay_with_a_line_that_is_not_ticked(case: NewCase) -> None:
    case.say_defect("id_card", "照片模糊")
    case.add_page("id_card", PAGE)
    case.add_page("id_card", PAGE)
    assert (line(case, "id_card").defect, line(case, "id_card").pages) == ("照片模糊", (PAGE,))
    case.remove_page("id_card", PAGE.sha256)
    assert line(case, "id_card").pages == ()


def test_recognising_somebody_fills_what_is_empty_and_changes_nothing_typed(case: NewCase) -> None:
    case.change_applicant(phone="13800000099")
    case.recognise(known())
    applicant = case.content.applicant
    assert (applicant.name, applicant.phone, applicant.address) == ("李䶮", "13800000099", "三组 12 号")
    assert case.content.form["account_holder"] == "李䶮"


def test_what_was_written_in_follows_the_name_until_somebody_changes_it(case: NewCase) -> None:
    case.change_applicant(name="李")
    case.write_in()
    case.change_applicant(name="李䶮")
    case.write_in()
    assert case.content.form["account_holder"] == "李䶮"
    case.answer("account_holder", "李秀兰")
    case.change_applicant(name="买买提·吐尔逊")
    case.write_in()
    assert case.content.form["account_holder"] == "李秀兰"


def test_a_field_that_depends_on_an_answer_is_asked_only_then(case: NewCase) -> None:
    case.choose_situation("review")
    assert "new_grade_on" not in case.asked_now()
    case.answer("review_reason", "regraded")
    assert "new_grade_on" in case.asked_now()


def test_problems_are_said_after_the_field_was_left_and_all_at_once_when_asked(case: NewCase) -> None:
    wrong = Problem("applicant.name", "请填写姓名", "Enter the name")
    look = Problem("applicant.phone", "没有填电话", "No phone", blocking=False)
    case.check = DraftCheck((wrong, look), (), (), False)
    assert case.problem("applicant.name") is None
    case.leave_field("applicant.phone")
    assert case.problem("applicant.phone") == look
    case.asks_for_all = True
    assert case.problem("applicant.name") == wrong
    assert case.blocking() == (wrong,)


def test_a_date_of_the_authorisation_that_is_none_blocks(case: NewCase) -> None:
    case.change_agent(name="李秀兰", valid_until="明年")
    assert [problem.field for problem in case.blocking()] == ["agent.valid_until"]
    case.change_agent(valid_until="2027-05-01")
    assert case.blocking() == ()
    case.with_agent(False)
    assert case.content.agent is None


def test_a_draft_comes_back_as_it_was(case: NewCase) -> None:
    content = replace(case.content, applicant=Applicant("欧阳𬸚"))
    again = NewCase(RULES, DraftRow("d1", content, "2026-11-23T10:12:00+08:00", 2))
    assert (again.draft_id, again.notices, again.content) == ("d1", 2, content)
    assert not again.is_blank


def test_a_draft_of_an_item_that_is_gone_is_shown_without_a_checklist() -> None:
    case = NewCase(RULES, DraftRow("d1", CaseContent(item_code="XX-1", item_name="旧事项", situation="a"), "", 0))
    assert case.lines() == ()
    assert case.content.item_name == "旧事项"


def test_a_blank_in_a_field_does_not_keep_what_is_known_out(case: NewCase) -> None:
    case.change_applicant(name="李䶮", phone=" ", village="　")
    case.recognise(known())
    there = known().content.applicant
    assert (case.content.applicant.phone, case.content.applicant.village) == (there.phone, there.village)
    assert there.phone
