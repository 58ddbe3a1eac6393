"""The new-case screen in the real shell, on a real encrypted store and the real printing, worked by hand."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from forms.failures import EnvironmentFailure
from station_app.desk.drafts import list_drafts, load_draft
from station_app.desk.list_cases import list_cases
from station_app.desk.open_case import open_case
from station_app.jobs.database_worker import DatabaseWorker
from station_app.ui.case.view import CaseScreen
from station_app.ui.new_case.view import NewCaseScreen
from tests.storage.station import complete_content, drafted, id_number, opened_desk
from tests.ui.desk_at_hand import DeskAtHand
from tests.ui.new_case_at_hand import KEY, NewCaseAtHand, type_text


@pytest.fixture
def new(at_hand: DeskAtHand, qtbot: QtBot) -> Iterator[NewCaseAtHand]:
    made = NewCaseAtHand(at_hand)
    qtbot.addWidget(made.shell)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is made.parts.what.item)
    yield made
    made.close()


def kinds(at_hand: DeskAtHand, case_id: str) -> list[str]:
    return [line.kind for line in open_case(at_hand.desk, case_id).history]


def receive(new: NewCaseAtHand, qtbot: QtBot) -> str:
    """F10, until the case is shown; its id."""
    with qtbot.waitSignal(new.screen.go) as gone:
        new.screen.main_action()
    assert gone.args[0] == "case"
    return str(gone.args[1])


def test_a_case_is_received_with_keys_alone(new: NewCaseAtHand, at_hand: DeskAtHand, qtbot: QtBot) -> None:
    def type_in(text: str) -> None:
        type_text(text)
        new.press(KEY.Key_Return)

    number = id_number(124)
    type_in("cjrlxbt")
    assert QApplication.focusWidget() is new.parts.what.situation
    new.press(KEY.Key_Down, KEY.Key_Return)
    for text in ("李䶮", number, "13800000000", "响水洞村", "三组 12 号"):
        type_in(text)
    boxes = [row.box for row in new.parts.materials.rows.values()]
    assert QApplication.focusWidget() is boxes[0]
    for _ in boxes:
        new.press(KEY.Key_Space, KEY.Key_Return)
    type_in(f"{number}42")
    new.press(*[KEY.Key_Down] * 4, KEY.Key_Return)
    new.press(*[KEY.Key_Down] * 2, KEY.Key_Return)
    type_in("老伴")
    type_in("6222020000000000009")
    assert QApplication.focusWidget() is new.parts.receive
    with qtbot.waitSignal(new.screen.go) as gone:
        new.press(KEY.Key_F10)
    content = open_case(at_hand.desk, gone.args[1]).case.content
    assert (content.applicant.name, content.applicant.village) == ("李䶮", "响水洞村")
    assert content.form["disability_kind"] == "4"
    assert all(line.status == "provided" for line in content.materials)
    assert isinstance(new.shell.shown, CaseScreen)


def test_the_receipt_is_recorded_before_and_after_it_is_printed(
    new: NewCaseAtHand, at_hand: DeskAtHand, qtbot: QtBot
) -> None:
    new.fill()
    case_id = receive(new, qtbot)
    assert {"case_received", "paper_printed"} <= set(kinds(at_hand, case_id))
    number = open_case(at_hand.desk, case_id).row.receipt_number
    assert [path.name for path in at_hand.surroundings.papers.glob("*.pdf")] == [f"{number} 材料接收凭证.pdf"]
    assert number in new.shell.shown.strip.text
    assert list_drafts(at_hand.desk) == ()
    assert at_hand.sync.saves == 1


def test_a_second_press_receives_nothing_twice(new: NewCaseAtHand, at_hand: DeskAtHand, qtbot: QtBot) -> None:
    new.fill()
    with qtbot.waitSignal(new.screen.making.printed):
        new.screen.main_action()
        assert not new.parts.receive.isEnabled()
        new.screen.main_action()
        new.screen.print_action()
        new.screen.escape()
    assert len(list_cases(at_hand.desk, only="all")) == 1
    assert len(list(at_hand.surroundings.papers.glob("*.pdf"))) == 1


def test_with_something_missing_nothing_is_received_and_it_is_said_at_once(
    new: NewCaseAtHand, at_hand: DeskAtHand
) -> None:
    new.fill("id_card")
    new.applicant(name="", id_number="529901194603121245")
    new.screen.main_action()
    assert list_cases(at_hand.desk, only="all") == ()
    assert "缺身份证" in new.screen.strip.text
    entries = new.parts.who.entries
    assert entries["name"].problem == "请填写姓名"
    assert "最后一位" in entries["id_number"].problem
    assert QApplication.focusWidget() is entries["name"].input
    assert len(list_drafts(at_hand.desk)) == 1


def test_an_empty_screen_says_where_to_begin(new: NewCaseAtHand, at_hand: DeskAtHand) -> None:
    new.screen.main_action()
    assert new.parts.what.item_entry.problem == "请选择要办的事项"
    assert QApplication.focusWidget() is new.parts.what.item


def test_an_error_is_said_when_the_field_is_left_and_goes_when_it_is_mended(new: NewCaseAtHand, qtbot: QtBot) -> None:
    entry = new.parts.who.entries["id_number"]
    new.choose()
    entry.input.setFocus()
    QTest.keyClicks(entry.input, "5299011946")
    assert entry.problem == ""
    new.press(KEY.Key_Tab)
    qtbot.waitUntil(lambda: "18位" in entry.problem)
    new.put(entry.input, id_number(124))
    qtbot.waitUntil(lambda: entry.problem == "")


def test_the_slip_is_the_notice_while_something_is_missing(new: NewCaseAtHand, qtbot: QtBot) -> None:
    new.fill("id_card")
    with qtbot.waitSignal(new.screen.looking.drawn) as drawn:
        new.screen.looking.look_now()
    assert drawn.args[1] is True
    assert "告知书" in new.parts.slip.caption.text()
    with qtbot.waitSignal(new.screen.looking.drawn) as drawn:
        new.tick()
    assert drawn.args[1] is False
    assert new.parts.slip.has_page


def test_what_may_follow_is_told_with_its_day(new: NewCaseAtHand) -> None:
    new.fill("register_head_page")
    assert new.parts.materials.rows["register_head_page"].state.text() == "▲ 缺，可容缺，12月7日前补来"


def test_a_notice_is_printed_and_the_draft_stays_and_a_second_asks_why(
    new: NewCaseAtHand, at_hand: DeskAtHand, qtbot: QtBot
) -> None:
    new.fill("id_card")
    with qtbot.waitSignal(new.screen.making.printed) as first:
        new.screen.print_action()
    assert new.screen.case is not None
    assert load_draft(at_hand.desk, new.screen.case.draft_id).notices == 1
    assert "草稿还在" in new.screen.strip.text
    new.screen.print_action()
    assert new.parts.reason.isVisible()
    assert QApplication.focusWidget() is new.parts.reason.input
    type_text("身份证过期，上次没有看出来", new.parts.reason.input)
    with qtbot.waitSignal(new.screen.making.printed):
        new.screen.print_action()
    assert not new.parts.reason.isVisible()
    events = kinds(at_hand, first.args[0].case_id)
    assert (events.count("one_time_notice_given"), events.count("paper_printed")) == (2, 2)
    new.tick()
    assert receive(new, qtbot) == first.args[0].case_id


def test_a_notice_with_nothing_to_tell_is_not_given(new: NewCaseAtHand, at_hand: DeskAtHand) -> None:
    new.fill()
    new.screen.print_action()
    assert "材料已经齐了" in new.screen.strip.text
    assert new.parts.notice.isEnabled()


def test_a_printer_that_fails_loses_nothing(
    new: NewCaseAtHand, at_hand: DeskAtHand, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = EnvironmentFailure("打印机没有纸了。回执已经存好，装上纸按 F9 再打。", "No paper.")

    def refuse(*given: object) -> None:
        given[-1](empty)  # type: ignore[operator]

    monkeypatch.setattr(at_hand.printing, "render_and_print", refuse)
    new.fill()
    case_id = receive(new, qtbot)
    assert "case_received" in kinds(at_hand, case_id)
    assert "打印机没有纸了" in new.shell.shown.strip.text
    assert new.shell.shown.strip.property("tone") == "late"


def test_a_disk_that_is_full_is_said_and_the_next_change_is_saved(
    new: NewCaseAtHand, at_hand: DeskAtHand, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = EnvironmentFailure("硬盘满了，刚才的还没存上。", "The disk is full.")
    real = at_hand.desk.store.drafts.save

    def refuse(*_: object) -> None:
        raise full

    monkeypatch.setattr(at_hand.desk.store.drafts, "save", refuse)
    new.choose()
    assert new.screen.keeper is not None
    new.screen.keeper.save_now()
    assert new.screen.strip.text == full.zh
    assert new.parts.kept.text() == "还没存上"
    assert not new.screen.keeper.is_saved
    monkeypatch.setattr(at_hand.desk.store.drafts, "save", real)
    new.applicant(name="李䶮")
    new.screen.keeper.save_now()
    assert list_drafts(at_hand.desk)[0].content.applicant.name == "李䶮"
    assert new.parts.kept.text() == "草稿已存"


def test_typing_is_saved_by_itself_and_looked_at_once_it_pauses(
    new: NewCaseAtHand, at_hand: DeskAtHand, qtbot: QtBot
) -> None:
    new.choose()
    new.settle()
    before = at_hand.worker.calls
    new.parts.who.entries["address"].input.setFocus()
    with qtbot.waitSignal(new.screen.looking.looked):
        type_text("三组十二号靠河边第二家", new.parts.who.entries["address"].input)
    qtbot.waitUntil(lambda: new.screen.keeper is not None and new.screen.keeper.is_saved)
    assert list_drafts(at_hand.desk)[0].content.applicant.address == "三组十二号靠河边第二家"
    assert at_hand.worker.calls - before <= 4, "eleven characters: one look, a save or two"


def test_leaving_keeps_and_coming_back_goes_on(new: NewCaseAtHand, at_hand: DeskAtHand) -> None:
    new.choose()
    new.applicant(name="买买提·吐尔逊")
    new.shell.go("today")
    assert list_drafts(at_hand.desk)[0].content.applicant.name == "买买提·吐尔逊"
    new.shell.go("new_case")
    assert new.parts.who.entries["name"].text == "买买提·吐尔逊"


def test_esc_puts_the_draft_away_and_it_is_found_again(new: NewCaseAtHand, at_hand: DeskAtHand) -> None:
    new.fill()
    new.screen.escape()
    assert new.shell.here[0] == "today"
    new.shell.go("new_case")
    assert new.parts.who.entries["name"].text == ""
    assert "还有 1 份没收完的" in new.parts.other_drafts.text()
    new.shell.go("new_case", "drafts")
    new.parts.drafts.rows[0].click()
    assert new.parts.who.entries["name"].text == "李䶮"
    assert all(row.box.isChecked() for row in new.parts.materials.rows.values())
    assert new.parts.who.person.number.text() == "529901********1244"


def test_a_screen_that_was_only_looked_at_leaves_no_draft(new: NewCaseAtHand, at_hand: DeskAtHand) -> None:
    new.screen.escape()
    assert list_drafts(at_hand.desk) == ()


def test_a_draft_is_thrown_away_by_the_second_press(new: NewCaseAtHand, at_hand: DeskAtHand) -> None:
    drafted(at_hand.desk, complete_content(at_hand.desk))
    new.shell.go("new_case", "drafts")
    away = new.parts.drafts.findChildren(type(new.parts.notice))[1]
    away.click()
    assert len(list_drafts(at_hand.desk)) == 1
    away.click()
    assert list_drafts(at_hand.desk) == ()


def test_somebody_who_has_been_here_is_known_by_the_number(new: NewCaseAtHand, at_hand: DeskAtHand) -> None:
    at_hand.receive("李䶮", 124)
    new.choose()
    new.applicant(id_number=id_number(124))
    assert new.parts.who.entries["name"].text == "李䶮"
    assert new.parts.who.note.text() == "以前来过，资料已填好"
    assert "的存档" in new.parts.materials.rows["id_card"].state.text()
    assert not new.parts.materials.rows["id_card"].box.isChecked()


def test_a_name_alone_is_only_offered(new: NewCaseAtHand, at_hand: DeskAtHand) -> None:
    at_hand.receive("李䶮", 124)
    new.choose()
    new.applicant(name="李䶮")
    assert new.parts.who.entries["phone"].text == ""
    offer = new.parts.who.offers.itemAt(0)
    assert offer is not None
    button = offer.widget()
    assert button is not None
    assert "529901********1244" in button.text()  # type: ignore[attr-defined]
    QTest.keyClick(button, KEY.Key_Return)
    assert new.parts.who.person.number.value == id_number(124)


def test_a_number_from_the_files_is_not_shown_to_the_cursor(new: NewCaseAtHand, at_hand: DeskAtHand) -> None:
    at_hand.receive("李䶮", 124)
    new.choose()
    number, phone = new.parts.who.person.number, new.parts.who.person.phone
    new.applicant(id_number=id_number(124))
    phone.setFocus()
    assert phone.text() == "138****0000"
    QTest.keyClicks(phone, "13900000000")
    assert new.screen.case is not None
    assert new.screen.case.content.applicant.phone == "13900000000"
    number.setFocus()
    assert number.text() == id_number(124), "typed here, so it may be compared with the card"
    new.parts.receive.setFocus()
    assert number.text() == "529901********1244"


def test_a_code_scanned_over_a_masked_number_leaves_the_number(new: NewCaseAtHand, at_hand: DeskAtHand) -> None:
    at_hand.receive("李䶮", 124)
    new.choose()
    phone = new.parts.who.person.phone
    new.applicant(id_number=id_number(124))
    phone.setFocus()
    shown = phone.text()
    QTest.keyClicks(phone, "5299-03-20261123-0007-K")
    phone.setText(shown)
    assert new.screen.case is not None
    assert new.screen.case.content.applicant.phone == phone.value == "13800000000"
    phone.setFocus()
    QTest.keyClick(phone, KEY.Key_End)
    QTest.keyClick(phone, KEY.Key_Backspace)
    assert phone.value == "", "half a masked number means nothing"


def test_nobody_is_sent_away_for_want_of_a_number(new: NewCaseAtHand, at_hand: DeskAtHand, qtbot: QtBot) -> None:
    new.choose("MZ-004", "first")
    new.applicant(name="欧阳𬸚", identity_kind="none", no_number_reason="证件丢了正在补", phone="13800000000")
    assert not new.parts.who.entries["id_number"].isVisible()
    content = complete_content(at_hand.desk, "欧阳𬸚")
    for key, value in content.form.items():
        new.put(new.parts.form.entries[key].input, value)
    new.tick()
    case_id = receive(new, qtbot)
    assert open_case(at_hand.desk, case_id).case.content.applicant.no_number_reason == "证件丢了正在补"


def test_an_agent_is_asked_for_only_when_there_is_one(new: NewCaseAtHand, at_hand: DeskAtHand, qtbot: QtBot) -> None:
    new.fill()
    assert not new.parts.who.agent.isVisible()
    new.parts.who.by_agent.click()
    assert new.parts.who.agent.isVisible()
    person = new.parts.who.agent.person.entries
    for name, value in (("name", "李秀兰"), ("relation", "女儿"), ("id_number", id_number(125))):
        new.put(person[name].input, value)
    new.put(person["valid_until"].input, "明年")
    new.screen.main_action()
    assert "看不出是哪一天" in person["valid_until"].problem


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    image = QImage(400, 600, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.gray)
    path = tmp_path / "户口簿.png"
    image.save(str(path))
    return path


def test_a_bad_file_is_said_and_the_good_one_beside_it_is_kept(
    new: NewCaseAtHand, at_hand: DeskAtHand, picture: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "名单.docx"
    bad.write_bytes(b"not a picture")
    new.choose()
    new.applicant(name="李䶮")
    new.parts.materials.choose_files = lambda *_: (bad, picture)
    row = new.parts.materials.rows["id_card"]
    row.pages.click()
    assert "“名单.docx”不是照片" in new.screen.strip.text
    assert "照片 1 张" in row.pages.text()
    assert new.parts.who.entries["name"].text == "李䶮"
    thumbnail = new.parts.materials.detail.pages.itemAt(0)
    assert thumbnail is not None
    button = thumbnail.widget()
    assert not button.icon().isNull()  # type: ignore[union-attr]
    button.click()  # type: ignore[union-attr]
    new.press(KEY.Key_Delete, to=new.screen.trimming.page.parts.canvas)
    assert "加照片" in row.pages.text()


def test_a_copied_picture_goes_to_the_line_the_cursor_is_at(new: NewCaseAtHand, picture: Path) -> None:
    new.choose()
    QGuiApplication.clipboard().setImage(QImage(str(picture)))
    row = new.parts.materials.rows["bank_card"]
    row.box.setFocus()
    QTest.keyClick(row.box, KEY.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert "照片 1 张" in row.pages.text()
    QGuiApplication.clipboard().clear()


def test_a_file_dropped_on_a_line_goes_to_that_line(new: NewCaseAtHand, picture: Path) -> None:
    new.choose()
    card = new.parts.materials
    row = card.rows["disability_certificate"]
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(picture))])
    place = row.geometry().center()
    card.dropEvent(
        QDropEvent(
            QPoint(place).toPointF(),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    assert "照片 1 张" in row.pages.text()


def test_a_character_no_font_has_is_told_beside_the_slip(new: NewCaseAtHand, qtbot: QtBot) -> None:
    new.choose()
    with qtbot.waitSignal(new.screen.looking.unprintable):
        new.applicant(name="李\U000e01f0\U0003fffd")
    assert "\U0003fffd”字库里没有，纸上留了空格" in new.parts.slip.said.text()
    with qtbot.waitSignal(new.screen.looking.unprintable):
        new.applicant(name="𠮷野")
    assert new.parts.slip.said.text() == ""


@pytest.mark.parametrize("name", ["李䶮", "欧阳𬸚", "𠮷野", "买买提·吐尔逊"])
def test_rare_names_go_through_the_screen_unharmed(
    new: NewCaseAtHand, at_hand: DeskAtHand, qtbot: QtBot, name: str
) -> None:
    new.fill()
    new.applicant(name=name)
    assert open_case(at_hand.desk, receive(new, qtbot)).case.content.applicant.name == name


def test_the_item_list_is_worked_by_keys(new: NewCaseAtHand) -> None:
    item = new.parts.what.item
    type_text("没有这样的事", item)
    assert item.is_open
    assert item.list is not None
    assert "没有这个事项" in item.list.item(0).text()
    new.screen.escape()
    assert not item.is_open
    assert item.text() == ""
    new.press(KEY.Key_Down)
    assert item.list.count() == 25
    new.press(KEY.Key_Down, KEY.Key_Down, KEY.Key_Up, KEY.Key_Return)
    assert new.screen.case is not None
    assert new.screen.case.guide is not None


def test_where_there_is_no_room_the_slip_is_behind_a_button(at_hand: DeskAtHand, qtbot: QtBot) -> None:
    new = NewCaseAtHand(at_hand, 1024, 768)
    qtbot.addWidget(new.shell)
    new.fill()
    assert new.shell.width() == 1024
    assert not new.parts.slip.isVisible()
    new.parts.see_slip.click()
    new.settle()
    assert new.parts.slip.isVisible()
    assert not new.parts.scrolled.isVisible()
    new.screen.escape()
    assert new.parts.scrolled.isVisible()
    new.close()


def test_tab_goes_as_the_screen_is_read(new: NewCaseAtHand) -> None:
    new.fill()
    new.parts.what.item.setFocus()
    seen = []
    for _ in range(60):
        focused = QApplication.focusWidget()
        assert focused is not None
        seen.append(focused)
        if focused is new.parts.receive:
            break
        new.press(KEY.Key_Tab)
    expected = [stop for stop in new.parts.tab_stops() if stop.isVisible() and stop.isEnabled()]
    assert [stop for stop in seen if stop in expected] == expected


def test_on_the_real_worker_an_early_f10_makes_one_draft_and_one_case(at_hand: DeskAtHand, qtbot: QtBot) -> None:
    worker = DatabaseWorker(lambda: opened_desk(at_hand.directory, at_hand.unlocked, at_hand.clock))
    screen = NewCaseScreen(replace(at_hand.surroundings, worker=worker))
    qtbot.addWidget(screen)
    screen.resize(1170, 700)
    screen.show()
    screen.enter()
    qtbot.waitUntil(lambda: screen.case is not None)
    assert screen.case is not None
    assert screen.keeper is not None
    screen.case.content = complete_content(at_hand.desk)
    with qtbot.waitSignal(screen.go) as gone:
        screen.parts.who.edited.emit()
        screen.keeper.save_now()
        screen.main_action()
        screen.parts.who.edited.emit()
        screen.keeper.save_now()
        screen.main_action()
    assert gone.args[0] == "case"
    screen.leave()
    assert worker.stop()
    assert len(list_cases(at_hand.desk, only="all")) == 1
    assert list_drafts(at_hand.desk) == ()


def test_an_english_screen_names_the_materials_in_english(dressed: QApplication, tmp_path: Path, qtbot: QtBot) -> None:
    at_hand = DeskAtHand(tmp_path, language="en")
    new = NewCaseAtHand(at_hand)
    qtbot.addWidget(new.shell)
    new.fill("id_card")
    new.screen.main_action()
    assert new.parts.materials.rows["id_card"].name.text().startswith("Identity card")
    assert "Identity card" in new.screen.strip.text
    new.close()
    at_hand.close()


def test_a_village_is_chosen_by_its_initials_or_is_another_place(new: NewCaseAtHand) -> None:
    box = new.parts.who.village
    village = new.parts.who.entries["village"].input
    assert village is box

    def recorded() -> str:
        return new.screen.case.content.applicant.village

    box.setFocus()
    QTest.keyClicks(box, "smk")
    assert box.is_open
    rows = [box.list.item(row).text() for row in range(box.list.count())]
    assert rows == ["石门坎村", "别的地方：smk"]
    new.press(KEY.Key_Return)
    assert (recorded(), box.text(), box.is_open) == ("石门坎村", "石门坎村", False)
    assert QApplication.focusWidget() is not box, "Enter goes on"
    box.setFocus()
    box.selectAll()
    type_text("清水村")
    new.press(KEY.Key_Tab)
    assert recorded() == "清水村"
    box.setFocus()
    box.selectAll()
    type_text("响水洞")
    new.parts.receive.setFocus()
    assert (recorded(), box.is_open) == ("响水洞村", False)
    box.setFocus()
    new.press(KEY.Key_Down)
    assert [box.list.item(row).text() for row in range(box.list.count())] == ["响水洞村", "石门坎村"]
    new.press(KEY.Key_Escape)
