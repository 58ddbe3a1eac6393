"""From a case (or a draft) to the records that forms/papers prints; also for the slip that is shown while it is made."""

from datetime import date

from forms.case import CaseContent, MaterialLine
from forms.catalogue.guide import RequiredMaterial, ServiceGuide
from forms.dates import china_date
from forms.events import Delivered
from forms.failures import EnvironmentFailure
from forms.fields import normalise_name, normalise_phone
from forms.identity import normalise_number
from forms.lifecycle import Case
from forms.masking import mask_id, mask_phone
from forms.papers.records import (
    DeliveredDocument,
    DeliveryReceipt,
    MaterialReceipt,
    MissingMaterial,
    OneTimeNotice,
    PaperHead,
    ReceivedMaterial,
    Substitute,
)
from forms.particulars import changes
from forms.workdays import CalendarMissing
from station_app.desk.checklist import checklist
from station_app.desk.context import Desk
from station_app.desk.views import CasePage

_SIGNED_ON_SCREEN = "受送达人已在屏幕上签名，图样随本件存档"
_THERE = ("provided", "on_file")


def receipt_record(desk: Desk, content: CaseContent, number: str, received_at: str = "") -> MaterialReceipt:
    """材料接收凭证. `number` is empty before one is minted; `received_at` (ISO time) is now unless told."""
    guide = desk.guide(content.item_code)
    received_on = china_date(received_at) if received_at else desk.today()
    lines = _lines(desk, guide, content)
    by_code = _materials(guide)
    return MaterialReceipt(
        head=_head(desk, content, number),
        received_on=received_on,
        received=tuple(_received(line) for line in lines if line.status in _THERE),
        missing=tuple(_missing(line, by_code) for line in lines if line.status in ("missing", "deferred")),
        accepting_office=desk.office(guide.accepting_office) if guide else "",
        forward_until=_forward_until(desk, received_on),
        promised_limit=guide.promised_limit if guide else None,
        statutory_limit=guide.statutory_limit if guide else None,
        clock=guide.on_receipt_clock if guide else "authority",
        fee=guide.fee_of(content.situation) if guide else None,
    )


def notice_record(
    desk: Desk, content: CaseContent, number: str, again_reason: str = "", noticed_at: str = ""
) -> OneTimeNotice:
    """一次性告知书 of the desk's own check. What may follow later is listed too, with its last day.

    `noticed_at` (ISO time) makes the paper of a notice once more as it was recorded then; now unless told.
    """
    guide = desk.guide(content.item_code)
    lines = content.materials if noticed_at else _lines(desk, guide, content)
    by_code = _materials(guide)
    return OneTimeNotice(
        head=_head(desk, content, number),
        noticed_on=china_date(noticed_at) if noticed_at else desk.today(),
        missing=tuple(_missing(line, by_code) for line in lines if line.status in ("missing", "deferred")),
        in_order=tuple(line.name for line in lines if line.status in _THERE),
        basis="《中华人民共和国行政许可法》第三十二条" if guide and guide.result.kind == "permit" else "",
        bring_to=desk.settings.station_name,
        again_because=again_reason,
        fee=guide.fee_of(content.situation) if guide else None,
    )


def correction_record(desk: Desk, page: CasePage) -> OneTimeNotice:
    """一次性告知书 that hands on the organ's correction."""
    case = page.case
    until = date.fromisoformat(case.correction_due) if case.correction_due else None
    return OneTimeNotice(
        head=_head(desk, case.content, case.content.receipt_number, case.official_number),
        noticed_on=desk.today(),
        missing=tuple(
            MissingMaterial(defect.material, defect.defect, defect.standard, until=until)
            for defect in case.correction_defects
        ),
        issued_by="authority",
        authority_name=case.office,
        bring_to=desk.settings.station_name,
        handler_name=case.handler,
        handler_phone=case.handler_phone,
    )


