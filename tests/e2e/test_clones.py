"""Two PCs with one enrolment: a cloned disk. Both work: nothing lost, nothing twice, and both are told."""

import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from station_app.desk.add_page import page_bytes
from station_app.desk.open_case import open_case
from station_app.desk.open_desk import open_desk
from station_app.desk.receive_case import receive_case
from station_app.desk.what_happened import happened
from station_app.desk.withdraw import withdraw
from sync.district.database.engine import reading
from sync.district.database.tables import event
from sync.district.district import District
from sync.station.engine import SyncEngine
from sync.station.http_carrier import HttpCarrier
from tests.e2e.both_ends import assert_same_cases, cases_at_district, received
from tests.e2e.test_replacement import with_page
from tests.sync.real_ends import SMALL_PIECES, Station

SAID = "还有另一台电脑用着本机的登记"


class Clone(Station):
    """The same store on a PC of another machine id."""

    def open(self) -> None:
        self.desk = open_desk(self.directory, self.unlocked, self.clock, secrets.token_bytes, machine="the-clone")
        self.carrier = HttpCarrier(self.url, self.desk.store.identity(), self.clock, self.desk.store.proven_servers)
        self.engine = SyncEngine(self.desk.store, self.carrier, self.clock, limits=SMALL_PIECES, program="0.1")


@pytest.fixture
def clone(station: Station, tmp_path: Path) -> Iterator[Clone]:
    """A copy of the station's disk, made after a case with a page was sent."""
    with_page(station, 124)
    assert station.sync().failure is None
    station.close()
    shutil.copytree(station.directory, tmp_path / "clone")
    station.open()
    made = Clone(tmp_path / "clone", station.unlocked, station.clock, station.url)
    yield made
    made.close()


def test_two_clones_lose_nothing_and_double_nothing_and_say_it(
    station: Station, clone: Clone, district: District
) -> None:
    made: list[str] = cases_at_district(district)
    pages: list[str] = []
    for serial in range(3):
        for pc in (station, clone):
            case_id, page = with_page(pc, 130 + 10 * serial + (pc is clone))
            made.append(case_id)
            pages.append(page)
            report = pc.sync()
            assert (report.failure, report.rejected, report.refused_pages) == (None, 0, ())
    withdraw(station.desk, made[2], "不办了")
    for _ in range(2):
        for pc in (station, clone):
            assert pc.sync().failure is None

    assert sorted(cases_at_district(district)) == sorted(made)
    numbers = {open_case(station.desk, case_id).row.receipt_number for case_id in made}
    assert len(numbers) == len(made) == 7
    with reading(district.engine) as connection:
        at_district = list(connection.execute(select(event.c.op_id).where(event.c.author == "station")).scalars())
    assert len(at_district) == len(set(at_district))
    for pc in (station, clone):
        assert_same_cases(pc, district)
        assert all(page_bytes(pc.desk, page) for page in pages)
        assert pc.desk.store.log.first_break() is None
        assert any(SAID in told.zh for told in happened(pc.desk))


def test_clones_of_one_machine_id_give_one_number_and_the_second_case_gets_another(
    station: Station, district: District, tmp_path: Path
) -> None:
    """A copied virtual machine: the number file fits both."""
    station.close()
    shutil.copytree(station.directory, tmp_path / "copy")
    station.open()
    copy = Station(tmp_path / "copy", station.unlocked, station.clock, station.url)
    first, second = received(station, "石大山", 124), received(copy, "欧阳𬸚", 125)
    slip = open_case(copy.desk, second).row.receipt_number
    assert open_case(station.desk, first).row.receipt_number == slip
    assert station.sync().failure is None
    assert copy.sync().rejected == 1
    (draft,) = copy.desk.store.drafts.open()
    assert draft.case_id == second
    assert receive_case(copy.desk, draft.draft_id).receipt_number != slip
    for pc in (copy, station, copy):
        assert pc.sync().failure is None
    assert sorted(cases_at_district(district)) == sorted((first, second))
    for pc in (station, copy):
        assert_same_cases(pc, district)
    copy.close()


def test_once_one_of_them_is_enrolled_anew_it_is_no_longer_said(
    station: Station, clone: Clone, district: District
) -> None:
    for serial in range(3):
        for pc in (station, clone):
            received(pc, "欧阳𬸚", 130 + 10 * serial + (pc is clone))
            assert pc.sync().failure is None
    assert any(SAID in told.zh for told in happened(station.desk))
    station.clock.wait(days=4)
    received(station, "石大山", 160)
    assert station.sync().failure is None
    assert not any(SAID in told.zh for told in happened(station.desk))
    assert_same_cases(station, district)


def test_a_disk_put_back_by_hand_is_no_clone(station: Station, district: District, tmp_path: Path) -> None:
    station.close()
    shutil.copytree(station.directory, tmp_path / "image")
    station.open()
    received(station, "石大山", 124)
    assert station.sync().failure is None
    station.close()
    shutil.rmtree(station.directory)
    shutil.copytree(tmp_path / "image", station.directory)
    station.open()
    refused = received(station, "欧阳𬸚", 125)
    assert station.sync().rejected == 1, "its number was given before (decision 050)"
    (draft,) = station.desk.store.drafts.open()
    assert receive_case(station.desk, draft.draft_id).case_id == refused
    assert station.sync().failure is None
    assert_same_cases(station, district)
    assert len(cases_at_district(district)) == 2
    assert happened(station.desk) == ()


def test_a_pc_that_works_by_itself_is_told_nothing(station: Station) -> None:
    for serial in range(124, 127):
        received(station, "石大山", serial)
        assert station.sync().failure is None
    assert happened(station.desk) == ()
