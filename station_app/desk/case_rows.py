"""Where a case is, when it is due and what to do next: from a stored row to a line of a list."""

from datetime import date

import msgspec

from forms.catalogue.guide import ServiceGuide
from forms.dates import china_date, short_day
from forms.lifecycle import State
from forms.masking import mask_id
from forms.words import day
from forms.workdays import CalendarMissing
from station_app.desk.context import Desk
from station_app.desk.views import CaseRow, Holder, NextStep, Urgency
from station_app.storage.projections import StoredCase

SOON_DAYS = 3
CHECK_DAYS = 5
"""Working days in which the organ must ask for a correction; silence counts as acceptance (许可法§32(4))."""
FORWARD_DAYS = 3
"""Working days in which the station sends a case on."""

_WAITING = frozenset({State.UNDER_CHECK, State.ACCEPTED})
_REFUSED = frozenset({State.NOT_ACCEPTED, State.DECIDED_REFUSED})


class Due(msgspec.Struct, frozen=True):
    """A day to keep, as ISO text, and the working days left; `days` None: no day, or its calendar is missing."""

    day: str = ""
    days: int | None = None


def case_row(desk: Desk, stored: StoredCase) -> CaseRow:
    state = State(stored.state)
    due = _due(desk, stored, state)
    guide = desk.guide(stored.item_code)
    to_decide = state is State.RECEIVED and guide is not None and guide.authority == "decide"
    step, detail = _next(stored, state, due, to_decide=to_decide)
    return CaseRow(
        case_id=stored.case_id,
        receipt_number=stored.receipt_number,
        official_number=stored.official_number,
        applicant_name=stored.applicant_name,
        masked_id=mask_id(stored.id_number),
        village=stored.village,
        item_name=stored.item_name,
        state=stored.state,
        holder="station" if to_decide else _holder(stored, state),
        office=stored.office,
        due=due.day,
        days_left=due.days,
        urgency=_urgency(stored, state, due),
        next_step=step,
        next_detail=detail,
        received_at=stored.received_at,
        unsent=stored.unsent,
        english_item=guide.english_name if guide else "",
        english_detail=_english_detail(desk, guide, stored) if detail else "",
    )


def _english_detail(desk: Desk, guide: ServiceGuide | None, stored: StoredCase) -> str:
    names = {material.name: desk.english.material(material) for material in guide.materials} if guide else {}
    wanted = ", ".join(names.get(name, name) for name in stored.wanted.split("、"))
    if State(stored.state) in (State.DRAFT, State.CORRECTION_REQUIRED) or not stored.deferred_due:
        return wanted
    return f"{wanted}, due {day(date.fromisoformat(stored.deferred_due), 'en')}"


def _due(desk: Desk, stored: StoredCase, state: State) -> Due:
    try:
        day = _due_day(desk, stored, state)
    except CalendarMissing:
        return Due()
    if day is None:
        return Due()
    try:
        return Due(day.isoformat(), desk.calendar.days_left(day, desk.today()))
    except CalendarMissing:
        return Due(day.isoformat())


def _due_day(desk: Desk, stored: StoredCase, state: State) -> date | None:
    days = [date.fromisoformat(stored.due)] if stored.due else []
    if stored.deferred_due:
        days.append(date.fromisoformat(stored.deferred_due))
    if state is State.UNDER_CHECK and stored.authority_received_at:
        days.append(desk.calendar.add_working_days(china_date(stored.authority_received_at), CHECK_DAYS))
    if state is State.RECEIVED and stored.unsent and stored.received_at:
        days.append(desk.calendar.add_working_days(china_date(stored.received_at), FORWARD_DAYS))
    return min(days, default=None)


def _holder(stored: StoredCase, state: State) -> Holder:
    if _receipt_refused(stored, state):
        return "station"
    if state in (State.DRAFT, State.CORRECTION_REQUIRED):
        return "applicant"
    if state in (State.RESULT_AT_STATION, State.NOT_ACCEPTED) or _decided_here(stored, state):
        return "station"
    if state is State.RECEIVED:
        return "station" if stored.unsent else "on_the_way"
    if state is State.IN_TRANSIT:
        return "on_the_way"
    return "nobody" if stored.ended else "township"


def _next(stored: StoredCase, state: State, due: Due, *, to_decide: bool) -> tuple[NextStep, str]:
    if to_decide:
        return "decide", ""
    if _receipt_refused(stored, state):
        return "read_refusal", ""
    if state is State.DRAFT:
        return "finish_draft", stored.wanted
    if state is State.CORRECTION_REQUIRED:
        return "tell_correction", stored.wanted
    if state is State.NOT_ACCEPTED or (state is State.DECIDED_REFUSED and _decided_here(stored, state)):
        return "read_refusal", ""
    if state is State.RESULT_AT_STATION or _decided_here(stored, state):
        return "deliver", ""
    if stored.ended:
        return "none", ""
    if stored.deferred_due:
        return "supply", f"{stored.wanted}，{short_day(date.fromisoformat(stored.deferred_due))}前"
    if state in _WAITING and due.days is not None and due.days < 0:
        return "urge", ""
    return ("send", "") if state is State.RECEIVED and stored.unsent else ("wait", "")


def _urgency(stored: StoredCase, state: State, due: Due) -> Urgency:
    if state is State.RESULT_AT_STATION or (_decided_here(stored, state) and state not in _REFUSED):
        return "good"
    if _receipt_refused(stored, state):
        return "soon"
    if due.days is None or stored.ended:
        return "plain"
    if due.days < 0:
        return "late"
    return "soon" if due.days <= SOON_DAYS else "plain"


def _receipt_refused(stored: StoredCase, state: State) -> bool:
    """The district did not take the receipt itself: a draft that has a receipt number."""
    return state is State.DRAFT and stored.receipt_number != ""


def _decided_here(stored: StoredCase, state: State) -> bool:
    return stored.decided_by_station and state in (State.DECIDED_GRANTED, State.DECIDED_REFUSED)
