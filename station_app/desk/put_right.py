"""What the district did not take, what can be done about each, and the note that it was read (decision 103)."""

from forms.events import RefusalNoted
from station_app.desk.act import new_event
from station_app.desk.context import Desk
from station_app.desk.history import history_line
from station_app.desk.open_case import possible_acts
from station_app.desk.views import RefusedLine, Remedy
from station_app.storage.log import LoggedEvent
from station_app.storage.projections import CaseFolded


def refused_lines(desk: Desk) -> tuple[RefusedLine, ...]:
    """What asks something of the agent, the newest first."""
    drafts = {draft.case_id: draft.draft_id for draft in desk.store.drafts.open()}
    return tuple(_line(desk, logged, drafts.get(logged.case_id, "")) for logged in desk.store.refusals.all())


def note_refusal(desk: Desk, op_id: str) -> None:
    """Whoever is signed in has read why. Nothing happens for what is no longer there: put right or read meanwhile."""
    with desk.store.transaction():
        for logged in desk.store.refusals.all():
            if logged.op_id.hex() == op_id:
                desk.store.append(new_event(desk, "refusal_noted", RefusalNoted(op_id, logged.reason)))


def _line(desk: Desk, logged: LoggedEvent, draft_id: str) -> RefusedLine:
    folded = desk.store.projections.fold(logged.case_id) if logged.case_id else None
    content = folded.case.content if folded else None
    guide = desk.guide(content.item_code) if content else None
    remedy = _remedy(desk, logged, folded, draft_id)
    return RefusedLine(
        op_id=logged.op_id.hex(),
        reason=logged.reason,
        line=history_line(logged, desk.settings.township_word),
        applicant=content.applicant.name if content else "",
        item_name=content.item_name if content else "",
        english_item=guide.english_name if guide else "",
        remedy=remedy,
        opens=draft_id if remedy == "draft" else logged.case_id,
    )


def _remedy(desk: Desk, logged: LoggedEvent, folded: CaseFolded | None, draft_id: str) -> Remedy:
    if folded is None:
        return ""
    if draft_id:
        return "draft"
    return "again" if logged.kind in possible_acts(desk, folded) else "look"
