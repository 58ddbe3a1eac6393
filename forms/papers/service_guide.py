"""办事指南 on paper: who comes, what to bring for which situation, how long it takes, and where it goes. For the wall and
for people to take home; it belongs to no case, so it has no number, no code and nothing to sign.
"""

from collections.abc import Iterator

from forms.catalogue.guide import RequiredMaterial, ServiceGuide, Situation
from forms.catalogue.wording import necessity_text, who_comes
from forms.dates import chinese_date
from forms.papers.layout import Block, Column, Footer, Layout, Pair, Pairs, Paragraph, Table, Title
from forms.papers.records import GuideSheet
from forms.papers.words import fee_words, limit_words, wanted_words

NAME = "办事指南"


def layout(record: GuideSheet) -> Layout:
    """The guide as blocks; what it says nothing of is left out."""
    guide = record.guide
    version = f"第 {record.catalogue_version} 版目录，" if record.catalogue_version else ""
    return Layout(
        page="A4",
        name=NAME,
        subject=guide.name,
        running=f"{guide.name}　{NAME}　{record.station_name}",
        blocks=tuple(_blocks(record)),
        footer=Footer(
            (
                f"咨询：{record.enquiry_phone}　　投诉：{record.complaint_phone}",
                f"{version}{chinese_date(record.printed_on)}打印。办理时以最新公布的为准。",
            )
        ),
    )


def _blocks(record: GuideSheet) -> Iterator[Block]:
    guide = record.guide
    yield Title(f"{guide.name}　{NAME}", record.station_name)
    yield Pairs(tuple(_facts(guide)))
    yield from _listed("什么条件能办", guide.conditions)
    yield from _situations(guide)
    yield from _materials(guide)
    if guide.steps:
        yield Paragraph("怎么走", "strong")
        yield _steps(guide)
    yield from _refusals(guide)
    yield from _listed("常问的", tuple(f"{ask}{answer}" for ask, answer in guide.faq))
    yield from _listed("注意", guide.notes)
    yield from _listed("依据", guide.legal_basis)
    if guide.unconfirmed:
        yield Paragraph("下面这些还要由县里确认，先问清楚再办：", "alert")
        yield from (Paragraph(line, indent=True) for line in guide.unconfirmed)


def _facts(guide: ServiceGuide) -> Iterator[tuple[Pair, ...]]:
    if guide.who_must_come:
        yield (Pair("谁来办", who_comes(guide), "strong"),)
    starts = "本站收件" if guide.on_receipt_clock == "station" else f"{guide.accepting_office}受理"
    yield (Pair("办理时限", limit_words(guide.promised_limit, guide.statutory_limit, starts)),)
    yield (Pair("收费", fee_words(guide.fee)), Pair("跑几趟", f"{guide.visits} 趟"))
    if guide.public_notice_days:
        yield (Pair("公示", f"{guide.public_notice_days} 天"),)
    if guide.special_procedures:
        yield (Pair("不计时的", "、".join(guide.special_procedures)),)
    yield (Pair("受理", guide.accepting_office), Pair("决定", guide.deciding_office))
    validity = f"（{guide.result.validity}）" if guide.result.validity else ""
    yield (Pair("办成以后", guide.result.name + validity),)
    yield (Pair("委托", "可以委托别人来，带委托书" if guide.agent_allowed else "要本人来，不能委托"),)
    if guide.implementation_code:
        yield (Pair("实施编码", guide.implementation_code),)


def _situations(guide: ServiceGuide) -> Iterator[Block]:
    """Each situation with the names of what it asks for; of a single one the table of materials says it all."""
    if len(guide.situations) == 1:
        yield Paragraph("要带什么", "strong")
        return
    yield Paragraph("先看您是哪一种，要带什么", "strong")
    columns = (Column("您的情形", 3.4), Column("要带的材料", 7.8))
    yield Table(columns, tuple(_situation(guide, situation) for situation in guide.situations), ruled=True)


def _situation(guide: ServiceGuide, situation: Situation) -> tuple[str, str]:
    note = f"\n（{situation.note.rstrip('。')}）" if situation.note else ""
    return situation.name + note, "、".join(material.name for material in guide.checklist(situation.code))


def _materials(guide: ServiceGuide) -> Iterator[Block]:
    asked = {code for situation in guide.situations for code in situation.materials}
    asked |= {material.code for situation in guide.situations for material in guide.checklist(situation.code)}
    materials = [material for material in guide.known_materials if material.code in asked]
    columns = (Column("材料", 3.4), Column("份数", 2.6), Column("怎样才算合格", 5.2))
    rows = tuple((_named(material), _pieces(material), _standard(material)) for material in materials)
    yield Table(columns, rows, ruled=True)


def _named(material: RequiredMaterial) -> str:
    if material.necessity == "required":
        return material.name
    if material.necessity == "deferrable":
        return f"{material.name}（可以后补，{material.deferrable_days} 个工作日内）"
    return f"{material.name}（{necessity_text(material.necessity)}）"


def _pieces(material: RequiredMaterial) -> str:
    back = "，看过退还" if material.originals and not material.originals_kept else ""
    return wanted_words(material.originals, material.copies) + back


def _standard(material: RequiredMaterial) -> str:
    return "；".join(part.rstrip("。") for part in (material.standard, material.fill_note) if part)


def _steps(guide: ServiceGuide) -> Table:
    columns = (Column("", 0.6, "centre"), Column("步骤", 4), Column("谁办", 4), Column("多久", 2.6))
    rows = tuple((str(place), step.name, step.handler, step.limit) for place, step in enumerate(guide.steps, 1))
    return Table(columns, rows)


def _refusals(guide: ServiceGuide) -> Iterator[Block]:
    if guide.refusals:
        yield Paragraph("这些不能开，请照右边的办", "strong")
        columns = (Column("不能开的", 5), Column("怎么办", 5))
        yield Table(columns, tuple((refusal.what, refusal.instead) for refusal in guide.refusals))


def _listed(heading: str, lines: tuple[str, ...]) -> Iterator[Block]:
    if lines:
        yield Paragraph(heading, "strong")
        yield from (Paragraph(line, indent=True) for line in lines)
