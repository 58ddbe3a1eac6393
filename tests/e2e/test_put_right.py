"""What a real district does not take is shown with its reason, and leaves the list by a new event that it takes."""

from pathlib import Path

import msgspec
import pytest

from forms import events as ev
from forms.case import MaterialLine, Page
from forms.events import Event, make_event
from station_app.desk import drafts
from station_app.desk.add_page import add_page
from station_app.desk.forward import forward
from station_app.desk.open_case import open_case
from station_app.desk.put_right import note_refusal, refused_lines
from station_app.desk.receive_case import receive_case
from station_app.desk.supply_materials import supply_materials
from station_app.desk.sync_status import sync_status
from station_app.desk.views import RefusedLine
from station_app.desk.withdraw import withdraw
from sync.district import admission, review
from sync.district.database.engine import reading
from sync.district.database.tables import event
from sync.district.district import District
from tests.e2e.both_ends import assert_same_cases, at_district, received
from tests.e2e.test_disk_image import imaged, put_back
from tests.e2e.test_exchange_real import photograph
from tests.storage.station import SetClock
from tests.sync.real_ends import Station, act


def in_step(station: Station) -> None:
    assert station.sync().failure is None


def its_next_number_is_taken(station: Station) -> None:
    """Its disk is put back as it was before a case that the district has."""
    imaged(station, "image")
    received(station, "李䶮", 124)
    in_step(station)
    put_back(station, "image")


def only_line(station: Station) -> RefusedLine:
    (line,) = refused_lines(station.desk)
    assert sync_status(station.desk).refused == 1
    assert line.line.refused_reason
    assert line.line.refused_reason_en
    return line


def all_is_right(station: Station, district: District) -> None:
    assert refused_lines(station.desk) == ()
    assert sync_status(station.desk).refused == 0
    in_step(station)
    assert refused_lines(station.desk) == ()
    assert_same_cases(station, district)


def written(station: Station, kind: str, data: msgspec.Struct, case_id: str) -> None:
    """As a program without our checks would write it."""
    station.desk.store.append(
        make_event(kind, data, case_id=case_id, at=station.desk.now().isoformat(), actor="石阿妹", office="S")
    )


def test_a_taken_number_is_put_right_by_receiving_the_draft_and_what_rested_on_it_by_doing_it_again(
    station: Station, district: District, clock: SetClock
) -> None:
    its_next_number_is_taken(station)
    second = received(station, "欧阳𬸚", 125)
    forward(station.desk, [second], "officer", taken_by="王强")
    material = open_case(station.desk, second).case.content.materials[0]
    supply_materials(station.desk, second, [MaterialLine(material.code, material.name)])
    assert station.sync().rejected == 3
    line = only_line(station)
    assert (line.line.kind, line.reason, line.remedy) == ("case_received", "number_taken", "draft")
    assert line.applicant == "欧阳𬸚"
    (draft,) = drafts.list_drafts(station.desk)
    assert line.opens == draft.draft_id
    note_refusal(station.desk, line.op_id)
    receive_case(station.desk, draft.draft_id)
    line = only_line(station)
    assert (line.line.kind, line.remedy, line.opens) == ("forwarded", "again", second), (
        "nobody else sends the originals"
    )
    forward(station.desk, [second], "officer", taken_by="王强")
    all_is_right(station, district)


def test_a_step_that_came_too_late_is_read_and_the_district_knows_that_it_was(
    station: Station, district: District
) -> None:
    case_id = received(station, "李䶮")
    in_step(station)
    act(district, case_id, review.confirm_receipt, review.accept, review.decide(True, None, "", "", False))
    withdraw(station.desk, case_id, "不办了")
    in_step(station)
    line = only_line(station)
    assert (line.reason, line.remedy, line.opens) == ("illegal_move", "look", case_id)
    assert "那时这件事是“准予”" in line.line.refused_reason
    assert "decided" not in line.line.refused_reason
    note_refusal(station.desk, line.op_id)
    note_refusal(station.desk, line.op_id)
    all_is_right(station, district)
    with reading(district.engine) as connection:
        bodies = connection.execute(event.select().where(event.c.kind == "refusal_noted")).all()
    (noted,) = (ev.decode_event(row.body) for row in bodies)
    assert noted.data == {"op_id": line.op_id, "reason": "illegal_move"}
    assert noted.actor == station.desk.agent.name


def test_photographs_that_are_too_large_are_put_right_by_smaller_ones(station: Station, district: District) -> None:
    case_id = received(station, "李䶮")
    material = open_case(station.desk, case_id).case.content.materials[0]
    huge = Page("0" * 64, admission.MAX_PAGE_BYTES + 1, "image/jpeg")
    written(
        station,
        "materials_supplied",
        ev.MaterialsSupplied((MaterialLine(material.code, material.name, pages=(huge,)),)),
        case_id,
    )
    in_step(station)
    line = only_line(station)
    assert (line.reason, line.remedy, line.opens) == ("too_large", "again", case_id)
    other = open_case(station.desk, case_id).case.content.materials[1]
    supply_materials(station.desk, case_id, [MaterialLine(other.code, other.name)])
    assert only_line(station).op_id == line.op_id, "another material does not put it right"
    page = add_page(station.desk, photograph(station.directory.parent, 7))
    supply_materials(station.desk, case_id, [MaterialLine(material.code, material.name, pages=(page,))])
    all_is_right(station, district)
    assert page.sha256 in {
        found.sha256 for line in at_district(district, case_id).content.materials for found in line.pages
    }


def test_a_decision_that_the_station_may_not_make_is_read(station: Station, district: District) -> None:
    case_id = received(station, "李䶮")
    written(station, "decided_at_station", ev.DecidedAtStation(granted=True), case_id)
    in_step(station)
    line = only_line(station)
    assert (line.reason, line.remedy) == ("not_authorised", "look"), "it is not offered once more"
    note_refusal(station.desk, line.op_id)
    all_is_right(station, district)


def test_an_incomplete_record_is_put_right_by_recording_it_again(
    station: Station, district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    def strict(received: Event) -> None:
        if received.kind == "forwarded" and not received.data.get("taken_by"):
            raise msgspec.ValidationError("Object missing required field `taken_by`")
        ev.validate(received)

    monkeypatch.setattr(admission, "validate", strict)
    case_id = received(station, "李䶮")
    forward(station.desk, [case_id], "officer")
    in_step(station)
    line = only_line(station)
    assert (line.reason, line.remedy) == ("bad_data", "again")
    assert "taken_by" not in line.line.refused_reason + line.line.refused_reason_en
    forward(station.desk, [case_id], "officer", taken_by="王强")
    all_is_right(station, district)


def test_a_case_given_up_after_its_receipt_was_refused_has_one_line(
    station: Station, clock: SetClock, tmp_path: Path
) -> None:
    its_next_number_is_taken(station)
    withdraw(station.desk, received(station, "欧阳𬸚", 125), "不办了")
    in_step(station)
    line = only_line(station)
    assert (line.line.kind, line.reason, line.remedy) == ("withdrawn", "unknown_case", "look")
    note_refusal(station.desk, line.op_id)
    assert refused_lines(station.desk) == ()


def test_what_is_refused_for_another_reason_is_news_again(station: Station) -> None:
    case_id = received(station, "李䶮")
    written(station, "decided_at_station", ev.DecidedAtStation(granted=True), case_id)
    in_step(station)
    note_refusal(station.desk, only_line(station).op_id)
    station.desk.store.database.run("UPDATE event SET reason = 'bad_data' WHERE kind = 'decided_at_station'")
    assert only_line(station).reason == "bad_data"
