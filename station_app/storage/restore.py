"""A backup put back: looked into first, made ready beside the data with what they have beyond it, then put in their place."""

import logging
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import msgspec

from forms.failures import EnvironmentFailure, InputFailure
from station_app.storage.backup import BackupManifest, sha256_of, unpack, verified
from station_app.storage.database import Database, connect
from station_app.storage.facts import Facts
from station_app.storage.failures import (
    DatabaseDamaged,
    DatabaseTooNew,
    DatabaseUnreachable,
    DiskFault,
    told_os_errors,
)
from station_app.storage.happenings import Restoration
from station_app.storage.keys import read_keys, unwrap
from station_app.storage.migrations import is_current, migrate
from station_app.storage.pages import Pages
from station_app.storage.places import BEING_MADE, Places
from station_app.storage.replacing import put_in_place
from station_app.storage.taking_over import Beyond, beyond, take_over

_log = logging.getLogger(__name__)


class BackupOfAnother(InputFailure):
    def __init__(self) -> None:
        super().__init__(
            "这份备份不是这台电脑的，不能在这里恢复。现有的数据没有动。请换一份本机的备份；电脑换了新的，请县里发登记码重新登记，"
            "办件会从县里取回来。",
            "This backup is of another computer and cannot be restored here. Nothing was changed. Choose one of this computer; "
            "a new computer is enrolled anew and gets its cases from the district.",
        )


class BackupTooNew(EnvironmentFailure):
    def __init__(self) -> None:
        super().__init__(
            "这份备份是更新版本的程序做的，这个旧版本恢复不了。现有的数据没有动。请先装新版本的程序，再恢复。",
            "This backup was made by a newer version of this program. Nothing was changed; install that version first.",
        )


class Looked(msgspec.Struct, frozen=True):
    """What is in a backup, and what the data here have beyond it; `beyond` None: they cannot be read."""

    manifest: BackupManifest
    beyond: Beyond | None


class Restored(msgspec.Struct, frozen=True):
    """What was restored; `aside`: the folder with what was there before, empty where nothing was."""

    made_at: str
    events: int
    aside: str
    beyond: Beyond | None
    missing_pages: int


def look_into(archive: Path, directory: Path, raw_key: bytes) -> Looked:
    """What restoring `archive` would find, with nothing changed. Raises `BackupUnusable`, `BackupOfAnother`, `BackupTooNew`."""
    manifest = verified(archive)
    places = Places(directory)
    with _made_ready(archive, manifest, places, raw_key) as (_, backed_up):
        return Looked(manifest, _from_here(places, raw_key, lambda here: beyond(here, backed_up)))


def restore(archive: Path, directory: Path, raw_key: bytes, now: datetime, random: Callable[[int], bytes]) -> Restored:
    """Puts a backup in the place of what is in `directory`, with everything that can be read there and is not in it.

    What was there is kept beside it, under `replaced-…`; the pages and the high-water file of the numbers stay where they
    are. Nobody may have the store open. Until everything is ready nothing is touched. Raises as `look_into`, and the
    sentences of the disk.
    """
    manifest = verified(archive)
    places = Places(directory)
    keeps_keys = _has_keys(directory)
    aside = _new_name(directory, now) if places.database.exists() or places.keys.exists() else ""

    def holds(sha256: str) -> bool:
        name = f"pages/{sha256[:2]}/{sha256}.page"
        return (directory / name).is_file() or name in manifest.files

    with _made_ready(archive, manifest, places, raw_key) as (ready, database):
        migrate(database, lambda: None)
        taken = _from_here(places, raw_key, lambda here: take_over(here, database, holds, random))
        missing = _note(database, manifest, holds, aside, taken, now)
        database.value("PRAGMA journal_mode = DELETE")
        database.close()
        with told_os_errors():
            unpack(archive, _wanted(manifest, directory, keeps_keys), ready)
        put_in_place(ready, directory, aside)
    return Restored(manifest.made_at, manifest.events, aside, taken, missing)


