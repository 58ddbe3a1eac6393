"""What is on file of a person: offered while it is good, with its pages, and refused at the receipt once it is not."""

from datetime import timedelta

import msgspec
import pytest

from forms.case import MaterialLine, Page
from station_app.desk.check_draft import check_draft
from station_app.desk.context import Desk
from station_app.desk.find_applicant import find_applicant
from station_app.desk.receive_case import NotComplete, receive_case
from station_app.desk.views import OnFile
from station_app.ui.new_case.model import NewCase, Rules
from tests.storage.station import SetClock, complete_content, drafted, id_number
from tests.unit.test_desk_acts import district

PAGE = Page("cd" * 32, 1000)


def received_with_page(desk: Desk, valid_until: str = "") -> str:
    content = complete_content(desk)
    lines = tuple(
        msgspec.structs.replace(line, pages=(PAGE,), valid_until=valid_until) if line.code == "id_card" else line
        for line in content.materials
    )
    return receive_case(desk, drafted(desk, msgspec.structs.replace(content, materials=lines))).case_id


def on_file(desk: Desk) -> OnFile:
    return find_applicant(desk, id_number(124))[0]


def begun(desk: Desk) -> NewCase:
    case = NewCase(Rules(desk.catalogue, desk.calendar, (), desk.today()))
    case.choose_item("MZ-004")
    case.choose_situation("first")
    case.change_applicant(id_number=id_number(124))
    case.recognise(on_file(desk))
    return case


def line_of(case: NewCase) -> MaterialLine:
    return next(line for line in case.content.materials if line.code == "id_card")


def test_a_card_whose_validity_nobody_wrote_down_is_offered_for_a_year(desk: Desk, clock: SetClock) -> None:
    received_with_page(desk)
    assert "看一眼有效期" in on_file(desk).materials["id_card"]
    clock.wait(days=366)
    found = on_file(desk)
    assert "id_card" not in found.materials
    assert found.expired["id_card"].endswith("过期了，要新的")
    assert "household_register" in found.materials


def test_a_card_is_offered_until_the_day_that_is_printed_on_it(desk: Desk, clock: SetClock) -> None:
    received_with_page(desk, "2030-05-01")
    clock.moment += timedelta(days=3 * 365)
    assert on_file(desk).materials["id_card"].endswith("有效期到2030年5月1日")
    clock.moment += timedelta(days=365)
    assert "id_card" not in on_file(desk).materials


def test_the_pages_go_with_the_new_case_and_are_not_sent_again(desk: Desk) -> None:
    first = received_with_page(desk, "long")
    district(desk, first)
    desk.store.database.run("UPDATE page SET held = 1")
    assert [sha256 for sha256, *_ in desk.store.pages.to_send()] == [PAGE.sha256]
    desk.store.pages.confirmed(PAGE.sha256)
    case = begun(desk)
    case.tick("id_card", True)
    line = line_of(case)
    assert (line.status, line.pages, line.valid_until, line.on_file_since) == ("on_file", (PAGE,), "long", "2026-11-23")
    for each in case.lines():
        if each.code != "id_card":
            case.tick(each.code, True)
            case.brought(each.code)
    case.content = msgspec.structs.replace(
        complete_content(desk), materials=case.content.materials, applicant=case.content.applicant
    )
    again = receive_case(desk, drafted(desk, case.content)).case_id
    assert desk.store.pages.of_case(again) == {PAGE.sha256: True}
    district(desk, again, order=10)
    assert (
        desk.store.to_send_pages() == [] if hasattr(desk.store, "to_send_pages") else desk.store.pages.to_send() == []
    )


def test_what_is_brought_anew_or_unticked_leaves_the_file_alone(desk: Desk) -> None:
    received_with_page(desk, "2036-05-01")
    case = begun(desk)
    case.tick("id_card", True)
    case.brought("id_card")
    line = line_of(case)
    assert (line.status, line.pages, line.valid_until, line.on_file_since) == ("provided", (), "", "")
    case.tick("id_card", True)
    case.tick("id_card", False)
    assert (line_of(case).status, line_of(case).pages) == ("missing", ())


def test_a_draft_that_lay_until_the_paper_expired_is_not_received(desk: Desk, clock: SetClock) -> None:
    received_with_page(desk, "2026-12-10")
    case = begun(desk)
    case.tick("id_card", True)
    content = msgspec.structs.replace(
        complete_content(desk),
        materials=tuple(line_of(case) if line.code == "id_card" else line for line in complete_content(desk).materials),
    )
    assert check_draft(desk, content).may_receive
    clock.wait(days=20)
    with pytest.raises(NotComplete, match="过期了，要新的"):
        receive_case(desk, drafted(desk, content))


def test_a_validity_that_is_no_day_is_said_and_one_that_is_over_too(desk: Desk) -> None:
    case = begun_without_file(desk)
    for typed, blocking in (("明年", True), ("2020-01-01", False)):
        case.say_validity("id_card", typed)
        found = [each for each in check_draft(desk, case.content).problems if each.field == "materials"]
        assert [each.blocking for each in found] == [blocking], typed


def begun_without_file(desk: Desk) -> NewCase:
    case = NewCase(Rules(desk.catalogue, desk.calendar, (), desk.today()))
    case.choose_item("MZ-004")
    case.choose_situation("first")
    case.tick("id_card", True)
    return case
