"""The applicant takes the case back, or the station voids one it received by mistake."""

from forms.events import Withdrawn
from forms.failures import InputFailure
from station_app.desk.act import act
from station_app.desk.context import Desk


def withdraw(desk: Desk, case_id: str, reason: str) -> None:
    """The applicant may, at any time before the decision. A reason is asked for."""
    act(desk, case_id, "withdrawn", Withdrawn(_reason(reason)))


def void(desk: Desk, case_id: str, reason: str) -> None:
    """Only before the case has left the station. A reason is asked for."""
    act(desk, case_id, "voided", Withdrawn(_reason(reason)))


def _reason(reason: str) -> str:
    if not reason.strip():
        raise InputFailure("请写上原因，以后查得到。", "Give the reason, so that it can be found later.")
    return reason.strip()
