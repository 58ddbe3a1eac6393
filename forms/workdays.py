"""Working days from the State Council's published calendar, and the deadlines that are counted in them.

A year whose notice has not been published is said (`CalendarMissing`), never guessed. The calendar data is what the
district publishes; forms/calendars holds the years known when this program was made.
"""

import calendar as month_lengths
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

import msgspec

from forms.catalogue.guide import TimeLimit
from forms.dates import months_later
from forms.failures import EnvironmentFailure, InputFailure

BUNDLED = Path(__file__).parent / "calendars"
_DAY = timedelta(days=1)
_SATURDAY = 5


class YearDays(msgspec.Struct, frozen=True, omit_defaults=True):
    """One year's notice: the days off by the holiday they belong to, and the weekend days worked instead (调休).

    Days of the December before may stand in it too: that is how the notice of a year arranges its New Year.
    """

    year: int
    notice: str
    holidays: dict[str, tuple[date, ...]]
    workdays: tuple[date, ...]
    title: str = ""
    issued: date | None = None
    transcribed_from: str = ""

    def days_off(self) -> frozenset[date]:
        return frozenset(day for days in self.holidays.values() for day in days)


class Pause(msgspec.Struct, frozen=True):
    """A special procedure (许可法§45) from the day it began to the day the clock went on; `end` None while it lasts.

    Like every period's (民法典§201), its first day is not counted into it; its last day is.
    """

    start: date
    end: date | None = None

    def holds(self, day: date) -> bool:
        return self.start < day and (self.end is None or day <= self.end)


class CalendarMissing(EnvironmentFailure):
    """No notice for `year` is known here, so no working day of it can be told."""

    def __init__(self, year: int) -> None:
        super().__init__(
            f"{year}年的放假和调休安排还没有收到，算不出工作日。请联网同步一次；同步后还是这样，请打电话请县里发布{year}年的工作日历。"
            "已经登记的内容都在，不受影响。",
            f"The holiday arrangement for {year} has not arrived, so working days cannot be counted. Sync once; if "
            f"that does not help, ask the district to publish its {year} calendar. Nothing recorded is affected.",
        )
        self.year = year


class CalendarUnreadable(InputFailure):
    """A calendar document that cannot be used; the sentence says what is wrong with it."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(
            f"这份工作日历不能用：{zh}。请对照国务院办公厅的通知改好再发布。", f"This calendar cannot be used: {en}."
        )


class WorkCalendar:
    """The working days of the years it has a notice for. Immutable. Every method raises `CalendarMissing` beyond them."""

    def __init__(self, years: Mapping[int, YearDays]) -> None:
        self.years: Mapping[int, YearDays] = dict(years)
        self._off = frozenset(day for days in self.years.values() for day in days.days_off())
        self._worked = frozenset(day for days in self.years.values() for day in days.workdays)

    def with_years(self, newer: "WorkCalendar") -> "WorkCalendar":
        """This calendar with the other's years added; where both have a year, the other's holds."""
        return WorkCalendar({**self.years, **newer.years})

    def is_working_day(self, day: date) -> bool:
        if day.year not in self.years:
            raise CalendarMissing(day.year)
        if day in self._worked:
            return True
        return day.weekday() < _SATURDAY and day not in self._off

    def add_working_days(self, start: date, n: int) -> date:
        """The n-th working day after `start`, which is not counted (民法典§201). n = 0 gives `start` itself."""
        if n < 0:
            raise ValueError(f"cannot count {n} working days ahead")
        return self._nth(start, n, (), only_working=True)

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days come after `start` up to and with `end`; negative when `end` is the earlier one."""
        if end < start:
            return -self.working_days_between(end, start)
        days = (start + _DAY * n for n in range(1, (end - start).days + 1))
        return sum(map(self.is_working_day, days))

    def days_left(self, deadline: date, today: date) -> int:
        """Working days until the deadline: 0 on its day, negative from the day after it, weekends too (at least -1)."""
        if today > deadline:
            return min(-1, self.working_days_between(today, deadline))
        return self.working_days_between(today, deadline)

    def deadline(self, limit: TimeLimit, start: date, pauses: Sequence[Pause] = (), extensions: int = 0) -> date | None:
        """The last day of a limit whose clock started on `start`; None where no date can be said.

        The start day is not counted (民法典§201), nor are days in a pause (许可法§45). Natural days and months ending
        on a day off run on to the next working day (民法典§203); a month ends on its corresponding day, or on its last
        (§202). `extensions`: working days granted on top (许可法§42). On the spot and minutes: the same day; hours:
        whole days of 24 hours. A batch or a yearly round: the first that comes after the start and after every pause. A
        clock that stands still now: None.
        """
        if limit.unit in ("on_the_spot", "minute"):
            return start
        if any(pause.end is None for pause in pauses):
            return None
        if limit.unit in ("monthly_batch", "yearly_round"):
            after = max((start, *(pause.end for pause in pauses if pause.end)))
            return self._nth(self._round(limit, after), extensions, pauses, only_working=True)
        if limit.unit == "working_day":
            return self._nth(start, limit.amount + extensions, pauses, only_working=True)
        last = self._nth(start, _natural_days(limit, start), pauses, only_working=False)
        if last > start and not self.is_working_day(last):
            last = self._nth(last, 1, pauses, only_working=True)
        return self._nth(last, extensions, pauses, only_working=True)

    def _round(self, limit: TimeLimit, after: date) -> date:
        months, named = (1 if limit.unit == "monthly_batch" else 12), round_of(limit)
        month, number = named or (12, 31)
        first = date(after.year, after.month if months == 1 else month, 1)
        while True:
            last = month_lengths.monthrange(first.year, first.month)[1]
            day = self._working_day_near(first.replace(day=min(number, last)), back=named is None)
            if day > after:
                return day
            first = months_later(first, months)

    def _working_day_near(self, day: date, *, back: bool) -> date:
        while not self.is_working_day(day):
            day += -_DAY if back else _DAY
        return day

    def _nth(self, start: date, n: int, pauses: Sequence[Pause], *, only_working: bool) -> date:
        day = start
        while n > 0:
            day += _DAY
            if (not only_working or self.is_working_day(day)) and not any(pause.holds(day) for pause in pauses):
                n -= 1
        return day


