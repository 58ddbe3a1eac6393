"""照这件再收一次: a case that was received under a wrong item, once more as a draft."""

import msgspec

from station_app.desk.act import case_of
from station_app.desk.context import Desk


def receive_again(desk: Desk, case_id: str) -> str:
    """The id of a new draft with the case's people, answers, materials and pages, and no item yet. The case itself stays as it
    is: it is voided or withdrawn by an act of its own.
    """
    content = case_of(desk, case_id).content
    again = msgspec.structs.replace(
        content, item_code="", item_version=0, item_name="", situation="", situation_name="", receipt_number=""
    )
    with desk.store.transaction():
        draft_id = desk.store.drafts.new(desk.now().isoformat())
        desk.store.drafts.save(draft_id, again, desk.now().isoformat())
    return draft_id
