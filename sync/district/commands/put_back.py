"""`district-server put-back`: the data was put back by hand (PostgreSQL, a disk image, a copied directory): tell the stations."""

import argparse
from typing import Any

from sync.district.commands.directory import add_directory, opened
from sync.district.database.engine import writing
from sync.district.district import incarnation
from sync.district.put_back import begin_anew


def add_to(commands: Any) -> None:
    parser = commands.add_parser(
        "put-back", help="say that the data was put back by hand 数据是手工放回来的", description=__doc__
    )
    add_directory(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    with opened(options) as district, writing(district.engine) as connection:
        begin_anew(connection, district, incarnation(connection, district), "put_back_by_hand")
    print("已记下。各站下次联系时会把县里没有的自动补传，不会丢，也不会重复；备份以后县里、镇里办的要重新办。")
    print("哪些站已经补传，看控制台“站点”页。")
    return 0
