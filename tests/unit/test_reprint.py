"""A paper printed again says what it said: its agent, day, station, guide and calendar; only the mark of the reprint is new."""

import dataclasses
from collections.abc import Callable

import msgspec
import pytest

from forms import events as ev
from forms.catalogue.guide import Fee, TimeLimit
from forms.catalogue.loader import Catalogue, encode_catalogue
from forms.papers import material_receipt
from forms.papers.facts import PaperFacts
from forms.papers.layout import Layout
from forms.workdays import encode_calendar, load_calendars
from station_app.desk import papers
from station_app.desk.act import new_event
from station_app.desk.case_papers import paper_of_case
from station_app.desk.check_draft import completed
from station_app.desk.context import Agent, Desk
from station_app.desk.correct_particulars import correct_particulars
from station_app.desk.deliver import deliver
from station_app.desk.give_notice import give_notice
from station_app.desk.receive_case import receive_case
from station_app.desk.record_print import record_print
from station_app.printing.pdf import render
from sync.protocol.messages import FeedEntry
from tests.storage.station import SetClock, complete_content, drafted, outcome
from tests.unit.test_desk_acts import ACCEPTED, CONFIRMED, CORRECTION, GRANTED, SENT, district, received

SHA = "0" * 64


def given_notice(desk: Desk) -> str:
    content = complete_content(desk)
    return give_notice(desk, drafted(desk, msgspec.structs.replace(content, materials=content.materials[:1]))).case_id


def corrected(desk: Desk) -> str:
    case_id = received(desk)
    district(desk, case_id, CONFIRMED, CORRECTION)
    return case_id


def delivered(desk: Desk) -> str:
    case_id = received(desk)
    district(desk, case_id, CONFIRMED, ACCEPTED, GRANTED, SENT)
    deliver(desk, case_id, ev.Delivered("高龄津贴审批表", "李芳", "substitute", "女儿", "行动不便"), arrived=True)
    return case_id


PAPERS: dict[str, Callable[[Desk], str]] = {
    "material_receipt": received,
    "one_time_notice": given_notice,
    "correction_notice": corrected,
    "delivery_receipt": delivered,
}


def years_later(desk: Desk, clock: SetClock) -> Desk:
    """Another agent at a station with another name and telephone, another guide, another calendar, on another day."""
    item = desk.guide("MZ-004")
    assert item is not None
    other = msgspec.structs.replace(
        item,
        version=item.version + 1,
        accepting_office="{county}新设立的窗口",
        promised_limit=TimeLimit("working_day", 99),
        fee=Fee(True, "每件 800 元", "新的收费标准"),
        materials=tuple(msgspec.structs.replace(each, standard="新的标准", copies=7) for each in item.materials),
    )
    catalogue = Catalogue(9, "2026-12-01T00:00:00+08:00", "529900", (other,))
    calendars = encode_calendar(load_calendars())
    settings = msgspec.structs.replace(
        desk.settings, station_name="改了名的站", enquiry_phone="0859-1111111", complaint_phone="0859-2222222"
    )
    feed = (
        FeedEntry(900, "catalogue", encode_catalogue(catalogue), at=1),
        FeedEntry(901, "calendar", calendars, at=1),
        FeedEntry(902, "settings", msgspec.json.encode(settings), at=1),
    )
    desk.store.record_exchange(outcome(feed=feed))
    clock.wait(days=20)
    return dataclasses.replace(desk.reload(), agent=Agent("later", "后来的人"))


def unmarked(layout: Layout) -> bytes:
    return render(msgspec.structs.replace(layout, again=""))


@pytest.mark.parametrize("paper", PAPERS)
def test_a_reprint_is_the_paper_that_was_made_but_for_its_mark(desk: Desk, clock: SetClock, paper: str) -> None:
    case_id = PAPERS[paper](desk)
    first = paper_of_case(desk, case_id, paper)
    assert first.again == ""
    record_print(desk, case_id, paper, SHA)  # type: ignore[arg-type]
    later = years_later(desk, clock)
    if paper in ("material_receipt", "correction_notice"):
        # What is put right later stands on the next paper, not on this one.
        correct_particulars(later, case_id, {"applicant.phone": "13900000001"}, "手机换了")
    again = paper_of_case(later, case_id, paper)
    assert again.again == "补打　2026年12月13日"
    assert unmarked(again) == render(first)
    assert render(again) != render(first)


def test_the_paper_that_comes_out_is_the_slip_that_was_shown(desk: Desk) -> None:
    content = complete_content(desk)
    done = receive_case(desk, drafted(desk, content))
    shown = papers.receipt_record(desk, content, done.receipt_number)
    assert render(paper_of_case(desk, done.case_id, "material_receipt")) == render(material_receipt.layout(shown))


def test_an_event_of_an_older_program_says_only_what_is_known(desk: Desk, clock: SetClock) -> None:
    """It kept nothing beside the case: the agent and the day are its own, and another version of the guide says nothing."""
    content = completed(desk, desk.guide("MZ-004"), complete_content(desk), "5299-01-20261123-0001-K")
    event = new_event(desk, "case_received", ev.CaseReceived(content), "old-case")
    with desk.store.transaction():
        desk.store.append(event)
    same = material_receipt_of(desk, "old-case")
    assert "不收费" in same
    later = material_receipt_of(years_later(desk, clock), "old-case")
    assert "龙秀珍" in later
    assert "2026年11月23日" in later
    assert "800 元" not in later
    assert "办理时限" not in later
    assert "新设立的窗口" not in later


def material_receipt_of(desk: Desk, case_id: str) -> str:
    return msgspec.json.encode(paper_of_case(desk, case_id, "material_receipt")).decode()


def test_facts_that_are_no_facts_do_not_stop_the_paper(desk: Desk) -> None:
    content = completed(desk, desk.guide("MZ-004"), complete_content(desk), "5299-01-20261123-0001-K")
    facts = PaperFacts(station_name="响水洞村便民服务站", forward_until="明年")
    with desk.store.transaction():
        desk.store.append(new_event(desk, "case_received", ev.CaseReceived(content, paper_facts=facts), "odd-case"))
    assert "报送期限" not in material_receipt_of(desk, "odd-case")
