"""A case's states, the moves between them as one table, and the fold from events to a case (DOMAIN: case lifecycle).

The same code serves station and district. Both fold a case's events in the order the district gave them, the station
with its own unsent events after those: so both arrive at the same case.
"""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any, TypeVar

import msgspec

from forms import events as ev
from forms.case import Applicant, AuthorisedAgent, CaseContent, Defect, MaterialLine, ResultDocument
from forms.events import EVENT_DATA, Event, read_data


class State(StrEnum):
    DRAFT = "draft"
    RECEIVED = "received"
    IN_TRANSIT = "in_transit"
    UNDER_CHECK = "under_check"
    CORRECTION_REQUIRED = "correction_required"
    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not_accepted"
    SUSPENDED = "suspended"
    DECIDED_GRANTED = "decided_granted"
    DECIDED_REFUSED = "decided_refused"
    RESULT_ON_THE_WAY = "result_on_the_way"
    RESULT_AT_STATION = "result_at_station"
    DELIVERED = "delivered"
    ARCHIVED = "archived"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    VOID = "void"


S = State
BEFORE_CHECK = frozenset({S.RECEIVED, S.IN_TRANSIT})
BEFORE_DECISION = BEFORE_CHECK | {S.UNDER_CHECK, S.CORRECTION_REQUIRED, S.ACCEPTED, S.SUSPENDED}
DECIDED = frozenset({S.DECIDED_GRANTED, S.DECIDED_REFUSED})
ENDED = frozenset({S.DELIVERED, S.ARCHIVED, S.WITHDRAWN, S.LAPSED, S.VOID})
ANY = frozenset(S)
GOES_ON = ANY - ENDED - {S.DRAFT}

SAME = None
MOVES: dict[str, dict[frozenset[State], State | None]] = {
    "one_time_notice_given": {frozenset({S.DRAFT}): SAME},
    "case_received": {frozenset({S.DRAFT}): S.RECEIVED},
    "forwarded": {frozenset({S.RECEIVED}): S.IN_TRANSIT, BEFORE_DECISION - {S.RECEIVED}: SAME},
    "receipt_confirmed": {BEFORE_CHECK: S.UNDER_CHECK},
    "correction_required": {frozenset({S.UNDER_CHECK}): S.CORRECTION_REQUIRED},
    "materials_supplied": {
        frozenset({S.CORRECTION_REQUIRED}): S.UNDER_CHECK,
        BEFORE_DECISION - {S.CORRECTION_REQUIRED}: SAME,
    },
    "accepted": {frozenset({S.UNDER_CHECK}): S.ACCEPTED},
    "not_accepted": {frozenset({S.UNDER_CHECK}): S.NOT_ACCEPTED},
    "suspended": {frozenset({S.ACCEPTED}): S.SUSPENDED},
    "resumed": {frozenset({S.SUSPENDED}): S.ACCEPTED},
    "extended": {frozenset({S.ACCEPTED}): SAME},
    "decided": {frozenset({S.ACCEPTED}): S.DECIDED_GRANTED},
    "decided_at_station": {frozenset({S.RECEIVED}): S.DECIDED_GRANTED},
    "originals_received": {GOES_ON - BEFORE_CHECK: SAME},
    "result_sent": {DECIDED: S.RESULT_AT_STATION},
    "delivery_undone": {frozenset({S.DELIVERED}): SAME},
    "result_arrived": {
        DECIDED | {S.RESULT_ON_THE_WAY}: S.RESULT_AT_STATION,
        frozenset({S.RESULT_AT_STATION}): SAME,
    },
    "particulars_corrected": {GOES_ON: SAME},
    # Older programs delivered what nobody had recorded as arrived. The desk records the arrival first: see `is_at_station`.
    "delivered": {DECIDED | {S.RESULT_ON_THE_WAY, S.RESULT_AT_STATION, S.NOT_ACCEPTED}: S.DELIVERED},
    "archived": {frozenset({S.DELIVERED, S.NOT_ACCEPTED, S.WITHDRAWN, S.LAPSED}): S.ARCHIVED},
    "withdrawn": {BEFORE_DECISION: S.WITHDRAWN},
    "voided": {frozenset({S.RECEIVED}): S.VOID},
    "lapsed": {frozenset({S.CORRECTION_REQUIRED}): S.LAPSED},
    "deemed_acceptance_undone": {frozenset({S.ACCEPTED}): S.UNDER_CHECK},
    "paper_printed": {ANY: SAME},
    "identity_revealed": {ANY: SAME},
    "official_number_assigned": {ANY - {S.DRAFT}: SAME},
}


