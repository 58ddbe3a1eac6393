"""A whole disk put back has forgotten the numbers it gave: no case is lost, none is doubled, and the agent is told."""

import shutil

from forms.events import CaseReceived, read_data
from forms.lifecycle import State
from station_app.desk import drafts
from station_app.desk.add_page import add_page
from station_app.desk.list_cases import list_cases
from station_app.desk.open_case import find_by_code, open_case
from station_app.desk.put_right import refused_lines
from station_app.desk.receive_case import receive_case
from station_app.desk.supply_materials import supply_materials
from station_app.desk.withdraw import void
from sync.district.district import District
from tests.e2e.both_ends import assert_same_cases, received
from tests.e2e.test_exchange_real import photograph
from tests.storage.station import SetClock
from tests.sync.real_ends import Station


def put_back(station: Station, image: str) -> None:
    station.close()
    shutil.rmtree(station.directory)
    shutil.copytree(station.directory.with_name(image), station.directory)
    station.open()


def imaged(station: Station, image: str) -> None:
    station.close()
    shutil.copytree(station.directory, station.directory.with_name(image))
    station.open()


def number_of(station: Station, case_id: str) -> str:
    return open_case(station.desk, case_id).row.receipt_number


def test_a_number_given_again_is_put_right_by_receiving_again(
    station: Station, district: District, clock: SetClock
) -> None:
    imaged(station, "image")
    forgotten = received(station, "李䶮", 124)
    taken = number_of(station, forgotten)
    assert station.sync().failure is None
    put_back(station, "image")
    second = received(station, "欧阳𬸚", 125)
    assert number_of(station, second) == taken
    page = add_page(station.desk, photograph(station.directory.parent, 7))
    line = open_case(station.desk, second).case.content.materials[0]
    supply_materials(station.desk, second, [type(line)(line.code, line.name, pages=(page,))])
    handed_in = open_case(station.desk, second).case.station_received_at

    report = station.sync()
    assert (report.failure, report.rejected) == (None, 2)
    assert open_case(station.desk, forgotten).row.receipt_number == taken
    (told,) = refused_lines(station.desk)
    assert "再收一次" in told.line.refused_reason
    assert open_case(station.desk, second).row.next_step == "read_refusal"
    (draft,) = drafts.list_drafts(station.desk)
    assert draft.content.applicant.name == "欧阳𬸚"
    assert draft.content.receipt_number == ""
    assert page in draft.content.materials[0].pages

    clock.wait(hours=2)
    again = receive_case(station.desk, draft.draft_id)
    assert again.case_id == second
    assert again.receipt_number != taken
    assert drafts.list_drafts(station.desk) == ()
    report = station.sync()
    assert (report.failure, report.rejected) == (None, 0)
    case = open_case(station.desk, second)
    assert (case.case.state, case.case.station_received_at) == (State.RECEIVED, handed_in)
    assert f"原凭证 {taken} 作废，请换回" in [line.detail for line in case.history]
    assert (case.pages_total, case.pages_sent) == (1, 1)
    # The old slip leads to a case; the new one to this one.
    assert find_by_code(station.desk, taken) in (forgotten, second)
    assert find_by_code(station.desk, again.receipt_number) == second
    assert_same_cases(station, district)


def test_numbers_that_came_back_from_the_district_are_not_given_again(station: Station, district: District) -> None:
    imaged(station, "image")
    given = {number_of(station, received(station, "李䶮", 124 + at)) for at in range(3)}
    station.sync()
    put_back(station, "image")
    assert station.sync().failure is None
    assert {row.receipt_number for row in list_cases(station.desk, only="all")} == given
    later = received(station, "𠮷野", 200)
    assert number_of(station, later) not in given
    assert station.sync().rejected == 0
    assert_same_cases(station, district)


def test_a_case_that_was_voided_does_not_come_back_as_a_draft(station: Station) -> None:
    imaged(station, "image")
    received(station, "李䶮", 124)
    station.sync()
    put_back(station, "image")
    second = received(station, "欧阳𬸚", 125)
    void(station.desk, second, "登记错了")
    assert station.sync().rejected == 2
    assert drafts.list_drafts(station.desk) == ()


def test_a_district_that_takes_the_receipt_after_all_closes_the_draft(station: Station) -> None:
    """It was restored from before it knew the other case; what had been refused is judged anew."""
    from station_app.storage.refused_receipts import settle_drafts

    case_id = received(station, "李䶮", 124)
    store = station.desk.store
    store.database.run("UPDATE event SET verdict = 'rejected', reason = 'number_taken' WHERE kind = 'case_received'")
    settle_drafts(store.drafts, store.projections, [case_id], 1_795_000_000_000)
    (draft,) = drafts.list_drafts(station.desk)
    store.database.run("UPDATE event SET verdict = NULL, reason = '' WHERE kind = 'case_received'")
    assert station.sync().rejected == 0
    assert drafts.list_drafts(station.desk) == ()
    assert receive_case(station.desk, draft.draft_id).receipt_number == number_of(station, case_id)
    (logged,) = [event for event in store.log.of_case(case_id) if event.kind == "case_received"]
    assert read_data(logged.event, CaseReceived).replaced_number == ""