def delivery_record(desk: Desk, page: CasePage, delivered: Delivered | None = None) -> DeliveryReceipt:
    """送达回证, of a delivery that is being made; without one it is made from the case, to be filled in by hand."""
    case = page.case
    made = delivered or Delivered(document="", recipient=case.recipient or case.content.applicant.name)
    document = case.result
    named = made.document or (document.name if document else case.content.item_name)
    number = document.number if document else ""
    name = named.removesuffix(number).strip() if number else named
    by_substitute = made.method == "substitute"
    on = case.delivered_at or (desk.now().isoformat() if delivered else "")
    return DeliveryReceipt(
        head=_head(desk, case.content, case.content.receipt_number, case.official_number),
        delivered_on=china_date(on) if on else None,
        documents=(DeliveredDocument(name, number),),
        recipient_name=case.content.applicant.name,
        place=desk.settings.station_name if made.method in ("in_person", "substitute") else "",
        method=made.method,
        substitute=Substitute(made.recipient, made.recipient_relation, made.substitute_reason)
        if by_substitute
        else None,
        witness_name=made.witness,
        tracking_number=made.tracking_number,
        signature=_drawn(desk, made),
        remarks="；".join(
            part for part in (made.remark, _corrected(case), _SIGNED_ON_SCREEN if made.signature else "") if part
        ),
    )


def _corrected(case: Case) -> str:
    """The slip may bear what was written wrong: whoever holds both papers reads why they differ."""
    return f"收件后更正：{'、'.join(changes(case.corrected))}" if case.corrected else ""


def _drawn(desk: Desk, made: Delivered) -> bytes:
    """What was signed on the screen; empty where nothing was, or where its page is not on this PC."""
    if made.signature is None or not desk.store.vault.holds(made.signature.sha256):
        return b""
    try:
        return desk.store.vault.read(made.signature.sha256)
    except EnvironmentFailure:
        return b""


def _head(desk: Desk, content: CaseContent, number: str, official_number: str = "") -> PaperHead:
    applicant, settings = content.applicant, desk.settings
    guide = desk.guide(content.item_code)
    return PaperHead(
        station_name=settings.station_name,
        township_name=settings.township_name,
        county_name=settings.county_name,
        number=number,
        official_number=official_number,
        item_name=content.item_name or (guide.name if guide else ""),
        item_code=content.item_code,
        situation_name=content.situation_name or _situation_name(guide, content.situation),
        applicant_name=normalise_name(applicant.name),
        identity_kind=applicant.identity_kind,
        masked_id=mask_id(normalise_number(applicant.id_number)),
        masked_phone=mask_phone(normalise_phone(applicant.phone)),
        representative_name=normalise_name(content.agent.name) if content.agent else "",
        agent_name=desk.agent.name,
        printed_on=desk.today(),
        enquiry_phone=settings.enquiry_phone,
        complaint_phone=settings.complaint_phone,
    )


def _lines(desk: Desk, guide: ServiceGuide | None, content: CaseContent) -> tuple[MaterialLine, ...]:
    """A case's lines as it recorded them; a draft's by the checklist of its guide."""
    if content.receipt_number or guide is None or not _situation_name(guide, content.situation):
        return content.materials
    return checklist(guide, content, desk.calendar, desk.today()).lines


def _situation_name(guide: ServiceGuide | None, code: str) -> str:
    situations = guide.situations if guide else ()
    return next((situation.name for situation in situations if situation.code == code), "")


def _materials(guide: ServiceGuide | None) -> dict[str, RequiredMaterial]:
    return {material.code: material for material in guide.materials} if guide else {}


def _received(line: MaterialLine) -> ReceivedMaterial:
    return ReceivedMaterial(
        line.name,
        line.originals,
        line.originals_kept,
        line.copies,
        "on_file" if line.status == "on_file" else "brought",
    )


def _missing(line: MaterialLine, by_code: dict[str, RequiredMaterial]) -> MissingMaterial:
    wanted = by_code.get(line.code)
    return MissingMaterial(
        line.name,
        line.note,
        wanted.standard if wanted else "",
        wanted.originals if wanted else 0,
        wanted.copies if wanted else 0,
        date.fromisoformat(line.due) if line.due else None,
    )


def _forward_until(desk: Desk, received_on: date) -> date | None:
    try:
        return desk.calendar.add_working_days(received_on, desk.settings.waiting.forward)
    except CalendarMissing:
        return None
