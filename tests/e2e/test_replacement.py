"""A dead PC replaced, an old backup: nothing lost, nothing twice. And copies of pages that come and go."""

import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select

from forms.lifecycle import State
from station_app.desk.add_page import add_page, page_bytes
from station_app.desk.backups import back_up_to
from station_app.desk.let_pages_go import let_pages_go
from station_app.desk.list_cases import list_cases
from station_app.desk.maintenance import back_up
from station_app.desk.open_case import open_case
from station_app.desk.receive_case import receive_case
from station_app.desk.restoring import key_for, restore_backup
from station_app.desk.sync_status import sync_status
from station_app.desk.what_happened import happened
from station_app.desk.withdraw import void, withdraw
from station_app.storage.failures import PageNotHere
from station_app.storage.keys import Unlocked
from station_app.storage.places import Places
from sync.district.database.engine import reading
from sync.district.database.tables import event
from sync.district.district import District
from sync.station.errors import LineFailure
from tests.e2e.both_ends import assert_same_cases, cases_at_district, received
from tests.e2e.test_exchange_real import photograph
from tests.storage.station import PASSWORD, SetClock, complete_content, drafted
from tests.sync.real_ends import Station

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


def test_what_was_never_sent_is_there_after_a_restore_and_arrives_once(
    station: Station, district: District, clock: SetClock
) -> None:
    """After the backup: a case that was sent, a step on it that was not, and a case with a page that was not."""
    first, _ = with_page(station, 124)
    assert station.sync().failure is None
    archive = station.directory.parent / "monday.backup"
    back_up(station.desk, station.unlocked.raw_key, archive)
    sent = received(station, "欧阳𬸚", 125)
    assert station.sync().failure is None
    withdraw(station.desk, sent, "不办了")
    unsent, page = with_page(station, 126)
    kept, ids = page_bytes(station.desk, page), own_op_ids(station)
    clock.wait(hours=1)

    station.close()
    words = restore_backup(archive, station.directory, station.unlocked.raw_key, clock)
    assert "其中 2 条还没有传到县里" in words.zh
    station.open()
    assert own_op_ids(station) == ids
    assert open_case(station.desk, sent).case.state is State.WITHDRAWN
    assert page_bytes(station.desk, page) == kept
    report = station.sync()
    assert (report.failure, report.rejected, report.refused_pages) == (None, 0, ())
    assert set(cases_at_district(district)) == {first, sent, unsent}
    assert_same_cases(station, district)
    assert sorted(op_ids(district)) == sorted(ids), "each once, under the name it had"
    assert station.sync().sent == 0
    assert sync_status(station.desk).unsent_pages == 0


@pytest.mark.expects_log("cannot be read")
def test_with_data_that_nobody_can_read_the_district_gives_back_what_it_has(
    station: Station, district: District, clock: SetClock
) -> None:
    archive = station.directory.parent / "monday.backup"
    draft = drafted(station.desk, complete_content(station.desk, "李䶮", 124))
    back_up(station.desk, station.unlocked.raw_key, archive)
    number = receive_case(station.desk, draft).receipt_number
    sent, page = with_page(station, 125)
    assert station.sync().failure is None
    clock.wait(hours=1)

    station.close()
    Places(station.directory).database.write_bytes(bytes(8192))
    restore_backup(archive, station.directory, station.unlocked.raw_key, clock)
    station.open()
    assert [draft.draft_id for draft in station.desk.store.drafts.open()] == [draft]
    assert station.sync().failure is None
    assert station.desk.store.drafts.open() == (), "it has long been a case: the feed says so"
    assert receive_case(station.desk, draft).receipt_number == number
    assert sent in cases_at_district(district)
    assert page_bytes(station.desk, page)
    assert_same_cases(station, district)
    assert len(op_ids(district)) == len(set(op_ids(district)))
    told = happened(station.desk)
    assert "从11月23日 10:12的备份恢复" in told[0].zh
    assert "从县里取回 2 件" in told[0].zh


def test_a_new_pc_receives_while_the_old_cases_and_pages_still_come_down(new_pc: NewPc, district: District) -> None:
    """The line breaks again and again; between two tries the agent receives, and what has come can be opened."""
    dead = new_pc("dead")
    made = [with_page(dead, serial) for serial in range(130, 136)]
    assert dead.sync().failure is None
    before = set(op_ids(district))

    new = new_pc("new")
    mine: list[str] = []
    real_exchange, real_page = new.carrier.exchange, new.carrier.fetch_page
    asked = [0]

    def broken(real: Callable[..., object]) -> Callable[..., object]:
        def call(*given: object) -> object:
            asked[0] += 1
            if asked[0] % 3 == 0:
                raise LineFailure
            return real(*given)

        return call

    new.carrier.exchange, new.carrier.fetch_page = broken(real_exchange), broken(real_page)  # type: ignore[method-assign, assignment]
    seen: set[tuple[int, int]] = set()
    for _ in range(60):
        report = new.sync()
        here = len(list_cases(new.desk, only="all", limit=100)) - len(mine)
        pages = sum(new.desk.store.vault.holds(page) for _, page in made)
        seen.add((here, pages))
        if report.failure is None:
            break
        assert isinstance(report.failure, LineFailure)
        if len(mine) < 5:
            mine.append(received(new, "欧阳𬸚", 140 + len(mine)))
            assert open_case(new.desk, mine[-1]).row.receipt_number
    assert report.failure is None
    assert len(mine) >= 3
    assert any(pages < 6 for _, pages in seen), "it was cut while pages came"
    assert {page_bytes(new.desk, page) for _, page in made}
    assert set(cases_at_district(district)) == {case_id for case_id, _ in made} | set(mine)
    assert_same_cases(new, district)
    assert before < set(op_ids(district))
    assert len(op_ids(district)) == len(set(op_ids(district)))


def test_a_backup_on_a_stick_brings_a_dead_pc_back_with_what_it_alone_had(
    station: Station, district: District, clock: SetClock, tmp_path: Path
) -> None:
    sent, page = with_page(station, 124)
    assert station.sync().failure is None
    unsent, other = with_page(station, 125)
    kept = {name: page_bytes(station.desk, name) for name in (page, other)}
    (tmp_path / "stick").mkdir()
    archive = back_up_to(station.desk, station.unlocked.raw_key, tmp_path / "stick")
    station.close()
    shutil.rmtree(station.directory)

    raw_key = key_for(archive, tmp_path / "new", "longxiuzhen", PASSWORD, clock)
    restore_backup(archive, tmp_path / "new", raw_key, clock)
    new = Station(tmp_path / "new", Unlocked(raw_key, "longxiuzhen", "龙秀珍"), clock, station.url)
    mine = received(new, "欧阳𬸚", 126)
    report = new.sync()
    assert (report.failure, report.rejected, report.refused_pages) == (None, 0, ())
    assert set(cases_at_district(district)) == {sent, unsent, mine}
    assert_same_cases(new, district)
    assert {name: page_bytes(new.desk, name) for name in kept} == kept
    assert len(op_ids(district)) == len(set(op_ids(district)))
    new.close()
    shutil.copytree(tmp_path / "new", station.directory)
    station.open()


def own_op_ids(station: Station) -> list[bytes]:
    return [op_id for (op_id,) in station.desk.store.database.rows("SELECT op_id FROM event WHERE origin = 'own'")]


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
