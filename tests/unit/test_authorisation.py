"""Somebody comes for another: what they bring by law is on the checklist, and what was not seen is not called seen."""

import msgspec
import pytest

from forms.case import AuthorisedAgent, CaseContent, MaterialLine
from forms.catalogue.guide import LETTER, OF_AN_AGENT, ServiceGuide
from forms.catalogue.loader import load_items
from forms.catalogue.wording import who_comes
from forms.papers import material_receipt, one_time_notice, service_guide
from station_app.desk import papers
from station_app.desk.check_draft import check_draft
from station_app.desk.context import Desk
from station_app.desk.service_guides import guide_sheet
from station_app.ui.new_case.actions import ask_rules
from station_app.ui.new_case.material_row import wanted_words
from station_app.ui.new_case.model import NewCase
from tests.storage.station import complete_content, id_number

LETTER_CODE, IDENTITY_CODE = (each.code for each in OF_AN_AGENT)
DAUGHTER = AuthorisedAgent("李芳", "女儿", id_number=id_number(8))
ITEMS = {guide.code: guide for guide in load_items()}


def codes(guide: ServiceGuide, situation: str, *, by_agent: bool) -> list[str]:
    return [material.code for material in guide.checklist(situation, by_agent=by_agent)]


def test_whoever_comes_for_another_brings_a_letter_and_their_own_card() -> None:
    guide = ITEMS["MZ-004"]
    assert LETTER_CODE not in codes(guide, "first", by_agent=False)
    assert codes(guide, "first", by_agent=True)[-2:] == [LETTER_CODE, IDENTITY_CODE]


@pytest.mark.parametrize("guide", ITEMS.values(), ids=ITEMS)
def test_every_item_asks_once_for_each_proof(guide: ServiceGuide) -> None:
    for situation in guide.situations:
        asked = [each.proves for each in guide.checklist(situation.code, by_agent=True) if each.proves]
        wanted = {"agent_identity"} if situation.represented_by == "guardian" else {"authorisation", "agent_identity"}
        assert (sorted(asked), len(asked)) == (sorted(wanted), len(wanted)), situation.name
        alone = [each.proves for each in guide.checklist(situation.code) if each.proves]
        assert bool(alone) == bool(situation.represented_by), situation.name


@pytest.mark.parametrize("guide", ITEMS.values(), ids=ITEMS)
def test_a_situation_that_names_who_comes_says_so_as_data(guide: ServiceGuide) -> None:
    named = {"监护人": "guardian", "未成年": "guardian", "赡养人代办": "agent"}
    for situation in guide.situations:
        wanted = next((kind for word, kind in named.items() if word in situation.name), "")
        if "指定监护人" not in situation.name:
            assert situation.represented_by == wanted, situation.name


def test_a_paper_of_the_items_own_takes_the_place_of_the_usual_one() -> None:
    asked = codes(ITEMS["MZ-004"], "first_by_child", by_agent=True)
    assert "supporter_id_card" in asked
    assert IDENTITY_CODE not in asked
    assert LETTER_CODE in asked
    own_letter = next(guide for guide in ITEMS.values() if any(m.code == "felling_delegation" for m in guide.materials))
    for situation in own_letter.situations:
        if "felling_delegation" in situation.materials:
            assert "felling_delegation" not in codes(own_letter, situation.code, by_agent=False)
            assert LETTER_CODE not in codes(own_letter, situation.code, by_agent=True)


def test_an_item_may_want_no_letter() -> None:
    free = msgspec.structs.replace(ITEMS["MZ-004"], agent_needs_letter=False)
    assert LETTER_CODE not in codes(free, "first", by_agent=True)
    assert IDENTITY_CODE in codes(free, "first", by_agent=True)


def by_agent(desk: Desk, *more: MaterialLine) -> CaseContent:
    content = complete_content(desk)
    return msgspec.structs.replace(content, agent=DAUGHTER, materials=(*content.materials, *more))


