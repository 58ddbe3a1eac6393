"""Backups that make themselves: one a day, read back, the old ones dropped; and what restoring one would do, beforehand."""

from datetime import datetime
from pathlib import Path

import msgspec

from forms.dates import china_time
from station_app.desk.context import Desk
from station_app.storage import backup
from station_app.storage.durable_file import sync_directory
from station_app.storage.failures import told_os_errors

KEPT = 7
_NAMED = "daily-????????.backup"


class RestoreWords(msgspec.Struct, frozen=True):
    """What restoring would do, in words. `made_at`: ISO time; `events_after`: recorded here since."""

    made_at: str
    events: int
    events_after: int
    zh: str
    en: str


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


def what_restoring_does(desk: Desk, source: Path) -> RestoreWords:
    """To be read before anybody restores `source`. Raises `BackupUnusable`."""
    manifest = backup.read_manifest(source)
    here = int(desk.store.database.value("SELECT count(*) FROM event"))
    after = max(here - manifest.events, 0)
    made = f"{china_time(datetime.fromisoformat(manifest.made_at)):%Y-%m-%d %H:%M}"
    return RestoreWords(
        manifest.made_at,
        manifest.events,
        after,
        f"这份备份是 {made} 做的，有 {manifest.events} 条记录；本机在那以后又登记了 {after} 条。恢复后，已经传到县里的会在"
        "下次同步时自动取回；还没有传的不在备份里，会连同现在的数据一起留在旁边的 replaced- 目录，不会删除。请先同步一次再恢复。",
        f"This backup was made at {made} and holds {manifest.events} records; {after} were recorded here since. What the "
        "district has comes back with the next sync. What was not sent stays beside the data in a replaced- folder; "
        "nothing is deleted. Sync once before you restore.",
    )


def _drop_old(folder: Path) -> None:
    with told_os_errors():
        for old in sorted(folder.glob(_NAMED))[:-KEPT]:
            old.unlink()
        sync_directory(folder)
