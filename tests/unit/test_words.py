"""The words of a case, in both languages."""

import string
from datetime import datetime

import pytest

from forms import words
from forms.dates import CHINA
from forms.english_history import history_detail
from forms.events import EVENT_DATA
from forms.lifecycle import ENDED, State
from forms.words import Phrase

NOW = datetime(2026, 11, 23, 9, 40, tzinfo=CHINA)
TABLES = {
    name: table
    for name, table in vars(words).items()
    if isinstance(table, dict) and all(isinstance(said, Phrase) for said in table.values())
}


@pytest.mark.parametrize("name", sorted(TABLES))
def test_every_phrase_is_said_in_both_languages_with_the_same_names(name: str) -> None:
    for said in TABLES[name].values():
        names = [{part[1] for part in string.Formatter().parse(text) if part[1]} for text in (said.zh, said.en)]
        assert said.zh
        assert said.en
        assert names[0] == names[1] or names[1] < names[0], said


def test_every_state_and_event_has_words() -> None:
    assert set(words.STATES) == set(State)
    assert set(words.EVENTS) == set(EVENT_DATA)


def test_the_stations_own_act_is_never_called_acceptance() -> None:
    assert "受理" not in words.EVENTS["case_received"].zh + words.STATES[State.RECEIVED].zh


def test_what_comes_next_ends_with_the_delivery_and_an_ended_case_has_nothing_to_come() -> None:
    for state in set(State) - ENDED - {State.DRAFT}:
        assert words.coming(state)[-1] == "送达签收"
    for state in ENDED:
        assert words.coming(state) == ()


@pytest.mark.parametrize(
    ("days", "zh", "en"),
    [(-2, "超期 2 天", "2 days overdue"), (0, "今天到期", "due today"), (3, "还剩 3 天", "3 days left")],
)
def test_days_left(days: int, zh: str, en: str) -> None:
    assert words.days_left(days) == zh
    assert words.days_left(days, "en") == en


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2026-11-23T09:31:00+08:00", "今天 9:31"),
        ("2026-11-22T16:42:00+08:00", "昨天 16:42"),
        ("2026-11-22T17:00:00+00:00", "今天 1:00"),
        ("2026-11-09T08:00:00+08:00", "11月9日"),
        ("2025-11-09T08:00:00+08:00", "2025年11月9日"),
        ("2026-12-04", "12月4日"),
    ],
)
def test_a_moment_is_said_as_a_person_would(at: str, said: str) -> None:
    assert words.moment(at, NOW) == said


def test_a_time_without_an_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="offset"):
        words.moment("2026-11-23T09:31:00", NOW)


def test_who_has_the_case() -> None:
    assert words.holder("township", "清水镇民政办") == "在清水镇民政办"
    assert words.holder("township", "", "乡") == "在乡里"
    assert words.holder("applicant") == "等村民补材料"


def test_the_next_step_names_what_is_missing() -> None:
    assert words.next_step("tell_correction", "户口簿（户主页）") == "通知补材料：户口簿（户主页）"
    assert words.next_step("wait") == "—"


def test_the_english_history_is_made_of_the_events_data() -> None:
    data = {"defects": [{"material": "户口簿", "defect": "page missing"}], "due": "2026-11-26", "handler": "Chen"}
    assert history_detail("correction_required", data) == "户口簿 (page missing); due 26 Nov; Chen"
    assert history_detail("accepted", {"promised_until": "2026-12-22"}) == "promised by 22 Dec"
    assert history_detail("no_such_kind", {}) == ""
