"""What is done to a station as a whole: rebuild its tables, back it up, restore it."""

from pathlib import Path

from forms.failures import EnvironmentFailure, InputFailure
from station_app.desk.context import Desk
from station_app.storage import backup
from station_app.storage.database import check_whole
from station_app.storage.instance import claim_directory
from station_app.storage.store import Clock


class LogChanged(EnvironmentFailure):
    """`at`: the first event of the chain that does not fit."""

    def __init__(self, at: int) -> None:
        super().__init__(
            f"本机的记录从第 {at} 条起和当初写下的不一样，可能有人改动过。先不要再用这台电脑收件，请马上告诉县里；县里收到过的都还在。",
            f"From event {at} on the log is not what was written here; somebody may have changed it. Stop using this PC and "
            "tell the district at once; what the district received is kept there.",
        )
        self.at = at


def rebuild(desk: Desk) -> int:
    """Makes every projection again from the log, in one transaction. Returns the number of cases."""
    desk.store.projections.rebuild()
    return int(desk.store.database.value("SELECT count(*) FROM case_row"))


def back_up(desk: Desk, raw_key: bytes, target: Path) -> int:
    """Writes a verified backup to `target`. Returns the number of events in it. Raises EnvironmentFailure."""
    if not target.parent.is_dir():
        raise EnvironmentFailure(
            f"没有 {target.parent} 这个目录，备份没有做。请选一个有的目录或 U 盘。",
            f"There is no directory {target.parent}; no backup was made.",
        )
    if target.is_dir():
        raise EnvironmentFailure(
            f"{target} 是目录，备份没有做。请在后面加上备份文件的名字。",
            f"{target} is a directory; no backup was made. Add the name of the backup file.",
        )
    store = desk.store
    return backup.backup(store.database, store.places, raw_key, target, desk.now()).events


def check_log(desk: Desk) -> int:
    """Reads the whole database and walks the chain of this PC's own events; how many there are.

    Raises `DatabaseDamaged` (station_app.storage), or `LogChanged` where an event is not the one that was written.
    """
    check_whole(desk.store.database)
    broken = desk.store.log.first_break()
    if broken is not None:
        raise LogChanged(broken)
    return desk.store.log.tail()[0]


def restore_backup(source: Path, directory: Path, clock: Clock) -> tuple[str, int]:
    """Restores `source`; returns when it was made and how many events it holds. Raises `BackupUnusable`."""
    if not source.is_file():
        raise InputFailure(f"没有 {source} 这个备份文件，请看看路径。", f"There is no backup file {source}.")
    with claim_directory(directory):
        manifest = backup.restore(source, directory, clock.now())
    return manifest.made_at, manifest.events
