"""Which limit runs on a case now, and the dates an acceptance promises: DOMAIN's clocks on the published calendar."""

from dataclasses import dataclass
from datetime import date, timedelta

import msgspec

from forms import waiting
from forms.catalogue.guide import ServiceGuide, TimeLimit
from forms.dates import china_date
from forms.lifecycle import Case
from forms.waiting import CHECK_DAYS, Wait, WaitingRules, most_pressing, standing
from forms.workdays import CalendarMissing, Pause, WorkCalendar

NO_DATE = "9999-12-31"

_CHECK = TimeLimit("working_day", CHECK_DAYS, basis="行政许可法§32(4)、§82")


@dataclass(frozen=True)
class Promise:
    """ISO dates, empty where the guide's limit names no day, or where it falls in `missing_year`: no calendar yet."""

    promised_until: str = ""
    statutory_until: str = ""
    missing_year: int = 0


def check_start(case: Case, supplied_at: str) -> date:
    """Day 0 of the five days: when the office got the case, or the last of what it had asked for (补正)."""
    return china_date(supplied_at if case.corrections and supplied_at else case.authority_received_at)


def check_due(case: Case, supplied_at: str, calendar: WorkCalendar) -> date | None:
    """The last day to ask for a correction. Raises `CalendarMissing`."""
    return calendar.deadline(_CHECK, check_start(case, supplied_at))


def acceptance_start(
    case: Case, supplied_at: str, guide: ServiceGuide | None, accepted_on: date, arrived_at: str = ""
) -> date:
    """Day 0 of the guide's limits.

    The day of acceptance; the day the last material came in where something was asked for; the day of receipt for a
    deemed acceptance (§32(4)); the station's own day where the guide says that its receipt starts the clock, but none after
    the day on which the server had it: a station's clock may be anything, and a right follows from this day.
    """
    if guide is not None and guide.on_receipt_clock == "station" and case.station_received_at:
        received = china_date(case.station_received_at)
        return min(received, china_date(arrived_at)) if arrived_at else received
    if case.deemed_accepted:
        return china_date(case.authority_received_at)
    if case.corrections and supplied_at:
        return china_date(supplied_at)
    return accepted_on


def promise(case: Case, start: date, guide: ServiceGuide | None, calendar: WorkCalendar, more_days: int = 0) -> Promise:
    """The two end dates, with pauses and extensions. Without a guide no day is promised."""
    if guide is None:
        return Promise()
    pauses = [
        Pause(china_date(pause.since), china_date(pause.until) if pause.until else None) for pause in case.suspensions
    ]
    dates, missing_year = ["", ""], 0
    for place, limit in enumerate((guide.promised_limit, guide.statutory_limit)):
        try:
            day = calendar.deadline(limit, start, pauses, case.extension_days + more_days)
        except CalendarMissing as missing:
            missing_year = missing.year
        else:
            dates[place] = day.isoformat() if day else ""
    return Promise(dates[0], dates[1], missing_year)


@dataclass(frozen=True)
class Known:
    """What the district knows beside a case: when things reached its own server, and the rules of the case's station."""

    arrived_at: str
    supplied_at: str
    rules: WaitingRules
    guide: ServiceGuide | None


def waits(case: Case, known: Known, calendar: WorkCalendar) -> tuple[Wait, ...]:
    """What the case waits for, by the server's own times."""
    case = msgspec.structs.replace(
        case, arrived_at=known.arrived_at or case.arrived_at, supplied_at=known.supplied_at or case.supplied_at
    )
    return waiting.waits(standing(case), calendar, known.rules, known.guide)


def next_due(case: Case, known: Known, calendar: WorkCalendar) -> str:
    """ISO date of what is waited for first, `NO_DATE` where nothing is or no calendar can tell."""
    until = most_pressing(waits(case, known, calendar)).until
    return until.isoformat() if until else NO_DATE


def days_left(due: str, today: date, calendar: WorkCalendar) -> int | None:
    """Working days until `due`, negative when it has passed; None where there is no date. Raises `CalendarMissing`."""
    return None if due in ("", NO_DATE) else calendar.days_left(date.fromisoformat(due), today)


def suggested_correction_due(today: date, calendar: WorkCalendar) -> date:
    """What the form proposes: a fortnight, moved to a working day. The clerk may set another."""
    day = today + timedelta(days=14)
    return day if calendar.is_working_day(day) else calendar.add_working_days(day, 1)
