"""Backups open, and say what they hold. How they are put back: test_restore.py."""

import secrets
from pathlib import Path

import pytest

from station_app.desk.receive_case import receive_case
from station_app.storage import database as storage_database
from station_app.storage.backup import backup, read_manifest
from station_app.storage.keys import Unlocked
from station_app.storage.store import Store
from tests.storage.station import SetClock, complete_content, drafted, opened, opened_desk, received


class Stopped(Exception):
    """The program is closing."""


@pytest.fixture
def archive(store: Store, unlocked: Unlocked, clock: SetClock, tmp_path: Path) -> Path:
    for name in ("李䶮", "买买提·吐尔逊"):
        received(store, secrets.token_hex(16), name=name)
    store.vault.write(b"page one")
    target = tmp_path / "backup.tar"
    backup(store.database, store.places, unlocked.raw_key, target, clock.now())
    return target


def test_a_backup_says_what_it_holds(archive: Path) -> None:
    manifest = read_manifest(archive)
    assert (manifest.station, manifest.events, len(manifest.files)) == ("5299", 3, 3)


def test_a_backup_can_be_made_while_others_write(
    store: Store, archive: Path, unlocked: Unlocked, clock: SetClock
) -> None:
    other = opened(store.places.directory, unlocked, clock)
    with other.transaction():
        received(other, secrets.token_hex(16))
        manifest = backup(store.database, store.places, unlocked.raw_key, archive, clock.now())
    assert manifest.events == 3
    other.close()


def test_a_use_case_goes_through_while_the_copy_is_under_way(
    directory: Path, unlocked: Unlocked, clock: SetClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the pieces of the copy, and after it, a case is received: at once, and without being in the backup."""
    desk = opened_desk(directory, unlocked, clock)
    monkeypatch.setattr(storage_database, "_PAGES_AT_ONCE", 10)
    store = opened(directory, unlocked, clock)
    before = int(store.database.value("SELECT count(*) FROM event"))
    numbers: list[str] = []

    def between() -> None:
        serial = 100 + len(numbers)
        numbers.append(receive_case(desk, drafted(desk, complete_content(desk, serial=serial))).receipt_number)

    manifest = backup(store.database, store.places, unlocked.raw_key, tmp_path / "b.tar", clock.now(), between=between)
    assert len(numbers) >= 3, "the copy is made of several pieces"
    assert manifest.events == before
    assert len({row.receipt_number for row in store.cases.find("", "all", 100)} & set(numbers)) == len(numbers)
    store.close()
    desk.close()


def test_a_backup_that_is_given_up_leaves_nothing(
    store: Store, unlocked: Unlocked, clock: SetClock, tmp_path: Path
) -> None:
    def give_up() -> None:
        raise Stopped

    with pytest.raises(Stopped):
        backup(store.database, store.places, unlocked.raw_key, tmp_path / "b.tar", clock.now(), between=give_up)
    assert list(tmp_path.glob("b.tar*")) == []
    assert list(store.places.directory.glob("being-made-*")) == []
    assert store.log.tail()[0] == 1


def test_a_copy_in_the_middle_of_a_transaction_is_refused_at_once(
    store: Store, unlocked: Unlocked, clock: SetClock, tmp_path: Path
) -> None:
    with store.transaction(), pytest.raises(RuntimeError, match="its own transaction"):
        backup(store.database, store.places, unlocked.raw_key, tmp_path / "b.tar", clock.now())
    assert not (tmp_path / "b.tar").exists()


def test_a_backup_holds_nothing_that_can_be_read(archive: Path) -> None:
    content = archive.read_bytes()
    assert "李䶮".encode() not in content
    assert b"page one" not in content
