"""What is being written: saved at every change, on this PC only, until it becomes a case or is deleted."""

import msgspec

from forms.case import CaseContent
from forms.control_characters import without_control
from forms.events import pages_in
from station_app.desk.context import Desk
from station_app.desk.loose_pages import let_loose_pages_go
from station_app.desk.views import DraftRow
from station_app.storage.drafts import Draft


def new_draft(desk: Desk) -> str:
    """An empty draft; its id."""
    return desk.store.drafts.new(desk.now().isoformat())


def save_draft(desk: Desk, draft_id: str, content: CaseContent) -> str:
    """On the disk when this returns the time it was saved at (ISO). Raises `InputFailure` for one that is gone."""
    saved_at = desk.now().isoformat()
    clean = msgspec.convert(without_control(msgspec.to_builtins(content)), CaseContent)
    desk.store.drafts.save(draft_id, clean, saved_at)
    return saved_at


def load_draft(desk: Desk, draft_id: str) -> DraftRow:
    """Raises `InputFailure` for one that is gone."""
    return _row(desk.store.drafts.load(draft_id))


def list_drafts(desk: Desk) -> tuple[DraftRow, ...]:
    """Those not received yet, the last saved first."""
    return tuple(_row(draft) for draft in desk.store.drafts.open())


def discard_draft(desk: Desk, draft_id: str) -> None:
    """Deletes a draft and the pages that only it had. A notice given for it stays in the log."""
    store = desk.store
    draft = store.drafts.load(draft_id)
    if draft.receipt_number:
        return
    with store.transaction():
        store.drafts.discard(draft_id)
    let_loose_pages_go(desk, {page.sha256 for page in pages_in(draft.content)})


def _row(draft: Draft) -> DraftRow:
    return DraftRow(draft.draft_id, draft.content, draft.saved_at, draft.notices)
