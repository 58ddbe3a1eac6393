import json
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from forms.catalogue.guide import LimitUnit, TimeLimit
from forms.workdays import (
    BUNDLED,
    CalendarMissing,
    CalendarUnreadable,
    Pause,
    WorkCalendar,
    decode_calendar,
    encode_calendar,
    load_calendars,
)

CALENDAR = load_calendars()
DAYS = st.dates(date(2024, 1, 1), date(2026, 6, 30))
AMOUNTS = st.integers(0, 60)
TWENTY = TimeLimit("working_day", 20)


def _range(first: str, last: str) -> set[date]:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return {start + timedelta(days=n) for n in range((end - start).days + 1)}


# By hand, from the text of 国办发明电〔2023〕7号, 〔2024〕12号 and 〔2025〕7号: the ranges off, the weekend days worked.
NOTICES = {
    2024: (
        "01-01:01-01 02-10:02-17 04-04:04-06 05-01:05-05 06-10:06-10 09-15:09-17 10-01:10-07",
        "02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12",
    ),
    2025: (
        "01-01:01-01 01-28:02-04 04-04:04-06 05-01:05-05 05-31:06-02 10-01:10-08",
        "01-26 02-08 04-27 09-28 10-11",
    ),
    2026: (
        "01-01:01-03 02-15:02-23 04-04:04-06 05-01:05-05 06-19:06-21 09-25:09-27 10-01:10-07",
        "01-04 02-14 02-28 05-09 09-20 10-10",
    ),
}


@pytest.mark.parametrize("year", NOTICES)
def test_every_day_of_a_year_is_as_its_notice_says(year: int) -> None:
    ranges, worked = NOTICES[year]
    spans = [span.split(":") for span in ranges.split()]
    off = {day for first, last in spans for day in _range(f"{year}-{first}", f"{year}-{last}")}
    swapped = {date.fromisoformat(f"{year}-{day}") for day in worked.split()}
    for day in _range(f"{year}-01-01", f"{year}-12-31"):
        expected = day in swapped or (day.weekday() < 5 and day not in off)
        assert CALENDAR.is_working_day(day) is expected, day


@pytest.mark.parametrize(("year", "number"), [(2024, "〔2023〕7号"), (2025, "〔2024〕12号"), (2026, "〔2025〕7号")])
def test_a_calendar_names_its_notice(year: int, number: str) -> None:
    assert CALENDAR.years[year].notice == f"国办发明电{number}"


@given(DAYS, AMOUNTS)
def test_adding_then_counting_gives_the_number_back(start: date, n: int) -> None:
    assert CALENDAR.working_days_between(start, CALENDAR.add_working_days(start, n)) == n


@given(DAYS, DAYS)
def test_counting_backwards_is_the_same_number_negative(a: date, b: date) -> None:
    assert CALENDAR.working_days_between(a, b) == -CALENDAR.working_days_between(b, a)


@given(DAYS, DAYS, AMOUNTS)
def test_a_later_start_never_ends_earlier(a: date, b: date, n: int) -> None:
    assert CALENDAR.add_working_days(min(a, b), n) <= CALENDAR.add_working_days(max(a, b), n)


@given(DAYS, st.integers(1, 40), st.integers(0, 30), st.integers(0, 25))
def test_a_pause_of_k_working_days_moves_the_deadline_by_k(start: date, n: int, after: int, k: int) -> None:
    begins = start + timedelta(days=after)
    before = CALENDAR.deadline(TimeLimit("working_day", n), start)
    assert before is not None
    assume(begins < before)
    pause = Pause(begins, CALENDAR.add_working_days(begins, k))
    assert CALENDAR.deadline(TimeLimit("working_day", n), start, (pause,)) == CALENDAR.add_working_days(before, k)


@given(DAYS, AMOUNTS, st.integers(0, 15))
def test_an_extension_is_counted_in_working_days(start: date, n: int, extra: int) -> None:
    limit = TimeLimit("working_day", n)
    before = CALENDAR.deadline(limit, start)
    assert before is not None
    assert CALENDAR.deadline(limit, start, (), extra) == CALENDAR.add_working_days(before, extra)


