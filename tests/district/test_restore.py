"""`district-server restore` and `put-back` as an operator types them, and what the server notices by itself."""

import io
import shutil
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select

from sync.district.commands import main
from sync.district.database.engine import reading, writing
from sync.district.database.tables import case_row, page
from sync.district.district import District, incarnation, make_district, open_district
from sync.district.happenings import recent
from sync.district.pages import keep_own, page_file
from sync.district.put_back import MARK, look
from tests.district.conftest import SETTINGS, SetClock
from tests.district.server_process import ServerProcess
from tests.district.station_double import StationDouble, received


def run(*arguments: object) -> int:
    return main([str(argument) for argument in arguments])


@pytest.fixture
def home(district: District) -> Path:
    return district.directory


@pytest.fixture
def backup(district: District, station: StationDouble, tmp_path: Path) -> Path:
    """Of a district with one case and one page of its own."""
    station.write(received("case-1"))
    station.sync_all()
    with writing(district.engine) as connection:
        keep_own(connection, district, "5299", b"%PDF-1.4 a decision")
    assert run("backup", "--directory", district.directory, "--to", tmp_path / "b") == 0
    return tmp_path / "b"


def kinds(home: Path, clock: SetClock) -> list[str]:
    district = open_district(home, clock)
    with reading(district.engine) as connection:
        found = [each.kind for each in recent(connection, district)]
    district.engine.dispose()
    return found


def here(home: Path, clock: SetClock) -> str:
    district = open_district(home, clock)
    with reading(district.engine) as connection:
        found = incarnation(connection, district)
    district.engine.dispose()
    return found


def cases(home: Path) -> set[str]:
    connection = sqlite3.connect(home / "district.db")
    found = {row[0] for row in connection.execute("SELECT case_id FROM case_row")}
    connection.close()
    return found


def test_a_backup_is_put_in_place_and_what_was_there_is_kept(
    district: District, station: StationDouble, backup: Path, clock: SetClock, capsys: pytest.CaptureFixture[str]
) -> None:
    station.write(received("case-2"))
    station.sync_all()
    home = district.directory
    shutil.rmtree(home / "pages")
    assert run("restore", backup, "--directory", home, "--yes") == 0
    told = capsys.readouterr().out
    assert "办件 1 件、照片和文书 1 张" in told
    assert "现在：办件 2 件" in told
    assert cases(home) == {"case-1"}
    (aside,) = home.glob("replaced-*")
    assert cases(aside) == {"case-1", "case-2"}
    first = here(home, clock)
    assert run("restore", backup, "--directory", home, "--yes") == 0
    assert here(home, clock) != first
    run("clock", "--directory", home, "--confirm")
    assert run("check", "--directory", home) == 0
    assert not list(home.glob("restore-*"))


def test_the_district_says_that_it_was_restored_and_from_when(home: Path, backup: Path, clock: SetClock) -> None:
    assert run("restore", backup, "--directory", home, "--yes") == 0
    district = open_district(home)
    with reading(district.engine) as connection:
        (told,) = (each for each in recent(connection, district) if each.kind == "put_back_copy")
    district.engine.dispose()
    copied = open_district(backup)
    copied.engine.dispose()
    connection_ = sqlite3.connect(backup / "district.db")
    (made_at,) = connection_.execute("SELECT value FROM setting WHERE name = 'copy_made_at'").fetchone()
    connection_.close()
    assert told.detail == made_at


def test_a_new_machine_gets_everything(backup: Path, tmp_path: Path) -> None:
    new = tmp_path / "new machine"
    assert run("restore", backup, "--directory", new, "--yes") == 0
    run("clock", "--directory", new, "--confirm")
    assert run("check", "--directory", new) == 0
    assert (new / "keys" / "server.seed").read_bytes() == (backup / "keys" / "server.seed").read_bytes()


def test_a_page_that_neither_has_is_asked_for_again(
    district: District, backup: Path, clock: SetClock, capsys: pytest.CaptureFixture[str]
) -> None:
    with reading(district.engine) as connection:
        sha256 = connection.execute(select(page.c.sha256)).scalar_one()
    page_file(district, "5299", sha256).write_bytes(b"cut")
    shutil.rmtree(backup / "pages")
    assert run("restore", backup, "--directory", district.directory, "--yes") == 0
    assert "另有 1 张" in capsys.readouterr().out
    again = open_district(district.directory, clock)
    with reading(again.engine) as connection:
        assert connection.execute(select(page.c.complete, page.c.committed)).one() == (False, 0)
    again.engine.dispose()