def opened_by(archive: Path, login: str, password: str) -> bytes:
    """The key of a backup by the password an agent had when it was made: for a PC whose own key file is gone.

    Raises `BackupUnusable`, or an InputFailure where the password does not open it.
    """
    manifest = verified(archive)
    with tempfile.TemporaryDirectory() as folder:
        unpack(archive, (name for name in manifest.files if name == Places(Path()).keys.name), Path(folder))
        unlocked = unwrap(Path(folder), login, password)
    if unlocked is None:
        raise InputFailure(
            "登录名或者密码不对，打不开这份备份。请用做备份那天的密码。数据没有动。",
            "The login or the password does not open this backup. Use the password of the day it was made.",
        )
    return unlocked.raw_key


@contextmanager
def _made_ready(
    archive: Path, manifest: BackupManifest, places: Places, raw_key: bytes
) -> Iterator[tuple[Path, Database]]:
    """The backup's database, taken out and opened in a folder beside the data. What is left of the folder is removed."""
    with told_os_errors():
        places.directory.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(dir=places.directory, prefix=BEING_MADE))
    try:
        with told_os_errors():
            unpack(archive, (places.database.name,), work)
        database = _opened(Places(work).database, raw_key)
        try:
            yield work, database
        finally:
            database.close()
    finally:
        # What cannot be removed now goes when the directory is claimed next.
        shutil.rmtree(work, ignore_errors=True)


def _opened(path: Path, raw_key: bytes) -> Database:
    try:
        database = connect(path, raw_key)
    except DatabaseDamaged as error:
        # Its hash was right: so it is the key that is not.
        raise BackupOfAnother from error
    try:
        is_current(database)
    except DatabaseTooNew as error:
        database.close()
        raise BackupTooNew from error
    return database


def _from_here(places: Places, raw_key: bytes, read: Callable[[Database], Beyond]) -> Beyond | None:
    """None where there is nothing, or nothing that this program can read; the disk's other troubles are raised."""
    if not places.database.exists():
        return None
    try:
        here = connect(places.database, raw_key)
        try:
            is_current(here)
            return read(here)
        finally:
            here.close()
    except (DatabaseDamaged, DatabaseTooNew, DatabaseUnreachable, DiskFault) as failure:
        _log.warning("the data here cannot be read: %s", failure.en)
        return None


def _note(
    database: Database,
    manifest: BackupManifest,
    holds: Callable[[str], bool],
    aside: str,
    taken: Beyond | None,
    now: datetime,
) -> int:
    """Writes down what happened, and that pages whose files are not here are wanted; how many those are."""
    pages, facts = Pages(database, holds), Facts(database)
    position = int(database.value("SELECT coalesce(max(position), 0) FROM event"))
    over = taken or Beyond(0, 0, 0, 0, all_read=not aside)
    restored = Restoration(now.isoformat(), manifest.made_at, position, over.events, over.unsent, over.all_read, aside)
    with database.transaction():
        missing = pages.missing_files()
        pages.not_held(missing)
        facts.write("happenings", msgspec.structs.replace(facts.happenings(), restored=restored))
    return len(missing)


def _new_name(directory: Path, now: datetime) -> str:
    """A folder that is not there yet: what was put aside before is never written over."""
    name = f"replaced-{now:%Y%m%d-%H%M%S}"
    taken = {path.name for path in directory.glob("replaced-*")}
    return next(each for each in (name, *(f"{name}-{n}" for n in range(2, 1000))) if each not in taken)


def _has_keys(directory: Path) -> bool:
    """Whether the key file here can be used on: it knows every agent and password of today."""
    try:
        read_keys(directory)
    except (DatabaseUnreachable, DatabaseDamaged):
        return False
    return True


def _wanted(manifest: BackupManifest, directory: Path, keeps_keys: bool) -> list[str]:
    """The files to be unpacked beside the database: keys and address where there are none, the pages that lie here
    otherwise than in the backup."""
    here = Places(directory)
    kept = {here.database.name}
    if keeps_keys:
        kept.add(here.keys.name)
    if here.line.exists():
        kept.add(here.line.name)
    return [
        name for name, sha256 in manifest.files.items() if name not in kept and not _is_page_here(here, name, sha256)
    ]


def _is_page_here(here: Places, name: str, sha256: str) -> bool:
    path = here.directory / name
    return path.suffix == ".page" and path.is_file() and sha256_of(path) == sha256
