"""The small parts: Enter goes on, choices by arrow keys, tables, steps, signatures."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from station_app.ui.code_reader import receipt_number_in
from station_app.ui.idle import IdleWatch
from station_app.ui.look import Look
from station_app.ui.parts.buttons import KeyButton
from station_app.ui.parts.cells import Cell
from station_app.ui.parts.choice_row import ChoiceRow
from station_app.ui.parts.enter_goes_on import EnterGoesOn
from station_app.ui.parts.field import Field
from station_app.ui.parts.page_view import PageView
from station_app.ui.parts.row_table import Column, RowTable
from station_app.ui.parts.signature_pad import SignaturePad
from station_app.ui.parts.strip import Strip

pytestmark = pytest.mark.usefixtures("dressed")


def test_enter_goes_to_the_next_field_that_is_empty_and_then_to_the_button(qtbot: QtBot) -> None:
    form = QWidget()
    qtbot.addWidget(form)
    column = QVBoxLayout(form)
    first, filled, text, box = QLineEdit(), QLineEdit("已经填了"), QPlainTextEdit(), QComboBox()
    box.addItems(["", "低保"])
    hidden = QLineEdit()
    button = KeyButton("存下", "F10")
    for widget in (first, filled, hidden, text, box, button):
        column.addWidget(widget)
    hidden.hide()
    going_on = EnterGoesOn(form, button)
    going_on.watch(first, filled, text, box)
    form.show()
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Return)
    assert form.focusWidget() is text
    QTest.keyClick(text, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert text.toPlainText() == "\n", "with Shift it is a new line"
    text.setPlainText("问题")
    QTest.keyClick(text, Qt.Key.Key_Return)
    assert form.focusWidget() is box
    box.setCurrentIndex(1)
    first.setText("李䶮")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert form.focusWidget() is button


def test_enter_presses_a_button_once(qtbot: QtBot) -> None:
    pressed: list[int] = []
    button = KeyButton("送达", "F4", on=lambda: pressed.append(1))
    qtbot.addWidget(button)
    button.show()
    assert button.text() == "送达   F4"
    assert button.accessibleName() == "送达 F4"
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert pressed == [1]
    button.setEnabled(False)
    button.click()
    assert pressed == [1]


def test_arrow_keys_choose(qtbot: QtBot) -> None:
    row = ChoiceRow(Look(), (("a", "甲"), ("b", "乙"), ("c", "丙")), "选")
    qtbot.addWidget(row)
    row.show()
    told: list[str] = []
    row.chosen.connect(told.append)
    QTest.keyClick(row, Qt.Key.Key_Right)
    QTest.keyClick(row, Qt.Key.Key_Left)
    QTest.keyClick(row, Qt.Key.Key_Left)
    assert told == ["b", "a", "c"]
    assert row.code == "c"
    row.choose("a")
    assert told == ["b", "a", "c"]
    with pytest.raises(ValueError, match="not in"):
        row.choose("d")


@pytest.mark.parametrize(("rows", "keys"), [(((Cell("李䶮"),),), ("case-1",)), ((), ("case-1",))])
def test_a_row_that_does_not_fit_the_columns_is_not_shown(
    rows: tuple[tuple[Cell, ...], ...], keys: tuple[str, ...], qtbot: QtBot
) -> None:
    table = RowTable(Look(), (Column("姓名", 100), Column("事项", 200, stretch=True)), "办件")
    qtbot.addWidget(table)
    with pytest.raises(ValueError, match="2 columns"):
        table.show_rows(rows, keys)
    assert table.rows.rowCount() == 0


def test_a_table_keeps_its_columns_readable(qtbot: QtBot) -> None:
    table = RowTable(Look(), (Column("姓名", 100), Column("事项", 200, stretch=True)), "办件")
    qtbot.addWidget(table)
    table.resize(900, 300)
    table.show()
    table.show_rows([(Cell("买买提·吐尔逊"), Cell("高龄津贴"))], ["k"])
    assert table.columnWidth(0) > 100
    assert sum(table.columnWidth(column) for column in (0, 1)) <= table.viewport().width() + 1
    table.resize(200, 300)
    QApplication.processEvents()
    assert table.columnWidth(1) == 200
    assert table.chosen() == "k"
    table.show_rows([], [])
    assert table.chosen() == ""


def test_a_field_says_what_is_wrong_in_place_of_its_help(qtbot: QtBot) -> None:
    field = Field(Look(), "登录名", QLineEdit(), help_text="用字母和数字")
    qtbot.addWidget(field)
    field.show()
    field.say_problem("中间不要空格")
    assert field.problem == "中间不要空格"
    assert field.input.property("wrong") is True
    field.say_problem("")
    assert field.input.property("wrong") is False
    assert field.input.accessibleName() == "登录名"


def test_names_are_never_read_as_markup(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    strip = Strip(Look(), window)
    strip.say("<b>李</b>", "late")
    assert strip.text == "<b>李</b>"
    assert all(found.textFormat() == Qt.TextFormat.PlainText for found in strip.findChildren(QLabel))


def test_a_signature_is_drawn_in_black_on_white(qtbot: QtBot) -> None:
    pad = SignaturePad(Look(), "签名", "请写名字")
    qtbot.addWidget(pad)
    pad.resize(300, 120)
    pad.show()
    assert pad.is_empty
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(20, 60))
    QTest.mouseMove(pad, QPoint(250, 60))
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(250, 60))
    picture = QImage.fromData(pad.png())
    assert picture.pixelColor(100, 60).lightness() < 60
    assert picture.pixelColor(5, 5).lightness() == 255
    pad.clear()
    assert pad.is_empty


def test_a_page_that_is_no_picture_is_said(qtbot: QtBot) -> None:
    view = PageView(Look())
    qtbot.addWidget(view)
    view.show_pages((("还没有传到", None), ("看不出来", b"nonsense")))
    assert view.shown == 0
    assert {"还没有传到", "看不出来"} <= {found.text() for found in view.findChildren(QLabel)}


def test_a_receipt_number_is_found_in_what_a_reader_types() -> None:
    number = "5299-03-20261123-0007-N"
    for typed in (number, f"NO:{number}", number.lower(), number.replace("-", ""), f"https://x/{number}?a=1"):
        assert receipt_number_in(typed), typed
    assert receipt_number_in("5299-03-20261123-0007-K") == "", "a wrong check character is no number"
    assert receipt_number_in("13800000000") == ""


def test_idle_is_told_after_its_minutes_and_a_touch_begins_anew(qtbot: QtBot) -> None:
    watch = IdleWatch(10)
    assert watch._timer.interval() == 600_000
    watch._timer.setInterval(50)
    watch._timer.start()
    with qtbot.waitSignal(watch.idle, timeout=2_000):
        pass
    field = QLineEdit()
    qtbot.addWidget(field)
    field.installEventFilter(watch)
    assert not watch._timer.isActive()
    QTest.keyClick(field, Qt.Key.Key_A)
    assert watch._timer.isActive()
    watch._timer.stop()
