"""`district-server withdraw`: a PC that was stolen, replaced or has gone bad is refused from now on, on the line and by stick."""

import argparse
from typing import Any

from forms.failures import InputFailure
from sync.district.commands.directory import add_directory, opened
from sync.district.database.engine import writing
from sync.district.devices import is_withdrawn, revoke


def add_to(commands: Any) -> None:
    parser = commands.add_parser("withdraw", help="refuse a station's PC from now on 停用一台电脑", description=__doc__)
    add_directory(parser)
    parser.add_argument("--station", required=True, help="the station's code 站的编码")
    parser.add_argument(
        "--device", required=True, help="the PC's code at that station, as the console lists it 电脑编号"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    with opened(options) as district, writing(district.engine) as connection:
        if is_withdrawn(connection, district, options.station, options.device):
            raise InputFailure(
                f"站 {options.station} 没有在用的电脑 {options.device}，什么都没有改。控制台“站点”页列着各站的电脑。",
                f"Station {options.station} has no PC {options.device} in use; nothing was changed.",
            )
        revoke(connection, district, options.station, options.device, district.now().isoformat(timespec="seconds"))
    print(f"已停用站 {options.station} 的电脑 {options.device}：它不能再传、也不能再取。")
    return 0
