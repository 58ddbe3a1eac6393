"""What the enquiry screen asks of the desk; all of it runs on the worker."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from forms.catalogue.guide import ServiceGuide
from forms.events import EnquiryRecorded
from station_app.desk.views import EnquiryRow

if TYPE_CHECKING:
    from station_app.desk.context import Desk


class Register(NamedTuple):
    """The newest enquiries, and the items one may be about."""

    rows: tuple[EnquiryRow, ...]
    items: tuple[ServiceGuide, ...]


def ask_register(desk: "Desk") -> Register:
    from station_app.desk.record_enquiry import enquiries

    return Register(enquiries(desk), desk.catalogue.items)


def record(enquiry: EnquiryRecorded) -> "Callable[[Desk], None]":
    def call(desk: "Desk") -> None:
        from station_app.desk.record_enquiry import record_enquiry

        record_enquiry(desk, enquiry)

    return call
