"""收件: a complete draft becomes a case. Committed before anything is printed."""

from forms.events import CaseReceived
from forms.failures import InputFailure
from forms.lifecycle import Case
from station_app.desk.act import write
from station_app.desk.check_draft import check_draft, completed
from station_app.desk.context import Desk
from station_app.desk.views import DraftCheck, ReceivedCase


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
    with store.transaction():
        draft = store.drafts.load(draft_id)
        if draft.receipt_number:
            return ReceivedCase(draft.case_id, draft.receipt_number)
        check = check_draft(desk, draft.content)
        guide = desk.guide(draft.content.item_code)
        if guide is None or not check.may_receive:
            raise NotComplete(check)
        number = store.next_number(desk.now())
        content = completed(desk, guide, draft.content, number)
        write(desk, _so_far(desk, draft.case_id), "case_received", CaseReceived(content), draft.case_id)
        store.drafts.received(draft_id, number)
    return ReceivedCase(draft.case_id, number)


def _so_far(desk: Desk, case_id: str) -> Case:
    """The case before it is received: new, or with the notices given for it."""
    return desk.store.projections.fold(case_id).case
