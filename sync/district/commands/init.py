"""`district-server init`: a new district in an empty directory."""

import argparse
from pathlib import Path
from typing import Any

from sync.district.commands.directory import add_directory
from sync.district.district import KEYS, make_district, read_settings_file


def add_to(commands: Any) -> None:
    parser = commands.add_parser("init", help="make a new district 新建", description=__doc__)
    add_directory(parser)
    parser.add_argument(
        "--settings", type=Path, required=True, metavar="FILE", help="the district's words and places, as JSON 设置文件"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    district = make_district(options.directory, read_settings_file(options.settings))
    district.engine.dispose()
    private = options.directory / KEYS / "recovery.private"
    print(f"已建好：{options.directory}")
    print(f"请把“{private}”移到U盘上锁进保险柜，不要留在这台服务器上：站里忘了密码时要靠它取回资料。")
    return 0
