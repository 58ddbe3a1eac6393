"""The guide screen's second page of work: what changed, and the guide on paper."""

import msgspec
import pypdfium2
import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from forms.catalogue.loader import Catalogue, load_items
from station_app.ui.guide.view import GuideScreen
from tests.ui.desk_at_hand import DeskAtHand


@pytest.fixture
def screen(at_hand: DeskAtHand, qtbot: QtBot) -> GuideScreen:
    made = GuideScreen(at_hand.surroundings)
    qtbot.addWidget(made)
    made.resize(1170, 700)
    made.show()
    made.enter("MZ-004")
    return made


def test_f9_prints_the_guide_that_is_shown(screen: GuideScreen, at_hand: DeskAtHand, qtbot: QtBot) -> None:
    screen.print_action()
    qtbot.waitUntil(lambda: bool(screen.strip.text), timeout=20_000)
    (paper,) = at_hand.surroundings.papers.glob("*.pdf")
    assert paper.name in screen.strip.text or "打印机" in screen.strip.text
    with pypdfium2.PdfDocument(paper) as document:
        words = document[0].get_textpage().get_text_range()
    assert "高龄津贴" in words
    assert "响水镇" in words


def test_a_new_publication_says_what_it_changed(screen: GuideScreen, at_hand: DeskAtHand) -> None:
    assert "这一版改了什么" not in screen.text.toPlainText()
    items = load_items()
    changed = tuple(replace(guide, visits=2) if guide.code == "MZ-004" else guide for guide in items)
    for version, guides in ((1, items), (2, changed)):
        body = msgspec.json.encode(Catalogue(version, "2026-11-23T09:00:00+08:00", "529900", guides))
        at_hand.desk.store.publications.write("catalogue", body, version)
    at_hand.worker.brought(frozenset({"catalogue"}))
    screen.refresh(frozenset({"catalogue"}))
    assert "到场次数：由 1 次改为 2 次。" in screen.text.toPlainText()
    assert "改了 1 项" in screen.note_label.text()
    marked = [
        index.data()
        for row in range(25)
        if (index := screen.table.model().index(row, 0)).data(Qt.ItemDataRole.FontRole) is not None
    ]
    assert marked == ["▲ 高龄津贴"]
    screen.table.choose("MZ-005")
    assert "这一版改了什么" not in screen.text.toPlainText()
