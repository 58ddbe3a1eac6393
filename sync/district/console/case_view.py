"""One case on one page: what the template shows, worked out once."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from forms import words
from forms.case import MaterialLine, Page
from forms.catalogue.guide import ServiceGuide
from forms.dates import short_day
from forms.lifecycle import Case, State, may
from forms.masking import mask_bank_account, mask_id, mask_phone
from forms.waiting import WaitingRules
from forms.workdays import CalendarMissing
from sync.district import limits
from sync.district.case_log import find_case
from sync.district.console.access import NotAllowed, NotFound
from sync.district.console.history import Line, history
from sync.district.console.page_counts import PageCounts, count_pages, pages_come
from sync.district.console.queue import Due, due_words
from sync.district.database.tables import case_row
from sync.district.district import District
from sync.district.review import Desk, desk_for, promised_on_acceptance
from sync.district.users import User

REMEDIES = (
    "如不服本决定，可以自知道本决定之日起六十日内，依照《中华人民共和国行政复议法》第二十条申请行政复议；"
    "也可以自知道或者应当知道本决定之日起六个月内，依照《中华人民共和国行政诉讼法》第四十六条提起行政诉讼。"
)


@dataclass(frozen=True)
class ShownPage:
    sha256: str
    has_come: bool
    is_picture: bool
    name: str
    original: "ShownPage | None" = None
    size: str = ""


@dataclass(frozen=True)
class ShownMaterial:
    code: str
    name: str
    status: str
    note: str
    standard: str
    pages: tuple[ShownPage, ...]


@dataclass(frozen=True)
class ShownField:
    label: str
    value: str


@dataclass(frozen=True)
class ShownWait:
    """What is waited for, until which day and why that day; `level` late or nothing."""

    words: str
    until: str
    why: str
    level: str


@dataclass(frozen=True)
class CaseView:
    """`number` and the other identifying values are masked unless this showing was asked for and logged."""

    case_id: str
    case: Case
    state: str
    station_name: str
    due: Due
    waits: tuple[ShownWait, ...]
    number: str
    number_word: str
    phone: str
    revealed: bool
    fields: tuple[ShownField, ...]
    materials: tuple[ShownMaterial, ...]
    pages: PageCounts
    results: tuple[ShownPage, ...]
    history: tuple[Line, ...]
    coming: tuple[str, ...]
    acts: tuple[str, ...]
    elsewhere: str
    promise: limits.Promise
    promised_words: str
    check_until: str
    correction_due: str
    result_name: str
    remedies: str
    office_words: str


def view_case(connection: Connection, district: District, user: User, case_id: str, revealed: bool = False) -> CaseView:
    """Raises `NotFound` for a case that is not there, `NotAllowed` for one of another township."""
    stored = find_case(connection, district, case_id)
    if stored is None:
        raise NotFound(case_id)
    township, due = connection.execute(
        select(case_row.c.township, case_row.c.due).where(
            case_row.c.district == district.code, case_row.c.case_id == case_id
        )
    ).one()
    if user.role == "township" and township != user.township:
        raise NotAllowed
    desk = desk_for(connection, district, user.officer, stored)
    settings = desk.settings
    case, applicant = desk.case, desk.case.content.applicant
    come = pages_come(connection, district, case_id)
    materials = tuple(_material(line, desk.guide, come) for line in case.content.materials)
    promise = promised_on_acceptance(desk)
    return CaseView(
        case_id=case_id,
        case=case,
        state=words.STATES[case.state].zh,
        station_name=settings.station_name if settings else "",
        due=due_words(case.state, due, desk.today, desk.calendar),
        waits=_waits(desk),
        number=applicant.id_number if revealed else mask_id(applicant.id_number),
        number_word=words.IDENTITY_KINDS[applicant.identity_kind].zh,
        phone=applicant.phone if revealed else mask_phone(applicant.phone),
        revealed=revealed,
        fields=_fields(case, desk.guide, revealed),
        materials=materials,
        pages=count_pages(case.content, come),
        results=tuple(_shown(each, come) for each in case.result.pages) if case.result else (),
        history=history(connection, district, case_id, stored.station, settings.station_name if settings else ""),
        coming=words.coming(case.state, settings.township_word if settings else "镇"),
        acts=_acts(desk),
        elsewhere=_elsewhere(desk),
        promise=promise,
        promised_words=_promised_words(promise, desk.guide),
        check_until=_check_until(desk),
        correction_due=_correction_due(desk),
        result_name=desk.guide.result.name if desk.guide else "",
        remedies=REMEDIES,
        office_words=desk.competence.deciding.name if desk.guide else "",
    )


def _waits(desk: Desk) -> tuple[ShownWait, ...]:
    stored, settings = desk.stored, desk.settings
    rules = settings.waiting if settings else WaitingRules()
    known = limits.Known(stored.arrived_at, stored.supplied_at, rules, desk.guide)
    word = settings.township_word if settings else "镇"
    return tuple(
        ShownWait(
            words.waiting(wait, desk.case.office, word),
            words.day(wait.until) if wait.until else "",
            words.why_until(wait),
            "late" if wait.until and wait.until < desk.today else "",
        )
        for wait in limits.waits(desk.case, known, desk.calendar)
    )


def _shown(of: Page, come: frozenset[str]) -> ShownPage:
    original = _shown(of.original, come) if of.original else None
    size = f"{of.size / 1_000_000:.1f} MB" if of.size >= 100_000 else f"{max(of.size // 1000, 1)} KB"
    return ShownPage(of.sha256, of.sha256 in come, of.media_type != "application/pdf", of.name, original, size)


def _material(line: MaterialLine, guide: ServiceGuide | None, come: frozenset[str]) -> ShownMaterial:
    status = words.MATERIAL_STATUSES[line.status].zh
    if line.due:
        status += f"，{words.written_day(line.due)}前补来"
    since = f"站里{words.written_day(line.on_file_since, year=True)}收的" if line.on_file_since else ""
    until = words.validity(line.valid_until) if line.valid_until else ""
    pieces = [
        since,
        until,
        f"原件 {line.originals} 份" if line.originals else "",
        f"复印件 {line.copies} 份" if line.copies else "",
    ]
    note = "，".join(part for part in (*pieces, line.note) if part)
    known = {material.code: material.standard for material in guide.known_materials} if guide else {}
    pages = tuple(_shown(each, come) for each in line.pages)
    return ShownMaterial(line.code, line.name, status, note, known.get(line.code, ""), pages)


def _fields(case: Case, guide: ServiceGuide | None, revealed: bool) -> tuple[ShownField, ...]:
    specs = {spec.key: spec for spec in guide.fields} if guide else {}
    shown = []
    for key, value in case.content.form.items():
        spec = specs.get(key)
        label = spec.label if spec else key
        if spec is not None and value:
            choices = {choice.code: choice.label for choice in spec.choices}
            value = {"yes": "是", "no": "否"}.get(value, value) if spec.kind == "yes_no" else choices.get(value, value)
            if not revealed:
                value = _masked(spec.kind, value)
        shown.append(ShownField(label, value))
    return tuple(shown)


def _masked(kind: str, value: str) -> str:
    if kind in ("identity", "disability_card"):
        return mask_id(value)
    if kind == "phone":
        return mask_phone(value)
    return mask_bank_account(value) if kind == "bank_account" else value


_KINDS = {
    "confirm": "receipt_confirmed",
    "originals": "originals_received",
    "accept": "accepted",
    "correct": "correction_required",
    "not_accept": "not_accepted",
    "decide": "decided",
    "suspend": "suspended",
    "resume": "resumed",
    "extend": "extended",
    "send": "result_sent",
    "lapse": "lapsed",
    "undo_deemed": "deemed_acceptance_undone",
}


def _acts(desk: Desk) -> tuple[str, ...]:
    case = desk.case
    possible = [act for act, kind in _KINDS.items() if may(case, kind) and desk.is_theirs(kind)]
    if case.corrections and "correct" in possible:
        possible.remove("correct")
    if case.extension_days and "extend" in possible:
        possible.remove("extend")
    if not case.originals_sent_at and "originals" in possible:
        possible.remove("originals")
    overdue = case.correction_due and date.fromisoformat(case.correction_due) < desk.today
    if "lapse" in possible and (not overdue or desk.clock_is_doubted):
        possible.remove("lapse")
    if not case.deemed_accepted and "undo_deemed" in possible:
        possible.remove("undo_deemed")
    return tuple(possible)


def _elsewhere(desk: Desk) -> str:
    """Which office takes the next step, where it is not the reader's."""
    for kind, step in (("receipt_confirmed", "确认收到"), ("accepted", "受理"), ("decided", "作出决定")):
        if may(desk.case, kind) and not desk.is_theirs(kind):
            return f"{step}由{desk.competence.office_for(kind).name}办。"
    return ""


def _promised_words(promise: limits.Promise, guide: ServiceGuide | None) -> str:
    if guide is None:
        return "这个事项的办事指南没有发布过，算不出期限。"
    parts = []
    for name, until, limit in (
        ("承诺", promise.promised_until, guide.promised_limit),
        ("法定", promise.statutory_until, guide.statutory_limit),
    ):
        parts.append(f"{name} {words.limit(limit)}" + (f"，到{words.day(date.fromisoformat(until))}" if until else ""))
    said = "；".join(parts) + "。"
    if promise.missing_year:
        said += f"{promise.missing_year}年的工作日历还没有发布，有的日期还算不出来。"
    return said


def _check_until(desk: Desk) -> str:
    if desk.case.state is not State.UNDER_CHECK:
        return ""
    try:
        due = limits.check_due(desk.case, desk.stored.supplied_at, desk.calendar)
    except CalendarMissing:
        return ""
    return short_day(due) if due else ""


def _correction_due(desk: Desk) -> str:
    try:
        return limits.suggested_correction_due(desk.today, desk.calendar).isoformat()
    except CalendarMissing:
        return ""