@given(DAYS, st.integers(1, 60))
def test_natural_days_end_on_the_first_working_day_from_their_last(start: date, n: int) -> None:
    end = CALENDAR.deadline(TimeLimit("day", n), start)
    assert end is not None
    assert CALENDAR.is_working_day(end)
    last = start + timedelta(days=n)
    assert not any(CALENDAR.is_working_day(day) for day in _range(str(last), str(end)) - {end})


def test_the_start_day_is_not_counted() -> None:
    assert CALENDAR.deadline(TWENTY, date(2026, 11, 2)) == date(2026, 11, 30)


def test_the_spring_festival_is_not_counted() -> None:
    # 13 February is the Friday before; the 14th and the 28th, Saturdays, are worked.
    assert CALENDAR.add_working_days(date(2026, 2, 13), 1) == date(2026, 2, 14)
    assert CALENDAR.add_working_days(date(2026, 2, 13), 2) == date(2026, 2, 24)
    assert CALENDAR.add_working_days(date(2026, 2, 13), 6) == date(2026, 2, 28)


def test_overlapping_pauses_are_not_counted_twice() -> None:
    twice = (Pause(date(2026, 11, 4), date(2026, 11, 9)), Pause(date(2026, 11, 6), date(2026, 11, 11)))
    once = (Pause(date(2026, 11, 4), date(2026, 11, 11)),)
    assert CALENDAR.deadline(TWENTY, date(2026, 11, 2), twice) == CALENDAR.deadline(TWENTY, date(2026, 11, 2), once)


@pytest.mark.parametrize(
    ("unit", "amount", "start", "expected"),
    [
        ("on_the_spot", 0, date(2026, 11, 1), date(2026, 11, 1)),
        ("minute", 30, date(2026, 11, 2), date(2026, 11, 2)),
        ("hour", 2, date(2026, 11, 2), date(2026, 11, 2)),
        ("hour", 24, date(2026, 11, 2), date(2026, 11, 3)),
        ("hour", 24, date(2026, 11, 6), date(2026, 11, 9)),
        ("day", 30, date(2026, 9, 1), date(2026, 10, 8)),  # 1 October and the week after it are off
        ("month", 1, date(2026, 1, 31), date(2026, 2, 28)),  # no 31st of February; the 28th, a Saturday, is worked
        ("month", 2, date(2025, 12, 15), date(2026, 2, 24)),  # 15 February begins the Spring Festival
        ("monthly_batch", 0, date(2026, 11, 2), date(2026, 11, 30)),
        ("monthly_batch", 0, date(2026, 11, 30), date(2026, 12, 31)),
        ("monthly_batch", 0, date(2026, 1, 31), date(2026, 2, 28)),
        ("yearly_round", 0, date(2026, 11, 2), date(2026, 12, 31)),
    ],
)
def test_each_kind_of_limit(unit: LimitUnit, amount: int, start: date, expected: date | None) -> None:
    assert CALENDAR.deadline(TimeLimit(unit, amount), start) == expected


def test_a_pause_of_natural_days_moves_natural_days() -> None:
    pause = Pause(date(2026, 11, 3), date(2026, 11, 6))
    assert CALENDAR.deadline(TimeLimit("day", 7), date(2026, 11, 2)) == date(2026, 11, 9)
    assert CALENDAR.deadline(TimeLimit("day", 7), date(2026, 11, 2), (pause,)) == date(2026, 11, 12)


def test_a_clock_that_stands_still_has_no_deadline() -> None:
    assert CALENDAR.deadline(TWENTY, date(2026, 11, 2), (Pause(date(2026, 11, 5)),)) is None


@pytest.mark.parametrize(
    ("today", "left"),
    [
        (date(2026, 11, 26), 2),
        (date(2026, 11, 29), 1),
        (date(2026, 11, 30), 0),
        (date(2026, 12, 1), -1),
        (date(2026, 12, 7), -5),
    ],
)
def test_days_left(today: date, left: int) -> None:
    assert CALENDAR.days_left(date(2026, 11, 30), today) == left


def test_the_weekend_after_the_deadline_is_overdue() -> None:
    assert CALENDAR.days_left(date(2026, 11, 27), date(2026, 11, 28)) == -1


