"""A dead PC replaced, an old backup: nothing lost, nothing twice. And copies of pages that come and go."""

from collections.abc import Callable

import msgspec
import pytest
from sqlalchemy import select

from station_app.desk.add_page import add_page, page_bytes
from station_app.desk.let_pages_go import let_pages_go
from station_app.desk.maintenance import back_up
from station_app.desk.open_case import open_case
from station_app.desk.receive_case import receive_case
from station_app.desk.restoring import restore_backup
from station_app.desk.withdraw import void
from station_app.storage.failures import PageNotHere
from sync.district.database.engine import reading
from sync.district.database.tables import event
from sync.district.district import District
from tests.e2e.both_ends import assert_same_cases, cases_at_district, received
from tests.storage.station import SetClock, complete_content, drafted
from tests.sync.real_ends import Station
from tests.sync.test_exchange_real import photograph

NewPc = Callable[[str], Station]


def with_page(station: Station, serial: int) -> tuple[str, str]:
    """A case with a page; its id and the page's name."""
    content = complete_content(station.desk, "李䶮", serial)
    page = add_page(station.desk, photograph(station.directory.parent, serial))
    first, *rest = content.materials
    content = msgspec.structs.replace(content, materials=(msgspec.structs.replace(first, pages=(page,)), *rest))
    return receive_case(station.desk, drafted(station.desk, content)).case_id, page.sha256


def op_ids(district: District) -> list[bytes]:
    with reading(district.engine) as connection:
        return list(connection.execute(select(event.c.op_id).where(event.c.author == "station")).scalars())


def test_a_new_pc_gets_every_case_and_every_page_of_the_dead_one(new_pc: NewPc, district: District) -> None:
    dead = new_pc("dead")
    made = [with_page(dead, serial) for serial in (124, 125, 126)]
    assert dead.sync().failure is None
    kept = {sha256: page_bytes(dead.desk, sha256) for _, sha256 in made}
    before = sorted(op_ids(district))

    new = new_pc("new")
    mine = received(new, "欧阳𬸚", 127)
    assert open_case(new.desk, mine).row.receipt_number
    report = new.sync()
    assert (report.failure, report.pages_fetched) == (None, 3)
    assert {sha256: page_bytes(new.desk, sha256) for _, sha256 in made} == kept
    assert_same_cases(new, district)
    assert set(before) < set(op_ids(district))
    assert len(cases_at_district(district)) == 4
    assert new.sync().pages_fetched == 0


def test_an_old_backup_loses_nothing_and_doubles_nothing(station: Station, district: District, clock: SetClock) -> None:
    first, _ = with_page(station, 124)
    assert station.sync().failure is None
    archive = station.directory.parent / "monday.backup"
    back_up(station.desk, station.unlocked.raw_key, archive)
    after, page = with_page(station, 125)
    assert station.sync().failure is None
    known = sorted(op_ids(district))

    station.close()
    restore_backup(archive, station.directory, station.unlocked.raw_key, clock)
    station.open()
    later = received(station, "欧阳𬸚", 126)
    report = station.sync()
    assert (report.failure, report.rejected) == (None, 0)
    assert set(cases_at_district(district)) == {first, after, later}
    assert_same_cases(station, district)
    assert len(op_ids(district)) == len(set(op_ids(district)))
    assert set(known) < set(op_ids(district))
    assert page_bytes(station.desk, page)


def test_a_long_ended_case_needs_no_copies_here_and_they_come_back(
    station: Station, district: District, clock: SetClock
) -> None:
    (ended, page), (_, other) = with_page(station, 124), with_page(station, 125)
    kept = page_bytes(station.desk, page)
    assert station.sync().failure is None
    void(station.desk, ended, "重复登记")
    clock.wait(days=91)
    assert let_pages_go(station.desk) == 0, "the end of the case is not at the district yet"
    assert station.sync().failure is None
    clock.wait(days=89)
    assert let_pages_go(station.desk) == 1
    assert let_pages_go(station.desk) == 0
    assert not station.desk.store.vault.holds(page)
    assert page_bytes(station.desk, other)
    assert open_case(station.desk, ended).pages_sent == 1
    assert station.sync().pages_fetched == 0, "nobody has asked for it"
    with pytest.raises(PageNotHere):
        page_bytes(station.desk, page)
    assert station.sync().pages_fetched == 1
    assert page_bytes(station.desk, page) == kept
