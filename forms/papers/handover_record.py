"""电子材料交接单: what a stick carries, told in counts and codes that both sides compare, and sign for (转报交接)."""

from collections.abc import Iterator
from datetime import date
from typing import Final, Literal

import msgspec

from forms.dates import chinese_date
from forms.papers.layout import (
    Block,
    Code,
    Column,
    Footer,
    Layout,
    Pair,
    Pairs,
    Paragraph,
    Seal,
    Signature,
    Table,
    Title,
)
from forms.papers.words import BLANK_DATE

NAME: Final = "电子材料交接单"


class HandoverRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One file on a stick. `direction`: "out" leaves the station, "back" brought the district's answer.

    `code` is what both sides compare (the first twelve hexadecimal digits of the file's SHA-256). Of a file that goes
    out the counts are what it holds; of one that came back what was confirmed by it, and `results` the results in it.
    `agreed`: both sides count the same; None: not known yet.
    """

    station_name: str
    township_name: str
    county_name: str
    agent_name: str
    carried_by: str
    day: date
    direction: Literal["out", "back"]
    file_name: str
    code: str
    cases: int
    events: int
    pages: int
    page_bytes: int = 0
    results: int = 0
    agreed: bool | None = None
    enquiry_phone: str = ""
    complaint_phone: str = ""


def layout(record: HandoverRecord) -> Layout:
    return Layout(
        page="A4",
        name=NAME,
        subject=record.file_name,
        running=f"{record.code}　{record.station_name}　{record.file_name}",
        blocks=tuple(_blocks(record)),
        footer=Footer(
            (
                f"咨询：{record.enquiry_phone}　　投诉：{record.complaint_phone}",
                "本单一式两份，便民服务站存一份，随 U 盘一份。",
            )
        ),
    )


def _blocks(record: HandoverRecord) -> Iterator[Block]:
    yield Title(NAME, record.station_name, Code(record.code))
    yield Pairs(
        (
            (Pair("日期", chinese_date(record.day)), Pair("经手人", record.carried_by or "　　　　　　")),
            (Pair("从", _from(record)), Pair("到", _to(record))),
            (Pair("文件", record.file_name),),
            (Pair("核对码", record.code, "strong"),),
        )
    )
    yield Table(
        columns=(
            Column("内容", 2),
            Column("便民服务站", 1.5, "centre"),
            Column(f"{record.county_name}核对", 2, "centre"),
        ),
        rows=tuple(_rows(record)),
        ruled=True,
    )
    yield Paragraph(_how(record), indent=True)
    yield Signature(
        (f"便民服务站代办员（{record.agent_name}）签名", "经手人签名", f"{record.county_name}接收人签名"),
        Seal("便民服务站\n（盖章处）", chinese_date(record.day)),
        f"接收日期{BLANK_DATE}",
    )


def _from(record: HandoverRecord) -> str:
    return record.station_name if record.direction == "out" else record.county_name


def _to(record: HandoverRecord) -> str:
    return record.county_name if record.direction == "out" else record.station_name


def _rows(record: HandoverRecord) -> Iterator[tuple[str, str, str]]:
    """The last column is left to be filled in by hand, but where the answer has said that the counts are the same."""
    checked = "一致" if record.agreed else "不一致" if record.agreed is False else ""
    told = "县里已确认" if record.direction == "back" else ""
    yield f"办件{told}", f"{record.cases} 件", checked
    yield f"登记记录{told}", f"{record.events} 条", checked
    size = f"（{record.page_bytes / 1_000_000:.1f} MB）" if record.page_bytes else ""
    yield f"材料照片{told}", f"{record.pages} 张{size}", checked
    if record.direction == "back":
        yield "办理结果", f"{record.results} 件", ""


def _how(record: HandoverRecord) -> str:
    if record.direction == "back":
        return "以上内容已从 U 盘拷入本站。数目不一致的，请与接收单位核对后注明。"
    return (
        "接收时请核对：接收页面上的核对码与本单相同，数目一致，再签名。内容已加密，只有接收单位能够打开；U 盘丢失或者损坏的，"
        "本站资料都在，可以再拷一次。接收后请把回执存回 U 盘带回本站。"
    )
