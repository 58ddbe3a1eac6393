"""Where a case is, when it is due and what to do next: from a stored row to a line of a list."""

from collections.abc import Mapping
from datetime import date

import msgspec

from forms.catalogue.guide import ServiceGuide
from forms.lifecycle import State
from forms.masking import mask_id
from forms.waiting import NOTHING, Awaited, Wait, most_pressing, waits
from forms.words import written_day
from forms.workdays import CalendarMissing
from station_app.desk.context import Desk
from station_app.desk.views import CaseRow, NextStep, Urgency
from station_app.storage.projections import ListedCase

SOON_DAYS = 3

_REFUSED = frozenset({State.NOT_ACCEPTED, State.DECIDED_REFUSED})
_STEPS: dict[Awaited, NextStep] = {
    "return": "finish_draft",
    "resend": "read_refusal",
    "send": "send",
    "decide_here": "decide",
    "supply": "tell_correction",
    "arrive": "confirm_arrival",
    "tell": "read_refusal",
    "collect": "deliver",
    "hand_over": "deliver",
}
"""What the station does about what is waited for; it waits for the rest."""
_OWN_STEPS: dict[Awaited, NextStep] = {"send_originals": "forward", "put_right": "read_refusal"}
"""What the station owes beside what the state waits for, once it is due first."""
_LATE_STEPS: dict[NextStep, NextStep] = {
    "wait": "urge",
    "confirm_arrival": "urge",
    "finish_draft": "ask",
    "deliver": "tell_collect",
}


class Due(msgspec.Struct, frozen=True):
    """A day to keep, as ISO text, and the working days left; `days` None: no day, or its calendar is missing."""

    day: str = ""
    days: int | None = None
    is_past: bool = False


def sent_back(desk: Desk) -> dict[str, str]:
    """Cases with an act that the district did not take and nobody has put right or read: when it was done. One statement."""
    return {logged.case_id: logged.event.at for logged in desk.store.refusals.all() if logged.case_id}


def case_row(desk: Desk, stored: ListedCase, sent_back: Mapping[str, str]) -> CaseRow:
    """`sent_back` as the function of this name tells it, once for all rows."""
    guide = desk.guide(stored.item_code)
    now = msgspec.structs.replace(stored.stands(), refused_at=sent_back.get(stored.case_id, ""))
    found = waits(now, desk.calendar, desk.settings.waiting, guide)
    first, pressing = found[0] if found else NOTHING, most_pressing(found)
    due = _due(desk, pressing.until)
    step, detail = _next(stored, first, pressing, due)
    return CaseRow(
        case_id=stored.case_id,
        receipt_number=stored.receipt_number,
        official_number=stored.official_number,
        applicant_name=stored.applicant_name,
        masked_id=mask_id(stored.id_number),
        village=stored.village,
        item_name=stored.item_name,
        state=State.RESULT_ON_THE_WAY.value if stored.pages_coming else stored.state,
        holder=first.holder,
        office=stored.office,
        due=due.day,
        days_left=due.days,
        urgency=_urgency(stored, first, due),
        next_step=step,
        next_detail=detail,
        received_at=stored.received_at,
        unsent=stored.unsent,
        english_item=guide.english_name if guide else "",
        english_detail=_english_detail(desk, guide, stored) if detail else "",
        waits=found,
    )


def _english_detail(desk: Desk, guide: ServiceGuide | None, stored: ListedCase) -> str:
    names = {material.name: desk.english.material(material) for material in guide.known_materials} if guide else {}
    wanted = ", ".join(names.get(name, name) for name in stored.wanted.split("、"))
    if State(stored.state) in (State.DRAFT, State.CORRECTION_REQUIRED) or not stored.deferred_due:
        return wanted
    return f"{wanted}, due {written_day(stored.deferred_due, 'en')}"


def _due(desk: Desk, until: date | None) -> Due:
    if until is None:
        return Due()
    try:
        return Due(until.isoformat(), desk.calendar.days_left(until, desk.today()), desk.today() > until)
    except CalendarMissing:
        # By how many working days nobody can tell; that it is past anybody can.
        return Due(until.isoformat(), is_past=desk.today() > until)


def _next(stored: ListedCase, first: Wait, pressing: Wait, due: Due) -> tuple[NextStep, str]:
    if first == NOTHING:
        return "none", ""
    if pressing.awaited in _OWN_STEPS:
        return _OWN_STEPS[pressing.awaited], ""
    state, step = State(stored.state), _STEPS.get(first.awaited, "wait")
    if first.awaited == "hand_over" and state is State.DECIDED_REFUSED:
        step = "read_refusal"
    if stored.deferred_due and step in ("wait", "send"):
        return "supply", f"{stored.wanted}，{written_day(stored.deferred_due)}前"
    if due.is_past:
        step = _LATE_STEPS.get(step, step)
    return step, stored.wanted if step in ("finish_draft", "ask", "tell_correction") else ""


def _urgency(stored: ListedCase, first: Wait, due: Due) -> Urgency:
    if due.is_past:
        return "late"
    if first.awaited == "collect" or (first.awaited == "hand_over" and State(stored.state) not in _REFUSED):
        return "good"
    if first.awaited == "resend":
        return "soon"
    return "soon" if due.days is not None and due.days <= SOON_DAYS else "plain"
