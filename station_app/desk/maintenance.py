"""What is done to a station as a whole: look it over, rebuild its tables, back it up. (Restoring: `desk.restoring`.)"""

from pathlib import Path

import msgspec

from forms.failures import EnvironmentFailure
from station_app.desk.context import Desk
from station_app.storage import backup
from station_app.storage.database import check_whole
from station_app.storage.failures import DatabaseDamaged


class LookedOver(msgspec.Struct, frozen=True):
    """`missing`: pages that counted as kept here and whose files are gone; the next sync fetches what the district has.
    `lost_in`: receipt numbers of cases with pages that are not here and, as far as is known, not at the district.
    """

    cases: int
    missing: int
    lost_in: tuple[str, ...]


def look_over(desk: Desk) -> LookedOver:
    """Reads the whole database and the whole chain, and looks for the file of each page. Raises `DatabaseDamaged`."""
    store = desk.store
    check_whole(store.database)
    broken = store.log.first_break()
    if broken is not None:
        raise DatabaseDamaged(f"the chain does not hold at event {broken}")
    missing = store.pages.missing_files()
    store.pages.not_held(missing)
    rows = [store.cases.row(case_id) for case_id in store.pages.lost()]
    cases = int(store.database.value("SELECT count(*) FROM case_row"))
    return LookedOver(cases, len(missing), tuple(row.receipt_number for row in rows if row is not None))


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
