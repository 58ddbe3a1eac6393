"""Which limit runs on a case now, and the dates an acceptance promises: DOMAIN's clocks on the published calendar."""

from dataclasses import dataclass
from datetime import date, timedelta

from forms.catalogue.guide import ServiceGuide, TimeLimit
from forms.dates import china_date
from forms.lifecycle import Case, State
from forms.workdays import CalendarMissing, Pause, WorkCalendar

CHECK_DAYS = 5
"""行政许可法§32(4): correction is asked for within five working days, or the case counts as accepted."""
DELIVERY_DAYS = 10
"""行政许可法§44: the decision is issued and delivered within ten working days."""
NO_DATE = "9999-12-31"

_CHECK = TimeLimit("working_day", CHECK_DAYS, basis="行政许可法§32(4)、§82")
_DELIVERY = TimeLimit("working_day", DELIVERY_DAYS, basis="行政许可法§44、§82")


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


def acceptance_start(case: Case, supplied_at: str, guide: ServiceGuide | None, accepted_on: date) -> date:
    """Day 0 of the guide's limits.

    The day of acceptance; the day the last material came in where something was asked for; the day of receipt for a
    deemed acceptance (§32(4)); the station's own day where the guide says that its receipt starts the clock.
    """
    if guide is not None and guide.on_receipt_clock == "station" and case.station_received_at:
        return china_date(case.station_received_at)
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


def next_due(case: Case, supplied_at: str, calendar: WorkCalendar) -> str:
    """ISO date of the limit that runs now, `NO_DATE` where none does or no calendar can tell."""
    try:
        due = _due(case, supplied_at, calendar)
    except CalendarMissing:
        return NO_DATE
    return due.isoformat() if due else NO_DATE


def days_left(due: str, today: date, calendar: WorkCalendar) -> int | None:
    """Working days until `due`, negative when it has passed; None where there is no date. Raises `CalendarMissing`."""
    return None if due in ("", NO_DATE) else calendar.days_left(date.fromisoformat(due), today)


def _due(case: Case, supplied_at: str, calendar: WorkCalendar) -> date | None:
    if case.state is State.UNDER_CHECK:
        return check_due(case, supplied_at, calendar)
    if case.state is State.CORRECTION_REQUIRED and case.correction_due:
        return date.fromisoformat(case.correction_due)
    if case.state is State.ACCEPTED:
        until = case.promised_until or case.statutory_until
        return date.fromisoformat(until) if until else None
    if case.state in (State.DECIDED_GRANTED, State.DECIDED_REFUSED) and case.decided_at:
        return calendar.deadline(_DELIVERY, china_date(case.decided_at))
    return None


def suggested_correction_due(today: date, calendar: WorkCalendar) -> date:
    """What the form proposes: a fortnight, moved to a working day. The clerk may set another."""
    day = today + timedelta(days=14)
    return day if calendar.is_working_day(day) else calendar.add_working_days(day, 1)
