"""A copy of a district's data, as `district-server backup` makes one: whose it is, whether it is whole, what it holds."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, func, select

from forms.dates import CHINA
from forms.failures import InputFailure
from sync.district.database.engine import open_engine, reading
from sync.district.database.migrate import migrate
from sync.district.database.tables import case_row, page, setting
from sync.district.district import CONFIG, DATABASE, KEYS, read_settings_file
from sync.district.keys import load_keys
from sync.district.put_back import COPY

LOGS = ("-wal", "-shm", "-journal")


class CopyUnusable(InputFailure):
    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh}没有恢复，现在的数据没有动。", f"{en} Nothing was restored or changed.")


@dataclass(frozen=True)
class Contents:
    """What a database holds. `made_at`: ISO time; of a copy made by hand, when its file was last written."""

    county: str
    made_at: str
    cases: int
    pages: int


def check_same_district(source: Path, directory: Path) -> None:
    """Whether `source` is a copy of the district in `directory`, or `directory` has none. Raises `CopyUnusable`."""
    if not (source / CONFIG).is_file() or not (source / DATABASE).is_file():
        raise CopyUnusable(f"“{source}”里没有服务器的备份。", f"There is no backup of a server in {source}.")
    if source.resolve() == directory.resolve():
        raise CopyUnusable("备份和要恢复到的目录是同一个。", "The backup is that very directory.")
    theirs, keys = read_settings_file(source / CONFIG), load_keys(source / KEYS)
    if not (directory / CONFIG).exists():
        return
    ours = read_settings_file(directory / CONFIG)
    if ours.database_url:
        raise CopyUnusable(
            "这个服务器用的不是 SQLite：请用数据库自己的工具恢复，再运行 district-server put-back。",
            "This server does not use SQLite: restore with the database's own tool, then run district-server put-back.",
        )
    other_keys = (directory / KEYS).exists() and load_keys(directory / KEYS) != keys
    if ours.district != theirs.district or other_keys:
        raise CopyUnusable("这份备份是另一个服务器的。", "This is the backup of another server.")


@contextmanager
def working_copy(source: Path, work: Path) -> Iterator[Engine]:
    """The database of `source` copied to `work`, read through and brought to this program's tables; `source` stays as it is.

    Raises `CopyUnusable`, or `EnvironmentFailure` where a newer program has written it.
    """
    target = work / DATABASE
    for end in ("", *LOGS):
        file = source / f"{DATABASE}{end}"
        if file.exists():
            shutil.copy2(file, target.with_name(file.name))
    try:
        with closing(sqlite3.connect(target)) as raw:
            said = str(raw.execute("PRAGMA integrity_check").fetchone()[0])
    except sqlite3.DatabaseError as error:
        said = str(error)
    if said != "ok":
        raise CopyUnusable(f"这份备份是坏的（{said}），请换一份。", f"This backup is damaged ({said}); try another.")
    engine = open_engine(f"sqlite:///{target}")
    try:
        migrate(engine)
        yield engine
    finally:
        engine.dispose()


def contents(directory: Path, engine: Engine) -> Contents:
    """Of the database behind `engine`, whose files lie in `directory`."""
    with reading(engine) as connection:
        made_at = connection.execute(select(setting.c.value).where(setting.c.name == COPY)).scalar()
        cases = connection.execute(select(func.count()).select_from(case_row)).scalar_one()
        pages = connection.execute(select(func.count()).select_from(page).where(page.c.complete)).scalar_one()
    county = read_settings_file(directory / CONFIG).county_name
    return Contents(county, str(made_at or _written_at(directory / DATABASE)), int(cases), int(pages))


def _written_at(path: Path) -> str:
    return datetime.fromtimestamp(path.stat().st_mtime, CHINA).isoformat(timespec="seconds")
