"""What the new-case screen asks of the desk. Every function runs on the worker's thread."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from forms.case import CaseContent
from forms.failures import InputFailure
from forms.papers.layout import Layout
from forms.villages import own_first
from station_app.desk.views import DraftCheck, DraftRow, OnFile
from station_app.ui.new_case.model import NewCase, Rules, is_empty

if TYPE_CHECKING:
    from station_app.desk.context import Desk
    from station_app.desk.record_print import Paper


@dataclass(frozen=True)
class Opened:
    """The rules of the moment, the draft that was asked for, and the other drafts that are not received yet."""

    rules: Rules
    draft: DraftRow | None
    others: tuple[DraftRow, ...]


@dataclass(frozen=True)
class Looked:
    """What a draft's check says, and the paper it would give now: the receipt, or the notice while something is missing."""

    check: DraftCheck
    layout: Layout | None
    is_notice: bool


@dataclass(frozen=True)
class Made:
    """A case that was recorded, or a notice that was given, with the paper to print."""

    case_id: str
    number: str
    layout: Layout


def ask_rules(desk: "Desk") -> Rules:
    """What the screen needs of the published documents."""
    return Rules(
        desk.catalogue, desk.calendar, own_first(desk.settings.village_name, desk.settings.villages), desk.today()
    )


def ask_opened(desk: "Desk", draft_id: str, shown: str) -> Opened:
    """Raises `InputFailure` for a draft that is gone. `shown` is the draft on the screen, which is not among the others."""
    from station_app.desk.drafts import list_drafts, load_draft

    draft = load_draft(desk, draft_id) if draft_id else None
    others = tuple(row for row in list_drafts(desk) if row.draft_id not in (draft_id, shown))
    return Opened(ask_rules(desk), draft, others)


def keep(desk: "Desk", case: NewCase, content: CaseContent) -> str:
    """The draft on the disk; when it was saved. One that has no id yet gets it, here on the worker's thread: calls are
    serial there, so that a second save never makes a second draft. One that says nothing (any more) leaves none.
    """
    from station_app.desk.drafts import discard_draft, new_draft, save_draft

    if is_empty(content) and not case.notices:
        if case.draft_id:
            discard_draft(desk, case.draft_id)
            case.draft_id = ""
        return ""
    if not case.draft_id:
        case.draft_id = new_draft(desk)
    return save_draft(desk, case.draft_id, content)


def discard(desk: "Desk", draft_id: str) -> tuple[DraftRow, ...]:
    """Deletes a draft; those that are left."""
    from station_app.desk.drafts import discard_draft, list_drafts

    discard_draft(desk, draft_id)
    return list_drafts(desk)


def look_at(desk: "Desk", content: CaseContent) -> Looked:
    """Checks the draft and lays out its paper, once it is known what for."""
    from forms.papers import material_receipt, one_time_notice
    from station_app.desk import papers
    from station_app.desk.check_draft import check_draft

    check = check_draft(desk, content)
    if not content.situation or desk.guide(content.item_code) is None:
        return Looked(check, None, False)
    if check.missing:
        notice = one_time_notice.layout(papers.notice_record(desk, content, ""))
        # Set narrower beside the form than on its A4 sheet: the words are the same, and they can be read.
        return Looked(check, msgspec.structs.replace(notice, page="A5"), True)
    return Looked(check, material_receipt.layout(papers.receipt_record(desk, content, "")), False)


def receive(desk: "Desk", case: NewCase, content: CaseContent) -> Made | DraftCheck:
    """The case, recorded; or what is in the way of it, with the draft kept."""
    from station_app.desk.case_papers import paper_of_case
    from station_app.desk.check_draft import check_draft
    from station_app.desk.receive_case import NotComplete, receive_case

    if is_empty(content):
        return check_draft(desk, content)
    keep(desk, case, content)
    try:
        received = receive_case(desk, case.draft_id)
    except NotComplete as not_yet:
        return not_yet.check
    layout = paper_of_case(desk, received.case_id, "material_receipt")
    return Made(received.case_id, received.receipt_number, layout)


def give(desk: "Desk", case: NewCase, content: CaseContent, again_reason: str) -> Made:
    """The one-time notice, recorded. Raises `InputFailure` where there is nothing to tell, or a reason is needed."""
    from station_app.desk.case_papers import paper_of_case
    from station_app.desk.check_draft import check_draft
    from station_app.desk.give_notice import give_notice

    if is_empty(content):
        first = check_draft(desk, content).problems[0]
        raise InputFailure(f"{first.text_zh}。", f"{first.text_en}.", (first,))
    keep(desk, case, content)
    given = give_notice(desk, case.draft_id, again_reason)
    return Made(given.case_id, given.number, paper_of_case(desk, given.case_id, "one_time_notice"))


def printed(desk: "Desk", case_id: str, paper: "Paper", sha256: str) -> None:
    """A paper has been printed or saved."""
    from station_app.desk.record_print import record_print

    record_print(desk, case_id, paper, sha256)


def find_people(desk: "Desk", text: str) -> tuple[OnFile, ...]:
    """Who has been here before under this number or name."""
    from station_app.desk.find_applicant import find_applicant

    return find_applicant(desk, text)


def read_page(desk: "Desk", sha256: str) -> bytes:
    """The picture of a page."""
    from station_app.desk.add_page import page_bytes

    return page_bytes(desk, sha256)
