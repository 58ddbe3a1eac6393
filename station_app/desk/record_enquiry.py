"""咨询登记: what was asked and answered, with or without a name."""

from forms.events import EnquiryRecorded, read_data
from forms.failures import InputFailure
from forms.masking import mask_phone
from station_app.desk.act import new_event
from station_app.desk.context import Desk
from station_app.desk.views import EnquiryRow


def record_enquiry(desk: Desk, enquiry: EnquiryRecorded) -> None:
    """Raises `InputFailure` where no question was written."""
    if not enquiry.question.strip():
        raise InputFailure("请写上问了什么。", "Enter what was asked.")
    desk.store.append(new_event(desk, "enquiry_recorded", enquiry))


def enquiries(desk: Desk, limit: int = 100) -> tuple[EnquiryRow, ...]:
    """The newest first."""
    rows = []
    for logged in desk.store.log.of_kind("enquiry_recorded", limit):
        event = logged.event
        data = read_data(event, EnquiryRecorded)
        rows.append(
            EnquiryRow(
                event.at,
                event.actor,
                data.question,
                data.answer,
                data.item_code,
                data.person,
                mask_phone(data.phone),
                data.resolved,
            )
        )
    return tuple(rows)