class IllegalMove(Exception):
    """An event that the case's state does not allow. `kind` and `state` say which; nothing was changed."""

    def __init__(self, kind: str, state: State) -> None:
        super().__init__(f"{kind} is not possible in state {state}")
        self.kind = kind
        self.state = state


class UnknownKind(Exception):
    """An event of a kind that this version does not know: keep it, ask for a newer program, never drop it."""


class Suspension(msgspec.Struct, frozen=True):
    """From and until as ISO timestamps of the authority; `until` is empty while it lasts."""

    procedure: str
    since: str
    until: str = ""
    expected_days: int = 0


class Case(msgspec.Struct, frozen=True, omit_defaults=True):
    """A case as its events tell it. Times are ISO strings of whoever's act it was; empty means it has not happened."""

    case_id: str = ""
    state: State = State.DRAFT
    content: CaseContent = CaseContent()
    official_number: str = ""
    station_received_at: str = ""
    authority_received_at: str = ""
    accepted_at: str = ""
    deemed_accepted: bool = False
    promised_until: str = ""
    statutory_until: str = ""
    decided_at: str = ""
    delivered_at: str = ""
    ended_at: str = ""
    office: str = ""
    handler: str = ""
    handler_phone: str = ""
    notices: int = 0
    corrections: int = 0
    correction_defects: tuple[Defect, ...] = ()
    correction_due: str = ""
    suspensions: tuple[Suspension, ...] = ()
    extension_days: int = 0
    granted: bool | None = None
    result: ResultDocument | None = None
    reason: str = ""
    remedies: str = ""
    result_means: str = ""
    recipient: str = ""
    papers: tuple[tuple[str, str], ...] = ()
    """(paper, printed at) of each printing."""
    since: str = ""
    """When its state was entered."""
    noticed_at: str = ""
    arrived_at: str = ""
    """When the district's server took it in."""
    supplied_at: str = ""
    """When the correction was answered."""
    originals_sent_at: str = ""
    """While originals are on the way to the office."""
    decided_here: bool = False
    result_arrived_at: str = ""
    corrected: tuple[ev.ParticularCorrected, ...] = ()
    """Every particular that was put right after the receipt, in order."""


def next_state(state: State, kind: str) -> State:
    """The state after an event of `kind`. Raises IllegalMove, or UnknownKind for a kind that is not in the table."""
    if kind not in MOVES:
        raise UnknownKind(kind)
    for sources, target in MOVES[kind].items():
        if state in sources:
            return state if target is None else target
    raise IllegalMove(kind, state)


def may(case: Case, kind: str) -> bool:
    """Whether an event of `kind` is possible now."""
    return any(case.state in sources for sources in MOVES[kind])


def apply(case: Case, event: Event) -> Case:
    """The case after `event`. Raises IllegalMove, UnknownKind, or msgspec.ValidationError for data that does not fit."""
    state = next_state(case.state, event.kind)
    data = read_data(event, EVENT_DATA[event.kind].data)
    before, case = case.state, msgspec.structs.replace(case, state=state, case_id=event.case_id)
    writer = _WRITERS.get(event.kind)
    if writer is not None:
        case = msgspec.structs.replace(case, **writer(case, event, data))
    return case if case.state is before else msgspec.structs.replace(case, since=event.at)


def is_at_station(case: Case, pages_on_the_way: int = 0) -> bool:
    """Whether there is something at the station to hand over: made here, brought here, or come over the line, all of it."""
    if case.state in DECIDED:
        return case.decided_here
    if case.state is State.RESULT_AT_STATION:
        return not pages_on_the_way or case.result_arrived_at != ""
    return case.state is State.NOT_ACCEPTED


