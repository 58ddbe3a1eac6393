"""On an English desk the items and the materials have their English names, wherever a case is shown."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication

from station_app.desk.give_notice import give_notice
from station_app.desk.list_cases import list_cases
from station_app.desk.open_case import open_case
from station_app.ui.case.model import material_cells, steps
from station_app.ui.case.supply_panel import SupplyPanel
from station_app.ui.cases.model import shown_rows as listed
from station_app.ui.delivery.model import shown_rows as to_deliver
from station_app.ui.ledger.model import shown_rows as in_the_ledger
from tests.storage.station import complete_content, drafted
from tests.ui.desk_at_hand import DeskAtHand


@pytest.fixture
def english(dressed: QApplication, tmp_path: Path) -> Iterator[DeskAtHand]:
    made = DeskAtHand(tmp_path, language="en")
    yield made
    made.close()


def test_lists_name_the_item_in_english(english: DeskAtHand) -> None:
    english.receive()
    rows, words = list_cases(english.desk), english.surroundings.words
    assert listed(rows, words)[0][2].text == "Old-age allowance"
    assert to_deliver(rows, words)[0][1].text == "Old-age allowance"
    assert "Old-age allowance" in [cell.text for cell in in_the_ledger(rows, words)[0]]


def test_what_is_still_to_come_is_english_too(english: DeskAtHand) -> None:
    partial = complete_content(english.desk)
    give_notice(english.desk, drafted(english.desk, replace(partial, materials=partial.materials[1:])))
    (row,) = list_cases(english.desk)
    assert english.surroundings.words.next_step(row) == "Finish receiving: Identity card"


def test_a_case_names_its_materials_in_english(english: DeskAtHand) -> None:
    case_id = english.receive()
    english.correction(case_id)
    page, words = open_case(english.desk, case_id), english.surroundings.words
    assert material_cells(page, words)[0].text == "Identity card　original seen　copies: 1"
    asked = next(step for step in steps(page, words, english.clock.now()) if step.title == "Correction required")
    assert asked.details[0].startswith("Household register (")
    panel = SupplyPanel(english.surroundings.look, page.case, words, lambda: None)
    assert not re.search("[\u4e00-\u9fff]", " ".join(row.brought.text() for row in panel.rows))


def test_a_chinese_desk_keeps_the_guides_own_names(at_hand: DeskAtHand) -> None:
    at_hand.receive()
    assert listed(list_cases(at_hand.desk), at_hand.surroundings.words)[0][2].text == "高龄津贴"
