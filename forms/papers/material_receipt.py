"""材料接收凭证: what the station received, what is still to come, and what happens next. One A5 page for a usual case."""

from collections.abc import Iterator

from forms.dates import chinese_date
from forms.papers import head as heads
from forms.papers.layout import Block, Column, Layout, Pair, Pairs, Seal, Signature, Table
from forms.papers.records import MaterialReceipt, MissingMaterial, ReceivedMaterial
from forms.papers.words import fee_words, limit_words, originals_words, wanted_words

NAME = "材料接收凭证"
_SOURCE = {"brought": "本人提交", "on_file": "站内存档"}
_BY_ANOTHER = "代理人交"


def layout(record: MaterialReceipt) -> Layout:
    """The receipt as blocks. It never speaks of 受理 as the station's own act: that belongs to the organ."""
    return Layout(
        page="A5",
        name=NAME,
        subject=heads.subject(record.head),
        running=heads.running(record.head),
        again=heads.again(record.head),
        blocks=tuple(_blocks(record)),
        footer=heads.footer(record.head, "本凭证一式两份，申请人、便民服务站各存一份。"),
    )


def _blocks(record: MaterialReceipt) -> Iterator[Block]:
    head = record.head
    yield heads.title(head, NAME)
    received = (Pair("收件日期", chinese_date(record.received_on)), Pair("代办员", head.agent_name))
    yield heads.case_block(head, received)
    if record.received:
        yield _received_table(record.received, bool(head.representative_name))
    if record.missing:
        yield _missing_table(record.missing)
    yield from _what_follows(record)
    yield Signature(
        ("交件人签名", "代办员签名"), Seal("便民服务站\n（盖章处）", chinese_date(head.made_on)), _statement(record)
    )


def _received_table(received: tuple[ReceivedMaterial, ...], by_another: bool) -> Table:
    columns = (
        Column("", 0.85, "centre"),
        Column("收到的材料", 5),
        Column("原件", 2.2),
        Column("复印件", 1.6),
        Column("来源", 1.9),
    )
    rows = tuple(
        (
            str(place),
            material.name,
            originals_words(material.originals, material.originals_kept),
            f"留 {material.copies} 份" if material.copies else "",
            _BY_ANOTHER if by_another and material.source == "brought" else _SOURCE[material.source],
        )
        for place, material in enumerate(received, 1)
    )
    return Table(columns, rows)


def _missing_table(missing: tuple[MissingMaterial, ...]) -> Table:
    columns = (Column("", 0.85, "centre"), Column(f"还缺 {len(missing)} 样", 7.7), Column("请在这天以前补来", 3.2))
    rows = tuple(
        (str(place), _wanted(material), chinese_date(material.until) if material.until else "尽早")
        for place, material in enumerate(missing, 1)
    )
    return Table(columns, rows, tone="alert")


def _wanted(material: MissingMaterial) -> str:
    wanted = wanted_words(material.originals, material.copies)
    return f"{material.name}（{wanted}）" if wanted else material.name


def _what_follows(record: MaterialReceipt) -> Iterator[Block]:
    rows: list[tuple[Pair, ...]] = []
    if record.promised_limit:
        starts = "本站收件" if record.clock == "station" else f"{_office(record)}受理"
        rows.append((Pair("办理时限", limit_words(record.promised_limit, record.statutory_limit, starts)),))
    until = Pair("报送期限", f"{chinese_date(record.forward_until)}以前") if record.forward_until else None
    fee = Pair("收费", fee_words(record.fee)) if record.fee else None
    if record.fee and record.fee.charged:
        rows.extend((pair,) for pair in (fee, until) if pair)
    else:
        rows.append(tuple(pair for pair in (until, fee) if pair))
    rows.append((Pair("取结果", "办好后本站通知您，带本凭证和有效证件来取；他人代取另带委托书"),))
    yield Pairs(tuple(rows))


def _statement(record: MaterialReceipt) -> str:
    if record.clock == "station":
        return "本凭证证明本站收到上列材料。决定由有权机关依法作出，另行书面通知。"
    return f"本凭证只证明本站收到上列材料，不是受理决定。是否受理，由{_office(record)}依法决定并出具书面凭证。"


def _office(record: MaterialReceipt) -> str:
    return record.accepting_office or "受理机关"