def fold(events: Iterable[Event]) -> tuple[Case, tuple[Event, ...]]:
    """The case its events make, and the events that its state did not allow (shown to the agent, never applied)."""
    case, refused = Case(), []
    for event in events:
        try:
            case = apply(case, event)
        except (IllegalMove, UnknownKind):
            refused.append(event)
    return case, tuple(refused)


Writer = Callable[[Case, Event, Any], dict[str, Any]]


def _received(_: Case, event: Event, data: ev.CaseReceived) -> dict[str, Any]:
    return {"content": data.content, "station_received_at": data.first_received_at or event.at}


def _notice(case: Case, event: Event, data: ev.OneTimeNoticeGiven) -> dict[str, Any]:
    return {"content": data.content, "notices": case.notices + 1, "noticed_at": event.at}


def _printed(case: Case, event: Event, data: ev.PaperPrinted) -> dict[str, Any]:
    return {"papers": (*case.papers, (data.paper, event.at))}


def _forwarded(_: Case, event: Event, __: ev.Forwarded) -> dict[str, Any]:
    return {"originals_sent_at": event.at}


def _confirmed(case: Case, event: Event, data: ev.ReceiptConfirmed) -> dict[str, Any]:
    # Silence confirms what came over the line; the originals are there when somebody says so.
    originals = case.originals_sent_at if data.since else ""
    return {"office": data.office, "authority_received_at": data.since or event.at, "originals_sent_at": originals}


def _correction(case: Case, _: Event, data: ev.CorrectionRequired) -> dict[str, Any]:
    return {
        "corrections": case.corrections + 1,
        "correction_defects": data.defects,
        "correction_due": data.due,
        "handler": data.handler,
        "handler_phone": data.phone,
    }


def _supplied(case: Case, event: Event, data: ev.MaterialsSupplied) -> dict[str, Any]:
    supplied = {line.code: line for line in data.materials}
    known = tuple(_merged(line, supplied.pop(line.code, None)) for line in case.content.materials)
    content = msgspec.structs.replace(
        case.content, materials=known + tuple(supplied.values()), form={**case.content.form, **data.form}
    )
    answered = {"supplied_at": event.at} if case.correction_due or case.correction_defects else {}
    return {"content": content, "correction_defects": (), "correction_due": "", **answered}


def _merged(line: MaterialLine, supplied: MaterialLine | None) -> MaterialLine:
    if supplied is None:
        return line
    return msgspec.structs.replace(supplied, pages=line.pages + supplied.pages)


def _accepted(case: Case, event: Event, data: ev.Accepted) -> dict[str, Any]:
    return {
        "accepted_at": event.at,
        "deemed_accepted": data.deemed,
        "promised_until": data.promised_until,
        "statutory_until": data.statutory_until,
        "handler": data.handler or case.handler,
        "handler_phone": data.phone or case.handler_phone,
    }


def _not_accepted(_: Case, event: Event, data: ev.NotAccepted) -> dict[str, Any]:
    return {"reason": data.reason, "office": data.competent_office, "decided_at": event.at}


def _suspended(case: Case, event: Event, data: ev.Suspended) -> dict[str, Any]:
    begun = Suspension(data.procedure, event.at, expected_days=data.expected_days)
    return {"suspensions": (*case.suspensions, begun)}


def _resumed(case: Case, event: Event, data: ev.Resumed) -> dict[str, Any]:
    last = msgspec.structs.replace(case.suspensions[-1], until=event.at)
    return {
        "suspensions": (*case.suspensions[:-1], last),
        "promised_until": data.promised_until or case.promised_until,
        "statutory_until": data.statutory_until or case.statutory_until,
    }


def _extended(case: Case, _: Event, data: ev.Extended) -> dict[str, Any]:
    return {
        "extension_days": case.extension_days + data.days,
        "promised_until": data.promised_until or case.promised_until,
        "statutory_until": data.statutory_until or case.statutory_until,
    }


def _decided(_: Case, event: Event, data: ev.Decided | ev.DecidedAtStation) -> dict[str, Any]:
    return {
        "state": State.DECIDED_GRANTED if data.granted else State.DECIDED_REFUSED,
        "granted": data.granted,
        "decided_at": event.at,
        "result": data.document,
        "reason": data.reason,
        "remedies": data.remedies if isinstance(data, ev.Decided) else "",
        "decided_here": isinstance(data, ev.DecidedAtStation),
    }


