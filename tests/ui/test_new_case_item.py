"""A new case that begins with an item: 办这一项 on the guide, and what an item does not give."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from station_app.desk.drafts import list_drafts
from tests.ui.desk_at_hand import DeskAtHand
from tests.ui.new_case_at_hand import NewCaseAtHand


@pytest.fixture
def new(at_hand: DeskAtHand, qtbot: QtBot) -> Iterator[NewCaseAtHand]:
    made = NewCaseAtHand(at_hand)
    qtbot.addWidget(made.shell)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is made.parts.what.item)
    yield made
    made.close()


def test_the_form_opens_with_the_item_chosen_and_the_cursor_at_the_situation(new: NewCaseAtHand, qtbot: QtBot) -> None:
    new.shell.go("guide", "MZ-004")
    new.shell.shown.main_action()
    assert new.shell.shown is new.screen
    assert new.screen.case is not None
    assert new.screen.case.content.item_code == "MZ-004"
    assert new.parts.what.item.text() == "高龄津贴"
    qtbot.waitUntil(lambda: QApplication.focusWidget() is new.parts.what.situation)


def test_a_form_that_was_begun_is_kept_as_a_draft_first(new: NewCaseAtHand, at_hand: DeskAtHand) -> None:
    new.fill("id_card")
    new.shell.go("guide", "ZH-001")
    new.shell.shown.main_action()
    assert new.screen.case is not None
    assert new.screen.case.content.item_code == "ZH-001"
    assert new.screen.case.content.applicant.name == ""
    (kept,) = [draft for draft in list_drafts(at_hand.desk) if draft.content.applicant.name]
    assert (kept.content.applicant.name, kept.content.item_code) == ("李䶮", "MZ-005")
    assert "先存着了" in new.screen.strip.text
    new.screen.enter(kept.draft_id)
    assert new.parts.who.entries["name"].input.property("text") == "李䶮"


def test_an_item_that_is_not_published_any_more_is_said(new: NewCaseAtHand) -> None:
    new.screen.enter({"item_code": "MZ-999"})
    assert "另选" in new.screen.strip.text
    assert new.screen.case is not None
    assert new.screen.case.is_blank


def test_what_is_not_given_stands_by_the_situation(new: NewCaseAtHand) -> None:
    refused = new.parts.what.refused
    new.choose("MZ-004", "first")
    assert not refused.isVisible()
    new.choose("ZH-001", "resident")
    assert refused.isVisible()
    assert "27 种不能开" in refused.button.text()
    refused.button.click()
    words = [found.text() for found in refused.findChildren(QLabel) if found.isVisible()]
    assert words[words.index("亲属关系证明") + 1].startswith("户口簿")
    new.applicant(name="李䶮")
    assert refused.is_open, "typing on does not fold it"
    refused.button.click()
    assert not refused.is_open
