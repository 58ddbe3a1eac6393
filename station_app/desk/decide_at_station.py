"""Done on the spot, for the few items whose guide gives the station that authority."""

from forms.case import ResultDocument
from forms.events import DecidedAtStation
from forms.failures import InputFailure
from station_app.desk.act import case_of, write
from station_app.desk.context import Desk


def decide_at_station(
    desk: Desk, case_id: str, granted: bool, document: ResultDocument | None = None, reason: str = ""
) -> None:
    """Raises `InputFailure` for any other item, and for a refusal without its reason (许可法§38)."""
    with desk.store.transaction():
        case = case_of(desk, case_id)
        guide = desk.guide(case.content.item_code)
        if guide is None or guide.authority != "decide":
            raise InputFailure(
                "这个事项要由镇里或县里决定，站里只能收件。",
                "This item is decided by the township or the district; the station can only receive it.",
            )
        if not granted and not reason.strip():
            raise InputFailure("不予办理要写明理由。", "A refusal needs its reason.")
        write(desk, case, "decided_at_station", DecidedAtStation(granted, document, reason.strip()), case_id)
