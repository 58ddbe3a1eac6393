"""`district-server clock`: is the server's clock believed; it is right as it is; take back what a wrong one deemed accepted."""

import argparse
from datetime import datetime
from typing import Any

from forms.dates import china_time, chinese_date, read_date
from forms.failures import InputFailure
from sync.district.clock_watch import ClockWatch, Doubt, confirm, doubt
from sync.district.commands.directory import add_directory, opened
from sync.district.database.engine import reading
from sync.district.district import District
from sync.district.wrongly_deemed import undo_deemed


def add_to(commands: Any) -> None:
    parser = commands.add_parser(
        "clock", help="the server's clock and what followed from it 服务器的时间", description=__doc__
    )
    add_directory(parser)
    parser.add_argument("--confirm", action="store_true", help="the clock is right as it is 时间没有错")
    parser.add_argument(
        "--undo-deemed-since",
        metavar="DAY",
        help="take back each deemed acceptance from this day on 撤销这天起的视为受理",
    )
    parser.add_argument("--reason", default="服务器的时间走错过", help="stands in the history 写进办理过程的理由")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    with opened(options) as district:
        if options.confirm:
            confirm(district, "district-server")
        believed = ClockWatch(district).look()
        print(f"服务器的时间：{_words(district.now())}。{_state(district, believed)}")
        if options.undo_deemed_since:
            day = read_date(options.undo_deemed_since)
            if day is None:
                raise InputFailure("--undo-deemed-since 请写成 2026-12-01 的样子。", "Write the day like 2026-12-01.")
            undone = undo_deemed(district, day, options.reason)
            print(f"撤销了 {len(undone)} 件视为受理，都回到核对，期限从收到那天重新算。")
    return 0


def _state(district: District, believed: bool) -> str:
    if believed:
        return "照常使用。"
    with reading(district.engine) as connection:
        known = doubt(connection, district)
    return "" if known is None else _doubted(known)


def _doubted(known: Doubt) -> str:
    return (
        f"照常走应当是 {_words(china_time(known.expected))}，对不上。弄清以前不处理视为受理和逾期。"
        "改好系统时间会自动恢复；时间没有错的，加 --confirm 再运行一次。"
    )


def _words(moment: datetime) -> str:
    return f"{chinese_date(moment.date())} {moment:%H:%M}"
