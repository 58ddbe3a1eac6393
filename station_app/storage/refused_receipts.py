"""A receipt that the district did not take is a draft again: nothing has to be asked or typed a second time."""

from collections.abc import Iterable
from datetime import UTC, datetime

import msgspec

from forms import lifecycle
from forms.case import CaseContent
from forms.dates import china_time
from forms.lifecycle import State
from station_app.storage.drafts import Drafts
from station_app.storage.log import LoggedEvent
from station_app.storage.projections import Projections

_GIVEN_UP = frozenset({State.WITHDRAWN, State.VOID})


def settle_drafts(drafts: Drafts, projections: Projections, case_ids: Iterable[str], server_time: int) -> None:
    """Reopens or closes the drafts of cases whose receipt has just been judged. `server_time`: ms since 1970.

    The draft holds what was supplied since the receipt too: the district refuses that with it. A case that its applicant
    has taken back, or that the station has voided, stays as it is.
    """
    for case_id in case_ids:
        folded = projections.fold(case_id)
        if folded.case.state is not State.DRAFT:
            drafts.close(case_id, folded.case.content.receipt_number)
            continue
        content = _as_the_desk_knew_it(folded.events)
        if content is not None:
            at = china_time(datetime.fromtimestamp(server_time // 1000, UTC)).isoformat()
            drafts.reopen(case_id, content, at)


def _as_the_desk_knew_it(events: tuple[LoggedEvent, ...]) -> CaseContent | None:
    """With the receipts and all that rested on them, whatever the district said; None where it was given up."""
    ordered = sorted(events, key=lambda logged: logged.position)
    newest = max(place for place, logged in enumerate(ordered) if logged.kind == "case_received")
    case, _ = lifecycle.fold(logged.event for logged in ordered[newest:])
    if case.state in _GIVEN_UP:
        return None
    return msgspec.structs.replace(case.content, receipt_number="")
