"""Every paper with the longest that real catalogues and real names have: all of it is on the sheet, and each page says whose it is."""

import importlib
import pkgutil
import re
from collections.abc import Callable
from datetime import date

import msgspec
import pypdfium2
import pytest

import forms.papers
from forms.catalogue.guide import Fee, Necessity, RequiredMaterial, Result, ServiceGuide, Situation, Step, TimeLimit
from forms.papers import delivery_receipt, handover_record, material_receipt, one_time_notice, service_guide
from forms.papers.handover_record import HandoverRecord
from forms.papers.layout import Layout
from forms.papers.records import DeliveredDocument, GuideSheet, MissingMaterial, ReceivedMaterial, Substitute
from station_app.printing.pdf import render
from station_app.printing.pen import POINT_MM, Sheet
from tests.paper_examples import DAY, UNTIL, delivery, head, notice, receipt

_SIGNS = "一丁万丈三上下不与专且世业东丝两严中丰临为主丽举义之乌乎乐乔习乡书买乱了予争事二于云互五井亚些亡交产亩享京亮亲人什仁仅仆今介从仓仔仕他付仙代令以仪们仰仲件价任份仿企伊伏伐休众优会伙伞传伤伦伪似伴伸但低住体余作你佩使供依侠便促俄俗保信修俱俺倍借值倾假偏做停健偶傅像僧儿元充兆先光克免兔党入全八公六共关兴兵其具典养兼"


