"""From a case (or a draft) to the records that forms/papers prints; also for the slip that is shown while it is made."""

from forms.case import CaseContent, MaterialLine
from forms.catalogue.guide import ServiceGuide
from forms.dates import china_date, read_date
from forms.events import Delivered
from forms.failures import EnvironmentFailure
from forms.fields import normalise_name, normalise_phone
from forms.identity import normalise_number
from forms.lifecycle import Case
from forms.masking import mask_id, mask_phone
from forms.papers.facts import PaperFacts, Wanted
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
from station_app.desk.checklist import checklist
from station_app.desk.context import Desk
from station_app.desk.paper_facts import STILL_TO_COME, Making, made_now

_SIGNED_ON_SCREEN = "受送达人已在屏幕上签名，图样随本件存档"
_THERE = ("provided", "on_file")


def receipt_record(
    desk: Desk, content: CaseContent, number: str, made: Making | None = None, first_received_at: str = ""
) -> MaterialReceipt:
    """材料接收凭证. `number` is empty before one is minted. `made`: as it was made before; now unless told.

    `first_received_at` (ISO time): since when the materials are here, where an earlier receipt was not taken.
    """
    guide = desk.guide(content.item_code)
    lines = _lines(desk, guide, content)
    made = made or made_now(desk, content, lines)
    facts = made.facts
    return MaterialReceipt(
        head=_head(desk, content, number, made),
        received_on=china_date(first_received_at) if first_received_at else made.on,
        received=tuple(_received(line) for line in lines if line.status in _THERE),
        missing=tuple(_missing(line, facts) for line in lines if line.status in STILL_TO_COME),
        accepting_office=facts.accepting_office,
        forward_until=made.forward_until,
        promised_limit=facts.promised_limit,
        statutory_limit=facts.statutory_limit,
        clock=facts.clock,
        fee=facts.fee,
    )


def notice_record(
    desk: Desk, content: CaseContent, number: str, again_reason: str = "", made: Making | None = None
) -> OneTimeNotice:
    """一次性告知书 of the desk's own check. What may follow later is listed too, with its last day. `made` as above."""
    guide = desk.guide(content.item_code)
    lines = content.materials if made else _lines(desk, guide, content)
    made = made or made_now(desk, content, lines)
    facts = made.facts
    return OneTimeNotice(
        head=_head(desk, content, number, made),
        noticed_on=made.on,
        missing=tuple(_missing(line, facts) for line in lines if line.status in STILL_TO_COME),
        in_order=tuple(line.name for line in lines if line.status in _THERE),
        basis=facts.basis,
        bring_to=facts.station_name,
        again_because=again_reason,
        fee=facts.fee,
    )


def correction_record(desk: Desk, case: Case, made: Making | None = None) -> OneTimeNotice:
    """一次性告知书 that hands on the organ's correction, for the case as it was then. `made` as above."""
    made = made or made_now(desk, CaseContent())
    return OneTimeNotice(
        head=_head(desk, case.content, case.content.receipt_number, made, case.official_number),
        noticed_on=made.on,
        missing=tuple(
            MissingMaterial(defect.material, defect.defect, defect.standard, until=read_date(case.correction_due))
            for defect in case.correction_defects
        ),
        issued_by="authority",
        authority_name=case.office,
        bring_to=made.facts.station_name,
        handler_name=case.handler,
        handler_phone=case.handler_phone,
    )


def delivery_record(
    desk: Desk, case: Case, delivered: Delivered | None = None, made: Making | None = None
) -> DeliveryReceipt:
    """送达回证, of a delivery that is being made; without one it is made from the case, to be filled in by hand."""
    act = delivered or Delivered(document="", recipient=case.recipient or case.content.applicant.name)
    made = made or made_now(desk, CaseContent())
    name, number = _delivered_document(case, act)
    handed = Substitute(act.recipient, act.recipient_relation, act.substitute_reason)
    written_by_hand = delivered is None and not case.delivered_at
    return DeliveryReceipt(
        head=_head(desk, case.content, case.content.receipt_number, made, case.official_number),
        delivered_on=None if written_by_hand else china_date(case.delivered_at) if case.delivered_at else made.on,
        documents=(DeliveredDocument(name, number),),
        recipient_name=case.content.applicant.name,
        place=made.facts.station_name if act.method in ("in_person", "substitute") else "",
        method=act.method,
        substitute=handed if act.method == "substitute" else None,
        witness_name=act.witness,
        tracking_number=act.tracking_number,
        signature=_drawn(desk, act),
        remarks="；".join(
            part for part in (act.remark, _corrected(case), _SIGNED_ON_SCREEN if act.signature else "") if part
        ),
    )


def _delivered_document(case: Case, act: Delivered) -> tuple[str, str]:
    """Its name, and its number apart."""
    number = case.result.number if case.result else ""
    named = act.document or (case.result.name if case.result else case.content.item_name)
    return (named.removesuffix(number).strip() if number else named), number


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


def _head(desk: Desk, content: CaseContent, number: str, made: Making, official_number: str = "") -> PaperHead:
    applicant, facts = content.applicant, made.facts
    guide = desk.guide(content.item_code)
    return PaperHead(
        station_name=facts.station_name,
        township_name=facts.township_name,
        county_name=facts.county_name,
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
        agent_name=made.agent,
        made_on=made.on,
        again_on=made.again,
        enquiry_phone=facts.enquiry_phone,
        complaint_phone=facts.complaint_phone,
    )


def _lines(desk: Desk, guide: ServiceGuide | None, content: CaseContent) -> tuple[MaterialLine, ...]:
    """A case's lines as it recorded them; a draft's by the checklist of its guide."""
    if content.receipt_number or guide is None or not _situation_name(guide, content.situation):
        return content.materials
    return checklist(guide, content, desk.calendar, desk.today()).lines


def _situation_name(guide: ServiceGuide | None, code: str) -> str:
    situations = guide.situations if guide else ()
    return next((situation.name for situation in situations if situation.code == code), "")


def _received(line: MaterialLine) -> ReceivedMaterial:
    return ReceivedMaterial(
        line.name,
        line.originals,
        line.originals_kept,
        line.copies,
        "on_file" if line.status == "on_file" else "brought",
    )


def _missing(line: MaterialLine, facts: PaperFacts) -> MissingMaterial:
    wanted = facts.wanted.get(line.code, Wanted())
    return MissingMaterial(line.name, line.note, wanted.standard, wanted.originals, wanted.copies, read_date(line.due))