_ROUND_DAY = {"monthly_batch": r"()(0?[1-9]|[12]\d|3[01])", "yearly_round": r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"}


def round_of(limit: TimeLimit) -> tuple[int, int] | None:
    """Month (1 where it is every month) and day of a batch or a yearly round; None where the guide names none that is one."""
    found = re.fullmatch(_ROUND_DAY.get(limit.unit, "(?!)"), limit.round_day)
    return (int(found[1] or 1), int(found[2])) if found else None


def _natural_days(limit: TimeLimit, start: date) -> int:
    if limit.unit == "month":
        return (months_later(start, limit.amount) - start).days
    return limit.amount // 24 if limit.unit == "hour" else limit.amount


def decode_calendar(document: bytes) -> WorkCalendar:
    """A calendar from its JSON: one year's object, or a list of them. Raises `CalendarUnreadable`."""
    try:
        decoded = msgspec.json.decode(document, type=YearDays | list[YearDays])
    except msgspec.DecodeError as error:
        raise CalendarUnreadable(f"内容读不懂（{error}）", f"it is not a calendar document ({error})") from error
    years = decoded if isinstance(decoded, list) else [decoded]
    for year in years:
        _check(year)
    return WorkCalendar({year.year: year for year in years})


def encode_calendar(calendar: WorkCalendar) -> bytes:
    """The document that `decode_calendar` reads back, years in order."""
    return msgspec.json.encode([calendar.years[year] for year in sorted(calendar.years)])


def load_calendars(directory: Path = BUNDLED) -> WorkCalendar:
    """The calendars that came with the program. Raises `CalendarUnreadable`."""
    files: Iterable[Path] = sorted(directory.glob("*.json"))
    years = [decode_calendar(file.read_bytes()).years for file in files]
    return WorkCalendar({number: days for each in years for number, days in each.items()})


def _check(days: YearDays) -> None:
    off, worked = days.days_off(), frozenset(days.workdays)
    for day in sorted(off | worked):
        if day.year != days.year and (day.year, day.month) != (days.year - 1, 12):
            raise CalendarUnreadable(f"{day}不是{days.year}年的日子", f"{day} is not a day of {days.year}")
    for day in sorted(off & worked):
        raise CalendarUnreadable(f"{day}又放假又上班", f"{day} is both a day off and a working day")
    for day in sorted(worked):
        if day.weekday() < _SATURDAY:
            raise CalendarUnreadable(f"{day}是平日，不会是调休上班", f"{day} is no weekend day")
    if not off:
        raise CalendarUnreadable(f"{days.year}年一个节日也没有", f"{days.year} has no day off")