def long_text(length: int, mark: str) -> str:
    """Text in which no two places are alike, so that what is lost is noticed."""
    return (
        "".join(_SIGNS[(place * 7 + place // 31 + len(mark)) % len(_SIGNS)] for place in range(length - len(mark)))
        + mark
    )


NAME = long_text(110, "末")
STANDARD = long_text(1200, "终")
HEAD = head(
    long_text(50, "姓"),
    item_name=NAME,
    situation_name=long_text(110, "情"),
    station_name=long_text(40, "站"),
    official_number="QX20261124-7K3M9PX",
    representative_name=long_text(50, "代"),
    enquiry_phone="0859-0000123、0859-0000124、0859-0000125转8001",
    complaint_phone="12345、0859-0000456",
)
MISSING = tuple(
    MissingMaterial(
        long_text(60, f"{n:02d}"), long_text(90, f"问{n:02d}"), STANDARD if n % 9 == 0 else "清楚", 2, 3, UNTIL
    )
    for n in range(34)
)
RECEIVED = tuple(ReceivedMaterial(long_text(60, f"{n:02d}"), 2, True, 3) for n in range(34))


def guide() -> ServiceGuide:
    necessities: tuple[Necessity, ...] = ("required", "optional", "deferrable")
    materials = tuple(
        RequiredMaterial(
            f"m{n}",
            long_text(60, f"材{n:02d}"),
            necessity=necessities[n % 3],
            originals=1,
            copies=2,
            standard=STANDARD if n % 9 == 0 else "清楚",
            deferrable_days=10,
        )
        for n in range(34)
    )
    codes = tuple(material.code for material in materials)
    return ServiceGuide(
        code="XX-001",
        name=NAME,
        short_name=NAME[:20],
        category="综合",
        version=1,
        effective_from="2026-01-01",
        authority="receive",
        deciding_office=long_text(40, "决"),
        accepting_office=long_text(40, "受"),
        statutory_limit=TimeLimit("working_day", 20),
        promised_limit=TimeLimit("working_day", 10),
        result=Result(long_text(60, "果")),
        fee=Fee(True, long_text(300, "费"), long_text(200, "据")),
        materials=materials,
        situations=tuple(Situation(f"s{n}", long_text(80, f"形{n:02d}"), codes) for n in range(12)),
        steps=tuple(Step(long_text(60, f"步{n}"), long_text(40, f"人{n}")) for n in range(12)),
        legal_basis=(STANDARD,),
        conditions=(STANDARD, STANDARD[:500]),
        who_must_come=STANDARD,
        faq=((long_text(90, "问"), STANDARD),),
        notes=(STANDARD,),
    )


LONGEST: dict[str, Callable[[], Layout]] = {
    "material_receipt": lambda: material_receipt.layout(
        receipt(
            head=HEAD,
            received=RECEIVED,
            missing=MISSING,
            accepting_office=long_text(40, "受"),
            fee=Fee(True, long_text(300, "费"), long_text(200, "据")),
        )
    ),
    "one_time_notice": lambda: one_time_notice.layout(
        notice(
            head=HEAD,
            missing=MISSING,
            in_order=tuple(material.name for material in RECEIVED),
            again_because=STANDARD,
            bring_to=long_text(60, "处"),
        )
    ),
    "delivery_receipt": lambda: delivery_receipt.layout(
        delivery(
            head=HEAD,
            documents=tuple(DeliveredDocument(long_text(110, f"文{n}"), long_text(40, f"号{n}")) for n in range(12)),
            recipient_name=long_text(50, "领"),
            method="substitute",
            substitute=Substitute(long_text(50, "替"), long_text(30, "亲"), STANDARD),
            remarks=STANDARD,
        )
    ),
    "handover_record": lambda: handover_record.layout(
        HandoverRecord(
            station_name=long_text(40, "站"),
            township_name="云台镇",
            county_name="清溪县",
            agent_name=long_text(50, "员"),
            carried_by=long_text(50, "带"),
            day=DAY,
            direction="out",
            file_name=f"{long_text(120, '名')}.vsu",
            code="3F2A-91BC-77D0",
            cases=99999,
            events=99999,
            pages=99999,
        )
    ),
    "service_guide": lambda: service_guide.layout(
        GuideSheet(
            guide=guide(),
            station_name=long_text(40, "站"),
            enquiry_phone="0859-0000123",
            complaint_phone="12345",
            catalogue_version=7,
            printed_on=date(2026, 11, 23),
        )
    ),
}


def papers_there_are() -> set[str]:
    names = (found.name for found in pkgutil.iter_modules(forms.papers.__path__))
    return {name for name in names if hasattr(importlib.import_module(f"forms.papers.{name}"), "NAME")}


def words_of(layout: Layout) -> list[str]:
    def strings(value: object) -> list[str]:
        if isinstance(value, str):
            return [value]
        if isinstance(value, dict) and value.get("type") == "Code":
            return []  # drawn as bars
        parts = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
        return [text for part in parts for text in strings(part)]

    drawn = ("blocks", "footer", "again")
    plain = msgspec.to_builtins(layout, builtin_types=(bytes,))
    kinds = {"left", "centre", "right", "plain", "strong", "soft", "alert", "qr"} | set(_BLOCKS)
    return [text for name in drawn for text in strings(plain[name]) if text and text not in kinds]


_BLOCKS = ("Title", "Pairs", "Table", "Paragraph", "Signature", "Seal", "Code", "Rule", "Footer")


def letters(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_every_paper_there_is_is_tried() -> None:
    assert set(LONGEST) == papers_there_are()


@pytest.mark.parametrize("name", LONGEST)
def test_all_of_the_longest_paper_is_on_the_sheet_inside_its_frame(name: str) -> None:
    layout = LONGEST[name]()
    sheet = Sheet(layout.page)
    seen: dict[str, int] = {}
    with pypdfium2.PdfDocument(render(layout)) as document:
        for number in range(len(document)):
            page = document[number].get_textpage()
            for index in range(page.count_chars()):
                sign = page.get_text_range(index, 1)
                if not sign.strip():
                    continue
                left, below, right, above = page.get_charbox(index)
                assert left * POINT_MM >= sheet.margin - 1, (sign, number)
                assert right * POINT_MM <= sheet.width - sheet.margin + 1, (sign, number)
                assert below * POINT_MM >= 4, (sign, number)
                assert above * POINT_MM <= sheet.height - 4, (sign, number)
                seen[sign] = seen.get(sign, 0) + 1
    wanted: dict[str, int] = {}
    for sign in letters("".join(words_of(layout))):
        wanted[sign] = wanted.get(sign, 0) + 1
    lost = {sign: (count, seen.get(sign, 0)) for sign, count in wanted.items() if seen.get(sign, 0) < count}
    assert lost == {}


@pytest.mark.parametrize("name", LONGEST)
def test_every_page_says_whose_it_is_and_ends_with_no_lone_heading(name: str) -> None:
    layout = LONGEST[name]()
    with pypdfium2.PdfDocument(render(layout)) as document:
        texts = [letters(document[n].get_textpage().get_text_range()) for n in range(len(document))]
    if name != "handover_record":
        assert len(texts) > 1
    begins = letters(layout.running)[:12]
    assert begins
    assert [begins in text for text in texts[1:]] == [True] * (len(texts) - 1)
    headings = [
        block.text
        for block in layout.blocks
        if getattr(block, "tone", "") in ("strong", "alert") and hasattr(block, "text")
    ]
    for text in texts:
        body = re.split(r"第\d+页，共\d+页", text)[0]
        for heading in headings:
            assert not body.endswith(letters(heading)), heading
