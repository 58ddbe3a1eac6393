"""How the screens look and give way: frames whole, lines level, nothing out of reach on a small screen, nothing cut that tells."""

from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from forms.catalogue.guide import RequiredMaterial, Situation
from station_app.desk.list_cases import list_cases
from station_app.desk.withdraw import withdraw
from station_app.ui.guide.view import GuideScreen
from station_app.ui.ledger.model import shown_rows
from station_app.ui.look import Look
from station_app.ui.new_case.entry import Entry, EntryGrid, in_two
from station_app.ui.new_case.model import Rules
from station_app.ui.new_case.view import NewCaseScreen
from station_app.ui.parts.buttons import KeyButton
from station_app.ui.parts.cells import Cell
from station_app.ui.parts.choice_row import ChoiceRow
from station_app.ui.parts.file_dialog import first_folder, page_folders, pages_dialog, remember
from station_app.ui.parts.nothing import Nothing
from station_app.ui.parts.row_table import Column, RowTable
from station_app.ui.preferences import Preferences
from station_app.ui.shell import Shell
from station_app.ui.window import SMALLEST_SCREEN, Window
from tests.ui.desk_at_hand import DeskAtHand
from tests.ui.new_case_at_hand import NewCaseAtHand, type_text

SCREENS = ("today", "new_case", "cases", "case", "delivery", "enquiry", "guide", "ledger", "sync", "settings")


def table_with(qtbot: QtBot, rows: int, *, width: int = 700, height: int = 320) -> RowTable:
    look = Look()
    made = RowTable(
        look, (Column("期限", 120), Column("事项", 200, stretch=True), Column("村", 110, may_go=True)), "表"
    )
    qtbot.addWidget(made)
    made.resize(width, height)
    names = [f"建筑业企业资质核准（首次申请，第{n}种情形）" for n in range(rows)]
    made.show_rows([(Cell("还剩 3 天"), Cell(name), Cell("响水洞村")) for name in names], [str(n) for n in range(rows)])
    made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is made)
    return made


def grabbed(widget: QWidget) -> QImage:
    QApplication.processEvents()
    return widget.grab().toImage()


@pytest.mark.parametrize("focused", [True, False])
def test_the_frame_of_a_table_is_whole_beside_the_heading_and_the_chosen_row(
    dressed: QApplication, qtbot: QtBot, focused: bool
) -> None:
    made = table_with(qtbot, 5)
    if focused:
        made.setFocus()
    else:
        made.clearFocus()
    image, colour = grabbed(made), Look().colour("main" if focused else "line")
    edges = [
        *((0, y) for y in range(12, image.height() - 12)),
        *((image.width() - 1, y) for y in range(12, image.height() - 12)),
        *((x, 0) for x in range(12, image.width() - 12)),
        *((x, image.height() - 1) for x in range(12, image.width() - 12)),
    ]
    assert {image.pixelColor(x, y).name() for x, y in edges} == {colour.name()}


def test_the_chosen_button_shows_that_the_keys_go_to_it(dressed: QApplication, qtbot: QtBot) -> None:
    host = ChoiceRow(Look(), (("a", "自取"), ("b", "代领")), "怎么领")
    qtbot.addWidget(host)
    host.show()
    host.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is host)
    button = host.findChildren(KeyButton)[0]
    button.clearFocus()
    before = grabbed(button)
    button.setFocus()
    assert button.hasFocus()
    assert grabbed(button) != before


def test_inputs_stand_level_however_tall_the_name_beside_them(dressed: QApplication, qtbot: QtBot) -> None:
    look = Look()
    grid = EntryGrid(look)
    qtbot.addWidget(grid)
    names = ("姓名", "从什么时候住在村里", "家里有没有在镇、村工作的近亲属", "电话")
    entries = [Entry(look, name, QLineEdit(), name_width=108) for name in names]
    grid.resize(700, 300)
    grid.show_entries(entries)
    grid.show()
    QApplication.processEvents()
    tops = [entry.input.mapTo(grid, QPoint(0, 0)).y() for entry in entries]
    assert tops[0] == tops[1]
    assert tops[2] == tops[3]


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("已经花了多少（元）", ["已经花了多少", "（元）"]),
        ("房屋面积（平方米）", ["房屋面积", "（平方米）"]),
        ("从什么时候住在村里", ["从什么时候", "住在村里"]),
        ("有没有领别的养老金", ["有没有领别的", "养老金"]),
        ("Village or town", ["Village or town"]),
    ],
)
def test_a_name_on_two_lines_breaks_where_a_reader_would(name: str, lines: list[str]) -> None:
    assert in_two(name).split("\n") == lines


