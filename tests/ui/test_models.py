"""What screens show, without a window."""

from datetime import date

import msgspec
import pytest

from forms.case import Applicant, AuthorisedAgent, CaseContent, Defect, MaterialLine, Page
from forms.catalogue.loader import load_items
from forms.lifecycle import Case, State
from station_app.desk.views import CasePage, HistoryLine, RefusedLine, Remedy
from station_app.ui.case.model import applicant_lines, material_cells, pages_words, steps, supply_lines
from station_app.ui.delivery.model import DeliveryForm, document_name
from station_app.ui.footer.model import footer_state
from station_app.ui.guide.model import GuideText, found, html
from station_app.ui.ledger.model import Counts, counts_of, first_and_last, lines_of
from station_app.ui.sync.figures import grouped, size_words
from station_app.ui.sync.model import clock_minutes, shown_rows
from station_app.ui.sync.refused_model import refused_rows, said_of
from station_app.ui.today.model import nearest_correction, stuck_at
from station_app.ui.words import Words
from tests.ui.made_up import NOW, ROWS, TODAY, row, sync_status

ZH, EN = Words(), Words("en")


def line(kind: str, at: str = "2026-11-23T10:12:00+08:00", **changed: object) -> HistoryLine:
    given = {"actor": "龙秀珍", "office": "5299", "detail": "", "by_district": False, "sent": True}
    return HistoryLine(kind=kind, at=at, **{**given, **changed})  # type: ignore[arg-type]


def page(case: Case, *history: HistoryLine, total: int = 0, sent: int = 0) -> CasePage:
    return CasePage(row(), case, history, frozenset(), total, sent)


def test_what_only_this_pc_knows_and_what_was_sent_back_is_said() -> None:
    history = (
        line("case_received", sent=False),
        line("withdrawn", refused_reason="县里已经作出决定", refused_reason_en="already decided"),
        line("paper_printed"),
    )
    case = Case(state=State.RECEIVED, papers=(("material_receipt", NOW.isoformat()),))
    shown = steps(page(case, *history), ZH, NOW)
    assert [step.title for step in shown[:2]] == ["收件", "申请人撤回"]
    assert shown[0].mark == "now"
    assert shown[0].details == ("凭证打印过 1 次", "存在本机，还没传上去")
    assert shown[0].when == "11月23日 10:12　本站 龙秀珍"
    assert shown[1].mark == "refused"
    assert shown[1].details == ("被退回：县里已经作出决定",)
    assert steps(page(case, *history), EN, NOW)[1].details == ("Refused: already decided",)


def test_an_ended_case_has_nothing_to_come() -> None:
    shown = steps(page(Case(state=State.DELIVERED), line("case_received"), line("delivered")), ZH, NOW)
    assert [step.mark for step in shown] == ["done", "done"]


def test_a_person_is_masked() -> None:
    person = Applicant("李䶮", id_number="529901196203041247", phone="13800000000", birth_date="1962-03-04", sex="male")
    content = CaseContent(applicant=person, agent=AuthorisedAgent("李芳", "女儿"))
    shown = applicant_lines(Case(content=content), ZH)
    assert shown.first == "李䶮　男　1962 年生"
    assert shown.masked_id == "529901********1247"
    assert shown.masked_phone == "138****0000"
    assert shown.rest == ("委托女儿 李芳代办",)
    nobody = Applicant("小明", identity_kind="none", no_number_reason="新生儿")
    assert applicant_lines(Case(content=CaseContent(applicant=nobody)), ZH).masked_id == "没有证件号：新生儿"