def _sent(_: Case, __: Event, data: ev.ResultSent) -> dict[str, Any]:
    state = State.RESULT_AT_STATION if data.means == "electronic" else State.RESULT_ON_THE_WAY
    return {"state": state, "result_means": data.means}


def _arrived(_: Case, event: Event, __: ev.ResultArrived) -> dict[str, Any]:
    return {"result_arrived_at": event.at}


def _corrected(case: Case, event: Event, data: ev.ParticularsCorrected) -> dict[str, Any]:
    if case.state not in BEFORE_DECISION and any(each.what in ev.WHO for each in data.corrected):
        raise IllegalMove(event.kind, case.state)
    content = case.content
    try:
        applicant = _with_particulars(content.applicant, "applicant.", data, Applicant)
        agent = content.agent and _with_particulars(content.agent, "agent.", data, AuthorisedAgent)
    except msgspec.ValidationError as error:
        raise IllegalMove(event.kind, case.state) from error
    # What it was is what the case says, whatever the event says of it.
    told = tuple(msgspec.structs.replace(each, before=_particular(content, each.what)) for each in data.corrected)
    content = msgspec.structs.replace(content, applicant=applicant, agent=agent)
    return {"content": content, "corrected": (*case.corrected, *told)}


def _particular(content: CaseContent, what: ev.Particular) -> str:
    person, _, field = what.partition(".")
    return str(getattr(getattr(content, person), field, ""))


Person = TypeVar("Person", Applicant, AuthorisedAgent)


def _with_particulars(person: Person, prefix: str, data: ev.ParticularsCorrected, kind: type[Person]) -> Person:
    given = {each.what.removeprefix(prefix): each.after for each in data.corrected if each.what.startswith(prefix)}
    return msgspec.convert({**msgspec.to_builtins(person), **given}, kind) if given else person


def _delivered(_: Case, event: Event, data: ev.Delivered) -> dict[str, Any]:
    return {"delivered_at": event.at, "recipient": data.recipient, "ended_at": event.at}


def _undelivered(case: Case, _: Event, __: ev.Withdrawn) -> dict[str, Any]:
    """What was handed over by mistake waits again where it was."""
    return {"state": _before_delivery(case), "delivered_at": "", "recipient": "", "ended_at": ""}


def _before_delivery(case: Case) -> State:
    if case.granted is None:
        return State.NOT_ACCEPTED
    if case.result_means or case.result_arrived_at:
        return State.RESULT_AT_STATION
    return State.DECIDED_GRANTED if case.granted else State.DECIDED_REFUSED


def _not_deemed(case: Case, event: Event, _: ev.Withdrawn) -> dict[str, Any]:
    """Silence was counted wrongly; an acceptance that somebody has spoken stands."""
    if not case.deemed_accepted:
        raise IllegalMove(event.kind, State.ACCEPTED)
    return {"accepted_at": "", "deemed_accepted": False, "promised_until": "", "statutory_until": ""}


def _ended(_: Case, event: Event, data: ev.Withdrawn) -> dict[str, Any]:
    return {"reason": data.reason, "ended_at": event.at}


_WRITERS: dict[str, Writer] = {
    "case_received": _received,
    "one_time_notice_given": _notice,
    "paper_printed": _printed,
    "forwarded": _forwarded,
    "receipt_confirmed": _confirmed,
    "originals_received": lambda _case, _event, _data: {"originals_sent_at": ""},
    "correction_required": _correction,
    "materials_supplied": _supplied,
    "accepted": _accepted,
    "not_accepted": _not_accepted,
    "suspended": _suspended,
    "resumed": _resumed,
    "extended": _extended,
    "decided": _decided,
    "decided_at_station": _decided,
    "result_sent": _sent,
    "result_arrived": _arrived,
    "particulars_corrected": _corrected,
    "official_number_assigned": lambda _case, event, data: {"official_number": data.number, "arrived_at": event.at},
    "delivered": _delivered,
    "delivery_undone": _undelivered,
    "withdrawn": _ended,
    "voided": _ended,
    "lapsed": _ended,
    "deemed_acceptance_undone": _not_deemed,
}