def test_without_the_letter_nothing_is_received_and_the_notice_says_what_it_has_to_be(desk: Desk) -> None:
    check = check_draft(desk, by_agent(desk))
    assert [line.code for line in check.missing] == [LETTER_CODE, IDENTITY_CODE]
    assert not check.may_receive
    notice = msgspec.json.encode(one_time_notice.layout(papers.notice_record(desk, by_agent(desk), "n"))).decode()
    assert "委托书" in notice
    assert LETTER.standard in notice
    lines = tuple(MaterialLine(each.code, each.name, originals=1) for each in OF_AN_AGENT)
    assert check_draft(desk, by_agent(desk, *lines)).may_receive


def test_a_situation_in_which_another_comes_asks_who(desk: Desk) -> None:
    case = NewCase(ask_rules(desk))
    case.choose_item("MZ-004")
    case.choose_situation("first_by_child")
    assert case.content.agent == AuthorisedAgent(name="")
    case.choose_situation("first")
    assert case.content.agent is None
    content = msgspec.structs.replace(complete_content(desk), situation="first_by_child")
    assert "agent" in {problem.field for problem in check_draft(desk, content).problems if problem.blocking}


def test_a_guardian_comes_by_law(desk: Desk) -> None:
    case = NewCase(ask_rules(desk))
    case.choose_item("MZ-005")
    guardian = next(each for each in ITEMS["MZ-005"].situations if each.represented_by == "guardian")
    case.choose_situation(guardian.code)
    assert case.content.agent is not None
    case.change_agent(name="李芳", id_number=id_number(8), powers=())
    fields = {problem.field for problem in check_draft(desk, case.content).problems if problem.blocking}
    assert not {"agent", "agent.powers"} & fields
    assert LETTER_CODE not in [line.code for line in case.lines()]


def test_only_copies_are_called_copies(desk: Desk) -> None:
    case = NewCase(ask_rules(desk))
    case.content = complete_content(desk)
    case.tick("id_card", True)
    case.only_copies("id_card", True)
    line = next(each for each in case.lines() if each.code == "id_card")
    assert wanted_words(line) == "只收复印件 1 份，原件没有看"
    said = [problem for problem in check_draft(desk, case.content).problems if "只收了复印件" in problem.text_zh]
    assert [(problem.blocking, problem.field) for problem in said] == [(False, "materials")]
    receipt = papers.receipt_record(desk, case.content, "n")
    given = next(each for each in receipt.received if each.name == "身份证")
    assert (given.originals, given.copies) == (0, 1)
    row = msgspec.json.encode(material_receipt.layout(msgspec.structs.replace(receipt, received=(given,)))).decode()
    assert "看过退还" not in row
    case.only_copies("id_card", False)
    assert not next(each for each in case.lines() if each.code == "id_card").copies_only


def test_what_is_handed_in_as_an_original_cannot_be_a_copy(desk: Desk) -> None:
    content = complete_content(desk)
    form = next(line for line in content.materials if line.code == "old_age_form")
    copied = msgspec.structs.replace(form, originals=0, originals_kept=False, copies=1)
    lines = tuple(copied if line is form else line for line in content.materials)
    check = check_draft(desk, msgspec.structs.replace(content, materials=lines))
    assert any("只收了复印件" in problem.text_zh for problem in check.problems if problem.blocking)


def test_the_guide_says_what_somebody_else_brings(desk: Desk) -> None:
    assert who_comes(ITEMS["MZ-004"]).endswith("别人代办的，另带委托书和代办人身份证。")
    assert who_comes(ITEMS["SB-004"]) == ITEMS["SB-004"].who_must_come
    for guide in desk.catalogue.items:
        assert who_comes(guide).count("委托书") <= 1, guide.name
    sheet = msgspec.json.encode(service_guide.layout(guide_sheet(desk, ITEMS["MZ-004"]))).decode()
    assert "另带委托书" in sheet
    assert LETTER.standard in sheet
