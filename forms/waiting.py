"""Who has a case now, what is waited for, and until which day: one table for the desk and the district.

Nothing waits without a day, unless no calendar tells it. A day that only the station's own rules give (`WaitingRules`) says
so in its reason: it binds nobody by law, and what is past it is only named.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated, Literal

import msgspec

from forms.catalogue.guide import ServiceGuide, TimeLimit
from forms.dates import china_date
from forms.lifecycle import BEFORE_DECISION, Case, State
from forms.workdays import CalendarMissing, WorkCalendar

Holder = Literal["station", "on_the_way", "coming", "township", "applicant", "nobody"]
"""`on_the_way` to the township, `coming` to the station."""
Awaited = Literal[
    "return",
    "resend",
    "send",
    "confirm",
    "check",
    "supply",
    "decide",
    "round",
    "procedure",
    "issue",
    "arrive",
    "tell",
    "collect",
    "decide_here",
    "hand_over",
    "deferred",
    "originals",
    "send_originals",
    "put_right",
]
Days = Annotated[int, msgspec.Meta(ge=1, le=250)]

CHECK_DAYS = 5
"""行政许可法§32(4): correction is asked for within five working days, or the case counts as accepted."""
DELIVERY_DAYS = 10
"""行政许可法§44: the decision is issued and delivered within ten working days."""
DECISION_DAYS = 20
"""行政许可法§42, for a case of which no guide says anything."""


class WaitingRules(msgspec.Struct, frozen=True, omit_defaults=True):
    """The station's own rules, in working days; the district may publish others with a station's settings.

    `forward`: the receipt goes on to the township; `confirm`: the township confirms that it has the case, or originals;
    `carry`: a result on its way to the station; `tell`: a refusal to accept is told, and what was sent back is put right; `collect`: a result that nobody has
    fetched is asked after; `come_back`: whoever was sent for papers is asked after.
    """

    forward: Days = 3
    confirm: Days = 3
    carry: Days = 5
    tell: Days = 3
    collect: Days = 10
    come_back: Days = 20


class Standing(msgspec.Struct, frozen=True, omit_defaults=True):
    """What of a case says how it waits: small enough to stand in a row of a list. Times and days are ISO text.

    `until`: the day that an event named; `expected_days`: of a special procedure; `deferred_due`: the first material that is
    to follow; `originals_here_since`: originals for the office lie at the station; `refused`: the district did not take the receipt; `refused_at`: the time of another act that it did not take and
    nobody at the station has put right.
    """

    state: State = State.DRAFT
    since: str = ""
    until: str = ""
    expected_days: int = 0
    arrived: bool = False
    refused: bool = False
    decided_here: bool = False
    deferred_due: str = ""
    originals_sent_at: str = ""
    originals_here_since: str = ""
    refused_at: str = ""


class Wait(msgspec.Struct, frozen=True):
    """`until` None: no calendar of `missing_year` is here, or nothing says when the clock began. `days`: of the limit."""

    awaited: Awaited
    holder: Holder
    until: date | None = None
    days: int = 0
    missing_year: int = 0


NOTHING = Wait("tell", "nobody")


def standing(case: Case, *, refused: bool = False) -> Standing:
    """`refused`: the district did not take the receipt, so the case is a draft again that has a number."""
    return Standing(
        state=case.state,
        since=_since(case, refused=refused),
        until=_until(case),
        expected_days=case.suspensions[-1].expected_days if case.suspensions else 0,
        arrived=case.arrived_at != "",
        refused=refused,
        decided_here=case.decided_here,
        deferred_due=min(
            (line.due for line in case.content.materials if line.status == "deferred" and line.due), default=""
        ),
        originals_sent_at=case.originals_sent_at,
        originals_here_since=case.station_received_at if _has_originals(case) else "",
    )


def _has_originals(case: Case) -> bool:
    """Whether originals that belong to the office lie at the station, which has not sent them and the office not confirmed them."""
    kept = any(line.originals_kept and line.status == "provided" for line in case.content.materials)
    return kept and case.state is State.RECEIVED


def _since(case: Case, *, refused: bool) -> str:
    """Day 0 of what is waited for; the times that an older program's case has, where it knows no other."""
    match case.state:
        case State.DRAFT:
            return case.station_received_at if refused else case.noticed_at
        case State.RECEIVED:
            return case.arrived_at or case.station_received_at
        case State.UNDER_CHECK:
            return (case.supplied_at if case.corrections else "") or case.authority_received_at
        case State.ACCEPTED:
            return case.accepted_at
        case State.SUSPENDED:
            return case.suspensions[-1].since if case.suspensions else case.since
        case State.DECIDED_GRANTED | State.DECIDED_REFUSED | State.NOT_ACCEPTED:
            return case.decided_at
        case _:
            return case.since or case.decided_at or case.arrived_at or case.station_received_at


def _until(case: Case) -> str:
    if case.state is State.CORRECTION_REQUIRED:
        return case.correction_due
    return case.promised_until or case.statutory_until if case.state is State.ACCEPTED else ""


