"""Backups that make themselves: one a day, read back, the old ones dropped."""

from pathlib import Path

from station_app.desk.context import Desk
from station_app.storage import backup
from station_app.storage.durable_file import sync_directory
from station_app.storage.failures import told_os_errors

KEPT = 7
_NAMED = "daily-????????.backup"


def back_up_daily(desk: Desk, raw_key: bytes, second: Path | None = None) -> tuple[Path, ...]:
    """Today's backup where there is none yet: without pages beside the data, and whole in `second` (another disk) where
    that is there now. Returns what was written; of older ones the newest seven stay. Raises EnvironmentFailure.
    """
    made = []
    for folder, with_pages in ((desk.store.places.backups, False), (second, True)):
        if folder is None or (with_pages and not folder.is_dir()):
            continue
        target = folder / f"daily-{desk.today():%Y%m%d}.backup"
        if target.exists():
            continue
        with told_os_errors():
            folder.mkdir(parents=True, exist_ok=True)
        store = desk.store
        backup.backup(store.database, store.places, raw_key, target, desk.now(), with_pages=with_pages)
        _drop_old(folder)
        made.append(target)
    return tuple(made)


def _drop_old(folder: Path) -> None:
    with told_os_errors():
        for old in sorted(folder.glob(_NAMED))[:-KEPT]:
            old.unlink()
        sync_directory(folder)