@pytest.mark.parametrize("size", [(1093, 545), (1024, 542), (1366, 700)])
def test_the_main_button_is_in_sight_on_a_small_screen(
    at_hand: DeskAtHand, qtbot: QtBot, size: tuple[int, int]
) -> None:
    case_id, granted = at_hand.receive(), at_hand.receive("欧阳𬸚", 125)
    at_hand.granted(granted)
    shell = Shell(at_hand.surroundings)
    qtbot.addWidget(shell)
    shell.resize(*size)
    shell.show()
    shell.clock_band.hide()
    for screen in SCREENS:
        shell.go(screen, case_id if screen == "case" else None)
        QApplication.processEvents()
        assert (shell.width(), shell.height()) == size, screen
        buttons = [
            each for each in shell.shown.findChildren(KeyButton) if each.isVisible() and each.property("role") == "main"
        ]
        for button in buttons:
            corner = button.mapTo(shell, button.rect().bottomRight())
            assert corner.y() < size[1], (screen, button.text())
            assert corner.x() < size[0], (screen, button.text())


def test_the_window_yields_to_the_screen(dressed: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    from station_app.desk_entrance import DeskEntrance

    entrance = DeskEntrance(tmp_path / "station", Preferences(), lambda _: None)
    window = Window(entrance, Look(), Preferences())
    qtbot.addWidget(window)
    room = QApplication.primaryScreen().availableSize()
    assert window.width() <= room.width()
    assert window.height() < room.height()
    assert SMALLEST_SCREEN[1] <= 520
    entrance.close()


def test_columns_go_before_anything_scrolls_sideways(dressed: QApplication, qtbot: QtBot) -> None:
    made = table_with(qtbot, 5, width=330)
    assert made.isColumnHidden(2)
    assert not made.horizontalScrollBar().isVisible()
    made.resize(900, 320)
    QApplication.processEvents()
    assert not made.isColumnHidden(2)


def test_what_tells_two_rows_apart_is_not_cut(dressed: QApplication, qtbot: QtBot) -> None:
    made = table_with(qtbot, 2, width=420)
    made.setCurrentIndex(made.model().index(-1, -1))
    made.clearSelection()
    image = grabbed(made)
    place = [made.visualRect(made.model().index(row, 1)).translated(made.viewport().pos()) for row in (0, 1)]
    assert image.copy(place[0]) != image.copy(place[1])


def test_a_click_on_a_row_half_in_sight_moves_nothing(dressed: QApplication, qtbot: QtBot) -> None:
    made = table_with(qtbot, 30)
    bar = made.verticalScrollBar()
    bottom = QPoint(40, made.viewport().height() - 3)
    row = made.indexAt(bottom).row()
    assert made.visualRect(made.model().index(row, 0)).bottom() > made.viewport().height(), (
        "only half of it is in sight"
    )
    before = bar.value()
    QTest.mouseClick(made.viewport(), Qt.MouseButton.LeftButton, pos=bottom)
    assert (made.currentIndex().row(), bar.value()) == (row, before)
    QTest.keyClick(made, Qt.Key.Key_Down)
    assert bar.value() > before, "the keys go on into sight"


def test_the_guide_shows_the_short_name_and_the_official_one(at_hand: DeskAtHand, qtbot: QtBot) -> None:
    shell = Shell(at_hand.surroundings)
    qtbot.addWidget(shell)
    shell.resize(1366, 768)
    shell.show()
    shell.go("guide")
    screen = shell.shown
    assert isinstance(screen, GuideScreen)
    said = [screen.table.model().index(row, 0).data() for row in range(screen.table.model().rowCount())]
    assert "养老参保\n城乡居民养老保险参保登记" in said or any("\n" in each for each in said)
    assert not screen.table.horizontalScrollBar().isVisible()


def test_with_many_papers_what_belongs_to_the_line_is_in_sight(at_hand: DeskAtHand, qtbot: QtBot) -> None:
    new = NewCaseAtHand(at_hand, 1366, 768)
    qtbot.addWidget(new.shell)
    screen = new.screen
    assert isinstance(screen, NewCaseScreen)
    case = screen.case
    assert case is not None
    guide = case.rules.catalogue.items[0]
    many = tuple(RequiredMaterial(f"m{n}", f"第{n}样材料", 1, standard="看清楚") for n in range(20))
    long = msgspec.structs.replace(
        guide, materials=many, situations=(Situation("all", "都要", tuple(each.code for each in many)),), fields=()
    )
    catalogue = msgspec.structs.replace(case.rules.catalogue, items=(long,))
    case.rules = Rules(catalogue, case.rules.calendar, case.rules.villages, case.rules.today)
    case.choose_item(long.code)
    screen._show()
    for code in ("m0", "m19"):
        new.parts.materials.rows[code].box.setFocus()
        QApplication.processEvents()
        detail = new.parts.materials.detail
        corner = detail.mapTo(new.shell, detail.rect().bottomRight())
        assert detail.isVisible()
        assert corner.y() < new.shell.height() - 60
        assert detail.hint.text().startswith(f"第{code[1:]}样材料")
    new.close()


def test_the_slip_beside_the_form_can_be_read(at_hand: DeskAtHand, qtbot: QtBot) -> None:
    """What is written fills the width: the paper around it is cut away, and it is not made smaller to fit the height."""
    new = NewCaseAtHand(at_hand)
    qtbot.addWidget(new.shell)
    new.fill("id_card")
    new.settle()
    page = new.parts.slip.page.pixmap().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    dark = [
        x for x in range(page.width()) if any(page.pixelColor(x, y).value() < 200 for y in range(0, page.height(), 2))
    ]
    assert dark[0] < page.width() * 0.04
    assert dark[-1] > page.width() * 0.96
    assert page.width() / new.shell.devicePixelRatioF() > 330
    new.close()


def test_an_empty_list_says_in_its_middle_what_can_be_done(dressed: QApplication, qtbot: QtBot) -> None:
    made = Nothing(Look(), "今天没有等着办的。有人来就按 F2 收件。")
    qtbot.addWidget(made)
    made.resize(800, 400)
    made.show()
    assert made.text() == "今天没有等着办的。有人来就按 F2 收件。"
    assert (made._said.text(), made._more.text()) == ("今天没有等着办的。", "有人来就按 F2 收件。")
    assert 120 < made._said.geometry().center().y() < 220


def test_files_are_looked_for_where_they_were_and_where_telephones_put_them(
    dressed: QApplication, qtbot: QtBot, home: Path
) -> None:
    dressed.setProperty("last-folder", None)
    assert first_folder() == home
    for name in ("Pictures", "Pictures/Camera", "Downloads"):
        (home / name).mkdir()
    found = page_folders()
    assert home / "Pictures" / "Camera" in found
    assert home not in found
    host = QWidget()
    qtbot.addWidget(host)
    dialog = pages_dialog(host, "选照片", "照片 (*.jpg)")
    assert {url.toLocalFile() for url in dialog.sidebarUrls()} >= {str(folder) for folder in found}
    stick = home / "U盘"
    stick.mkdir()
    remember(stick)
    assert first_folder() == stick
    assert pages_dialog(host, "选照片", "照片 (*.jpg)").directory().absolutePath() == str(stick)
    stick.rmdir()
    assert first_folder() in found
    dressed.setProperty("last-folder", None)


def test_there_is_one_kind_of_list_below_a_box(at_hand: DeskAtHand, qtbot: QtBot) -> None:
    """Rows as high, the chosen one in the same colour, and no bar where all of it is in sight."""
    new = NewCaseAtHand(at_hand)
    qtbot.addWidget(new.shell)
    new.choose()
    item, situation = new.parts.what.item, new.parts.what.situation
    item.setFocus()
    item.selectAll()
    type_text("低保", item)
    assert item.list is not None
    typed = grabbed(item.list)
    assert not item.list.verticalScrollBar().isVisible()
    row = item.list.visualItemRect(item.list.item(0))
    item.escape()
    situation.showPopup()
    chosen = situation.view().visualRect(situation.model().index(situation.currentIndex(), 0))
    dropped = grabbed(situation.view())
    situation.hidePopup()
    assert row.height() == chosen.height()
    pale = Look().colour("main-pale").name()
    assert typed.pixelColor(row.right() - 4, row.center().y()).name() == pale
    assert dropped.pixelColor(chosen.right() - 4, chosen.center().y()).name() == pale
    new.close()


def test_the_ledger_does_not_say_the_state_twice(at_hand: DeskAtHand) -> None:
    ended, open_one = at_hand.receive(), at_hand.receive("欧阳𬸚", 125)
    withdraw(at_hand.desk, ended, "不办了")
    rows = {row.case_id: row for row in list_cases(at_hand.desk, only="all")}
    words = at_hand.surroundings.words
    shown = shown_rows((rows[ended], rows[open_one]), words)
    assert [cells[5].text for cells in shown] == [words.state(rows[ended].state), words.state(rows[open_one].state)]
    assert shown[0][6].text == "—"
    assert shown[1][6].text.endswith("天")