def waits(
    now: Standing, calendar: WorkCalendar, rules: WaitingRules, guide: ServiceGuide | None = None
) -> tuple[Wait, ...]:
    """All that is waited for, what the state itself waits for first; nothing once a case has ended. `guide`: its item's, for
    rounds and for a case whose acceptance named no day. Never raises for anything that an event may have said.
    """
    entry = _TABLE.get(now.state)
    if entry is None:
        return ()
    found = [_of_state(now, calendar, rules, guide, *entry(now, rules))]
    if now.deferred_due and (now.state is State.DRAFT or now.state in BEFORE_DECISION) and not now.refused:
        found.append(_named("deferred", "applicant", now.deferred_due))
    if now.originals_sent_at and now.state is not State.IN_TRANSIT:
        found.append(_counted(calendar, "originals", "on_the_way", now.originals_sent_at, _working(rules.confirm)))
    if now.originals_here_since and found[0].awaited == "confirm":
        found.append(_counted(calendar, "send_originals", "station", now.originals_here_since, _working(rules.forward)))
    if now.refused_at and not now.refused:
        found.append(_counted(calendar, "put_right", "station", now.refused_at, _working(rules.tell)))
    return tuple(found)


def most_pressing(of: Sequence[Wait]) -> Wait:
    """The one whose day comes first; what the state waits for where none has a day. `NOTHING` of none."""
    dated = [wait for wait in of if wait.until is not None]
    return min(dated, key=lambda wait: wait.until or date.max) if dated else of[0] if of else NOTHING


_Entry = tuple[Awaited, Holder, TimeLimit | None]


def _working(days: int) -> TimeLimit:
    return TimeLimit("working_day", days)


def _draft(now: Standing, rules: WaitingRules) -> _Entry:
    if now.refused:
        return "resend", "station", _working(rules.forward)
    return "return", "applicant", _working(rules.come_back)


def _received(now: Standing, rules: WaitingRules) -> _Entry:
    return (
        ("confirm", "township", _working(rules.confirm))
        if now.arrived
        else ("send", "station", _working(rules.forward))
    )


def _decided(now: Standing, rules: WaitingRules) -> _Entry:
    holder: Holder = "station" if now.decided_here else "township"
    return "hand_over" if now.decided_here else "issue", holder, _working(DELIVERY_DAYS)


_TABLE: dict[State, Callable[[Standing, WaitingRules], _Entry]] = {
    State.DRAFT: _draft,
    State.RECEIVED: _received,
    State.IN_TRANSIT: lambda _, rules: ("confirm", "on_the_way", _working(rules.confirm)),
    State.UNDER_CHECK: lambda _, __: ("check", "township", _working(CHECK_DAYS)),
    State.CORRECTION_REQUIRED: lambda _, __: ("supply", "applicant", None),
    State.ACCEPTED: lambda _, __: ("decide", "township", None),
    State.SUSPENDED: lambda now, _: ("procedure", "township", TimeLimit("day", now.expected_days)),
    State.DECIDED_GRANTED: _decided,
    State.DECIDED_REFUSED: _decided,
    State.RESULT_ON_THE_WAY: lambda _, rules: ("arrive", "coming", _working(rules.carry)),
    State.RESULT_AT_STATION: lambda _, rules: ("collect", "station", _working(rules.collect)),
    State.NOT_ACCEPTED: lambda _, rules: ("tell", "station", _working(rules.tell)),
}
"""Every state that is not an end; a test holds it."""


def _of_state(
    now: Standing,
    calendar: WorkCalendar,
    rules: WaitingRules,
    guide: ServiceGuide | None,
    awaited: Awaited,
    holder: Holder,
    counted: TimeLimit | None,
) -> Wait:
    if awaited in ("send", "confirm") and now.state is State.RECEIVED and guide and guide.authority == "decide":
        awaited, holder = "decide_here", "station"
    if counted is not None:
        return _counted(calendar, awaited, holder, now.since, counted)
    limit = guide.promised_limit if guide else None
    by_round = limit is not None and limit.unit in ("monthly_batch", "yearly_round")
    if awaited == "decide" and by_round:
        awaited = "round"
    if now.until:
        return _named(awaited, holder, now.until)
    if awaited == "supply":
        limit = _working(rules.come_back)
    return _counted(calendar, awaited, holder, now.since, limit or _working(DECISION_DAYS))


def _named(awaited: Awaited, holder: Holder, day: str) -> Wait:
    try:
        return Wait(awaited, holder, date.fromisoformat(day[:10]))
    except ValueError:
        return Wait(awaited, holder)


def _counted(calendar: WorkCalendar, awaited: Awaited, holder: Holder, since: str, limit: TimeLimit) -> Wait:
    days = limit.amount
    try:
        return Wait(awaited, holder, calendar.deadline(limit, china_date(since), ()), days)
    except CalendarMissing as missing:
        return Wait(awaited, holder, None, days, missing.year)
    except (ValueError, OverflowError):
        return Wait(awaited, holder, None, days)
