"""Backups: one file with the encrypted database, its key file and the pages. Without a password it tells nobody anything."""

import hashlib
import os
import re
import shutil
import tarfile
import tempfile
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import IO

import msgspec

from forms.failures import InputFailure
from station_app.storage.database import Database, check_whole, connect
from station_app.storage.durable_file import sync_directory
from station_app.storage.facts import Facts
from station_app.storage.failures import told_os_errors
from station_app.storage.places import Places

_MANIFEST = "manifest.json"
# Nothing else is ever written from a backup, whatever it names.
_OURS = re.compile(r"station\.db|keys\.json|pages/[0-9a-f]{2}/[0-9a-f]{64}\.page")


class BackupManifest(msgspec.Struct, frozen=True):
    """What is in a backup: the SHA-256 of each file by its name. `made_at`: ISO time with offset.

    `with_pages` False: made for the same disk, where the pages are and stay.
    """

    made_at: str
    station: str
    events: int
    files: dict[str, str]
    with_pages: bool = True


class BackupUnusable(InputFailure):
    def __init__(self, detail: str = "") -> None:
        super().__init__(
            "这份备份不完整或者坏了，不能用来恢复。现有的数据没有动。请换一份备份再试。",
            "This backup is incomplete or damaged and cannot be restored. Nothing was changed; try another backup.",
        )
        self.detail = detail


def copy_database(places: Places, raw_key: bytes, now: datetime) -> Path:
    """A copy of the database alone, as last committed, in the directory's own backups; the copy is read through.

    It has the same key, and is made through a connection of its own, so that it may be made before a migration commits.
    """
    with told_os_errors():
        places.backups.mkdir(parents=True, exist_ok=True)
        target = places.backups / f"station-{now:%Y%m%d-%H%M%S}.db"
        target.unlink(missing_ok=True)
    database = connect(places.database, raw_key)
    try:
        _copy(database, target, raw_key)
    finally:
        database.close()
    return target


def backup(
    database: Database, places: Places, raw_key: bytes, target: Path, now: datetime, *, with_pages: bool = True
) -> BackupManifest:
    """Writes the backup file `target` and verifies it by opening it. It appears under its name only when it is whole."""
    temporary = target.with_name(f"{target.name}.part")
    with tempfile.TemporaryDirectory(dir=places.directory, prefix="backup-") as work:
        copy = Path(work) / places.database.name
        _copy(database, copy, raw_key)
        events = int(database.value("SELECT count(*) FROM event"))
        pages = sorted(places.pages.glob("*/*.page")) if with_pages else []
        files = [(copy, copy.name), (places.keys, places.keys.name)]
        files += [(page, page.relative_to(places.directory).as_posix()) for page in pages]
        with told_os_errors():
            manifest = BackupManifest(
                now.isoformat(),
                _station(database),
                events,
                {name: _sha256(path) for path, name in files},
                with_pages,
            )
            try:
                _write_archive(temporary, manifest, files)
                _verified(temporary)
                temporary.replace(target)
            finally:
                temporary.unlink(missing_ok=True)
            sync_directory(target.parent)
    return manifest


def read_manifest(archive: Path) -> BackupManifest:
    """What a backup holds, to be told before it is restored. Raises `BackupUnusable`."""
    try:
        with tarfile.open(archive) as tar:
            member = tar.extractfile(_MANIFEST)
            if member is None:
                raise BackupUnusable("no manifest")
            return msgspec.json.decode(member.read(), type=BackupManifest)
    except (tarfile.TarError, KeyError, EOFError, msgspec.DecodeError) as error:
        raise BackupUnusable(str(error)) from error


def restore(archive: Path, directory: Path, now: datetime) -> BackupManifest:
    """Puts a backup in the place of what is in `directory`. What was there is kept beside it, under `replaced-…`.

    The high-water file of the numbers stays where it is. Nobody may have the store open. Raises `BackupUnusable`.
    """
    manifest = _verified(archive)
    places = Places(directory)
    with told_os_errors():
        directory.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=directory, prefix="restore-") as work:
            with tarfile.open(archive) as tar:
                for name in manifest.files:
                    _extract(tar, name, Path(work))
            _set_aside(places, now, with_pages=manifest.with_pages)
            for part in (places.pages, places.keys, places.database):
                new = Path(work) / part.name
                if new.exists():
                    new.replace(part)
        sync_directory(directory)
    return manifest


def _extract(tar: tarfile.TarFile, name: str, work: Path) -> None:
    member = tar.extractfile(name)
    if member is None:
        raise BackupUnusable(name)
    path = work / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        shutil.copyfileobj(member, file)
        file.flush()
        os.fsync(file.fileno())


def _set_aside(places: Places, now: datetime, *, with_pages: bool) -> None:
    old = places.directory / f"replaced-{now:%Y%m%d-%H%M%S}"
    wal, shm = (places.database.with_name(places.database.name + end) for end in ("-wal", "-shm"))
    present = [path for path in (places.database, wal, shm, places.keys) if path.exists()]
    if with_pages and places.pages.exists():
        present.append(places.pages)
    if present:
        old.mkdir()
    for path in present:
        path.replace(old / path.name)


def _copy(database: Database, target: Path, raw_key: bytes) -> None:
    copy = connect(target, raw_key, create=True)
    try:
        database.copy_into(copy)
        check_whole(copy)
        copy.value("PRAGMA journal_mode = DELETE")
    finally:
        copy.close()


def _write_archive(path: Path, manifest: BackupManifest, files: list[tuple[Path, str]]) -> None:
    with path.open("wb") as out:
        with tarfile.open(fileobj=out, mode="w") as tar:
            head = msgspec.json.encode(manifest)
            info = tarfile.TarInfo(_MANIFEST)
            info.size = len(head)
            tar.addfile(info, BytesIO(head))
            for source, name in files:
                tar.add(source, name, recursive=False)
        out.flush()
        os.fsync(out.fileno())


def _verified(archive: Path) -> BackupManifest:
    manifest = read_manifest(archive)
    for name in manifest.files:
        if not _OURS.fullmatch(name):
            raise BackupUnusable(name)
    try:
        with tarfile.open(archive) as tar:
            for name, expected in manifest.files.items():
                member = tar.extractfile(name)
                if member is None or _digest(member) != expected:
                    raise BackupUnusable(name)
    except (tarfile.TarError, KeyError, EOFError) as error:
        raise BackupUnusable(str(error)) from error
    return manifest


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return _digest(file)


def _digest(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while block := file.read(1 << 20):
        digest.update(block)
    return digest.hexdigest()


def _station(database: Database) -> str:
    return Facts(database).enrolment().identity.station
