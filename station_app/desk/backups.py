"""The backups of this PC: which there are, one more by hand, and the disk that gets one a day."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from forms.failures import EnvironmentFailure
from station_app.desk.context import Desk
from station_app.storage import backup
from station_app.storage.backup_settings import read_backup_settings, write_backup_settings
from station_app.storage.places import Places

_OURS = ("daily-*.backup", "便民站*.backup")


class FoundBackup(msgspec.Struct, frozen=True):
    """`made_at`: ISO time. `here`: on this PC's own disk, beside the data."""

    path: Path
    made_at: str
    events: int
    with_pages: bool
    here: bool


class BackupsSeen(msgspec.Struct, frozen=True):
    """`found`: the newest first. `second`: the folder on another disk (None: none is set), `second_is_here` whether it is
    connected, `second_at` when it was last written or chosen. `last_at`, `last_path`: the newest of all that are known.
    """

    found: tuple[FoundBackup, ...]
    second: Path | None
    second_is_here: bool
    second_at: str
    last_at: str
    last_path: str


def backups_seen(directory: Path) -> BackupsSeen:
    """Looks beside the data and on the second disk. A file there that is no backup is left out."""
    settings = read_backup_settings(directory)
    second = Path(settings.second) if settings.second else None
    is_here = second is not None and second.is_dir()
    found = list(_found(Places(directory).backups, here=True))
    if second is not None and is_here:
        found += _found(second, here=False)
    found.sort(key=lambda each: datetime.fromisoformat(each.made_at), reverse=True)
    last_at, last_path = settings.last_at, settings.last_path
    if found and (not last_at or datetime.fromisoformat(found[0].made_at) >= datetime.fromisoformat(last_at)):
        last_at, last_path = found[0].made_at, str(found[0].path)
    return BackupsSeen(tuple(found), second, is_here, settings.second_at, last_at, last_path)


def found_backup(path: Path) -> FoundBackup:
    """A file that was chosen by hand. Raises `BackupUnusable`."""
    manifest = backup.read_manifest(path)
    return FoundBackup(path, manifest.made_at, manifest.events, manifest.with_pages, here=False)


def back_up_to(desk: Desk, raw_key: bytes, folder: Path, between: Callable[[], None] = backup.never_gives_up) -> Path:
    """A whole backup, pages and all, in `folder`; its path. `between` may raise to give up. Raises EnvironmentFailure."""
    if not folder.is_dir():
        raise EnvironmentFailure(
            f"没有 {folder} 这个文件夹，备份没有做。请插上 U 盘，或者换一个位置。",
            f"There is no folder {folder}; no backup was made. Insert the stick, or choose another place.",
        )
    store = desk.store
    station = store.facts.enrolment().identity.station
    target = folder / f"便民站{station}-备份-{desk.now():%Y%m%d-%H%M%S}.backup"
    made = backup.backup(store.database, store.places, raw_key, target, desk.now(), between=between)
    settings = read_backup_settings(store.places.directory)
    write_backup_settings(
        store.places.directory,
        msgspec.structs.replace(settings, last_path=str(target), last_at=made.made_at),
    )
    return target


def keep_second(desk: Desk, folder: Path | None) -> None:
    """From now on a whole backup goes there once a day, when it is connected; None: nowhere. Raises EnvironmentFailure."""
    directory = desk.store.places.directory
    settings = read_backup_settings(directory)
    if folder is None:
        write_backup_settings(directory, msgspec.structs.replace(settings, second="", second_at=""))
        return
    if not folder.is_dir() or folder.resolve().is_relative_to(directory.resolve()):
        raise EnvironmentFailure(
            "请选另一块盘或者 U 盘上的文件夹；和数据放在一起的备份本机已经有了。",
            "Choose a folder on another disk or a stick; a backup beside the data is kept already.",
        )
    at = desk.now().isoformat()
    write_backup_settings(directory, msgspec.structs.replace(settings, second=str(folder), second_at=at))


def _found(folder: Path, *, here: bool) -> Iterator[FoundBackup]:
    for path in sorted({path for pattern in _OURS for path in folder.glob(pattern)}):
        try:
            manifest = backup.read_manifest(path)
        except backup.BackupUnusable:
            continue
        yield FoundBackup(path, manifest.made_at, manifest.events, manifest.with_pages, here)
