"""A whole number is shown only on request, and that leaves a record (PIPL §51)."""

from typing import Literal

from forms.case import CaseContent
from forms.events import IdentityRevealed
from station_app.desk.act import case_of, write
from station_app.desk.context import Desk


def reveal_identity(desk: Desk, case_id: str, what: Literal["id_number", "phone", "bank_account"]) -> str:
    """The number as it was given; empty where there is none. Logged first."""
    with desk.store.transaction():
        case = case_of(desk, case_id)
        write(desk, case, "identity_revealed", IdentityRevealed(what), case_id)
    if what == "id_number":
        return case.content.applicant.id_number
    if what == "phone":
        return case.content.applicant.phone
    return _bank_account(desk, case.content)


def _bank_account(desk: Desk, content: CaseContent) -> str:
    guide = desk.guide(content.item_code)
    specs = guide.fields if guide else ()
    return next(
        (content.form[spec.key] for spec in specs if spec.kind == "bank_account" and spec.key in content.form), ""
    )
