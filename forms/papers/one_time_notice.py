"""一次性告知书: everything that is missing or wrong, told once and completely (行政许可法§32(4))."""

from collections.abc import Iterator

from forms.dates import chinese_date
from forms.papers import head as heads
from forms.papers.layout import Block, Column, Layout, Pair, Paragraph, Seal, Signature, Table
from forms.papers.records import MissingMaterial, OneTimeNotice
from forms.papers.words import fee_words, wanted_words

NAME = "一次性告知书"


def layout(record: OneTimeNotice) -> Layout:
    """The notice as blocks; the organ's name and seal where it hands on the organ's correction, else the station's."""
    return Layout(
        page="A4",
        name=NAME,
        subject=heads.subject(record.head),
        running=heads.running(record.head),
        again=heads.again(record.head),
        blocks=tuple(_blocks(record)),
        footer=heads.footer(record.head, "本告知书一式两份，申请人、便民服务站各存一份。"),
    )


def _blocks(record: OneTimeNotice) -> Iterator[Block]:
    head = record.head
    yield heads.title(head, NAME)
    yield heads.case_block(
        head, (Pair("告知日期", chinese_date(record.noticed_on)), Pair("代办员", head.agent_name)), *_handler(record)
    )
    yield Paragraph(f"{head.applicant_name}：")
    yield Paragraph(_opening(record), indent=True)
    if record.again_because:
        yield Paragraph(f"这是再次告知，原因：{record.again_because}", indent=True)
    yield _missing_table(record)
    if record.in_order:
        yield Paragraph(f"下列材料已经核对，不用再准备：{'、'.join(record.in_order)}。", indent=True)
    yield from _how_to_supply(record)
    seal = f"{record.authority_name}\n（盖章处）" if record.issued_by == "authority" else "便民服务站\n（盖章处）"
    yield Signature(
        ("申请人（代理人）签收", "代办员签名"), Seal(seal, chinese_date(record.noticed_on)), _standing(record)
    )


def _handler(record: OneTimeNotice) -> tuple[tuple[Pair, ...], ...]:
    if not record.handler_name:
        return ()
    phone = f" {record.handler_phone}" if record.handler_phone else ""
    return ((Pair("经办人", f"{record.authority_name} {record.handler_name}{phone}".strip()),),)


def _opening(record: OneTimeNotice) -> str:
    who = f"{record.authority_name}审查" if record.issued_by == "authority" else "本站核对"
    basis = f"根据{record.basis}，" if record.basis else ""
    return (
        f"您申请办理的“{record.head.item_name}”，经{who}，还有下列 {len(record.missing)} 项材料需要补齐或者改正。"
        f"{basis}现将需要补正的全部内容一次告知您："
    )


def _missing_table(record: OneTimeNotice) -> Table:
    """Columns get the room their words need; where no day is set for anything there is no column of days."""
    missing = record.missing
    dated = any(material.until for material in missing)
    wide = 2.4 if any(material.problem for material in missing) else 1.3
    undated = "不限期" if record.issued_by == "authority" else "收件前补齐"
    columns = (Column("序号", 0.9, "centre"), Column("材料", 2.9), Column("问题", wide), Column("要求", 6.5 - wide))
    rows = tuple(
        (str(place), material.name, material.problem or "缺少", _requirement(material))
        for place, material in enumerate(missing, 1)
    )
    if not dated:
        return Table(columns, rows, ruled=True)
    days = (chinese_date(material.until) if material.until else undated for material in missing)
    return Table(
        (*columns, Column("补交期限", 2.5)), tuple((*row, day) for row, day in zip(rows, days, strict=True)), ruled=True
    )


def _requirement(material: MissingMaterial) -> str:
    wanted = wanted_words(material.originals, material.copies)
    return "；".join(part for part in (wanted, material.standard) if part)


def _how_to_supply(record: OneTimeNotice) -> Iterator[Block]:
    place = record.bring_to or record.head.station_name
    hours = f"（办公时间：{record.open_hours}）" if record.open_hours else ""
    yield Paragraph(f"材料补齐后，请一次交到{place}{hours}。来之前可以先打电话问清楚，免得多跑一趟。", indent=True)
    if record.fee:
        yield Paragraph(f"办理本事项的收费：{fee_words(record.fee)}。", indent=True)


def _standing(record: OneTimeNotice) -> str:
    if record.issued_by == "authority":
        return ""
    return "本告知书由便民服务站在收件时出具，不是不予受理决定。材料补齐以前，您的申请尚未报送受理机关。"
