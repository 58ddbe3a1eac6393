"""`district-server check`: is the data whole, is a calendar missing, has silence turned into acceptance (许可法§32(4))."""

import argparse
import hashlib
import sys
from typing import Any

from sqlalchemy import select, text

from sync.district.clock_watch import ClockWatch
from sync.district.commands.directory import add_directory, opened
from sync.district.database.engine import reading, writing
from sync.district.database.tables import page
from sync.district.deemed import Outcome, accept_in_silence
from sync.district.district import District
from sync.district.epochs import mend_epochs
from sync.district.pages import page_file
from sync.district.parked import judge_parked
from sync.district.publications import current_calendar


def add_to(commands: Any) -> None:
    parser = commands.add_parser("check", help="check the data, run what is due 检查", description=__doc__)
    add_directory(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    with opened(options) as district:
        problems = [*_database(district), *_pages(district)]
        with writing(district.engine) as connection:
            for code, pc in mend_epochs(connection, district):
                print(f"站 {code} 的电脑 {pc} 报来的次序号不可能有，已停用这台电脑，站里可以照常登记新电脑。")
        parked = judge_parked(district)
        believed = ClockWatch(district).look()
        outcome = accept_in_silence(district) if believed else Outcome((), ())
        if not believed:
            problems.append(
                "服务器的时间可能不对，这次没有处理视为受理。请用 district-server clock 查看，确认无误后再运行。"
            )
        for year in sorted({*_missing_years(district), *outcome.missing_years}):
            print(f"{year}年的工作日历还没有发布，期限算不到那里。国务院办公厅的通知出来后请尽快发布。")
        if parked.counted or parked.refused:
            print(f"以前存着等升级的登记，这次补计 {parked.counted} 条，没有计入 {parked.refused} 条。")
        if parked.still_parked:
            print(
                f"有 {parked.still_parked} 条登记是更新的程序写的，已原样存好。请把服务器换成新版本，会自动补计，站里不用重办。"
            )
        if outcome.accepted:
            print(f"五个工作日没有告知、视为受理的：{len(outcome.accepted)} 件")
    for problem in problems:
        print(problem, file=sys.stderr)
    if not problems:
        print("检查完毕，数据完好。")
    return 1 if problems else 0


def _database(district: District) -> list[str]:
    if district.engine.dialect.name != "sqlite":
        return []
    with reading(district.engine) as connection:
        said = [str(row[0]) for row in connection.execute(text("PRAGMA integrity_check"))]
    return [] if said == ["ok"] else [f"数据库已损坏，请用备份恢复：{said[0]}"]


def _pages(district: District) -> list[str]:
    with reading(district.engine) as connection:
        rows = connection.execute(
            select(page.c.station, page.c.sha256).where(page.c.district == district.code, page.c.complete)
        ).all()
    return [
        f"站 {row.station} 的一页附件丢失或损坏，请从备份取回：{row.sha256}"
        for row in rows
        if not _is_whole(district, row.station, row.sha256)
    ]


def _is_whole(district: District, code: str, sha256: str) -> bool:
    path = page_file(district, code, sha256)
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256


def _missing_years(district: District) -> list[int]:
    """This year, and from December on the next one: deadlines of twenty working days reach into it."""
    with reading(district.engine) as connection:
        years = current_calendar(connection, district).years
    today = district.now()
    wanted = [today.year, today.year + 1] if today.month == 12 else [today.year]
    return [year for year in wanted if year not in years]
