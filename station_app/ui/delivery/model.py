"""What is handed over, to whom and how: plain state of the delivery screen."""

from dataclasses import dataclass
from typing import Final, Literal

from forms.case import Page
from forms.events import Delivered
from forms.lifecycle import Case, State
from station_app.desk.views import CaseRow
from station_app.ui.parts.cells import Cell, Tone
from station_app.ui.words import Words

Method = Literal["in_person", "substitute", "post", "at_home", "left"]

ASKED: Final[dict[Method, tuple[str, ...]]] = {
    "in_person": (),
    "substitute": ("recipient_relation", "substitute_reason"),
    "at_home": (),
    "post": ("tracking_number",),
    "left": ("witness",),
}
"""What is asked beside the recipient, for each method."""

SIGNED: Final = ("in_person", "substitute", "at_home")
"""Methods where somebody signs here."""


@dataclass(frozen=True)
class DeliveryForm:
    """What the agent wrote. What the method does not ask for is left out of the event."""

    document: str
    recipient: str
    method: Method = "in_person"
    recipient_relation: str = ""
    substitute_reason: str = ""
    witness: str = ""
    tracking_number: str = ""
    remark: str = ""

    def delivered(self, signature: Page | None) -> Delivered:
        asked = ASKED[self.method]
        return Delivered(
            document=self.document,
            recipient=self.recipient,
            method=self.method,
            recipient_relation=self.recipient_relation if "recipient_relation" in asked else "",
            substitute_reason=self.substitute_reason if "substitute_reason" in asked else "",
            witness=self.witness if "witness" in asked else "",
            tracking_number=self.tracking_number if "tracking_number" in asked else "",
            signature=signature if self.method in SIGNED else None,
            remark=self.remark,
        )


def document_name(case: Case) -> str:
    """What is handed over, as the delivery receipt names it: the document's own name and number. On paper: Chinese."""
    if case.result is not None:
        return " ".join(part for part in (case.result.name, case.result.number) if part)
    if case.state == State.NOT_ACCEPTED:
        return "不予受理通知书"
    return f"{case.content.item_name}办理结果" if case.granted else f"{case.content.item_name}不予批准决定书"


def shown_rows(rows: tuple[CaseRow, ...], words: Words) -> tuple[tuple[Cell, ...], ...]:
    """Name and item of what can be collected; a refusal is marked."""
    return tuple((Cell(row.applicant_name), Cell(*_item(row, words))) for row in rows)


def _item(row: CaseRow, words: Words) -> tuple[str, Tone]:
    if row.state in (State.NOT_ACCEPTED, State.DECIDED_REFUSED):
        return words.say(
            "{item}（{state}）", "{item} ({state})", item=words.item(row), state=words.state(row.state)
        ), "soon"
    return words.item(row), "plain"
