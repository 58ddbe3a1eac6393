"""What is done to a station as a whole: rebuild its tables, back it up. (Restoring: `desk.restoring`.)"""

from pathlib import Path

from forms.failures import EnvironmentFailure
from station_app.desk.context import Desk
from station_app.storage import backup


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
