"""What an item asks of the person is said before anybody is sent for papers; what may only be advised on is not received."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from forms.case import Applicant
from forms.catalogue.eligibility import Condition, unmet
from forms.catalogue.loader import CatalogueError, load_item, load_items
from forms.failures import InputFailure
from station_app.desk.check_draft import check_draft
from station_app.desk.context import Desk
from station_app.desk.give_notice import give_notice
from station_app.desk.receive_case import NotComplete, receive_case
from tests.storage.station import complete_content, drafted
from tests.unit.test_identity import numbered

TODAY = date(2026, 11, 23)


def person(born: str, serial: str = "001") -> Applicant:
    return Applicant("李䶮", id_number=numbered(f"529901{born}{serial}"))


@pytest.mark.parametrize(
    ("condition", "born", "said"),
    [
        (Condition("age_from", 80), "19551124", "今年70周岁，这一项要满80周岁，2035年11月24日以后才能办"),
        (Condition("age_from", 80), "19461123", ""),
        (Condition("age_from", 80), "19461124", "2026年11月24日以后"),
        (Condition("age_from_this_year", 60), "19661231", ""),
        (Condition("age_from_this_year", 60), "19670101", "2027年1月1日以后"),
        (Condition("age_from", 60), "19680229", "2028年2月29日以后"),
        (Condition("age_under", 16), "20101123", "不满16周岁"),
        (Condition("age_under", 16), "20101124", ""),
        (Condition("sex", "female"), "19800101", "只给女性办"),
        (Condition("sex", "male"), "19800101", ""),
        (Condition("age_from", 80, situations=("other",)), "19551124", ""),
    ],
)
def test_what_is_not_met_is_said_with_the_day_from_which_it_will_be(condition: Condition, born: str, said: str) -> None:
    problems = list(unmet((condition,), "first", person(born), TODAY))
    assert [said in problem.text_zh and not problem.blocking for problem in problems] == ([True] if said else [])


def test_a_number_that_does_not_say_is_no_ground() -> None:
    for applicant in (Applicant("李"), Applicant("李", "passport", "E12345678"), Applicant("李", birth_date="x")):
        assert list(unmet((Condition("age_from", 80), Condition("sex", "male")), "first", applicant, TODAY)) == []
    assert list(unmet((Condition("age_from", 80),), "", Applicant("李", birth_date="1990-01-01"), TODAY))


@pytest.mark.parametrize(
    "line", ['kind = "height"\nvalue = 80', 'kind = "age_from"\nvalue = "old"', 'kind = "sex"\nvalue = 3']
)
def test_a_condition_that_nobody_knows_is_refused_when_it_is_loaded(tmp_path: Path, line: str) -> None:
    source = next(Path("forms/catalogue/items").glob("14-*.toml")).read_text("utf-8")
    (tmp_path / "x.toml").write_text(f"{source}\n[[eligibility]]\n{line}\n", "utf-8")
    with pytest.raises(CatalogueError):
        load_item(tmp_path / "x.toml")


def test_the_items_whose_text_names_an_age_ask_for_it() -> None:
    asked = {guide.code for guide in load_items() if guide.eligibility}
    named = {guide.code for guide in load_items() if any("年满" in text for text in guide.conditions)}
    assert named <= asked


def test_a_villager_of_71_is_told_at_once_and_sent_for_no_paper(desk: Desk) -> None:
    content = msgspec.structs.replace(complete_content(desk), applicant=person("19550312"), materials=())
    first = check_draft(desk, content).problems[0]
    assert (first.field, first.blocking) == ("applicant.id_number", False)
    assert "要满80周岁，2035年3月12日以后才能办" in first.text_zh
    assert "SB-002" in first.text_zh, "what can be had instead"
    with pytest.raises(InputFailure, match="不打告知书"):
        give_notice(desk, drafted(desk, content))


def test_whoever_insists_and_has_everything_may_apply(desk: Desk) -> None:
    """The organ decides, not the desk."""
    content = complete_content(desk)
    changed = msgspec.structs.replace(content.applicant, id_number=numbered("52990119550312001"))
    assert receive_case(desk, drafted(desk, msgspec.structs.replace(content, applicant=changed))).receipt_number


def with_item(desk: Desk, **changes: Any) -> Desk:
    items = tuple(
        msgspec.structs.replace(guide, **changes) if guide.code == "MZ-004" else guide for guide in desk.catalogue.items
    )
    return replace(desk, catalogue=msgspec.structs.replace(desk.catalogue, items=items))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"authority": "consult"}, "没有授权本站收件，只能咨询"),
        ({"effective_from": "2027-01-01"}, "从2027年1月1日起才能办"),
    ],
)
def test_what_may_not_be_received_is_not(desk: Desk, changes: dict[str, str], said: str) -> None:
    barred = with_item(desk, **changes)
    draft = drafted(desk, complete_content(desk))
    assert said in check_draft(barred, complete_content(desk)).problems[0].text_zh
    with pytest.raises(NotComplete, match=said):
        receive_case(barred, draft)
    with pytest.raises(InputFailure, match=said):
        give_notice(barred, drafted(desk, msgspec.structs.replace(complete_content(desk), materials=())))
