"""A photograph is turned and cut out by keys alone, on the new-case screen and where materials are supplied."""

import os
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageFilter
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from station_app.desk.add_page import page_bytes
from station_app.desk.crop_page import WHOLE
from station_app.desk.drafts import load_draft
from station_app.desk.loose_pages import sweep
from station_app.desk.open_case import open_case
from station_app.ui.case.supply_panel import SupplyPanel
from station_app.ui.case.view import CaseScreen
from station_app.ui.parts.page_trim import PageTrim
from station_app.ui.parts.trim_model import STEP, TrimState
from tests.made_photographs import SLANTED, jpeg, on_table, photographed, written
from tests.ui.desk_at_hand import DeskAtHand
from tests.ui.new_case_at_hand import KEY, NewCaseAtHand

CODE = "id_card"


@pytest.fixture(scope="module")
def slanted() -> Image.Image:
    return photographed(on_table(written(3, 12, 20), SLANTED, "wood", (1200, 1600)), 3)


@pytest.fixture
def photograph(slanted: Image.Image, tmp_path: Path) -> Path:
    path = tmp_path / "身份证.jpg"
    path.write_bytes(jpeg(slanted))
    return path


@pytest.fixture
def new(at_hand: DeskAtHand, qtbot: QtBot) -> Iterator[NewCaseAtHand]:
    made = NewCaseAtHand(at_hand)
    qtbot.addWidget(made.shell)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is made.parts.what.item)
    yield made
    made.close()


def added(new: NewCaseAtHand, *paths: Path) -> PageTrim:
    """Files are added to a line and the first of them is opened large by keys."""
    new.choose()
    card = new.parts.materials
    card.choose_files = lambda *_: paths
    card.rows[CODE].pages.click()
    card.rows[CODE].box.setFocus()
    thumbnail = card.detail.thumbnails[0]
    thumbnail.setFocus()
    new.press(KEY.Key_Return)
    trim = new.screen.trimming.page
    assert trim.is_open
    assert QApplication.focusWidget() is trim.parts.canvas
    return trim


def pages(new: NewCaseAtHand) -> list[str]:
    assert new.screen.case is not None
    return [page.sha256 for page in new.screen.case.pages(CODE)]


def size(at_hand: DeskAtHand, sha256: str) -> tuple[int, int]:
    return Image.open(BytesIO(page_bytes(at_hand.desk, sha256))).size


def vault(at_hand: DeskAtHand) -> set[str]:
    return {path.stem for path in at_hand.desk.store.places.pages.rglob("*.page")}


def test_a_page_is_turned_by_keys_and_the_one_before_leaves_nothing(
    new: NewCaseAtHand, at_hand: DeskAtHand, photograph: Path
) -> None:
    trim = added(new, photograph)
    (before,) = pages(new)
    wide, high = size(at_hand, before)
    assert trim.state is not None
    assert trim.state.trim.corners != WHOLE, "the page was pulled straight by itself, and shown so"
    new.press(KEY.Key_R)
    trim.look_now()
    assert trim.parts.preview.has_picture
    assert pages(new) == [before], "nothing is changed before it is taken"
    new.press(KEY.Key_Return)
    assert not trim.is_open
    (after,) = pages(new)
    assert size(at_hand, after) == (high, wide)
    assert new.screen.case is not None
    kept = load_draft(at_hand.desk, new.screen.case.draft_id).content
    assert [page.sha256 for line in kept.materials for page in line.pages] == [after]
    assert vault(at_hand) == {after}
    assert [name for name, _ in at_hand.desk.store.sources.kept()] == [after]
    assert QApplication.focusWidget() is new.parts.materials.rows[CODE].box


