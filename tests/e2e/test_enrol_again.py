"""A PC that a restored district does not know, and one of two clones: enrolled again, everything kept, nothing twice."""

import shutil
from pathlib import Path

import pytest

from forms.lifecycle import State
from station_app.desk.drafts import list_drafts, new_draft
from station_app.desk.enrol_again import OtherStation, device_code, enrol_again
from station_app.desk.list_cases import list_cases
from station_app.desk.open_case import open_case
from sync.district import review
from sync.district.commands import main
from sync.district.database.engine import reading, writing
from sync.district.district import District, open_district
from sync.district.happenings import recent
from sync.district.stations import add_station, make_code
from sync.station.enrol import request_enrolment
from sync.station.errors import Refused
from tests.e2e.both_ends import assert_same_cases, cases_at_district, received
from tests.storage.station import SetClock
from tests.sync.real_ends import SETTINGS, Station, act, code_for, enrolled, served


def again(station: Station, district: District, url: str) -> int:
    """What `station-app enrol --again` does."""
    grant, seed = request_enrolment(url, code_for(district), "一号机", "0.1", formerly=device_code(station.desk))
    events = enrol_again(station.desk, grant, seed)
    station.close()
    station.url = url
    station.open()
    return events


def test_a_pc_enrolled_after_the_backup_keeps_all_and_joins_again(
    station: Station, district: District, clock: SetClock, tmp_path: Path
) -> None:
    known = received(station, "李䶮", 124)
    assert station.sync().failure is None
    assert main(["backup", "--directory", str(district.directory), "--to", str(tmp_path / "b")]) == 0
    with enrolled(tmp_path / "second", code_for(district), station.url, clock) as second:
        mine = received(second, "𠮷野", 125)
        assert second.sync().failure is None
        act(district, mine, review.confirm_receipt)
        assert second.sync().failure is None
        number = open_case(second.desk, mine).case.official_number
        unsent = received(second, "欧阳𬸚", 126)
        new_draft(second.desk)
        district.engine.dispose()
        assert main(["restore", str(tmp_path / "b"), "--directory", str(district.directory), "--yes"]) == 0
        restored = open_district(district.directory, clock)
        with served(restored) as url:
            second.close()
            second.url = url
            second.open()
            refused = second.sync().failure
            assert isinstance(refused, Refused)
            assert "重新登记" in refused.zh
            assert isinstance(second.sync().failure, Refused)
            with reading(restored.engine) as connection:
                knocks = [each for each in recent(connection, restored) if each.kind == "unknown_pc"]
            assert [(each.station, each.device) for each in knocks] == [("5299", "02")]
            assert open_case(second.desk, mine).case.state is State.UNDER_CHECK
            before = {event.op_id for event in second.desk.store.log.of_case(mine)}
            drafts = list_drafts(second.desk)

            assert again(second, restored, url) > 0
            assert list_drafts(second.desk) == drafts
            assert second.sync().failure is None
            assert before <= {event.op_id for event in second.desk.store.log.of_case(mine)}
            # Forgotten at the district, so it does not count here; the number on the paper is the case's again.
            assert open_case(second.desk, mine).case.state is State.RECEIVED
            assert open_case(second.desk, mine).case.official_number == number
            assert open_case(second.desk, unsent).case.official_number
            station.close()
            station.url = url
            station.open()
            assert station.sync().failure is None
            for each in (second, station):
                assert each.sync().failure is None
                assert_same_cases(each, restored)
            assert {known, mine, unsent} == set(cases_at_district(restored))
            with reading(restored.engine) as connection:
                joined = [
                    (each.device, each.detail) for each in recent(connection, restored) if each.kind == "enrolled"
                ]
            assert joined[0] == ("02", "02")
        restored.engine.dispose()


def test_one_of_two_clones_enrolled_again_ends_their_quarrel(
    station: Station, district: District, clock: SetClock, tmp_path: Path
) -> None:
    received(station, "李䶮", 124)
    assert station.sync().failure is None
    station.close()
    shutil.copytree(station.directory, tmp_path / "clone")
    station.open()
    clone = Station(tmp_path / "clone", station.unlocked, clock, station.url)
    for serial, each in enumerate((station, clone, station, clone)):
        received(each, "欧阳𬸚", 130 + serial)
        assert each.sync().failure is None
    with reading(district.engine) as connection:
        assert [each.kind for each in recent(connection, district)].count("history_differs") >= 2
    again(clone, district, station.url)
    for _ in range(2):
        for serial, each in enumerate((station, clone)):
            received(each, "𠮷野", 140 + serial)
            assert each.sync().failure is None
    with reading(district.engine) as connection:
        quarrels = [each.kind for each in recent(connection, district)].count("history_differs")
    for each in (station, clone, station, clone):
        received(each, "龙秀珍", 150)
        assert each.sync().failure is None
    for each in (station, clone):
        assert each.sync().failure is None
        # Two copies of one PC mint the same numbers: the second receipt of a number is a draft again (decision 050).
        rows = [row.case_id for row in list_cases(each.desk, only="all", limit=1000)]
        here = {case_id for case_id in rows if open_case(each.desk, case_id).case.state is not State.DRAFT}
        assert here == set(cases_at_district(district))
    with reading(district.engine) as connection:
        assert [each.kind for each in recent(connection, district)].count("history_differs") == quarrels
    clone.close()


def test_a_code_of_another_station_changes_nothing(station: Station, district: District, clock: SetClock) -> None:
    case_id = received(station, "李䶮", 124)
    with writing(district.engine) as connection:
        add_station(connection, district, "5300", SETTINGS.for_station(), "init")
        code = make_code(connection, district, "5300", district.now())
    grant, seed = request_enrolment(station.url, code, "一号机")
    identity, place = station.desk.store.identity(), station.desk.store.facts.place()
    with pytest.raises(OtherStation) as told:
        enrol_again(station.desk, grant, seed)
    assert "5299" in told.value.zh
    assert (station.desk.store.identity(), station.desk.store.facts.place()) == (identity, place)
    assert station.sync().failure is None
    assert open_case(station.desk, case_id).case.official_number


def test_numbers_of_the_new_registration_bear_its_own_code(station: Station, district: District) -> None:
    first = open_case(station.desk, received(station, "李䶮", 124)).case.content.receipt_number
    again(station, district, station.url)
    second = open_case(station.desk, received(station, "𠮷野", 125)).case.content.receipt_number
    assert first.split("-")[1] == "01"
    assert second.split("-")[1] == station.desk.store.identity().device == "02"
