"""A case that the station decides itself, one that was received by mistake, and the papers that are printed again."""

import hashlib
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from forms.case import Applicant, CaseContent, MaterialLine, Page
from station_app.desk import drafts
from station_app.desk.give_notice import give_notice
from station_app.desk.open_case import open_case
from station_app.desk.receive_case import receive_case
from station_app.ui.case.decide_panel import DecidePanel
from station_app.ui.case.model import steps
from station_app.ui.case.small_panels import PaperPanel, ReasonPanel
from station_app.ui.case.view import CaseScreen
from station_app.ui.parts.page_view import PageView
from tests.made_pdf import form_pdf, locked_pdf
from tests.storage.station import complete_content, drafted, id_number
from tests.ui.desk_at_hand import DeskAtHand


@pytest.fixture
def screen(at_hand: DeskAtHand, qtbot: QtBot) -> CaseScreen:
    made = CaseScreen(at_hand.surroundings)
    qtbot.addWidget(made)
    at_hand.worker.changed.connect(made.refresh)
    made.resize(1170, 700)
    made.show()
    return made


def certificate(at_hand: DeskAtHand) -> str:
    """A village certificate is asked for; its case."""
    guide = at_hand.desk.catalogue.item("ZH-001")
    content = CaseContent(
        item_code="ZH-001",
        situation="resident",
        applicant=Applicant("李䶮", id_number=id_number(124), phone="13800000000", village="响水洞村"),
        form={"use": "孩子上学报名", "to_whom": "镇中心小学", "live_since": "2001-05-01", "live_where": "三组"},
        materials=tuple(
            MaterialLine(material.code, material.name, "provided", material.originals, False, material.copies)
            for material in guide.checklist("resident")
        ),
    )
    return at_hand.receive(content=content)


def decide_panel(screen: CaseScreen) -> DecidePanel:
    screen.main_action()
    panel = screen.panel
    assert isinstance(panel, DecidePanel)
    return panel


def write(panel_input: object, words: str) -> None:
    assert isinstance(panel_input, QLineEdit)
    panel_input.setText(words)


def kinds(at_hand: DeskAtHand, case_id: str) -> list[str]:
    return [line.kind for line in open_case(at_hand.desk, case_id).history]


def words_of(paper: Path) -> str:
    with pypdfium2.PdfDocument(paper) as document:
        return "".join(document[number].get_textpage().get_text_range() for number in range(len(document)))


class TestDecidedHere:
    def test_is_granted_with_its_document_and_goes_on_to_delivery(
        self, screen: CaseScreen, at_hand: DeskAtHand, qtbot: QtBot
    ) -> None:
        case_id = certificate(at_hand)
        screen.enter(case_id)
        panel = decide_panel(screen)
        assert panel.name.text == "村级证明"
        write(panel.name.input, "实际居住证明")
        write(panel.number.input, "响村证〔2026〕7号")
        screen.main_action()
        case = open_case(at_hand.desk, case_id).case
        assert (case.state, case.granted) == ("decided_granted", True)
        assert case.result is not None
        assert (case.result.name, case.result.number) == ("实际居住证明", "响村证〔2026〕7号")
        assert "送达" in screen.main_button.text()
        with qtbot.waitSignal(screen.go) as opened:
            screen.main_action()
        assert opened.args == ["delivery", case_id]

    def test_a_refusal_says_why_and_a_grant_names_its_document(self, screen: CaseScreen, at_hand: DeskAtHand) -> None:
        case_id = certificate(at_hand)
        screen.enter(case_id)
        panel = decide_panel(screen)
        write(panel.name.input, "")
        screen.main_action()
        assert panel.name.problem
        panel.outcome._group.button(1).click()
        assert panel.reason.isVisible()
        assert not panel.name.problem
        screen.main_action()
        assert panel.reason.problem
        assert open_case(at_hand.desk, case_id).case.state == "received"
        write(panel.reason.input, "亲属关系证明村里不开，请带户口簿去派出所")
        screen.main_action()
        case = open_case(at_hand.desk, case_id).case
        assert (case.state, case.result) == ("decided_refused", None)
        assert "派出所" in case.reason
        assert kinds(at_hand, case_id)[-1] == "decided_at_station"

    def test_the_list_and_the_way_say_that_it_is_decided_here(self, screen: CaseScreen, at_hand: DeskAtHand) -> None:
        case_id = certificate(at_hand)
        page = open_case(at_hand.desk, case_id)
        assert (page.row.next_step, page.row.holder) == ("decide", "station")
        words = at_hand.surroundings.words
        assert words.next_step(page.row) == "当场办结"
        coming = [step.title for step in steps(page, words, at_hand.clock.now()) if step.mark == "coming"]
        assert coming == ["当场办结", "送达签收"]
        at_hand.send_all()
        assert open_case(at_hand.desk, case_id).row.holder == "station"

    def test_is_not_offered_for_an_item_that_others_decide(self, screen: CaseScreen, at_hand: DeskAtHand) -> None:
        screen.enter(at_hand.receive())
        screen.main_action()
        assert screen.panel is None


class TestVoid:
    def test_asks_why_and_ends_the_case(self, screen: CaseScreen, at_hand: DeskAtHand) -> None:
        case_id = at_hand.receive()
        screen.enter(case_id)
        assert screen.void_button.isVisible()
        screen.void_button.click()
        screen.main_action()
        panel = screen.panel
        assert isinstance(panel, ReasonPanel)
        assert panel.reason.problem
        assert open_case(at_hand.desk, case_id).case.state == "received"
        write(panel.reason.input, "同一件收了两次")
        screen.main_action()
        case = open_case(at_hand.desk, case_id).case
        assert (case.state, case.reason) == ("void", "同一件收了两次")
        assert not screen.print_button.isVisible()

    def test_is_not_there_once_the_case_is_at_the_office(self, screen: CaseScreen, at_hand: DeskAtHand) -> None:
        case_id = at_hand.receive()
        at_hand.accepted(case_id)
        screen.enter(case_id)
        assert not screen.void_button.isVisible()
        assert screen.withdraw_button.isVisible()


