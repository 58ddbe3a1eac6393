"""A name with a character that no font has: the case is received under it, and the paper has a square to fill in by hand."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from forms.lifecycle import State
from station_app.desk.list_cases import list_cases
from station_app.desk.open_case import open_case
from station_app.ui.case.view import CaseScreen
from station_app.ui.look import Look, load_fonts
from tests.ui.desk_at_hand import DeskAtHand
from tests.ui.new_case_at_hand import NewCaseAtHand

RARE = "\U00031350"
"""Of CJK Extension H (Unicode 15): neither bundled font has it, so no paper may leave it out."""
NAME = f"李{RARE}"


@pytest.fixture
def at_hand(qapp: QApplication, tmp_path: Path) -> Iterator[DeskAtHand]:
    load_fonts()
    Look().put_on(qapp)
    made = DeskAtHand(tmp_path)
    yield made
    made.close()


def test_the_case_is_received_and_its_paper_has_a_square_for_it(at_hand: DeskAtHand, qtbot: QtBot) -> None:
    new = NewCaseAtHand(at_hand)
    qtbot.addWidget(new.shell)
    new.fill()
    new.applicant(name=NAME)
    with qtbot.waitSignal(new.screen.said) as told:
        new.screen.main_action()
    (words,) = told.args
    assert "收好了" in words
    assert f"“{RARE}”字库里没有，纸上留了空格" in words
    (row,) = list_cases(at_hand.desk, NAME)
    page = open_case(at_hand.desk, row.case_id)
    assert (page.case.state, [paper for paper, _ in page.case.papers]) == (State.RECEIVED, ["material_receipt"])
    assert page.case.content.applicant.name == NAME, "the name on record is the name"
    assert len(list(at_hand.surroundings.papers.glob("*.pdf"))) == 1

    # Once more from the case: the same sentence.
    case = new.shell.shown
    assert isinstance(case, CaseScreen)
    case.print_action()
    qtbot.waitUntil(lambda: len(open_case(at_hand.desk, row.case_id).case.papers) == 2)
    assert "纸上留了空格" in case.strip.text
    new.close()
