"""The screens on a real desk: what they show, what their keys do, what is on the disk afterwards."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from forms.events import EnquiryRecorded, Withdrawn, decode_event, make_event
from station_app.desk.open_case import open_case
from station_app.desk.record_enquiry import enquiries
from station_app.ui.case.supply_panel import SupplyPanel
from station_app.ui.case.view import CaseScreen
from station_app.ui.cases.view import CasesScreen
from station_app.ui.delivery.view import DeliveryScreen
from station_app.ui.enquiry.view import EnquiryScreen
from station_app.ui.guide.view import GuideScreen
from station_app.ui.ledger.view import LedgerScreen
from station_app.ui.parts.timeline import TimelineStep
from station_app.ui.sync.view import SyncScreen
from station_app.ui.today.view import TodayScreen
from tests.ui.desk_at_hand import DeskAtHand
from tests.ui.made_up import TODAY


def cells(table: object) -> list[list[str]]:
    model = table.model()  # type: ignore[attr-defined]
    return [
        [model.index(row, column).data() for column in range(model.columnCount())] for row in range(model.rowCount())
    ]


def photo(folder: Path) -> Path:
    path = folder / "page.png"
    picture = QImage(600, 800, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    assert picture.save(str(path))
    return path


class TestToday:
    @pytest.fixture
    def screen(self, at_hand: DeskAtHand, qtbot: QtBot) -> TodayScreen:
        made = TodayScreen(at_hand.surroundings)
        qtbot.addWidget(made)
        return made

    def test_says_when_there_is_nothing_to_do(self, screen: TodayScreen) -> None:
        screen.enter()
        assert screen.nothing.isVisibleTo(screen)
        assert screen.note_label.text() == "2026年11月23日 星期一　工作日"

    def test_shows_counts_and_rows_as_in_the_mock_up(self, screen: TodayScreen) -> None:
        screen.show_page(TODAY)
        assert [card.count for card in (screen.collect, screen.due, screen.correct, screen.late)] == [
            "2",
            "1",
            "1",
            "1",
        ]
        rows = cells(screen.table)
        assert rows[0] == ["■ 超期 2 天", "吴国庆", "临时救助", "在镇民政办", "打电话催办"]
        assert rows[2] == ["▲ 还剩 3 天", "石大山", "最低生活保障", "等村民补材料", "通知补材料：户口簿（户主页）"]
        assert rows[3][:2] == ["● 可以取了", "李䶮"]
        assert screen.drafts.text().startswith("接着收：还有 1 份")

    def test_enter_opens_the_row(self, screen: TodayScreen, at_hand: DeskAtHand, qtbot: QtBot) -> None:
        case_id = at_hand.receive()
        screen.enter()
        with qtbot.waitSignal(screen.go) as opened:
            QTest.keyClick(screen.table, Qt.Key.Key_Return)
        assert opened.args == ["case", case_id]

    def test_keeps_the_chosen_row_when_others_come(self, screen: TodayScreen, at_hand: DeskAtHand) -> None:
        first = at_hand.receive()
        screen.enter()
        screen.table.choose(first)
        at_hand.receive("欧阳𬸚", 125)
        screen.refresh(frozenset({"cases"}))
        assert screen.table.chosen() == first


class TestCases:
    @pytest.fixture
    def screen(self, at_hand: DeskAtHand, qtbot: QtBot) -> CasesScreen:
        made = CasesScreen(at_hand.surroundings)
        qtbot.addWidget(made)
        made.show()
        return made

    def test_finds_while_typing(self, screen: CasesScreen, at_hand: DeskAtHand, qtbot: QtBot) -> None:
        for serial, name in enumerate(("李䶮", "欧阳𬸚", "𠮷野", "买买提·吐尔逊"), 124):
            at_hand.receive(name, serial)
        screen.enter()
        assert len(cells(screen.table)) == 4
        QTest.keyClicks(screen.search, "mmt")
        qtbot.waitUntil(lambda: len(cells(screen.table)) == 1)
        assert cells(screen.table)[0][1] == "买买提·吐尔逊"
        for name in ("𠮷", "𬸚", "䶮"):
            screen.search.setText(name)
            screen.refresh(frozenset())
            assert len(cells(screen.table)) == 1
            assert name in cells(screen.table)[0][1]

    def test_an_older_answer_is_not_shown(self, screen: CasesScreen, at_hand: DeskAtHand) -> None:
        at_hand.receive()
        screen.refresh(frozenset())
        shown = cells(screen.table)
        screen._came(0, ())
        assert cells(screen.table) == shown

    def test_says_what_to_try_when_nothing_is_found(self, screen: CasesScreen) -> None:
        screen.search.setText("没有这个人")
        screen.refresh(frozenset())
        assert "全部" in screen.nothing.text()
        screen.only.choose("all")
        screen.refresh(frozenset())
        assert "换个字" in screen.nothing.text()

    def test_enter_in_the_search_box_opens_the_first(
        self, screen: CasesScreen, at_hand: DeskAtHand, qtbot: QtBot
    ) -> None:
        case_id = at_hand.receive()
        screen.enter()
        with qtbot.waitSignal(screen.go) as opened:
            QTest.keyClick(screen.search, Qt.Key.Key_Return)
        assert opened.args == ["case", case_id]


class TestCase:
    @pytest.fixture
    def screen(self, at_hand: DeskAtHand, qtbot: QtBot) -> CaseScreen:
        made = CaseScreen(at_hand.surroundings)
        qtbot.addWidget(made)
        at_hand.worker.changed.connect(made.refresh)
        made.resize(1170, 700)
        made.show()
        return made

    def steps(self, screen: CaseScreen) -> list[tuple[str, str]]:
        QApplication.processEvents()
        found = [step for step in screen.timeline.findChildren(TimelineStep) if step.isVisible()]
        return [(step._mark, step.accessibleName()) for step in found]

    def test_shows_what_was_done_and_what_is_to_come(self, screen: CaseScreen, at_hand: DeskAtHand) -> None:
        case_id = at_hand.receive()
        at_hand.accepted(case_id)
        screen.enter(case_id)
        steps = self.steps(screen)
        assert [mark for mark, _ in steps] == ["done", "done", "now", "coming", "coming", "coming"]
        assert "承诺到12月22日" in steps[2][1]
        assert steps[-1][1].strip() == "送达签收"
        assert screen.title_label.text() == "高龄津贴　李䶮"
        assert "QX20261124-0183" in screen.note_label.text()
        assert not screen.main_button.isVisible()
        assert "现在不用做什么" in screen.next_label.text()

    def test_numbers_are_masked_until_somebody_asks_and_that_is_recorded(
        self, screen: CaseScreen, at_hand: DeskAtHand
    ) -> None:
        case_id = at_hand.receive()
        screen.enter(case_id)
        whole = open_case(at_hand.desk, case_id).case.content.applicant.id_number
        assert whole not in screen.side.number
        screen.reveal()
        assert screen.side.number == whole
        assert [line.kind for line in open_case(at_hand.desk, case_id).history][-1] == "identity_revealed"
        screen.leave()
        assert screen.side.number == "529901********1244"

    def test_supplied_papers_go_into_the_case(self, screen: CaseScreen, at_hand: DeskAtHand, tmp_path: Path) -> None:
        case_id = at_hand.receive()
        at_hand.correction(case_id)
        screen.enter(case_id)
        screen.main_action()
        panel = screen.panel
        assert isinstance(panel, SupplyPanel)
        assert panel.rows[0].line.code == "household_register"
        screen.main_action()
        assert "还没有勾" in screen.strip.text
        panel.rows[0].pick.picked.emit(photo(tmp_path))
        assert panel.rows[0].brought.isChecked()
        screen.main_action()
        assert screen.panel is None
        page = open_case(at_hand.desk, case_id)
        assert page.case.state == "under_check"
        assert page.history[-1].kind == "materials_supplied"
        supplied = next(line for line in page.case.content.materials if line.code == "household_register")
        assert len(supplied.pages) == 1
        assert at_hand.sync.saves == 1

    def test_a_file_that_is_no_picture_is_said_and_nothing_is_lost(
        self, screen: CaseScreen, at_hand: DeskAtHand, tmp_path: Path
    ) -> None:
        case_id = at_hand.receive()
        at_hand.correction(case_id)
        screen.enter(case_id)
        screen.main_action()
        panel = screen.panel
        assert isinstance(panel, SupplyPanel)
        panel.rows[1].brought.setChecked(True)
        (tmp_path / "letter.txt").write_text("不是照片")
        panel.rows[0].pick.picked.emit(tmp_path / "letter.txt")
        assert "letter.txt" in screen.strip.text
        assert screen.panel is panel
        assert panel.rows[1].brought.isChecked()
        assert panel.rows[0].pages == ()

    def test_withdrawing_asks_why(self, screen: CaseScreen, at_hand: DeskAtHand) -> None:
        case_id = at_hand.receive()
        screen.enter(case_id)
        screen.acts.open_withdraw()
        screen.main_action()
        assert open_case(at_hand.desk, case_id).case.state == "received"
        panel = screen.panel
        assert panel is not None
        line = panel.first_input()
        assert isinstance(line, QLineEdit)
        line.setText("本人不办了")
        screen.main_action()
        assert open_case(at_hand.desk, case_id).case.state == "withdrawn"
        assert screen.panel is None

    def test_escape_closes_a_panel_before_it_leaves(
        self, screen: CaseScreen, at_hand: DeskAtHand, qtbot: QtBot
    ) -> None:
        screen.enter(at_hand.receive())
        screen.acts.open_forward()
        with qtbot.assertNotEmitted(screen.back):
            screen.escape()
        assert screen.panel is None
        with qtbot.waitSignal(screen.back):
            screen.escape()

    def test_originals_leave_with_a_manifest(self, screen: CaseScreen, at_hand: DeskAtHand) -> None:
        case_id = at_hand.receive()
        screen.enter(case_id)
        screen.acts.open_forward()
        screen.main_action()
        assert "交接单号" in screen.strip.text
        assert open_case(at_hand.desk, case_id).case.state == "in_transit"

    def test_the_receipt_is_printed_again_and_recorded(
        self, screen: CaseScreen, at_hand: DeskAtHand, qtbot: QtBot
    ) -> None:
        from station_app.desk.record_print import record_print

        case_id = at_hand.receive()
        record_print(at_hand.desk, case_id, "material_receipt", "0" * 64)
        screen.enter(case_id)
        screen.print_action()
        qtbot.waitUntil(lambda: len(open_case(at_hand.desk, case_id).case.papers) == 2, timeout=20_000)
        paper = next((at_hand.surroundings.papers).glob("*.pdf"))
        assert paper.read_bytes().startswith(b"%PDF-")

    def test_the_offices_document_can_be_seen(self, screen: CaseScreen, at_hand: DeskAtHand) -> None:
        page, content = at_hand.result_page()
        case_id = at_hand.receive()
        at_hand.granted(case_id, page)
        screen.enter(case_id)
        screen.open_result()
        assert "正在从县里取" in shown_words(screen), "it has not come down yet, and what to do is said"
        assert "文书还在从县里取" in shown_words(screen.side)
        assert at_hand.sync.asked == 1
        at_hand.desk.store.store_fetched_page(page.sha256, content)
        screen.refresh(frozenset({"cases"}))
        from station_app.ui.parts.page_view import PageView

        view = [found for found in screen.findChildren(PageView) if not found.isHidden()][-1]
        assert view.shown == 1
        QApplication.processEvents()
        assert view.smallest > 300

    def test_f10_goes_on_to_the_delivery(self, screen: CaseScreen, at_hand: DeskAtHand, qtbot: QtBot) -> None:
        case_id = at_hand.receive()
        at_hand.granted(case_id)
        screen.enter(case_id)
        with qtbot.waitSignal(screen.go) as opened:
            screen.main_action()
        assert opened.args == ["delivery", case_id]


def shown_words(screen: CaseScreen) -> str:
    QApplication.processEvents()
    return " ".join(found.text() for found in screen.findChildren(QLabel) if found.isVisible())


class TestDelivery:
    @pytest.fixture
    def screen(self, at_hand: DeskAtHand, qtbot: QtBot) -> DeliveryScreen:
        made = DeliveryScreen(at_hand.surroundings)
        qtbot.addWidget(made)
        at_hand.worker.changed.connect(made.refresh)
        made.resize(1170, 700)
        made.show()
        return made

    def test_says_when_there_is_nothing(self, screen: DeliveryScreen) -> None:
        screen.enter()
        assert screen.nothing.isVisible()
        assert not screen.main_button.isEnabled()

    def test_hands_over_on_paper(self, screen: DeliveryScreen, at_hand: DeskAtHand, qtbot: QtBot) -> None:
        case_id = at_hand.receive()
        at_hand.granted(case_id)
        screen.enter()
        assert "高龄津贴审批表" in screen.document.text()
        assert screen.recipient.text == "李䶮"
        screen.main_action()
        page = open_case(at_hand.desk, case_id)
        assert page.case.state == "delivered"
        assert page.case.recipient == "李䶮"
        qtbot.waitUntil(
            lambda: "delivery_receipt" in [paper for paper, _ in open_case(at_hand.desk, case_id).case.papers],
            timeout=20_000,
        )
        assert screen.nothing.isVisible()

    def test_says_that_the_document_is_still_being_fetched(self, screen: DeliveryScreen, at_hand: DeskAtHand) -> None:
        page, content = at_hand.result_page()
        case_id = at_hand.receive()
        at_hand.granted(case_id, page)
        screen.enter(case_id)
        assert screen.on_the_way.isVisible()
        at_hand.desk.store.store_fetched_page(page.sha256, content)
        screen.refresh(frozenset({"cases"}))
        assert not screen.on_the_way.isVisible()

    def test_opens_the_case_that_was_asked_for(self, screen: DeliveryScreen, at_hand: DeskAtHand) -> None:
        wanted, other = at_hand.receive("买买提·吐尔逊", 126), at_hand.receive("欧阳𬸚", 125)
        at_hand.granted(wanted)
        at_hand.granted(other)
        screen.enter(wanted)
        assert screen.recipient.text == "买买提·吐尔逊"
        assert screen.table.chosen() == wanted
        screen.table.choose(other)
        assert screen.recipient.text == "欧阳𬸚"

    def test_a_second_press_delivers_once(self, screen: DeliveryScreen, at_hand: DeskAtHand, qtbot: QtBot) -> None:
        case_id = at_hand.receive()
        at_hand.granted(case_id)
        screen.enter(case_id)
        screen.main_action()
        screen.main_action()
        kinds = [line.kind for line in open_case(at_hand.desk, case_id).history]
        assert kinds.count("delivered") == 1

    def test_a_substitute_says_who_and_why(self, screen: DeliveryScreen, at_hand: DeskAtHand) -> None:
        case_id = at_hand.receive()
        at_hand.granted(case_id)
        screen.enter(case_id)
        screen.method._group.button(1).click()
        assert screen.recipient.text == ""
        screen.main_action()
        assert screen.recipient.problem
        assert screen._fields["recipient_relation"].problem
        assert screen._fields["substitute_reason"].problem
        assert open_case(at_hand.desk, case_id).case.state == "result_at_station"
        for key, words in (("recipient", "李芳"), ("recipient_relation", "女儿"), ("substitute_reason", "行动不便")):
            line = screen._fields[key].input
            assert isinstance(line, QLineEdit)
            line.setText(words)
        screen.main_action()
        history = open_case(at_hand.desk, case_id).history
        delivered = next(line.data for line in history if line.kind == "delivered")
        assert (delivered["recipient"], delivered["recipient_relation"]) == ("李芳", "女儿")

    def test_a_signature_on_the_screen_is_kept_as_a_page(self, screen: DeliveryScreen, at_hand: DeskAtHand) -> None:
        case_id = at_hand.receive()
        at_hand.granted(case_id)
        screen.enter(case_id)
        screen.signing._group.button(1).click()
        screen.main_action()
        assert "还没有签名" in screen.strip.text
        QTest.mousePress(screen.pad, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
        QTest.mouseMove(screen.pad, QPoint(120, 60))
        QTest.mouseRelease(screen.pad, Qt.MouseButton.LeftButton, pos=QPoint(120, 60))
        screen.main_action()
        history = open_case(at_hand.desk, case_id).history
        signature = next(line.data for line in history if line.kind == "delivered")["signature"]
        kept = at_hand.desk.store.vault.read(signature["sha256"])
        assert (signature["media_type"], kept[:4]) == ("image/png", b"\x89PNG")


class TestEnquiry:
    @pytest.fixture
    def screen(self, at_hand: DeskAtHand, qtbot: QtBot) -> EnquiryScreen:
        made = EnquiryScreen(at_hand.surroundings)
        qtbot.addWidget(made)
        at_hand.worker.changed.connect(made.refresh)
        made.show()
        made.enter()
        return made

    def test_is_recorded_and_listed(self, screen: EnquiryScreen, at_hand: DeskAtHand) -> None:
        assert isinstance(screen.question.input, QPlainTextEdit)
        assert isinstance(screen.item.input, QComboBox)
        screen.question.input.setPlainText("高龄津贴要带什么")
        screen.item.input.setCurrentIndex(screen.item.input.findData("MZ-004"))
        screen.main_action()
        (row,) = enquiries(at_hand.desk)
        assert (row.question, row.item_code, row.resolved) == ("高龄津贴要带什么", "MZ-004", True)
        assert cells(screen.table)[0][2] == "高龄津贴要带什么"
        assert screen.question.text == ""

    def test_an_empty_one_is_not(self, screen: EnquiryScreen, at_hand: DeskAtHand) -> None:
        screen.main_action()
        assert screen.question.problem
        assert enquiries(at_hand.desk) == ()

    def test_what_was_typed_can_be_carried_on(self, screen: EnquiryScreen) -> None:
        assert screen.unsaved() is None
        typed = EnquiryRecorded("低保怎么办", "要看收入", "MZ-001", "石大山", "13800000000", False)
        screen.enter(typed)
        assert screen.unsaved() == typed


class TestGuide:
    @pytest.fixture
    def screen(self, at_hand: DeskAtHand, qtbot: QtBot) -> GuideScreen:
        made = GuideScreen(at_hand.surroundings)
        qtbot.addWidget(made)
        made.enter("MZ-005")
        return made

    def test_shows_the_whole_guide(self, screen: GuideScreen) -> None:
        text = screen.text.toPlainText()
        for words in ("残疾人两项补贴", "谁来", "承诺时限", "收费：不收费", "响水镇民政办", "待县里确认", "身份证"):
            assert words in text
        assert "{township}" not in text
        assert len(cells(screen.table)) == 25

    def test_finds_by_initials(self, screen: GuideScreen) -> None:
        screen.search.setText("gljt")
        assert [row[0] for row in cells(screen.table)] == ["高龄津贴"]
        screen.search.setText("没有这样的")
        assert cells(screen.table) == []
        assert not screen.main_button.isEnabled()

    def test_begins_a_case_with_the_item(self, screen: GuideScreen, qtbot: QtBot) -> None:
        with qtbot.waitSignal(screen.go) as opened:
            screen.main_action()
        assert opened.args == ["new_case", {"item_code": "MZ-005"}]


class TestLedger:
    def test_lists_and_counts_a_period(self, at_hand: DeskAtHand, qtbot: QtBot) -> None:
        at_hand.receive()
        at_hand.receive("欧阳𬸚", 125)
        screen = LedgerScreen(at_hand.surroundings)
        qtbot.addWidget(screen)
        screen.enter()
        assert [row[3] for row in cells(screen.table)] == ["李䶮", "欧阳𬸚"]
        assert (screen.received.count, screen.open.count, screen.closed.count) == ("2", "2", "0")
        screen.period._group.button(1).click()
        assert cells(screen.table) == []


class TestSync:
    def test_shows_what_waits_and_syncs_now(self, at_hand: DeskAtHand, qtbot: QtBot) -> None:
        at_hand.receive()
        screen = SyncScreen(at_hand.surroundings)
        qtbot.addWidget(screen)
        screen.enter()
        rows = cells(screen.table)
        assert rows[0][:2] == ["办件记录", "2"]
        assert screen.heading.text() == "等着上传：2 条办件记录"
        screen.main_action()
        assert at_hand.sync.asked == 1

    def test_an_event_that_was_sent_back_says_why_and_opens_its_case(self, at_hand: DeskAtHand, qtbot: QtBot) -> None:
        from sync.protocol.messages import Verdict
        from tests.storage.station import outcome

        case_id = at_hand.receive()
        batch = at_hand.desk.store.outgoing(100, 1_000_000)
        verdicts = tuple(
            Verdict(batch.first_seq + place, event.op_id, "rejected", reason="item_not_published")
            for place, event in enumerate(batch.events)
            if decode_event(event.body).case_id
        )
        at_hand.desk.store.record_exchange(outcome(verdicts=verdicts))
        screen = SyncScreen(at_hand.surroundings)
        qtbot.addWidget(screen)
        screen.enter()
        part = screen.refused
        assert not part.isHidden()
        assert [row[0] for row in cells(part.table)] == ["■ 收件"], "what was printed rests on it"
        assert "没有公布这个事项" in part.why.text()
        assert part.open_button.text().startswith("打开草稿，再收一次")
        assert part.note_button.isHidden()
        (draft,) = at_hand.desk.store.drafts.open()
        assert draft.case_id == case_id
        with qtbot.waitSignal(screen.go) as opened:
            QTest.keyClick(part.table, Qt.Key.Key_Return)
        assert opened.args == ["new_case", draft.draft_id]

    def test_what_cannot_be_put_right_leaves_once_it_is_read(self, at_hand: DeskAtHand, qtbot: QtBot) -> None:
        from sync.protocol.messages import Verdict
        from tests.storage.station import outcome

        case_id = at_hand.receive()
        at_hand.granted(case_id)
        late = at_hand.desk.store.append(make_event("withdrawn", Withdrawn("不办了"), case_id=case_id))
        verdict = Verdict(3, late, "rejected", reason="illegal_move", detail="decided_granted")
        at_hand.desk.store.record_exchange(outcome(verdicts=(verdict,)))
        screen = SyncScreen(at_hand.surroundings)
        qtbot.addWidget(screen)
        screen.show()
        screen.enter()
        part = screen.refused
        screen.table.setFocus()
        screen.refresh(frozenset())
        assert screen.focusWidget() is part.table, "what asks for the agent is under the keys"
        assert part.why.text().endswith("（那时这件事是“准予”）")
        part.note_button.setFocus()
        QTest.keyClick(part.note_button, Qt.Key.Key_Return)
        assert part.isHidden()
        assert at_hand.desk.store.log.of_kind("refusal_noted", 1)[0].event.data["reason"] == "illegal_move"
