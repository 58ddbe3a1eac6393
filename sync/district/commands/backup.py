"""`district-server backup`: database, pages, settings and keys into a new directory, read back before it is believed."""

import argparse
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from forms.failures import EnvironmentFailure
from sync.district.commands.directory import add_directory, opened
from sync.district.district import CONFIG, DATABASE, KEYS, District
from sync.district.put_back import COPY
from sync.district.updates import FOLDER as PROGRAMS

_PRIVATE = "recovery.private"


def add_to(commands: Any) -> None:
    parser = commands.add_parser("backup", help="back everything up 备份", description=__doc__)
    add_directory(parser)
    parser.add_argument("--to", type=Path, required=True, metavar="DIR", help="a new directory 备份到哪个新目录")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    target: Path = options.to
    if target.exists() and any(target.iterdir()):
        raise EnvironmentFailure(
            f"“{target}”里已经有东西，没有改动它。请换一个空目录。", f"{target} is not empty; choose another directory."
        )
    with opened(options) as district:
        if district.engine.dialect.name != "sqlite":
            raise EnvironmentFailure(
                "这个服务器用的不是 SQLite，请用数据库自己的备份工具（例如 pg_dump），再另外复制 pages 目录。",
                "This server does not use SQLite: use the database's own tool (pg_dump) and copy the pages folder.",
            )
        target.mkdir(parents=True, exist_ok=True, mode=0o700)
        target.chmod(0o700)
        _copy_database(district, target / DATABASE)
        # After the database: a page it calls complete is then in the copy for certain.
        if district.pages.exists():
            shutil.copytree(district.pages, target / "pages")
        if (district.directory / PROGRAMS).exists():
            shutil.copytree(district.directory / PROGRAMS, target / PROGRAMS)
        shutil.copy2(options.directory / CONFIG, target / CONFIG)
        shutil.copytree(options.directory / KEYS, target / KEYS, ignore=shutil.ignore_patterns(_PRIVATE))
    print(
        f"已备份到“{target}”，读回检查无误。要用它时：district-server restore “{target}” --directory “{options.directory}”。"
    )
    return 0


def _copy_database(district: District, target: Path) -> None:
    with (
        closing(sqlite3.connect(district.directory / DATABASE)) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)
        # Whoever serves this copy is another incarnation: stations then read the feed from its beginning.
        with copy:
            copy.execute("UPDATE setting SET value = ? WHERE name = 'incarnation'", (district.random(8).hex(),))
            copy.execute(
                "INSERT INTO setting (district, name, value) VALUES (?, ?, ?) "
                "ON CONFLICT (district, name) DO UPDATE SET value = excluded.value",
                (district.code, COPY, district.now().isoformat(timespec="seconds")),
            )
        said = copy.execute("PRAGMA integrity_check").fetchone()[0]
    if said != "ok":
        raise EnvironmentFailure(
            f"备份读回来是坏的：{said}。请换一块盘再备份。", f"The backup reads back damaged: {said}."
        )
