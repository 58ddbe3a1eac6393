"""送达回证: what was handed over, to whom, where and how, signed by hand."""

from collections.abc import Iterator
from typing import Final

from forms.dates import chinese_date
from forms.papers import head as heads
from forms.papers.layout import Block, Column, Layout, Paragraph, Picture, Seal, Signature, Table
from forms.papers.records import DeliveredDocument, DeliveryReceipt
from forms.papers.words import BLANK_DATE, identity_words

NAME: Final = "送达回证"
_METHOD: Final = {
    "in_person": "直接送达（在便民服务站领取）",
    "at_home": "直接送达（上门送达）",
    "substitute": "直接送达（他人代收）",
    "post": "邮寄送达",
    "left": "留置送达",
}
_SIGNED_ROW_MM: Final = 24.0


def layout(record: DeliveryReceipt) -> Layout:
    return Layout(
        page="A4",
        name=NAME,
        subject=heads.subject(record.head),
        running=heads.running(record.head),
        again=heads.again(record.head),
        blocks=tuple(_blocks(record)),
        footer=heads.footer(record.head, "本回证由便民服务站存档一份，报送决定机关一份。"),
    )


def _blocks(record: DeliveryReceipt) -> Iterator[Block]:
    yield heads.title(record.head, NAME)
    yield _grid((*_facts(record), *_signed(record)))
    if record.signature:
        yield Picture(record.signature, "受送达人（代收人）在屏幕上的签名：")
    yield Paragraph(
        "说明：由他人代收的，代收人须注明与受送达人的关系和代收理由。受送达人拒绝签收或者不能签名的，"
        "送达人在备注栏写明情况和日期，由见证人签名；不能签名的可以按指印。",
        tone="soft",
    )
    yield Signature(("送达人签名",), Seal("便民服务站\n（盖章处）", chinese_date(record.head.made_on)))


def _facts(record: DeliveryReceipt) -> Iterator[tuple[str, str, float]]:
    head = record.head
    official = f"（县区编号 {head.official_number}）" if head.official_number else ""
    yield "办件编号", f"{head.number}{official}", 0
    yield "事项", f"{head.item_name}　编码 {head.item_code}" if head.item_code else head.item_name, 0
    phone = f"　电话 {head.masked_phone}" if head.masked_phone else ""
    yield "申请人", f"{head.applicant_name}　{identity_words(head)}{phone}", 0
    yield "送达文书\n名称及文号", "\n".join(_document(document) for document in record.documents), 0
    yield "受送达人", record.recipient_name, 0
    yield "送达地点", record.place, 0
    tracking = f"，邮件号码 {record.tracking_number}" if record.tracking_number else ""
    yield "送达方式", _METHOD[record.method] + tracking, 0


def _document(document: DeliveredDocument) -> str:
    number = f"（{document.number}）" if document.number else ""
    return f"{document.name}{number}　{document.copies} 份"


def _signed(record: DeliveryReceipt) -> Iterator[tuple[str, str, float]]:
    dated = f"　　　　　　　　　　　　{chinese_date(record.delivered_on) if record.delivered_on else BLANK_DATE}"
    if record.substitute:
        other = record.substitute
        masked = f"　证件号码 {other.masked_id}" if other.masked_id else ""
        why = f"{other.name}（{other.relation}）{masked}\n代收理由：{other.reason}"
        yield "代收人签名\n及代收理由", f"{why}\n\n{dated}", _SIGNED_ROW_MM
    else:
        yield "受送达人\n签名或盖章", f"\n\n{dated}", _SIGNED_ROW_MM
    yield "见证人签名", record.witness_name, _SIGNED_ROW_MM / 2
    yield "送达人", record.head.agent_name, 0
    yield "备注", record.remarks, _SIGNED_ROW_MM / 2


def _grid(rows: tuple[tuple[str, str, float], ...]) -> Table:
    return Table(
        columns=(Column("", 1.4, "centre"), Column("", 5)),
        rows=tuple((label, value) for label, value, _ in rows),
        ruled=True,
        tall=tuple(height for _, _, height in rows),
    )