def test_materials_say_what_is_missing_until_when() -> None:
    lines = (
        MaterialLine("id_card", "身份证", originals=1, copies=1, pages=(Page("0" * 64, 1),)),
        MaterialLine("register", "户口簿", "deferred", due="2026-12-04"),
        MaterialLine("photo", "照片", "not_needed"),
    )
    shown = material_cells(page(Case(content=CaseContent(materials=lines))), ZH)
    assert [cell.shown for cell in shown] == ["身份证　原件看过　复印 1 份　照片 1 张", "▲ 缺 户口簿，12月4日前补来"]
    assert said(page(Case())) == []
    assert said(page(Case(), total=6, sent=6)) == ["照片 6 张，都传到县里了"]
    assert said(page(Case(), total=6, sent=4)) == ["▲ 照片 6 张，还有 2 张没有传到县里"]
    with_originals = msgspec.structs.replace(page(Case(), total=6, sent=6), originals_total=3, originals_sent=1)
    assert said(with_originals) == ["照片 6 张，都传到县里了", "原图还有 2 张没传完，最后才传"]


def said(shown: CasePage) -> list[str]:
    return [cell.shown for cell in pages_words(shown, ZH)]


def test_what_is_asked_for_stands_first() -> None:
    lines = (MaterialLine("a", "甲"), MaterialLine("b", "乙", "deferred"), MaterialLine("c", "丙"))
    defects = (Defect("丁", "没有"), Defect("丙", "看不清", code="c"))
    case = Case(content=CaseContent(materials=lines), correction_defects=defects)
    assert [found.name for found in supply_lines(case)] == ["丙", "丁", "乙", "甲"]


def test_a_deliverys_event_holds_only_what_its_method_asks() -> None:
    form = DeliveryForm("批准书", "李芳", "in_person", "女儿", "有事", "王五", "123", "备注")
    delivered = form.delivered(Page("0" * 64, 1))
    assert (delivered.recipient_relation, delivered.witness, delivered.tracking_number) == ("", "", "")
    assert delivered.signature is not None
    posted = DeliveryForm("批准书", "李芳", "post", tracking_number="123").delivered(Page("0" * 64, 1))
    assert posted.tracking_number == "123"
    assert posted.signature is None
    assert document_name(Case(state=State.NOT_ACCEPTED)) == "不予受理通知书"


@pytest.mark.parametrize(
    ("phase", "changed", "saying", "tone"),
    [
        ("idle", {}, "waiting", "soon"),
        ("idle", {"unsent_events": 0, "unsent_cases": 0}, "all_sent", "good"),
        ("idle", {"unsent_events": 0, "unsent_cases": 0, "last_success": ""}, "never", "soon"),
        ("idle", {"unsent_events": 0, "unsent_cases": 0, "unsent_pages": 3}, "waiting", "soon"),
        ("offline", {}, "offline", "soon"),
        ("syncing", {}, "sending", "main"),
        ("refused", {}, "told_by_line", "late"),
        ("not_ours", {}, "told_by_line", "late"),
        ("disk_full", {}, "told_by_line", "late"),
    ],
)
def test_the_footers_state(phase: str, changed: dict[str, object], saying: str, tone: str) -> None:
    from station_app.jobs.line_state import LineState

    state = footer_state(sync_status(**changed), LineState(phase, "", ""))  # type: ignore[arg-type]
    assert (state.saying, state.tone) == (saying, tone)


def test_the_footer_says_nothing_it_does_not_know() -> None:
    assert footer_state(None, None).saying == "asking"
    assert not footer_state(None, None).waits


def test_todays_words() -> None:
    assert nearest_correction(TODAY) == 3
    assert stuck_at(TODAY, ZH) == "镇民政办"


def test_every_guide_can_be_read_in_both_languages() -> None:
    for words in (ZH, EN):
        writer = GuideText(words, lambda template: template.format(village="甲村", township="乙镇", county="丙县"))
        for guide in load_items():
            text = html(writer.sections(guide))
            assert "{" not in text
            assert all(situation.name in text for situation in guide.situations) or words is EN
            assert text.count("<table") == len(guide.situations) + bool(guide.refusals)
            if guide.unconfirmed:
                assert 'class="alert"' in text


def test_a_guides_text_is_escaped() -> None:
    from station_app.ui.guide.model import Section

    assert html((Section("<h>", ("a<b", "c&d")),)) == "<h2>&lt;h&gt;</h2><p>a&lt;b</p><p>c&amp;d</p>"


