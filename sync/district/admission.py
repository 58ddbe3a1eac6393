"""Whether one event of a station may be applied: who may write what, on whose case, and the reason where it may not."""

import re
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection

from forms.case import CaseContent
from forms.control_characters import has_control, without_control
from forms.event_times import wrong_time
from forms.events import (
    EVENT_DATA,
    CaseReceived,
    DecidedAtStation,
    Event,
    Forwarded,
    OneTimeNoticeGiven,
    decode_event,
    pages_of,
    read_data,
    validate,
)
from forms.lifecycle import IllegalMove
from forms.receipt_number import ReceiptNumberWrong, parse
from sync.district.case_log import CaseLog, Origin, StoredCase
from sync.district.district import District
from sync.district.publications import current_catalogue, guide_of
from sync.protocol.messages import MAX_EVENT_BYTES, VerdictName

MAX_PAGE_BYTES = 20 * 1024 * 1024
_CASE_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_MAX_NUMBER = 60
_LARGEST = 2**63 - 1
_MAY_REST_ON_PARKED = ("illegal_move", "unknown_case")
_BEGINS = ("case_received", "one_time_notice_given")


@dataclass(frozen=True)
class Judgement:
    verdict: VerdictName
    order: int = 0
    reason: str = ""
    detail: str = ""


class _Rejected(Exception):
    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.judgement = Judgement("rejected", reason=reason, detail=detail)


def admit(
    connection: Connection, district: District, log: CaseLog, code: str, op_id: bytes, body: bytes, origin: Origin
) -> Judgement:
    """Applies the event through `log`, or says why not.

    What it raises nevertheless is a bug of ours or the database's: `sync.district.alone` keeps that from the events behind.
    """
    try:
        event = _decoded(body)
    except _Rejected as rejected:
        return rejected.judgement
    if event.kind not in EVENT_DATA:
        log.parked_cases.add(event.case_id)
        return Judgement("parked", reason="unknown_kind", detail=event.kind[:60])
    try:
        _check(connection, district, log, code, event)
        return Judgement("applied", log.append(op_id, event, body, origin))
    except _Rejected as rejected:
        judgement = rejected.judgement
    except IllegalMove as illegal:
        judgement = Judgement("rejected", reason="illegal_move", detail=illegal.state.value)
    if judgement.reason in _MAY_REST_ON_PARKED and event.case_id in log.parked_cases:
        return Judgement("parked", reason="unknown_kind", detail=judgement.reason)
    return judgement


def _decoded(body: bytes) -> Event:
    if len(body) > MAX_EVENT_BYTES:
        raise _Rejected("too_large")
    try:
        event = decode_event(body)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise _Rejected("bad_data", _words_of(error)) from error
    if has_control((event.kind, event.case_id, event.at, event.actor, event.office, event.data)):
        raise _Rejected("control_characters")
    if not _can_be_counted((event.offset_ms, event.data)):
        raise _Rejected("bad_data", "number")
    return event


def _words_of(error: Exception) -> str:
    """What is wrong, as text that any database keeps: it may quote what the event says."""
    return str(without_control(str(error)))[:200]


def _can_be_counted(value: object) -> bool:
    """Whether every whole number in a plain value is one that a database can hold."""
    if isinstance(value, dict):
        return all(map(_can_be_counted, value.values()))
    if isinstance(value, list | tuple):
        return all(map(_can_be_counted, value))
    return not isinstance(value, int) or abs(value) <= _LARGEST


def _check(connection: Connection, district: District, log: CaseLog, code: str, event: Event) -> None:
    kind = EVENT_DATA[event.kind]
    if kind.author == "district":
        raise _Rejected("district_event_kind")
    try:
        data = validate(event)
    except (msgspec.ValidationError, ValueError, RecursionError) as error:
        raise _Rejected("bad_data", _words_of(error)) from error
    wrong = wrong_time(event.at, data)
    if wrong:
        raise _Rejected("bad_data", wrong)
    pages = pages_of(event)
    if not all(_SHA256.fullmatch(page.sha256) for page in pages):
        raise _Rejected("bad_data", "sha256")
    if any(page.size > MAX_PAGE_BYTES for page in pages):
        raise _Rejected("too_large")
    if kind.of_case:
        _check_case(connection, district, log, code, event)


def _check_case(connection: Connection, district: District, log: CaseLog, code: str, event: Event) -> None:
    if not _CASE_ID.fullmatch(event.case_id):
        raise _Rejected("bad_data", "case_id")
    stored = log.case(event.case_id)
    if stored is not None and stored.station != code:
        raise _Rejected("not_your_case")
    if event.kind in _BEGINS:
        _check_content(connection, district, log, code, event)
    elif stored is None:
        raise _Rejected("unknown_case")
    if event.kind == "decided_at_station":
        _check_authority(connection, district, stored, event)
    for number in _numbers_given_out(event):
        _check_maker("number", number, code)


def _check_content(connection: Connection, district: District, log: CaseLog, code: str, event: Event) -> None:
    content = _content(event)
    catalogue = current_catalogue(connection, district)
    guide = guide_of(connection, district, content.item_code, content.item_version) if catalogue is not None else None
    if catalogue is not None and guide is None:
        raise _Rejected("item_not_published", content.item_code[:60])
    if guide is not None and guide.authority == "consult":
        raise _Rejected("advice_only", content.item_code[:60])
    _check_maker("receipt_number", content.receipt_number, code)
    if content.receipt_number and log.number_is_taken(content.receipt_number, event.case_id):
        raise _Rejected("number_taken", content.receipt_number)


def _numbers_given_out(event: Event) -> tuple[str, ...]:
    """Those that somebody holds a paper of, but the receipt's own."""
    if event.kind == "one_time_notice_given":
        return (read_data(event, OneTimeNoticeGiven).number,)
    return (read_data(event, Forwarded).manifest_number,) if event.kind == "forwarded" else ()


def _check_maker(name: str, number: str, code: str) -> None:
    """A number names the station that gave it out (forms.receipt_number): no other may use it up, however it is spelled."""
    if len(number) > _MAX_NUMBER:
        raise _Rejected("bad_data", name)
    try:
        read = parse(number)
    except ReceiptNumberWrong:
        return
    if read.station != code or str(read) != number:
        raise _Rejected("number_taken", number)


def _content(event: Event) -> CaseContent:
    if event.kind == "case_received":
        return read_data(event, CaseReceived).content
    return read_data(event, OneTimeNoticeGiven).content


def _check_authority(connection: Connection, district: District, stored: StoredCase | None, event: Event) -> None:
    read_data(event, DecidedAtStation)
    if stored is None:
        raise _Rejected("unknown_case")
    content = stored.case.content
    guide = guide_of(connection, district, content.item_code, content.item_version)
    if guide is not None and guide.authority != "decide":
        raise _Rejected("not_authorised")
