"""The result has come to the station: by hand, by post, or on paper while its pages are still on the line."""

from forms.events import ResultArrived, pages_in
from forms.failures import InputFailure
from forms.lifecycle import Case, is_at_station
from station_app.desk.act import act, case_of
from station_app.desk.context import Desk


class NotHereYet(InputFailure):
    """There is nothing at the station that could be handed over."""

    def __init__(self) -> None:
        super().__init__(
            "结果还没有到站，现在不能登记送达。收到以后先打开这件事，按“结果到站了”；还没收到，打电话问一问。",
            "The result has not come to the station. Open the case and record its arrival first, or ask where it is.",
        )


def result_is_here(desk: Desk, case: Case) -> bool:
    """Whether the result lies at the station; one that comes over the line is here when all its pages are."""
    return is_at_station(case, desk.store.pages.on_the_way([page.sha256 for page in pages_in(case.result)]))


def record_arrival(desk: Desk, case_id: str, remark: str = "") -> None:
    """`remark`: what was not as it should be. Raises `InputFailure` where the result is here already, or none is made."""
    with desk.store.transaction():
        if result_is_here(desk, case_of(desk, case_id)):
            raise InputFailure("这件事的结果已经在站里了。", "The result of this case is at the station already.")
        act(desk, case_id, "result_arrived", ResultArrived(remark.strip()))
