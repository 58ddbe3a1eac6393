"""Backups that make themselves: one a day, read back, the old ones dropped."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import msgspec

from forms.failures import EnvironmentFailure
from station_app.desk.context import Desk
from station_app.storage import backup
from station_app.storage.backup_settings import read_backup_settings, write_backup_settings
from station_app.storage.durable_file import sync_directory
from station_app.storage.failures import told_os_errors

KEPT = 7
AWAY_DAYS = 7
_NAMED = "daily-????????.backup"


class SecondDiskAway(EnvironmentFailure):
    """Said once a day; the backup beside the data is made."""

    def __init__(self, days: int, folder: str) -> None:
        super().__init__(
            f"备份盘（{folder}）已经 {days} 天没有接上，这几天的备份只在本机。请把它接上；换了盘，到设置（F11）里重新选。",
            f"The backup disk ({folder}) has been away for {days} days, so the backups of these days are on this computer only. "
            "Connect it, or choose another one in the settings (F11).",
        )


def back_up_daily(desk: Desk, raw_key: bytes, between: Callable[[], None] = backup.never_gives_up) -> tuple[Path, ...]:
    """Today's backup where there is none yet: without pages beside the data, and whole on the second disk where one is set
    and is there now. Returns what was written; of older ones the newest seven stay.

    `between` may raise to give up. Raises EnvironmentFailure; the one beside the data is made before the other.
    """
    store = desk.store
    settings = read_backup_settings(store.places.directory)
    made = _made(desk, raw_key, store.places.backups, False, between)
    second = Path(settings.second) if settings.second else None
    if second is not None and second.is_dir():
        made += _made(desk, raw_key, second, True, between)
        write_backup_settings(
            store.places.directory, msgspec.structs.replace(settings, second_at=desk.now().isoformat())
        )
    return made


def second_away(desk: Desk) -> SecondDiskAway | None:
    """The sentence, where the second disk has not been there for a week."""
    settings = read_backup_settings(desk.store.places.directory)
    if not settings.second or Path(settings.second).is_dir():
        return None
    days = (desk.now() - datetime.fromisoformat(settings.second_at)).days
    return SecondDiskAway(days, settings.second) if days >= AWAY_DAYS else None


def _made(desk: Desk, raw_key: bytes, folder: Path, with_pages: bool, between: Callable[[], None]) -> tuple[Path, ...]:
    target = folder / f"daily-{desk.today():%Y%m%d}.backup"
    if target.exists():
        return ()
    with told_os_errors():
        folder.mkdir(parents=True, exist_ok=True)
    store = desk.store
    backup.backup(store.database, store.places, raw_key, target, desk.now(), with_pages=with_pages, between=between)
    _drop_old(folder)
    return (target,)


def _drop_old(folder: Path) -> None:
    with told_os_errors():
        for old in sorted(folder.glob(_NAMED))[:-KEPT]:
            old.unlink()
        sync_directory(folder)
