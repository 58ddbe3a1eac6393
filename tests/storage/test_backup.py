"""Backups open, say what they hold, and put everything back."""

import hashlib
import secrets
import tarfile
from io import BytesIO
from pathlib import Path

import msgspec
import pytest

from station_app.desk.sign_in import sign_in
from station_app.storage.backup import BackupManifest, BackupUnusable, backup, read_manifest, restore
from station_app.storage.keys import Unlocked
from station_app.storage.store import Store
from tests.storage.station import PASSWORD, SetClock, opened, received
from tests.storage.test_projections import tables


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


def test_a_backup_restored_elsewhere_is_the_same_station(
    archive: Path, store: Store, clock: SetClock, tmp_path: Path
) -> None:
    restore(archive, tmp_path / "other", clock.now())
    unlocked = sign_in(tmp_path / "other", "longxiuzhen", PASSWORD, clock)
    other = opened(tmp_path / "other", unlocked, clock)
    assert tables(other) == tables(store)
    assert other.log.tail() == store.log.tail()
    assert [other.vault.read(path.stem) for path in (tmp_path / "other/pages").rglob("*.page")] == [b"page one"]
    other.close()


def test_a_restore_keeps_what_was_there_beside_it(
    archive: Path, store: Store, directory: Path, unlocked: Unlocked, clock: SetClock
) -> None:
    later = secrets.token_hex(16)
    received(store, later)
    store.close()
    restore(archive, directory, clock.now())
    back = opened(directory, unlocked, clock)
    assert back.cases.row(later) is None
    assert back.log.first_break() is None
    back.close()
    (kept,) = directory.glob("replaced-*")
    assert {path.name for path in kept.iterdir()} >= {"station.db", "keys.json", "pages"}


def test_a_backup_can_be_made_while_others_write(
    store: Store, archive: Path, unlocked: Unlocked, clock: SetClock
) -> None:
    other = opened(store.places.directory, unlocked, clock)
    with other.transaction():
        received(other, secrets.token_hex(16))
        manifest = backup(store.database, store.places, unlocked.raw_key, archive, clock.now())
    assert manifest.events == 3
    other.close()


def test_a_copy_in_the_middle_of_a_transaction_is_refused_at_once(
    store: Store, unlocked: Unlocked, clock: SetClock, tmp_path: Path
) -> None:
    with store.transaction(), pytest.raises(RuntimeError, match="its own transaction"):
        backup(store.database, store.places, unlocked.raw_key, tmp_path / "b.tar", clock.now())
    assert not (tmp_path / "b.tar").exists()


@pytest.mark.parametrize("damage", ["cut", "byte", "empty", "no archive"])
def test_a_damaged_backup_changes_nothing(archive: Path, directory: Path, clock: SetClock, damage: str) -> None:
    content = archive.read_bytes()
    middle = len(content) // 2
    archive.write_bytes(
        {
            "cut": content[:middle],
            "byte": content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :],
            "empty": b"",
            "no archive": b"a photograph, by mistake" * 100,
        }[damage]
    )
    before = {path: path.read_bytes() for path in directory.rglob("*") if path.is_file()}
    with pytest.raises(BackupUnusable, match="现有的数据没有动"):
        restore(archive, directory, clock.now())
    assert {path: path.read_bytes() for path in directory.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("name", ["../outside", "/etc/passwd", "numbers.high", "pages/../../outside"])
def test_a_backup_that_names_other_files_is_refused(directory: Path, archive: Path, clock: SetClock, name: str) -> None:
    content = b"anything"
    manifest = BackupManifest("2026-11-23", "5299", 1, {name: hashlib.sha256(content).hexdigest()})
    with tarfile.open(archive, "w") as tar:
        for member, body in (("manifest.json", msgspec.json.encode(manifest)), (name, content)):
            info = tarfile.TarInfo(member)
            info.size = len(body)
            tar.addfile(info, BytesIO(body))
    with pytest.raises(BackupUnusable):
        restore(archive, directory, clock.now())
    assert not (directory.parent / "outside").exists()


def test_a_backup_holds_nothing_that_can_be_read(archive: Path) -> None:
    content = archive.read_bytes()
    assert "李䶮".encode() not in content
    assert b"page one" not in content