class TestPrintedAgain:
    def told_and_received(self, at_hand: DeskAtHand) -> tuple[str, str]:
        """A notice was given on Monday, the case was received on Tuesday; the case and the notice's number."""
        whole = complete_content(at_hand.desk)
        partial = CaseContent(
            item_code=whole.item_code,
            situation=whole.situation,
            applicant=whole.applicant,
            form=whole.form,
            materials=tuple(line for line in whole.materials if line.code != "household_register"),
        )
        draft = drafted(at_hand.desk, partial)
        number = give_notice(at_hand.desk, draft).number
        at_hand.clock.wait(days=1)
        drafts.save_draft(at_hand.desk, draft, whole)
        return receive_case(at_hand.desk, draft).case_id, number

    def print_chosen(self, screen: CaseScreen, at_hand: DeskAtHand, paper: str, qtbot: QtBot) -> str:
        screen.print_action()
        panel = screen.panel
        assert isinstance(panel, PaperPanel)
        panel.paper.choose(paper)
        before = len(open_case(at_hand.desk, screen.case_id).case.papers)
        screen.print_action()
        qtbot.waitUntil(lambda: len(open_case(at_hand.desk, screen.case_id).case.papers) == before + 1, timeout=20_000)
        newest = max(at_hand.surroundings.papers.glob("*.pdf"), key=lambda path: path.stat().st_mtime_ns)
        return words_of(newest)

    def test_the_notice_is_made_from_what_was_told_then(
        self, screen: CaseScreen, at_hand: DeskAtHand, qtbot: QtBot
    ) -> None:
        case_id, number = self.told_and_received(at_hand)
        screen.enter(case_id)
        words = self.print_chosen(screen, at_hand, "one_time_notice", qtbot)
        assert "一次性告知书" in words
        assert number in words
        assert "2026年11月23日" in words
        assert "还有下列 1 项" in words
        assert open_case(at_hand.desk, case_id).case.papers[-1][0] == "one_time_notice"

    def test_the_last_one_is_chosen_at_first_and_there_may_be_only_one(
        self, screen: CaseScreen, at_hand: DeskAtHand, qtbot: QtBot
    ) -> None:
        case_id, _ = self.told_and_received(at_hand)
        screen.enter(case_id)
        self.print_chosen(screen, at_hand, "one_time_notice", qtbot)
        screen.print_action()
        panel = screen.panel
        assert isinstance(panel, PaperPanel)
        assert panel.paper.code == "one_time_notice"
        other = at_hand.receive("欧阳𬸚", 125)
        screen.enter(other)
        screen.print_action()
        assert screen.panel is None
        qtbot.waitUntil(lambda: bool(open_case(at_hand.desk, other).case.papers), timeout=20_000)

    def test_the_offices_correction_can_be_handed_on_as_a_paper(
        self, screen: CaseScreen, at_hand: DeskAtHand, qtbot: QtBot
    ) -> None:
        case_id = at_hand.receive()
        at_hand.correction(case_id)
        screen.enter(case_id)
        words = self.print_chosen(screen, at_hand, "correction_notice", qtbot)
        assert "户口簿（户主页）" in words
        assert "陈平" in words
        assert open_case(at_hand.desk, case_id).case.papers[-1][0] == "one_time_notice"


class TestAResultFromAnOlderServer:
    """A district that looked at nothing may have sent anything."""

    @pytest.mark.parametrize("content", [locked_pdf(), form_pdf()[:900], b"\xff\xd8\xff" + b"x" * 200, b"nothing"])
    def test_a_result_that_cannot_be_opened_is_said(
        self, screen: CaseScreen, at_hand: DeskAtHand, content: bytes
    ) -> None:
        page = Page(hashlib.sha256(content).hexdigest(), len(content), "application/pdf", "决定书.pdf")
        case_id = at_hand.receive()
        at_hand.granted(case_id, page)
        at_hand.desk.store.store_fetched_page(page.sha256, content)
        screen.enter(case_id)
        screen.open_result()
        view = [found for found in screen.findChildren(PageView) if not found.isHidden()][-1]
        said = " ".join(found.text() for found in view.findChildren(QLabel))
        assert (view.shown, "显示不出来" in said) == (0, True)

    def test_a_result_that_lies_on_its_side_is_shown_upright(self, screen: CaseScreen, at_hand: DeskAtHand) -> None:
        exif, out = Image.Exif(), BytesIO()
        exif[0x0112] = 6
        Image.new("RGB", (800, 500), "white").save(out, "JPEG", exif=exif.tobytes())
        content = out.getvalue()
        page = Page(hashlib.sha256(content).hexdigest(), len(content), "image/jpeg", "决定书.jpg")
        case_id = at_hand.receive()
        at_hand.granted(case_id, page)
        at_hand.desk.store.store_fetched_page(page.sha256, content)
        screen.enter(case_id)
        screen.open_result()
        view = [found for found in screen.findChildren(PageView) if not found.isHidden()][-1]
        (shown,) = [found.pixmap() for found in view.findChildren(QLabel) if not found.pixmap().isNull()]
        assert shown.height() > shown.width()
