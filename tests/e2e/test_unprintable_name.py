"""A name with a character that no font has: received first, the print stops and says which, and it is printed later."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from forms.failures import Failure
from forms.lifecycle import State
from station_app.desk.list_cases import list_cases
from station_app.desk.open_case import open_case
from station_app.printing import faces
from station_app.printing.faces import MissingGlyph
from station_app.ui.case.view import CaseScreen
from station_app.ui.look import Look, load_fonts
from station_app.ui.paper_job import PaperJob
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


def test_the_case_is_received_and_the_paper_comes_when_there_is_a_font(
    at_hand: DeskAtHand, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = NewCaseAtHand(at_hand)
    qtbot.addWidget(new.shell)
    new.fill()
    new.applicant(name=NAME)
    with qtbot.waitSignal(new.screen.warned) as told:
        new.screen.main_action()
    (words,) = told.args
    assert "已经登记" in words
    assert f"“{RARE}”" in words
    assert "打不出来" in words
    (row,) = list_cases(at_hand.desk, NAME)
    page = open_case(at_hand.desk, row.case_id)
    assert (page.case.state, page.case.papers) == (State.RECEIVED, ())
    assert not list(at_hand.surroundings.papers.glob("*.pdf"))

    # Again with the same fonts: the same sentence.
    answers: list[str | Failure] = []
    job = PaperJob(at_hand.surroundings)
    job.print_paper(page, "material_receipt", answers.append, answers.append)
    qtbot.waitUntil(lambda: len(answers) == 1)
    assert isinstance(answers[0], MissingGlyph)
    assert answers[0].characters == RARE

    # With a program that has the character: F9 on the case, the paper, and its event.
    real = faces._has
    monkeypatch.setattr(faces, "_has", lambda character: character == RARE or real(character))
    case = new.shell.shown
    assert isinstance(case, CaseScreen)
    case.print_action()
    qtbot.waitUntil(lambda: bool(open_case(at_hand.desk, row.case_id).case.papers))
    assert [paper for paper, _ in open_case(at_hand.desk, row.case_id).case.papers] == ["material_receipt"]
    assert len(list(at_hand.surroundings.papers.glob("*.pdf"))) == 1
    new.close()
