"""One case with its history; and from a scanned slip to the case."""

from forms import lifecycle
from forms.events import EVENT_DATA, pages_in
from forms.receipt_number import ReceiptNumberWrong, parse
from station_app.desk.act import CaseUnknown
from station_app.desk.arrive import result_is_here
from station_app.desk.case_rows import case_row, sent_back
from station_app.desk.context import Desk
from station_app.desk.deliver import may_undo_delivery
from station_app.desk.history import history_line
from station_app.desk.views import CasePage
from station_app.storage.projections import CaseFolded

_NOT_OF_A_CASE_PAGE = frozenset({"case_received", "one_time_notice_given", "archived"})


def open_case(desk: Desk, case_id: str) -> CasePage:
    """Raises `CaseUnknown`. Reading is no event; revealing a number is (see `reveal_identity`)."""
    folded = desk.store.projections.fold(case_id)
    stored = desk.store.cases.row(case_id)
    if not folded.events or stored is None:
        raise CaseUnknown
    pages = desk.store.pages.of_case(case_id)
    originals = {page.original.sha256 for page in pages_in(folded.case.content) if page.original}
    sent = [sha256 for sha256, is_sent in pages.items() if is_sent]
    return CasePage(
        row=case_row(desk, stored, sent_back(desk)),
        case=folded.case,
        history=tuple(history_line(logged, desk.settings.township_word) for logged in folded.events),
        allowed=possible_acts(desk, folded),
        pages_total=len(pages.keys() - originals),
        pages_sent=len(set(sent) - originals),
        originals_total=len(pages.keys() & originals),
        originals_sent=len(set(sent) & originals),
        results_on_the_way=desk.store.pages.on_the_way([page.sha256 for page in pages_in(folded.case.result)]),
    )


def find_by_code(desk: Desk, scanned: str) -> str | None:
    """The case of a scanned or typed number: a receipt's, a notice's or the district's. None if there is none."""
    text = scanned.strip()
    try:
        number = str(parse(text))
    except ReceiptNumberWrong:
        number = text.upper()
    return desk.store.cases.by_number(number) if number else None


def possible_acts(desk: Desk, folded: CaseFolded) -> frozenset[str]:
    """Kinds of station events that are possible on the case now."""
    possible = {
        kind
        for kind, entry in EVENT_DATA.items()
        if entry.author == "station"
        and entry.of_case
        and kind not in _NOT_OF_A_CASE_PAGE
        and lifecycle.may(folded.case, kind)
    }
    possible.discard("delivered" if not result_is_here(desk, folded.case) else "result_arrived")
    guide = desk.guide(folded.case.content.item_code)
    if guide is None or guide.authority != "decide":
        possible.discard("decided_at_station")
    if not may_undo_delivery(folded):
        possible.discard("delivery_undone")
    return frozenset(possible)
