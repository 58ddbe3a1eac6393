"""Rare names from the desk to the paper, over the line to the console, and back with the office's decision: unharmed."""

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from forms import events as ev
from forms.lifecycle import State
from forms.papers import delivery_receipt, material_receipt, one_time_notice
from forms.papers.layout import Footer, Layout, Paragraph
from station_app.day.township import Township
from station_app.desk import papers
from station_app.desk.add_page import page_bytes
from station_app.desk.deliver import deliver
from station_app.desk.find_applicant import find_applicant
from station_app.desk.list_cases import list_cases
from station_app.desk.open_case import find_by_code, open_case
from station_app.desk.result_pages import result_pages
from station_app.printing.pdf import render
from sync.district.database.engine import writing
from sync.district.district import District
from sync.district.users import User, add_user
from tests.e2e.both_ends import assert_same_cases, at_district, received
from tests.storage.station import id_number
from tests.sync.real_ends import Station

NAMES = {
    "李䶮": (("李", "䶮", "李䶮"), ("ly", "LY", "l")),
    "欧阳𬸚": (("欧阳", "阳𬸚", "𬸚"), ("oyy", "oy")),
    "𠮷野": (("𠮷", "野", "𠮷野"), ("jy", "j")),
    "买买提·吐尔逊": (("买买提", "吐尔逊", "买买提·吐尔逊", "买买提吐尔逊", "提·吐"), ("mmttex", "mmt")),
}
CLERK, COUNTY, PASSWORD = "chenping", "long", "a long password"
CLERK_NAME = "欧阳䶮"


@pytest.fixture
def clerk(district: District, url: str) -> Iterator[Township]:
    with writing(district.engine) as connection:
        new = User(CLERK, CLERK_NAME, "township", "响水镇", "响水镇民政办", "0859-0000456")
        add_user(connection, district, new, PASSWORD)
        add_user(connection, district, User(COUNTY, "龙小芳", "district", "", "清水县民政局", ""), PASSWORD)
    township = Township(url)
    township.sign_in(CLERK, PASSWORD)
    yield township
    township.close()


@pytest.fixture
def county(clerk: Township, url: str) -> Iterator[Township]:
    """Decides what the township accepts; signed in once its clerk is on record."""
    officer = Township(url)
    officer.sign_in(COUNTY, PASSWORD)
    yield officer
    officer.close()


def text_of(layout: Layout) -> str:
    return text_of_pdf(render(layout))


def text_of_pdf(content: bytes) -> str:
    with pypdfium2.PdfDocument(content) as document:
        return "".join(document[place].get_textpage().get_text_range() for place in range(len(document)))


def assert_found(station: Station, name: str, case_id: str) -> None:
    parts, initials = NAMES[name]
    for asked in (*parts, *initials, f"{parts[0]} 响水洞"):
        assert case_id in [row.case_id for row in list_cases(station.desk, asked, only="all")], asked
    others = {row.applicant_name for row in list_cases(station.desk, name, only="all")}
    assert others == {name}


def test_a_name_is_the_same_everywhere(
    tmp_path: Path, station: Station, district: District, clerk: Township, county: Township
) -> None:
    cases = {name: received(station, name, 124 + at) for at, name in enumerate(NAMES)}
    numbers = {name: open_case(station.desk, case_id).row.receipt_number for name, case_id in cases.items()}
    for at, (name, case_id) in enumerate(cases.items()):
        assert_found(station, name, case_id)
        content = open_case(station.desk, case_id).case.content
        assert name in text_of(material_receipt.layout(papers.receipt_record(station.desk, content, numbers[name])))
        assert name in text_of(one_time_notice.layout(papers.notice_record(station.desk, content, numbers[name])))
        assert [known.content.applicant.name for known in find_applicant(station.desk, id_number(124 + at))] == [name]
    assert station.sync().rejected == 0

    for name, case_id in cases.items():
        assert at_district(district, case_id).content.applicant.name == name
        assert at_district(district, case_id).content.form["account_holder"] == name
        assert clerk.case(name)[1].text == clerk.case(numbers[name])[1].text
        assert clerk.sees(numbers[name], name)
        assert clerk.sees(name[-1], name)
        clerk.act(numbers[name], "确认收到")
        clerk.act(numbers[name], "受理")
        scan = tmp_path / f"{name}.pdf"
        scan.write_bytes(render(Layout("A5", name, "", (Paragraph(name),), Footer((name,)))))
        county.act(numbers[name], "作出决定", scan, verdict="granted", document_name=f"{name}高龄津贴审批表")
    assert station.sync().failure is None

    for name, case_id in cases.items():
        case = open_case(station.desk, case_id)
        assert (case.case.state, case.case.handler) == (State.RESULT_AT_STATION, CLERK_NAME)
        assert case.case.result is not None
        assert case.case.result.name == f"{name}高龄津贴审批表"
        (scan_page,) = result_pages(station.desk, case_id)
        assert scan_page.name == f"{name}.pdf"
        assert name in text_of_pdf(page_bytes(station.desk, scan_page.sha256))
        assert CLERK_NAME in {line.actor for line in case.history}
        assert find_by_code(station.desk, case.row.official_number) == case_id
        deliver(station.desk, case_id, ev.Delivered(case.case.result.name, name))
        page = open_case(station.desk, case_id)
        delivered = ev.Delivered(case.case.result.name, name)
        assert name in text_of(delivery_receipt.layout(papers.delivery_record(station.desk, page.case, delivered)))
        assert_found(station, name, case_id)
    assert station.sync().rejected == 0
    for name in cases:
        assert clerk.sees(numbers[name], f"{name}高龄津贴审批表")
        assert at_district(district, cases[name]).recipient == name
    assert_same_cases(station, district)
