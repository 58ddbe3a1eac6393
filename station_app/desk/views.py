"""What the desk shows: frozen rows and pages read from projections. Screens know these and nothing of the database."""

from datetime import date
from typing import Any, Literal

import msgspec

from forms.case import CaseContent, MaterialLine, Page
from forms.dates import chinese_date
from forms.failures import Problem
from forms.lifecycle import Case
from forms.validity import OnFilePaper
from forms.waiting import Holder, Wait

Urgency = Literal["late", "soon", "good", "plain"]
NextStep = Literal[
    "none",
    "send",
    "wait",
    "urge",
    "tell_correction",
    "supply",
    "tell_collect",
    "deliver",
    "finish_draft",
    "read_refusal",
    "decide",
    "confirm_arrival",
    "forward",
    "ask",
]


class Told(msgspec.Struct, frozen=True):
    """A whole sentence, or several, in both languages."""

    zh: str
    en: str


class CaseRow(msgspec.Struct, frozen=True):
    """One line of a list. `days_left` in working days (negative: overdue; None: no day can be said)."""

    case_id: str
    receipt_number: str
    official_number: str
    applicant_name: str
    masked_id: str
    village: str
    item_name: str
    state: str
    holder: Holder
    office: str
    due: str
    days_left: int | None
    urgency: Urgency
    next_step: NextStep
    next_detail: str
    received_at: str
    unsent: bool
    english_item: str = ""
    english_detail: str = ""
    """`item_name` and `next_detail` for an English screen; empty: as in Chinese."""
    waits: tuple[Wait, ...] = ()
    """All that is waited for, what the state itself waits for first."""


class TodayPage(msgspec.Struct, frozen=True):
    collectable: int
    due_today: int
    corrections: int
    overdue: int
    unfinished_drafts: int
    rows: tuple[CaseRow, ...]
    is_working_day: bool | None
    """None: the calendar of this year has not been published to this station."""


class HistoryLine(msgspec.Struct, frozen=True):
    """One step of a case's history. `by_district` for the office's acts; `sent` False while only this PC knows it.

    `detail` is Chinese and made of names, numbers and dates; `data` is what the event carries, for other words.
    `refused_reason` is the sentence for an event that the district did not take, `refused_reason_en` the same in English.
    """

    kind: str
    at: str
    actor: str
    office: str
    detail: str
    by_district: bool
    sent: bool
    refused_reason: str = ""
    refused_reason_en: str = ""
    data: dict[str, Any] = {}
    case_id: str = ""
    parked: bool = False
    """The district keeps it until its program knows this kind; here it counts."""


Remedy = Literal["draft", "again", "look", ""]


class RefusedLine(msgspec.Struct, frozen=True):
    """An event that the district did not take and nobody has put right. `op_id` in hex; `reason` is the code it was given.

    `remedy`: the case is a draft again; the act is possible again; there is only a case to look at; there is nothing.
    `opens`: what the remedy opens, a draft or a case.
    """

    op_id: str
    reason: str
    line: HistoryLine
    applicant: str
    item_name: str
    english_item: str
    remedy: Remedy
    opens: str


class CasePage(msgspec.Struct, frozen=True):
    row: CaseRow
    case: Case
    history: tuple[HistoryLine, ...]
    allowed: frozenset[str]
    """Kinds of station events that are possible now (deliver → "delivered", supply → "materials_supplied", …)."""
    pages_total: int
    pages_sent: int
    originals_total: int = 0
    originals_sent: int = 0
    """Photographs as they came, beside the pages that are read: where the item wants them."""
    results_on_the_way: int = 0
    """Pages of the result that this PC has still to fetch."""


class DraftRow(msgspec.Struct, frozen=True):
    draft_id: str
    content: CaseContent
    saved_at: str
    notices: int


class OnFile(msgspec.Struct, frozen=True):
    """What earlier cases know of a person: the applicant as last written, and reusable materials (code → words).

    `papers`, `pages`: of each material what was here last, and its photographs. `expired`: words for those that may not be
    used again.
    """

    content: CaseContent
    materials: dict[str, str]
    cases: int
    papers: dict[str, OnFilePaper] = {}
    pages: dict[str, tuple[Page, ...]] = {}
    expired: dict[str, str] = {}


class ClockDoubt(msgspec.Struct, frozen=True):
    """`shown`: the day this PC says. `newest`: the day up to which something is known. `guess`: what today may be."""

    shown: date
    newest: date
    guess: date

    def words(self) -> tuple[str, str]:
        """In Chinese and in English."""
        shown, newest = chinese_date(self.shown), chinese_date(self.newest)
        if self.shown <= self.newest:
            return (
                f"这台电脑的日期是{shown}，可是本机已经有{newest}的记录，日期多半不对。请写上今天的日期。",
                f"This PC says that today is {self.shown}, but it has records of {self.newest}: the date is most likely wrong. "
                "Enter today's date.",
            )
        return (
            f"这台电脑的日期是{shown}，离上一次的记录（{newest}）已经很久。请核对今天的日期。",
            f"This PC says that today is {self.shown}, long after the last record ({self.newest}). Check today's date.",
        )


class SyncStatus(msgspec.Struct, frozen=True):
    """For the footer and the sync screen. Times are ISO strings; empty: never."""

    unsent_events: int
    unsent_cases: int
    unsent_pages: int
    unsent_bytes: int
    confirmed_events: int
    confirmed_pages: int
    refused: int
    """Events that the district did not take and nobody has put right or read."""
    parked: int
    received_results: int
    last_success: str
    offset_ms: int
    clock_doubt: ClockDoubt | None = None
    """Why this PC's date cannot be believed."""


class DraftCheck(msgspec.Struct, frozen=True):
    """Everything found in a draft, in the order of the screen. `deferred` lines carry the day they are due."""

    problems: tuple[Problem, ...]
    missing: tuple[MaterialLine, ...]
    deferred: tuple[MaterialLine, ...]
    may_receive: bool


class ReceivedCase(msgspec.Struct, frozen=True):
    case_id: str
    receipt_number: str


class GivenNotice(msgspec.Struct, frozen=True):
    """`number` is the notice's own."""

    case_id: str
    number: str


class EnquiryRow(msgspec.Struct, frozen=True):
    """One enquiry of the register; `at` is an ISO time."""

    at: str
    actor: str
    question: str
    answer: str
    item_code: str
    person: str
    masked_phone: str
    resolved: bool
