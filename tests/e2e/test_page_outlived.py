"""A page whose file outlived the database that knew of it: it goes up if the district lacks it, and not again if it does not."""

from pathlib import Path

import pytest
from sqlalchemy import select

from station_app.desk.add_page import page_bytes
from station_app.desk.maintenance import back_up
from station_app.desk.open_case import open_case
from station_app.desk.restoring import restore_backup
from station_app.storage.places import Places
from sync.district.database.engine import reading
from sync.district.database.tables import page as page_table
from sync.district.district import District
from sync.station.errors import LineFailure
from tests.e2e.test_replacement import NewPc, with_page
from tests.storage.station import SetClock
from tests.sync.real_ends import Station


def whole_at_district(district: District) -> set[str]:
    with reading(district.engine) as connection:
        return set(connection.execute(select(page_table.c.sha256).where(page_table.c.complete)).scalars())


def sent_pages(station: Station, monkeypatch: pytest.MonkeyPatch, breaks: bool = False) -> list[str]:
    """The names of the pages whose bytes go up from here on; with `breaks` the line breaks at each."""
    sent: list[str] = []
    real = station.carrier.send_page

    def send(sha256: str, size: int, offset: int, piece: bytes) -> int:
        sent.append(sha256)
        if breaks:
            raise LineFailure
        return real(sha256, size, offset, piece)

    monkeypatch.setattr(station.carrier, "send_page", send)
    return sent


@pytest.mark.expects_log("cannot be read")
def test_it_goes_up_after_an_old_backup_and_what_is_there_is_only_asked_for(
    station: Station, district: District, clock: SetClock, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    archive = tmp_path / "monday.backup"
    back_up(station.desk, station.unlocked.raw_key, archive)
    _, there = with_page(station, 124)
    assert station.sync().failure is None
    case_id, lacking = with_page(station, 125)
    with monkeypatch.context() as line:
        sent_pages(station, line, breaks=True)
        assert isinstance(station.sync().failure, LineFailure)
    assert whole_at_district(district) == {there}
    clock.wait(hours=1)

    station.close()
    Places(station.directory).database.write_bytes(bytes(8192))
    restore_backup(archive, station.directory, station.unlocked.raw_key, clock)
    station.open()
    assert station.sync().failure is None
    went = sent_pages(station, monkeypatch)
    assert station.sync().failure is None
    assert whole_at_district(district) == {there, lacking}
    assert there not in went
    assert open_case(station.desk, case_id).pages_sent == 1
    assert station.sync().pages_sent == 0


def test_a_file_under_the_key_of_a_dead_database_is_fetched_again(
    new_pc: NewPc, district: District, tmp_path: Path
) -> None:
    dead = new_pc("dead")
    _, name = with_page(dead, 124)
    assert dead.sync().failure is None
    new = new_pc("new")
    left = Places(dead.directory).pages / name[:2]
    (Places(new.directory).pages / name[:2]).mkdir(parents=True)
    (Places(new.directory).pages / name[:2] / f"{name}.page").write_bytes((left / f"{name}.page").read_bytes())
    report = new.sync()
    assert (report.failure, report.refused_pages, report.pages_fetched) == (None, (), 1)
    assert page_bytes(new.desk, name) == page_bytes(dead.desk, name)
    assert new.desk.store.pages.to_send() == []
