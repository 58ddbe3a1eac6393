"""办事指南 on paper, and what a new publication changed: with the desk's own guides."""

import re
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from forms.catalogue.loader import Catalogue, load_items
from forms.papers import service_guide
from forms.papers.layout import Layout, Table
from station_app.desk.context import Desk
from station_app.desk.service_guides import changes, compared, guide_sheet
from station_app.printing.pdf import render

GUIDES = load_items()


def words(layout: Layout) -> str:
    def strings(value: Any) -> list[str]:
        if isinstance(value, str):
            return [value]
        parts = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
        return [text for part in parts for text in strings(part)]

    return "\n".join(strings(msgspec.to_builtins(layout)))


@pytest.mark.parametrize("code", [guide.code for guide in GUIDES])
def test_every_guide_can_be_printed_and_says_what_to_bring(desk: Desk, code: str) -> None:
    guide = desk.catalogue.item(code)
    layout = service_guide.layout(guide_sheet(desk, guide))
    text = words(layout)
    assert not re.search(r"[{}]", text), "the district's own names stand in it"
    for wanted in (guide.name, "响水洞村便民服务站", "0859-0000123", "0859-0000456", "2026年11月23日"):
        assert wanted in text
    for situation in guide.situations:
        assert all(material.name in text for material in guide.checklist(situation.code))
        assert len(guide.situations) == 1 or situation.name in text
    for table in (block for block in layout.blocks if isinstance(block, Table)):
        assert {len(row) for row in table.rows} == {len(table.columns)}


def test_is_drawn_by_the_same_engine(desk: Desk) -> None:
    assert render(service_guide.layout(guide_sheet(desk, desk.catalogue.item("ZH-001")))).startswith(b"%PDF-")


def catalogue(version: int, *guides: Any) -> Catalogue:
    return Catalogue(version, "2026-11-23T09:00:00+08:00", "529900", guides)


def test_what_changed_is_told_for_each_item_and_for_one_that_is_gone() -> None:
    allowance, certificate, other = (
        next(guide for guide in GUIDES if guide.code == code) for code in ("MZ-004", "ZH-001", "MZ-005")
    )
    dearer = replace(allowance, visits=2)
    found = compared(catalogue(1, allowance, certificate), catalogue(2, dearer, other))
    assert set(found) == {"MZ-004", "MZ-005", "ZH-001"}
    assert found["MZ-004"] == ("到场次数：由 1 次改为 2 次。",)
    assert found["MZ-005"] == (f"新增事项：{other.name}。",)
    assert found["ZH-001"] == ("村级证明开具不再办理。",)


def test_the_store_keeps_the_catalogue_before(desk: Desk) -> None:
    publications = desk.store.publications
    first, second = (msgspec.json.encode(catalogue(n, replace(GUIDES[0], visits=n))) for n in (1, 2))
    assert changes(desk) == {}
    publications.write("catalogue", first, 1)
    assert changes(desk.reload()) == {}, "nothing to compare the first one with"
    publications.write("catalogue", second, 2)
    publications.write("catalogue", second, 3)
    assert changes(desk.reload()) == {GUIDES[0].code: ("到场次数：由 1 次改为 2 次。",)}
    assert publications.before("catalogue") == first
    assert publications.read("catalogue") == second
