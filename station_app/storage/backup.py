"""Backups: one file with the encrypted database, key file, the district's address and the pages. Without a password it tells nobody anything.

How one is put back is `station_app.storage.restore`.
"""

import hashlib
import os
import re
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
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
from station_app.storage.places import BEING_MADE, Places

_MANIFEST = "manifest.json"
# Nothing else is ever written from a backup, whatever it names.
_OURS = re.compile(r"station\.db|keys\.json|line\.json|pages/[0-9a-f]{2}/[0-9a-f]{64}\.page")


def never_gives_up() -> None:
    """What is done between two pieces where nobody waits for the end."""


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
        with _copied(database, target, raw_key):
            return target
    finally:
        database.close()


def backup(
    database: Database,
    places: Places,
    raw_key: bytes,
    target: Path,
    now: datetime,
    *,
    with_pages: bool = True,
    between: Callable[[], None] = never_gives_up,
) -> BackupManifest:
    """Writes the backup file `target` and verifies it by opening it. It appears under its name only when it is whole.

    `between` is called after each piece of the database and before each file, and may raise to give up.
    """
    temporary = target.with_name(f"{target.name}.part")
    with tempfile.TemporaryDirectory(dir=places.directory, prefix=BEING_MADE) as work:
        copied = Places(Path(work))
        with _copied(database, copied.database, raw_key, between) as copy:
            station, events = _station(copy), int(copy.value("SELECT count(*) FROM event"))
        with told_os_errors():
            # A copy too: an agent may change a password meanwhile.
            shutil.copyfile(places.keys, copied.keys)
            if places.line.exists():
                shutil.copyfile(places.line, copied.line)
            pages = sorted(places.pages.glob("*/*.page")) if with_pages else []
            files = [(path, path.name) for path in (copied.database, copied.keys, copied.line) if path.exists()]
            files += [(page, page.relative_to(places.directory).as_posix()) for page in pages]
            hashes = {name: sha256_of(path) for path, name in files}
            manifest = BackupManifest(now.isoformat(), station, events, hashes, with_pages)
            try:
                _write_archive(temporary, manifest, files, between)
                verified(temporary)
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


@contextmanager
def _copied(
    database: Database, target: Path, raw_key: bytes, between: Callable[[], None] = never_gives_up
) -> Iterator[Database]:
    """The copy, read through; when it is left it is one file."""
    copy = connect(target, raw_key, create=True)
    try:
        database.copy_into(copy, between)
        check_whole(copy)
        yield copy
        copy.value("PRAGMA journal_mode = DELETE")
    finally:
        copy.close()


def _write_archive(
    path: Path, manifest: BackupManifest, files: list[tuple[Path, str]], between: Callable[[], None]
) -> None:
    with path.open("wb") as out:
        with tarfile.open(fileobj=out, mode="w") as tar:
            head = msgspec.json.encode(manifest)
            info = tarfile.TarInfo(_MANIFEST)
            info.size = len(head)
            tar.addfile(info, BytesIO(head))
            for source, name in files:
                between()
                tar.add(source, name, recursive=False)
        out.flush()
        os.fsync(out.fileno())


def verified(archive: Path) -> BackupManifest:
    """Reads the whole archive and compares every hash. Raises `BackupUnusable`."""
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


def unpack(archive: Path, names: Iterable[str], folder: Path) -> None:
    """Writes these files of a verified archive below `folder`, and on the disk. Raises `BackupUnusable`."""
    with tarfile.open(archive) as tar:
        for name in names:
            member = tar.extractfile(name)
            if member is None:
                raise BackupUnusable(name)
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                shutil.copyfileobj(member, file)
                file.flush()
                os.fsync(file.fileno())
    for made in (folder, *folder.rglob("*")):
        if made.is_dir():
            sync_directory(made)


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return _digest(file)


def _digest(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while block := file.read(1 << 20):
        digest.update(block)
    return digest.hexdigest()


def _station(database: Database) -> str:
    return Facts(database).enrolment().identity.station