def test_a_missing_year_is_said_and_not_guessed() -> None:
    with pytest.raises(CalendarMissing) as missing:
        CALENDAR.deadline(TimeLimit("working_day", 30), date(2026, 11, 23))
    assert missing.value.year == 2027
    assert "2027年" in missing.value.zh
    assert "2027" in missing.value.en
    with pytest.raises(CalendarMissing):
        CALENDAR.is_working_day(date(2023, 12, 30))


def test_a_published_year_is_added_and_replaces_the_bundled_one() -> None:
    year = json.loads((BUNDLED / "2026.json").read_bytes())
    newer = decode_calendar(json.dumps(year | {"year": 2026, "workdays": []}).encode())
    merged = CALENDAR.with_years(newer)
    assert set(merged.years) == set(CALENDAR.years)
    assert CALENDAR.is_working_day(date(2026, 2, 14))
    assert not merged.is_working_day(date(2026, 2, 14))


def test_the_next_notice_may_arrange_the_december_before_it() -> None:
    notice = {
        "year": 2027,
        "notice": "示例",
        "holidays": {"元旦": ["2026-12-31", "2027-01-01"]},
        "workdays": ["2026-12-27"],
    }
    merged = CALENDAR.with_years(decode_calendar(json.dumps(notice).encode()))
    assert not merged.is_working_day(date(2026, 12, 31))
    assert merged.is_working_day(date(2026, 12, 27))


def test_a_calendar_survives_its_document() -> None:
    assert decode_calendar(encode_calendar(CALENDAR)).years == CALENDAR.years


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"workdays": ["2025-02-14"]}, "2025-02-14不是2026年的日子"),
        ({"workdays": ["2026-02-16"]}, "又放假又上班"),
        ({"workdays": ["2026-11-23"]}, "平日"),
        ({"holidays": {}, "workdays": []}, "一个节日也没有"),
        ({"workdays": ["2026-02-30"]}, "读不懂"),
        ({"year": "二〇二六"}, "读不懂"),
    ],
)
def test_a_wrong_calendar_is_refused_in_words(change: dict[str, object], says: str) -> None:
    document = json.loads((BUNDLED / "2026.json").read_bytes()) | change
    with pytest.raises(CalendarUnreadable, match=says):
        decode_calendar(json.dumps(document).encode())


def test_what_is_no_json_is_refused() -> None:
    with pytest.raises(CalendarUnreadable):
        decode_calendar(b"\xff\x00")


def test_counting_back_is_not_offered() -> None:
    with pytest.raises(ValueError, match="-1"):
        WorkCalendar({}).add_working_days(date(2026, 1, 1), -1)


@pytest.mark.parametrize(
    ("unit", "round_day", "start", "expected"),
    [
        ("monthly_batch", "15", date(2026, 11, 2), date(2026, 11, 16)),
        ("monthly_batch", "15", date(2026, 11, 16), date(2026, 12, 15)),
        ("monthly_batch", "31", date(2026, 2, 2), date(2026, 2, 28)),
        ("yearly_round", "06-30", date(2025, 7, 1), date(2026, 6, 30)),
        ("yearly_round", "10-01", date(2026, 7, 1), date(2026, 10, 8)),
        ("monthly_batch", "32", date(2026, 11, 2), date(2026, 11, 30)),
        ("yearly_round", "每年秋天", date(2026, 11, 2), date(2026, 12, 31)),
    ],
)
def test_a_round_that_the_item_names_is_the_next_one(
    unit: LimitUnit, round_day: str, start: date, expected: date
) -> None:
    assert CALENDAR.deadline(TimeLimit(unit, round_day=round_day), start) == expected


def test_a_round_that_falls_into_a_pause_is_the_one_after_it() -> None:
    pause = Pause(date(2026, 11, 20), date(2026, 12, 2))
    assert CALENDAR.deadline(TimeLimit("monthly_batch"), date(2026, 11, 2), (pause,)) == date(2026, 12, 31)
    assert CALENDAR.deadline(TimeLimit("monthly_batch"), date(2026, 11, 2), (Pause(date(2026, 11, 5)),)) is None