def test_a_corner_is_chosen_by_its_number_and_moved_by_arrows(new: NewCaseAtHand, photograph: Path) -> None:
    trim = added(new, photograph)
    state = trim.state
    assert state is not None
    before = state.trim.corners
    new.press(KEY.Key_2, KEY.Key_Left, KEY.Key_Left, KEY.Key_Down)
    x, y = state.trim.corners[1]
    assert (x, y) == pytest.approx((before[1][0] - 2 * STEP, before[1][1] + STEP))
    QTest.keyClick(trim.parts.canvas, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert state.trim.corners[1] == pytest.approx((before[1][0] - 2 * STEP, before[1][1]))
    new.press(KEY.Key_0)
    assert state.trim.corners == WHOLE
    new.press(KEY.Key_A)
    assert state.trim.corners[1] == pytest.approx(before[1], abs=0.01)


def test_a_corner_is_dragged_by_the_mouse(new: NewCaseAtHand, photograph: Path) -> None:
    trim = added(new, photograph)
    canvas, state = trim.parts.canvas, trim.state
    assert state is not None
    canvas.repaint()
    start = canvas.place_of(0).toPoint()
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    QTest.mouseMove(canvas, start + QPoint(12, 9))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start + QPoint(12, 9))
    assert (canvas.place_of(0).toPoint() - start).manhattanLength() == pytest.approx(21, abs=3)


def test_esc_leaves_the_page_as_it_was(new: NewCaseAtHand, at_hand: DeskAtHand, photograph: Path) -> None:
    trim = added(new, photograph)
    before = pages(new)
    new.press(KEY.Key_R, KEY.Key_0)
    QTest.keyClick(trim.parts.canvas, KEY.Key_Escape)
    assert not trim.is_open
    assert new.shell.shown is new.screen, "the first Esc closes the page and not the screen"
    assert pages(new) == before
    assert vault(at_hand) == set(before)


def test_f10_takes_the_page_and_receives_nothing(new: NewCaseAtHand, at_hand: DeskAtHand, photograph: Path) -> None:
    trim = added(new, photograph)
    (before,) = pages(new)
    new.press(KEY.Key_L)
    QTest.keyClick(trim.parts.canvas, KEY.Key_F10)
    assert not trim.is_open
    assert pages(new) != [before]
    assert new.shell.shown is new.screen


def test_tab_stays_on_the_large_page(new: NewCaseAtHand, photograph: Path) -> None:
    trim = added(new, photograph)
    for _ in range(14):
        new.press(KEY.Key_Tab)
        at = QApplication.focusWidget()
        assert at is not None
        assert trim.isAncestorOf(at)


def test_a_page_is_taken_out_and_leaves_nothing(new: NewCaseAtHand, at_hand: DeskAtHand, photograph: Path) -> None:
    added(new, photograph)
    new.press(KEY.Key_Delete)
    assert pages(new) == []
    assert vault(at_hand) == set()
    assert at_hand.desk.store.sources.kept() == ()


def test_the_pages_of_a_line_are_turned_over(new: NewCaseAtHand, photograph: Path, tmp_path: Path) -> None:
    other = tmp_path / "二.png"
    Image.new("RGB", (1000, 1400), "white").save(other)
    trim = added(new, photograph, other)
    assert "第 1 张" in trim.parts.heading.text()
    new.press(KEY.Key_PageDown)
    assert "第 2 张" in trim.parts.heading.text()
    assert not trim.parts.edges.isEnabled(), "a page that fills its picture shows no edge"
    first, second = pages(new)
    new.press(KEY.Key_R, KEY.Key_Return)
    assert pages(new)[0] == first
    assert pages(new)[1] != second


def test_a_page_that_is_hard_to_read_is_said_and_can_be_received(
    new: NewCaseAtHand, slanted: Image.Image, tmp_path: Path
) -> None:
    path = tmp_path / "虚.jpg"
    path.write_bytes(jpeg(slanted.filter(ImageFilter.GaussianBlur(5))))
    trim = added(new, path)
    assert "拍虚了" in trim.parts.doubt.text()
    trim.close_it()
    card = new.parts.materials
    assert card.rows[CODE].pages.text().startswith("▲")
    assert "拍虚了" in card.detail.doubt.text()
    assert new.screen.case is not None
    assert not [problem for problem in new.screen.case.problems() if CODE in problem.field]


