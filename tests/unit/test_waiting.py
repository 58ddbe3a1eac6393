"""Whatever waits has a day, a holder and a reason; both ends read it off one table."""

from datetime import date
from typing import Any

import pytest

from forms import words
from forms.case import CaseContent, MaterialLine
from forms.catalogue.loader import load_items
from forms.lifecycle import ENDED, Case, State, Suspension
from forms.waiting import Awaited, WaitingRules, most_pressing, standing, waits
from forms.workdays import WorkCalendar, load_calendars

CALENDAR, RULES = load_calendars(), WaitingRules()
MONDAY = "2026-11-02T10:00:00+08:00"
EARLY = "2026-02-02T10:00:00+08:00"
EARLIER = "2026-10-12T10:00:00+08:00"
S = State


def waiting(
    case: Case, rules: WaitingRules = RULES, guide: Any = None, *, refused: bool = False
) -> tuple[str, str, Any]:
    found = most_pressing(waits(standing(case, refused=refused), CALENDAR, rules, guide))
    return found.awaited, found.holder, found.until


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (Case(state=S.DRAFT, noticed_at=MONDAY), ("return", "applicant", date(2026, 11, 30))),
        (Case(state=S.RECEIVED, station_received_at=MONDAY), ("send", "station", date(2026, 11, 5))),
        (
            Case(state=S.RECEIVED, station_received_at=EARLIER, arrived_at=MONDAY),
            ("confirm", "township", date(2026, 11, 5)),
        ),
        (Case(state=S.IN_TRANSIT, since=MONDAY, arrived_at=EARLIER), ("confirm", "on_the_way", date(2026, 11, 5))),
        (Case(state=S.UNDER_CHECK, authority_received_at=MONDAY), ("check", "township", date(2026, 11, 9))),
        (
            Case(state=S.UNDER_CHECK, authority_received_at=EARLIER, supplied_at=MONDAY, corrections=1),
            ("check", "township", date(2026, 11, 9)),
        ),
        (Case(state=S.CORRECTION_REQUIRED, correction_due="2026-11-20"), ("supply", "applicant", date(2026, 11, 20))),
        (
            Case(state=S.ACCEPTED, promised_until="2026-11-20", statutory_until="2026-12-01"),
            ("decide", "township", date(2026, 11, 20)),
        ),
        (Case(state=S.ACCEPTED, accepted_at=MONDAY), ("decide", "township", date(2026, 11, 30))),
        (
            Case(state=S.SUSPENDED, suspensions=(Suspension("公示", MONDAY, expected_days=7),)),
            ("procedure", "township", date(2026, 11, 9)),
        ),
        (Case(state=S.DECIDED_GRANTED, decided_at=MONDAY), ("issue", "township", date(2026, 11, 16))),
        (
            Case(state=S.DECIDED_REFUSED, decided_at=MONDAY, decided_here=True),
            ("hand_over", "station", date(2026, 11, 16)),
        ),
        (Case(state=S.RESULT_ON_THE_WAY, since=MONDAY), ("arrive", "coming", date(2026, 11, 9))),
        (Case(state=S.RESULT_AT_STATION, since=MONDAY), ("collect", "station", date(2026, 11, 16))),
        (Case(state=S.NOT_ACCEPTED, decided_at=MONDAY), ("tell", "station", date(2026, 11, 5))),
    ],
)
def test_who_has_it_what_is_waited_for_and_until_when(case: Case, expected: tuple[str, str, date]) -> None:
    assert waiting(case) == expected


def test_every_state_that_is_no_end_waits_for_something_and_an_end_for_nothing() -> None:
    for state in State:
        found = waits(standing(Case(state=state)), CALENDAR, RULES)
        assert bool(found) is (state not in ENDED), state


def test_every_item_has_a_day_once_it_is_accepted() -> None:
    for guide in load_items():
        for state in (S.ACCEPTED, S.RECEIVED):
            case = Case(state=state, accepted_at=EARLY, station_received_at=EARLY)
            assert waiting(case, guide=guide)[2] is not None, guide.name
    rounds = [guide for guide in load_items() if guide.promised_limit.unit in ("monthly_batch", "yearly_round")]
    assert len(rounds) == 5
    assert all(waiting(Case(state=S.ACCEPTED, accepted_at=MONDAY), guide=each)[0] == "round" for each in rounds)


def test_what_is_due_first_is_said_a_material_that_is_to_follow_or_originals_on_the_way() -> None:
    owed = CaseContent(materials=(MaterialLine("book", "户口簿", "deferred", due="2026-11-04"),))
    case = Case(state=S.ACCEPTED, promised_until="2026-11-20", content=owed)
    assert waiting(case) == ("deferred", "applicant", date(2026, 11, 4))
    case = Case(state=S.ACCEPTED, promised_until="2026-11-20", originals_sent_at=MONDAY)
    assert waiting(case) == ("originals", "on_the_way", date(2026, 11, 5))


def test_a_receipt_that_was_not_taken_waits_for_the_station() -> None:
    case = Case(station_received_at=MONDAY)
    assert waiting(case, refused=True) == ("resend", "station", date(2026, 11, 5))


def test_the_rules_are_the_districts_to_change() -> None:
    case = Case(state=S.RECEIVED, arrived_at=MONDAY)
    assert waiting(case, WaitingRules(confirm=1))[2] == date(2026, 11, 3)


def test_without_a_calendar_or_with_a_time_that_is_none_there_is_no_day_and_no_failure() -> None:
    case = Case(state=S.UNDER_CHECK, authority_received_at=MONDAY)
    found = most_pressing(waits(standing(case), WorkCalendar({}), RULES))
    assert (found.until, found.missing_year) == (None, 2026)
    for nonsense in ("", "昨天", "2026-11-02", "9999-12-31T10:00:00+08:00"):
        assert waiting(Case(state=S.UNDER_CHECK, authority_received_at=nonsense))[2] is None
    assert waiting(Case(state=S.CORRECTION_REQUIRED, correction_due="下周"))[2] is None


def test_everything_that_is_awaited_has_words_and_a_reason() -> None:
    names = set(Awaited.__args__)  # type: ignore[attr-defined]
    assert names == set(words.WAITS) == set(words.WHY_UNTIL)
    found = most_pressing(waits(standing(Case(state=S.RECEIVED, arrived_at=MONDAY)), CALENDAR, RULES))
    assert words.waiting(found, "云台镇民政办") == "等云台镇民政办签收"
    assert words.waiting(found, township_word="乡") == "等乡里签收"
    assert words.why_until(found) == "送到后 3 个工作日内签收"


def test_originals_for_the_office_wait_for_the_station_to_send_them() -> None:
    kept = CaseContent(materials=(MaterialLine("form", "申请表", originals=1, originals_kept=True),))
    case = Case(state=S.RECEIVED, station_received_at=EARLIER, arrived_at=MONDAY, content=kept)
    found = waits(standing(case), CALENDAR, RULES)
    assert [(wait.awaited, wait.holder) for wait in found] == [("confirm", "township"), ("send_originals", "station")]
    assert waiting(case) == ("send_originals", "station", date(2026, 10, 15))
    sent = Case(state=S.IN_TRANSIT, since=MONDAY, originals_sent_at=MONDAY, content=kept)
    assert [wait.awaited for wait in waits(standing(sent), CALENDAR, RULES)] == ["confirm"]