def test_nothing_is_restored_under_a_running_server(
    home: Path, backup: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = cases(home)
    with ServerProcess(home, tmp_path / "ready"):
        assert run("restore", backup, "--directory", home, "--yes") == 1
    assert "先停掉服务器" in capsys.readouterr().err
    assert cases(home) == before
    assert not list(home.glob("replaced-*"))
    assert run("restore", backup, "--directory", home, "--yes") == 0


@pytest.mark.parametrize("spoil", ["database", "nothing there", "another server", "the same"])
def test_what_is_no_backup_of_this_server_changes_nothing(
    spoil: str, home: Path, backup: Path, tmp_path: Path, clock: SetClock, capsys: pytest.CaptureFixture[str]
) -> None:
    source = backup
    if spoil == "database":
        content = bytearray((backup / "district.db").read_bytes())
        content[4096:12288] = bytes(8192)
        (backup / "district.db").write_bytes(content)
    elif spoil == "nothing there":
        source = tmp_path / "nowhere"
    elif spoil == "another server":
        source = tmp_path / "another"
        make_district(source, SETTINGS, clock).engine.dispose()
    else:
        source = home
    before = here(home, clock)
    assert run("restore", source, "--directory", home, "--yes") == 1
    assert "没有动" in capsys.readouterr().err
    assert here(home, clock) == before
    assert not list(home.glob("re*-*"))


@pytest.mark.parametrize(
    ("answer", "cases_then"), [("是\n", {"case-1"}), ("否\n", {"case-1", "case-2"}), (None, {"case-1", "case-2"})]
)
def test_it_asks_first(
    answer: str | None,
    cases_then: set[str],
    home: Path,
    station: StationDouble,
    backup: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    station.write(received("case-2"))
    station.sync_all()
    typed = io.StringIO(answer or "")
    monkeypatch.setattr(typed, "isatty", lambda: answer is not None)
    monkeypatch.setattr(sys, "stdin", typed)
    assert run("restore", backup, "--directory", home) == (1 if answer is None else 0)
    assert cases(home) == cases_then


def test_a_lost_database_is_not_replaced_by_an_empty_one(
    home: Path, backup: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for file in home.glob("district.db*"):
        file.unlink()
    assert run("check", "--directory", home) == 1
    assert "district-server restore" in capsys.readouterr().err
    assert not (home / "district.db").exists()
    assert run("restore", backup, "--directory", home, "--yes") == 0
    assert cases(home) == {"case-1"}


def test_a_backup_served_where_it_lies_says_so_too(backup: Path, clock: SetClock, tmp_path: Path) -> None:
    before = here(backup, clock)
    with ServerProcess(backup, tmp_path / "ready"):
        pass
    with ServerProcess(backup, tmp_path / "ready"):
        pass
    assert kinds(backup, clock).count("put_back_copy") == 1
    assert here(backup, clock) != before


def hand_copied(home: Path, district: District, to: Path) -> Callable[[], None]:
    """Copies the database as a disk's snapshot does; what comes back puts it in place again, all else as it is then."""
    shutil.copytree(home, to, ignore=shutil.ignore_patterns(MARK))

    def put_back() -> None:
        district.engine.dispose()
        for file in home.glob("district.db*"):
            file.unlink()
        for file in to.glob("district.db*"):
            shutil.copy2(file, home / file.name)

    return put_back


def test_a_database_copied_back_by_hand_is_noticed_by_the_mark_beside_it(
    district: District, station: StationDouble, tmp_path: Path, clock: SetClock
) -> None:
    station.write(received("case-1"))
    station.sync_all()
    assert not look(district)
    put_back = hand_copied(district.directory, district, tmp_path / "copy")
    before = station.cursor.incarnation
    station.write(received("case-2"))
    station.sync_all()
    assert not look(district)
    put_back()
    again = open_district(district.directory, clock)
    assert look(again)
    assert not look(again)
    with reading(again.engine) as connection:
        assert incarnation(connection, again) != before
        assert recent(connection, again)[0].kind == "put_back_noticed"
    again.engine.dispose()


def test_an_incarnation_that_had_ended_does_not_come_back(district: District, tmp_path: Path, clock: SetClock) -> None:
    home = district.directory
    put_back = hand_copied(home, district, tmp_path / "copy")
    look(district)
    assert run("put-back", "--directory", home) == 0
    assert kinds(home, clock)[0] == "put_back_by_hand"
    ended = here(home, clock)
    put_back()
    # As far as ever, but in the incarnation of before.
    again = open_district(home, clock)
    assert look(again)
    with reading(again.engine) as connection:
        assert incarnation(connection, again) != ended
    again.engine.dispose()


def test_two_servers_move_the_mark_without_a_false_alarm(
    district: District, station: StationDouble, clock: SetClock
) -> None:
    other = open_district(district.directory, clock)
    for number in range(3):
        station.write(received(f"case-{number}"))
        station.sync_all()
        assert (look(other), look(district)) == (False, False)
    assert run("put-back", "--directory", district.directory) == 0
    assert (look(other), look(district)) == (False, False)
    other.engine.dispose()


def test_a_damaged_mark_is_made_anew(district: District) -> None:
    (district.directory / MARK).write_bytes(b"\x00")
    assert not look(district)
    assert msgspec.json.decode((district.directory / MARK).read_bytes())["seen"]


def test_a_station_that_has_read_further_tells(
    district: District, enrolled: Callable[..., StationDouble], tmp_path: Path, clock: SetClock
) -> None:
    first, second = enrolled(), enrolled()
    first.write(received("case-1"))
    first.sync_all()
    raw = sqlite3.connect(district.directory / "district.db")
    copy = sqlite3.connect(tmp_path / "copy.db")
    raw.backup(copy)
    first.write(received("case-2"))
    first.sync_all()
    second.sync_all()
    copy.backup(raw)
    raw.close()
    copy.close()
    assert second.exchange().action == "new_epoch"
    with reading(district.engine) as connection:
        told = recent(connection, district)[0]
        assert (told.kind, told.device) == ("put_back_told", second.grant.device)
        assert connection.execute(select(case_row.c.case_id)).scalars().all() == ["case-1"]
    assert first.exchange().action == "new_epoch"
    with reading(district.engine) as connection:
        assert [each.kind for each in recent(connection, district)].count("put_back_told") == 1
