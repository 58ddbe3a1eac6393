"""一次性告知: all that is missing, told once and on paper (许可法§32(4)). The draft is kept."""

from forms.case import CaseContent, Defect, MaterialLine
from forms.catalogue.eligibility import unmet
from forms.catalogue.guide import ServiceGuide
from forms.catalogue.in_force import may_not_be_received
from forms.events import OneTimeNoticeGiven
from forms.failures import InputFailure
from forms.fields import check_name
from station_app.desk.act import write
from station_app.desk.check_draft import completed
from station_app.desk.checklist import checklist
from station_app.desk.clock_check import ClockInDoubt, clock_doubt, next_number
from station_app.desk.context import Desk
from station_app.desk.paper_facts import facts_now
from station_app.desk.views import GivenNotice


class ReasonNeeded(InputFailure):
    def __init__(self) -> None:
        super().__init__(
            "这件事已经告知过一次。材料应当一次说全，再告知一次要写明原因。",
            "A notice has been given for this case. Everything should be told at once; a second one needs a reason.",
        )


def give_notice(desk: Desk, draft_id: str, again_reason: str = "") -> GivenNotice:
    """Logs the notice under a number of its own. `again_reason` is asked for from the second notice on.

    Raises `InputFailure` for a draft without item, situation or name, where nothing is missing, or without the reason.
    """
    store = desk.store
    with store.transaction():
        draft = store.drafts.load(draft_id)
        doubt = clock_doubt(desk)
        if doubt is not None:
            raise ClockInDoubt(doubt)
        guide = _noticeable(desk, draft.content)
        defects = notice_defects(desk, guide, draft.content)
        if not defects:
            raise InputFailure(
                "材料已经齐了，不用打印告知书，可以直接收件。",
                "Nothing is missing, so no notice is needed; receive the case.",
            )
        if draft.notices and not again_reason.strip():
            raise ReasonNeeded
        number = next_number(desk)
        content = completed(desk, guide, draft.content, "")
        reason, facts = again_reason.strip() if draft.notices else "", facts_now(desk, content, content.materials)
        data = OneTimeNoticeGiven(number, content, defects, reason, facts)
        write(desk, store.projections.fold(draft.case_id).case, "one_time_notice_given", data, draft.case_id)
        store.drafts.noticed(draft_id)
    return GivenNotice(draft.case_id, number)


def notice_defects(desk: Desk, guide: ServiceGuide, content: CaseContent) -> tuple[Defect, ...]:
    """What a notice for this draft lists: everything missing, and what may follow later, in the guide's order."""
    listed = checklist(guide, content, desk.calendar, desk.today())
    standards = {material.code: material.standard for material in guide.known_materials}
    return tuple(
        _defect(line, standards.get(line.code, "")) for line in listed.lines if line.status in ("missing", "deferred")
    )


def _defect(line: MaterialLine, standard: str) -> Defect:
    what = line.note or ("缺少，可以后补" if line.status == "deferred" else "缺少")
    return Defect(line.name, what, standard, line.code)


def _noticeable(desk: Desk, content: CaseContent) -> ServiceGuide:
    guide = desk.guide(content.item_code)
    if guide is None:
        raise InputFailure("先选好要办的事项，再打印告知书。", "Choose the item before printing a notice.")
    if all(content.situation != situation.code for situation in guide.situations):
        raise InputFailure("先选好属于哪种情形，再打印告知书。", "Choose the situation before printing a notice.")
    barred = may_not_be_received(guide, desk.office(guide.accepting_office), desk.today())
    if barred is not None:
        raise InputFailure(f"{barred.text_zh}。", f"{barred.text_en}.", (barred,))
    for lacking in unmet(guide.eligibility, content.situation, content.applicant, desk.today()):
        raise InputFailure(
            f"{lacking.text_zh}。不打告知书，免得他白跑。", f"{lacking.text_en}. No notice is printed.", (lacking,)
        )
    problems = tuple(
        problem for problem in check_name(content.applicant.name, field="applicant.name") if problem.blocking
    )
    if problems:
        raise InputFailure(
            f"{problems[0].text_zh}，再打印告知书。", f"{problems[0].text_en}, then print the notice.", problems
        )
    return guide
