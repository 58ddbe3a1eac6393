"""收件: a complete draft becomes a case. Committed before anything is printed."""

import msgspec

from forms.case import CaseContent, Page
from forms.events import CaseReceived, read_data
from forms.failures import InputFailure
from forms.papers.facts import PaperFacts
from station_app.desk.act import write
from station_app.desk.check_draft import check_draft, completed
from station_app.desk.clock_check import ClockInDoubt, clock_doubt, next_number
from station_app.desk.context import Desk
from station_app.desk.keep_originals import keep_originals, with_originals
from station_app.desk.loose_pages import let_photographs_go
from station_app.desk.paper_facts import facts_now
from station_app.desk.views import DraftCheck, ReceivedCase
from station_app.storage.drafts import Draft
from station_app.storage.projections import CaseFolded


class NotComplete(InputFailure):
    """`check` says everything that is in the way."""

    def __init__(self, check: DraftCheck) -> None:
        blocking = tuple(problem for problem in check.problems if problem.blocking)
        missing = "、".join(line.name for line in check.missing)
        zh = "；".join([*(problem.text_zh for problem in blocking), *([f"还缺{missing}"] if missing else [])])
        en = "; ".join([*(problem.text_en for problem in blocking), *([f"missing: {missing}"] if missing else [])])
        super().__init__(
            f"还不能收件：{zh}。已经填的都存着。", f"Not yet: {en}. What was entered is kept.", check.problems
        )
        self.check = check


def receive_case(desk: Desk, draft_id: str) -> ReceivedCase:
    """One transaction: number, event, rows, and the draft is done. A second call for the draft returns the same case.

    Raises `NotComplete`, or a failure of the disk with nothing changed.
    """
    store = desk.store
    originals = _originals(desk, store.drafts.load(draft_id))
    with store.transaction():
        draft = store.drafts.load(draft_id)
        if draft.receipt_number:
            return ReceivedCase(draft.case_id, draft.receipt_number)
        # First of all: what is checked below is checked against the day.
        doubt = clock_doubt(desk)
        if doubt is not None:
            raise ClockInDoubt(doubt)
        check = check_draft(desk, draft.content)
        guide = desk.guide(draft.content.item_code)
        if guide is None or not check.may_receive:
            raise NotComplete(check)
        number = next_number(desk)
        content = completed(desk, guide, draft.content, number)
        content = msgspec.structs.replace(content, materials=with_originals(content.materials, originals))
        folded = store.projections.fold(draft.case_id)
        write(
            desk,
            folded.case,
            "case_received",
            _receipt(content, folded, facts_now(desk, content, content.materials)),
            draft.case_id,
        )
        store.drafts.received(draft_id, number)
    let_photographs_go(desk, content)
    return ReceivedCase(draft.case_id, number)


def _originals(desk: Desk, draft: Draft) -> dict[str, Page]:
    """Large files: on the disk before the transaction begins."""
    if draft.receipt_number or not check_draft(desk, draft.content).may_receive:
        return {}
    return keep_originals(desk, desk.guide(draft.content.item_code), draft.content.materials)


def _receipt(content: CaseContent, folded: CaseFolded, facts: PaperFacts) -> CaseReceived:
    """The receipt. Where the district refused an earlier one, it says the number it replaces and since when all is here."""
    refused = [logged.event for logged in folded.events if logged.kind == "case_received" and logged.refused]
    if not refused:
        return CaseReceived(content, paper_facts=facts)
    first, last = read_data(refused[0], CaseReceived), read_data(refused[-1], CaseReceived)
    return CaseReceived(content, last.content.receipt_number, first.first_received_at or refused[0].at, facts)