def test_items_are_found_by_what_people_type() -> None:
    items = load_items()
    assert found(items, " ") == items
    assert [guide.name for guide in found(items, "GLJT")] == ["高龄津贴"]
    assert "高龄津贴" in [guide.name for guide in found(items, "old-age")]


def test_the_ledgers_periods() -> None:
    day = date(2026, 3, 15)
    assert first_and_last("last_month", day) == (date(2026, 2, 1), date(2026, 2, 28))
    assert first_and_last("this_month", day) == (date(2026, 3, 1), day)
    assert first_and_last("last_month", date(2026, 1, 3)) == (date(2025, 12, 1), date(2025, 12, 31))


def test_the_ledgers_counts_say_what_they_count() -> None:
    rows = (
        row(1, state=State.DELIVERED.value, days_left=None),
        row(2, state=State.WITHDRAWN.value, days_left=None),
        row(3, days_left=-2),
        row(4, received_at=""),
    )
    lines = lines_of(rows, "all", date(2026, 11, 23))
    assert [found.case_id for found in lines] == ["case-1", "case-2", "case-3"]
    assert counts_of(lines) == Counts(received=3, closed=1, stopped=1, open=1, late=1)
    assert counts_of(lines).closed_percent == 50
    assert Counts(received=1000, closed=999).closed_percent == 99, "never rounded up"
    assert Counts().closed_percent is None
    assert lines_of(ROWS, "last_month", date(2026, 11, 23)) == ()


def test_the_sync_table() -> None:
    rows = shown_rows(sync_status(unsent_pages=31, unsent_bytes=2_400_000), ZH)
    assert [cell.shown for cell in rows[1]][:3] == ["材料照片", "31 张　2.4 MB", "9 860"]
    assert len(rows) == 3
    parked = shown_rows(sync_status(parked=2), ZH)[3]
    assert [cell.shown for cell in parked[1:3]] == ["—", "2"]
    assert parked[3].text == "不用重办"


@pytest.mark.parametrize(
    ("remedy", "button", "may_be_noted"),
    [
        ("draft", "打开草稿，再收一次", False),
        ("again", "打开这件事，再办一次", True),
        ("look", "打开这件事看看", True),
        ("", "", True),
    ],
)
def test_what_was_sent_back_says_who_why_and_what_to_do(remedy: Remedy, button: str, may_be_noted: bool) -> None:
    step = line("forwarded", refused_reason="缺取件人", refused_reason_en="nobody took it", case_id="case-9")
    refused = RefusedLine("ab" * 16, "bad_data", step, "李䶮", "高龄津贴", "Old-age allowance", remedy, "case-9")
    assert said_of(refused, ZH, NOW) == ("11月23日 10:12 登记的。缺取件人", button, may_be_noted)
    assert said_of(refused, EN, NOW).why == "Recorded 23 Nov 10:12. nobody took it"
    (cells,) = refused_rows((refused,), EN)
    assert cells[1].text == "李䶮　Old-age allowance"
    (cells,) = refused_rows((refused,), ZH)
    assert [cell.text for cell in cells] == ["原件送出", "李䶮　高龄津贴"]
    of_none = msgspec.structs.replace(refused, applicant="", item_name="")
    assert refused_rows((of_none,), ZH)[0][1].text == "不属于哪一件"


def test_figures_as_a_person_says_them() -> None:
    assert [size_words(size) for size in (1, 820_000, 2_400_000)] == ["1 KB", "820 KB", "2.4 MB"]
    assert grouped(4127) == "4 127"
    assert clock_minutes(sync_status(offset_ms=720_000)) == 12
    assert clock_minutes(sync_status(offset_ms=-60_000)) is None


def test_a_line_break_in_a_guide_is_one_on_the_screen() -> None:
    from station_app.ui.guide.model import Section, Table, html

    table = Table("", "甲\n乙", ("列",), (("一\n二",),))
    made = html((Section("条件", ("第一条\n第二条 <b>",), (table,)),))
    assert "第一条<br>第二条 &lt;b&gt;" in made
    assert "甲<br>乙" in made
    assert "<td>一<br>二</td>" in made
