"""Puts a backup of the district in the place of its data: verified first, what was there set aside, nothing deleted."""

import hashlib
import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, delete, select, update

from sync.district.copy_of_district import LOGS, Contents
from sync.district.database.engine import writing
from sync.district.database.tables import page, setting
from sync.district.district import CONFIG, DATABASE, KEYS, District, read_settings_file
from sync.district.durable_file import sync_folder
from sync.district.keys import load_keys
from sync.district.put_back import COPY, begin_anew
from sync.district.updates import FOLDER as PROGRAMS

_PAGES = "pages"


@dataclass(frozen=True)
class Restored:
    """`aside`: where the database of before is now, None where there was none. `pages`: whole at hand. `pages_lost`: whole
    neither here nor in the copy; what stations have of them comes again by itself."""

    aside: Path | None
    pages: int
    pages_lost: int


@dataclass(frozen=True)
class Restoration:
    """`source` to `directory`, by way of `work`, a folder on the same disk that holds the working copy behind `engine`.

    Nobody else may use `directory` meanwhile (`in_use`). Raises OSError where the disk does not do: then the database is
    as before.
    """

    source: Path
    directory: Path
    work: Path
    engine: Engine
    now: datetime

    def run(self, what: Contents) -> Restored:
        self._begin_anew(what.made_at)
        found, lost = self._bring_pages()
        self.engine.dispose()
        with closing(sqlite3.connect(self.work / DATABASE)) as raw:
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        _sync(self.work / DATABASE)
        self._bring_what_is_missing()
        aside = self._set_aside()
        # One rename puts it in place; whatever ends the program before it leaves what was.
        os.replace(self.work / DATABASE, self.directory / DATABASE)
        sync_folder(self.directory)
        return Restored(aside, found, lost)

    def _begin_anew(self, made_at: str) -> None:
        """In the working copy, so that there is no moment when it is in place and still says that it never left."""
        settings = read_settings_file(self.source / CONFIG)
        keys = load_keys(self.source / KEYS)
        district = District(settings.district, self.directory, self.engine, keys, _Fixed(self.now), settings)
        with writing(self.engine) as connection:
            was = connection.execute(select(setting.c.value).where(setting.c.name == "incarnation")).scalar_one()
            connection.execute(delete(setting).where(setting.c.name == COPY))
            connection.execute(update(page).where(page.c.complete.is_(False)).values(committed=0))
            begin_anew(connection, district, str(was), "put_back_copy", detail=made_at)

    def _bring_pages(self) -> tuple[int, int]:
        """Each page that the copy calls complete is looked at here, then taken from the copy, else asked for again."""
        found = lost = 0
        with writing(self.engine) as connection:
            for code, sha256 in connection.execute(select(page.c.station, page.c.sha256).where(page.c.complete)).all():
                if self._is_at_hand(Path(_PAGES) / code / sha256[:2] / sha256, sha256):
                    found += 1
                    continue
                lost += 1
                is_it = (page.c.station == code, page.c.sha256 == sha256)
                connection.execute(update(page).where(*is_it).values(complete=False, committed=0))
        return found, lost

    def _is_at_hand(self, place: Path, sha256: str) -> bool:
        if _is_whole(self.directory / place, sha256):
            return True
        if not _is_whole(self.source / place, sha256):
            return False
        target = self.directory / place
        target.parent.mkdir(parents=True, exist_ok=True)
        _copy_durably(self.source / place, target)
        for folder in target.parents:
            sync_folder(folder)
            if folder == self.directory:
                break
        return True

    def _bring_what_is_missing(self) -> None:
        """Settings and keys that this machine has are kept: they say where things are here."""
        for folder in (KEYS, PROGRAMS):
            if (self.source / folder).exists() and not (self.directory / folder).exists():
                shutil.copytree(self.source / folder, self.directory / folder)
                sync_folder(self.directory / folder)
        if not (self.directory / CONFIG).exists():
            _copy_durably(self.source / CONFIG, self.directory / CONFIG)

    def _set_aside(self) -> Path | None:
        """The database of before, with the logs beside it: they must be gone before another database bears its name."""
        here = self.directory / DATABASE
        if not here.exists():
            return None
        _bring_log_in(here)
        name = f"replaced-{self.now:%Y%m%d-%H%M%S}"
        free = (self.directory / f"{name}{end}" for end in ("", *(f"-{again}" for again in range(2, 100))))
        aside = next(folder for folder in free if not folder.exists())
        aside.mkdir()
        present = [path for end in ("", *LOGS) if (path := here.with_name(here.name + end)).exists()]
        for path in present:
            _copy_durably(path, aside / path.name)
        sync_folder(aside)
        for path in present[1:]:
            path.unlink()
        return aside


@dataclass(frozen=True)
class _Fixed:
    moment: datetime

    def now(self) -> datetime:
        return self.moment


def _bring_log_in(database: Path) -> None:
    """So that the file alone is all of it. A damaged one keeps its log, which is set aside with it."""
    try:
        with closing(sqlite3.connect(database)) as raw:
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.DatabaseError:
        return


def _is_whole(path: Path, sha256: str) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256


def _copy_durably(source: Path, target: Path) -> None:
    part = target.with_name(target.name + ".part")
    shutil.copy2(source, part)
    _sync(part)
    os.replace(part, target)


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