@pytest.fixture
def case_screen(at_hand: DeskAtHand, qtbot: QtBot) -> CaseScreen:
    made = CaseScreen(at_hand.surroundings)
    qtbot.addWidget(made)
    at_hand.worker.changed.connect(made.refresh)
    made.resize(1170, 700)
    made.show()
    return made


def supplying(screen: CaseScreen, at_hand: DeskAtHand) -> tuple[str, SupplyPanel]:
    case_id = at_hand.receive()
    at_hand.correction(case_id)
    screen.enter(case_id)
    screen.main_action()
    panel = screen.panel
    assert isinstance(panel, SupplyPanel)
    return case_id, panel


def test_a_supplied_page_is_turned_and_goes_into_the_case_so(
    case_screen: CaseScreen, at_hand: DeskAtHand, photograph: Path
) -> None:
    case_id, panel = supplying(case_screen, at_hand)
    row = panel.rows[0]
    row.pick.picked.emit(photograph)
    before = row.pages[0]
    row.pick.open.click()
    large = case_screen.acts.large
    assert large.is_open
    QTest.keyClick(large.parts.canvas, KEY.Key_R)
    case_screen.main_action()
    assert not large.is_open
    assert case_screen.panel is panel, "F10 took the page and not the panel"
    assert row.pages != (before,)
    case_screen.main_action()
    supplied = [page for line in open_case(at_hand.desk, case_id).case.content.materials for page in line.pages]
    assert supplied == list(row.pages)
    assert vault(at_hand) == {row.pages[0].sha256}
    assert at_hand.desk.store.sources.kept() == ()


def test_a_panel_that_is_closed_keeps_its_page_and_one_that_nobody_opens_again_leaves_none(
    case_screen: CaseScreen, at_hand: DeskAtHand, photograph: Path
) -> None:
    """Whoever closed it may have been a code reader's Enter; what nobody comes back to goes after a day."""
    _, panel = supplying(case_screen, at_hand)
    panel.rows[0].pick.picked.emit(photograph)
    kept = vault(at_hand)
    assert len(kept) == 1
    case_screen.escape()
    assert case_screen.panel is None
    assert vault(at_hand) == kept
    case_screen.acts.open_supply()
    again = case_screen.panel
    assert isinstance(again, SupplyPanel)
    assert {page.sha256 for page in again.rows[0].pages} == kept
    case_screen.escape()
    now = at_hand.clock.now().timestamp()
    for path in at_hand.desk.store.places.sources.iterdir():
        os.utime(path, (now, now))
    at_hand.clock.wait(days=2)
    assert sweep(at_hand.desk) == 1
    assert vault(at_hand) == set()
    assert at_hand.desk.store.sources.kept() == ()


def test_a_photograph_in_two_rows_stays_for_the_other(
    case_screen: CaseScreen, at_hand: DeskAtHand, photograph: Path
) -> None:
    _, panel = supplying(case_screen, at_hand)
    for row in panel.rows[:2]:
        row.pick.picked.emit(photograph)
    kept = panel.rows[1].pages[0].sha256
    panel.rows[0].pick.open.click()
    QTest.keyClick(case_screen.acts.large.parts.canvas, KEY.Key_Delete)
    assert panel.rows[0].pages == ()
    assert vault(at_hand) == {kept}


def test_turning_four_times_comes_back() -> None:
    from station_app.desk.crop_page import Trim

    state = TrimState(Trim(corners=SLANTED), None)
    for _ in range(4):
        state.turn(1)
    assert state.trim.turns == 0
    for now, then in zip(state.trim.corners, SLANTED, strict=True):
        assert now == pytest.approx(then)
    state.choose(2)
    state.move(-5, -5)
    assert state.trim.corners[2] == pytest.approx(SLANTED[2]), "a corner that would leave no page does not move"
    assert not state.find()
