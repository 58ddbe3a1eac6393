"""Every kind of event: its name, who may write it, and what it carries. Station and district share this one table.

A station event never writes what the district decides, and the other way round, so two logs never need merging.
"""

from typing import Any, Literal, TypeVar

import msgspec

from forms.case import CaseContent, Defect, MaterialLine, Page, ResultDocument
from forms.control_characters import without_control
from forms.papers.facts import PaperFacts

Author = Literal["station", "district"]


class Event(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that happened. `at` is the author's clock (ISO 8601 with offset); order never comes from it.

    `actor` is the person as named to others; `office` the station code or the office's name.
    `offset_ms` is the station clock's offset from the server's as last measured (server minus station).
    `data` is the plain form of the struct that `EVENT_DATA[kind]` names; unknown kinds keep their data untouched.
    """

    kind: str
    case_id: str = ""
    at: str = ""
    actor: str = ""
    office: str = ""
    offset_ms: int = 0
    data: dict[str, Any] = {}


class Nothing(msgspec.Struct, frozen=True):
    pass


class CaseReceived(msgspec.Struct, frozen=True, omit_defaults=True):
    """`replaced_number`, `first_received_at`: set where the district did not take an earlier receipt of this case. The
    applicant may hold a slip of that number; the materials have been at the station since that time (ISO). `paper_facts`: what
    its receipt says beside the case; None in events of older programs.
    """

    content: CaseContent
    replaced_number: str = ""
    first_received_at: str = ""
    paper_facts: PaperFacts | None = None


class OneTimeNoticeGiven(msgspec.Struct, frozen=True, omit_defaults=True):
    """A complete list of what is missing (许可法§32(4)). A second one on the same case needs `again_reason` and is counted.
    `paper_facts` as in `CaseReceived`.
    """

    number: str
    content: CaseContent
    defects: tuple[Defect, ...]
    again_reason: str = ""
    paper_facts: PaperFacts | None = None


PrintedPaper = Literal["material_receipt", "one_time_notice", "delivery_receipt", "result", "handover_manifest"]


class PaperPrinted(msgspec.Struct, frozen=True, omit_defaults=True):
    """`paper_facts`: what the paper says beside the case, where no other event of this station made it: a one-time notice that
    hands on the office's correction.
    """

    paper: PrintedPaper
    sha256: str
    copies: int = 1
    paper_facts: PaperFacts | None = None


class Forwarded(msgspec.Struct, frozen=True, omit_defaults=True):
    """Originals leave the station. The electronic sending needs no event: its proof is the district's verdict."""

    means: Literal["officer", "agent", "post"]
    manifest_number: str = ""
    taken_by: str = ""


class MaterialsSupplied(msgspec.Struct, frozen=True, omit_defaults=True):
    materials: tuple[MaterialLine, ...]
    form: dict[str, str] = {}
    remark: str = ""


class Withdrawn(msgspec.Struct, frozen=True, omit_defaults=True):
    reason: str = ""


class DecidedAtStation(msgspec.Struct, frozen=True, omit_defaults=True):
    granted: bool
    document: ResultDocument | None = None
    reason: str = ""


class Delivered(msgspec.Struct, frozen=True, omit_defaults=True):
    """Delivery with a signed receipt (送达回证). `signature` is the page of the drawn or scanned signature: evidence only.
    `paper_facts` as in `CaseReceived`.
    """

    document: str
    recipient: str
    method: Literal["in_person", "substitute", "post", "at_home", "left"] = "in_person"
    recipient_relation: str = ""
    substitute_reason: str = ""
    witness: str = ""
    signature: Page | None = None
    tracking_number: str = ""
    remark: str = ""
    paper_facts: PaperFacts | None = None


class ResultArrived(msgspec.Struct, frozen=True, omit_defaults=True):
    """The result lies at the station. An officer or the post had it until then; `remark`: what was not as it should be."""

    remark: str = ""


Particular = Literal[
    "applicant.name",
    "applicant.id_number",
    "applicant.birth_date",
    "applicant.sex",
    "applicant.phone",
    "applicant.village",
    "applicant.address",
    "agent.name",
    "agent.id_number",
    "agent.phone",
]
WHO: frozenset[str] = frozenset(
    {"applicant.name", "applicant.id_number", "applicant.birth_date", "applicant.sex", "agent.name", "agent.id_number"}
)
"""Particulars that say who a person is: what the office decided on, so they are corrected before its decision only."""


class ParticularCorrected(msgspec.Struct, frozen=True):
    what: Particular
    before: str
    after: str


class ParticularsCorrected(msgspec.Struct, frozen=True, omit_defaults=True):
    """Written wrong at the desk and put right after the receipt; who and when stands in the event."""

    corrected: tuple[ParticularCorrected, ...]
    reason: str = ""


class EnquiryRecorded(msgspec.Struct, frozen=True, omit_defaults=True):
    question: str
    answer: str = ""
    item_code: str = ""
    person: str = ""
    phone: str = ""
    resolved: bool = True


class IdentityRevealed(msgspec.Struct, frozen=True, omit_defaults=True):
    what: Literal["id_number", "phone", "bank_account"]


class AgentAdded(msgspec.Struct, frozen=True, omit_defaults=True):
    login: str
    name: str


class PasswordRecovered(msgspec.Struct, frozen=True, omit_defaults=True):
    """An agent's password was given anew with the district's recovery key. `request`: the first bytes of its id, in hex."""

    login: str
    name: str
    request: str = ""


class ClockConfirmed(msgspec.Struct, frozen=True):
    """An agent has said which day it was, where this PC's clock could not be believed. `day`: ISO; `pc`: the clock's time."""

    day: str
    pc: str


class RefusalNoted(msgspec.Struct, frozen=True):
    """An agent has read why the district did not take an event and does nothing more about it. `op_id`: in hex."""

    op_id: str
    reason: str


class OfficialNumberAssigned(msgspec.Struct, frozen=True, omit_defaults=True):
    number: str


class ReceiptConfirmed(msgspec.Struct, frozen=True, omit_defaults=True):
    """The office has the case: `authority_received_at` begins, day 0 of the five days of §32(4).

    `since` (ISO): nobody confirmed it, and everything had reached the office's system by then (decision 151).
    `discrepancy`: what of the originals was not as the manifest says.
    """

    office: str
    since: str = ""
    discrepancy: str = ""


class OriginalsReceived(msgspec.Struct, frozen=True, omit_defaults=True):
    """Originals that were sent after the office had confirmed the case have come; `discrepancy`: what was not as listed."""

    discrepancy: str = ""


class CorrectionRequired(msgspec.Struct, frozen=True, omit_defaults=True):
    defects: tuple[Defect, ...]
    due: str
    handler: str = ""
    phone: str = ""


class Accepted(msgspec.Struct, frozen=True, omit_defaults=True):
    """`promised_until` and `statutory_until` are ISO dates, empty where the guide's limit names no day."""

    deemed: bool = False
    promised_until: str = ""
    statutory_until: str = ""
    handler: str = ""
    phone: str = ""


class NotAccepted(msgspec.Struct, frozen=True, omit_defaults=True):
    reason: str
    competent_office: str = ""


class Suspended(msgspec.Struct, frozen=True, omit_defaults=True):
    """Special procedure (许可法§45): its time is not counted, its length is told in writing."""

    procedure: str
    expected_days: int = 0
    basis: str = ""


class Extended(msgspec.Struct, frozen=True, omit_defaults=True):
    days: int
    reason: str
    approver: str
    promised_until: str = ""
    statutory_until: str = ""


class Resumed(msgspec.Struct, frozen=True, omit_defaults=True):
    promised_until: str = ""
    statutory_until: str = ""


class Decided(msgspec.Struct, frozen=True, omit_defaults=True):
    """A refusal gives its reasons and the remedies (许可法§38)."""

    granted: bool
    document: ResultDocument | None = None
    reason: str = ""
    remedies: str = ""


class ResultSent(msgspec.Struct, frozen=True, omit_defaults=True):
    means: Literal["electronic", "officer", "post"] = "electronic"


class Kind(msgspec.Struct, frozen=True):
    author: Author | Literal["both"]
    data: type[msgspec.Struct]
    of_case: bool = True


EVENT_DATA: dict[str, Kind] = {
    "case_received": Kind("station", CaseReceived),
    "one_time_notice_given": Kind("station", OneTimeNoticeGiven),
    "paper_printed": Kind("station", PaperPrinted),
    "forwarded": Kind("station", Forwarded),
    "materials_supplied": Kind("station", MaterialsSupplied),
    "withdrawn": Kind("station", Withdrawn),
    "voided": Kind("station", Withdrawn),
    "decided_at_station": Kind("station", DecidedAtStation),
    "result_arrived": Kind("station", ResultArrived),
    "particulars_corrected": Kind("station", ParticularsCorrected),
    "delivered": Kind("station", Delivered),
    "delivery_undone": Kind("station", Withdrawn),
    "archived": Kind("station", Nothing),
    "identity_revealed": Kind("station", IdentityRevealed),
    "enquiry_recorded": Kind("station", EnquiryRecorded, of_case=False),
    "agent_added": Kind("station", AgentAdded, of_case=False),
    "password_recovered": Kind("station", PasswordRecovered, of_case=False),
    "refusal_noted": Kind("station", RefusalNoted, of_case=False),
    "clock_confirmed": Kind("station", ClockConfirmed, of_case=False),
    "official_number_assigned": Kind("district", OfficialNumberAssigned),
    "receipt_confirmed": Kind("district", ReceiptConfirmed),
    "originals_received": Kind("district", OriginalsReceived),
    "correction_required": Kind("district", CorrectionRequired),
    "accepted": Kind("district", Accepted),
    "not_accepted": Kind("district", NotAccepted),
    "suspended": Kind("district", Suspended),
    "resumed": Kind("district", Resumed),
    "extended": Kind("district", Extended),
    "decided": Kind("district", Decided),
    "result_sent": Kind("district", ResultSent),
    "lapsed": Kind("district", Withdrawn),
    "deemed_acceptance_undone": Kind("district", Withdrawn),
}

Data = TypeVar("Data", bound=msgspec.Struct)


def make_event(kind: str, data: msgspec.Struct, **envelope: Any) -> Event:
    """An event of `kind` carrying `data`, without control characters in any text of it (typed, pasted or scanned).

    Raises TypeError where `data` is not what the table says for that kind.
    """
    expected = EVENT_DATA[kind].data
    if type(data) is not expected:
        raise TypeError(f"{kind} carries {expected.__name__}, not {type(data).__name__}")
    return Event(kind=kind, data=without_control(msgspec.to_builtins(data)), **without_control(envelope))


def read_data(event: Event, expected: type[Data]) -> Data:
    """The event's data, typed. Raises msgspec.ValidationError for data that does not fit."""
    return msgspec.convert(event.data, expected)


def validate(event: Event) -> msgspec.Struct:
    """What the event carries. Raises KeyError for a kind this version does not know, msgspec.ValidationError for data that does
    not fit.
    """
    return read_data(event, EVENT_DATA[event.kind].data)


def encode_event(event: Event) -> bytes:
    """The bytes that are hashed, signed and sent: frozen before the first sending, never made again."""
    return msgspec.json.encode(event)


MAX_NESTING = 24
"""How deep lists and records of one event may stand in each other: three times what any kind needs. What is deeper can be
decoded or not depending on who calls, so it is no event anywhere."""


def decode_event(body: bytes) -> Event:
    """Raises msgspec.DecodeError (or its ValidationError) for bytes that are no event."""
    try:
        event = msgspec.json.decode(body, type=Event)
    except RecursionError as error:
        raise msgspec.DecodeError("nested too deep") from error
    if _is_deeper(event.data, MAX_NESTING):
        raise msgspec.DecodeError("nested too deep")
    return event


def _is_deeper(value: Any, levels: int) -> bool:
    if isinstance(value, dict):
        return levels == 0 or any(_is_deeper(entry, levels - 1) for entry in value.values())
    if isinstance(value, list):
        return levels == 0 or any(_is_deeper(entry, levels - 1) for entry in value)
    return False


def pages_of(event: Event) -> tuple[Page, ...]:
    """Every page an event refers to, in its order; used to know which attachments belong to it."""
    if event.kind not in EVENT_DATA:
        return ()
    return pages_in(read_data(event, EVENT_DATA[event.kind].data))


def pages_in(value: Any) -> tuple[Page, ...]:
    """Every page in a record or a tuple of records, an original after the page that was made of it."""
    if isinstance(value, Page):
        return (value, value.original) if value.original else (value,)
    if isinstance(value, msgspec.Struct):
        return tuple(page for name in value.__struct_fields__ for page in pages_in(getattr(value, name)))
    if isinstance(value, tuple):
        return tuple(page for entry in value for page in pages_in(entry))
    return ()
