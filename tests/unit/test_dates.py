from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.dates import china_date, china_time, chinese_date, read_date, short_day, weekday_name


def test_a_date_is_written_as_on_paper() -> None:
    day = date(2026, 11, 3)
    assert (chinese_date(day), short_day(day), weekday_name(day)) == ("2026年11月3日", "11月3日", "星期二")


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-03",
        "2026年11月3日",
        "2026年11月03号",
        "20261103",
        "2026/11/3",
        "2026.11.3",
        "２０２６－１１－０３",
        " 2026-11-3 ",
    ],
)
def test_a_date_is_read_however_it_was_written(written: str) -> None:
    assert read_date(written) == date(2026, 11, 3)


@pytest.mark.parametrize(
    "written", ["", "2026-02-30", "2026-13-01", "11-03", "26-11-03", "2026110", "明天", "2026-11-03T00:00"]
)
def test_what_is_no_date_is_not_read(written: str) -> None:
    assert read_date(written) is None


@given(st.dates(min_value=date(1000, 1, 1)))
def test_what_is_written_can_be_read(day: date) -> None:
    assert read_date(chinese_date(day)) == read_date(day.isoformat()) == read_date(day.strftime("%Y%m%d")) == day


def test_the_day_is_the_day_in_china() -> None:
    assert china_date("2026-11-22T16:00:00Z") == date(2026, 11, 23)
    assert china_date("2026-11-22T15:59:59+00:00") == date(2026, 11, 22)
    moment = china_time("2026-11-23T01:30:00Z")
    assert moment.isoformat() == "2026-11-23T09:30:00+08:00"
    assert moment.utcoffset() == timedelta(hours=8)


def test_a_moment_without_an_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="offset"):
        china_time(datetime(2026, 11, 23, 9, 30))
