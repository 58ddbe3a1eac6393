"""`district-server publish`: the catalogue of service items and the calendar of working days, to every station."""

import argparse
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from forms.catalogue.loader import load_items
from forms.failures import InputFailure
from forms.workdays import encode_calendar, load_calendars
from sync.district.commands.directory import add_directory, opened
from sync.district.database.engine import writing
from sync.district.district import District
from sync.district.publishing import propose, publish_calendar, publish_catalogue
from sync.district.updates import offer_update

BUNDLED = "bundled"
_BY = "district-server"


def add_to(commands: Any) -> None:
    parser = commands.add_parser("publish", help="publish catalogue and calendar 发布", description=__doc__)
    add_directory(parser)
    parser.add_argument(
        "--catalogue", nargs="?", const=BUNDLED, metavar="DIR", help="a directory of item files; none: the bundled ones"
    )
    parser.add_argument("--calendar", nargs="?", const=BUNDLED, metavar="FILE", help="JSON; none: the bundled years")
    parser.add_argument("--program", type=Path, metavar="FILE", help="a newer desk program, for the sticks 新版程序")
    parser.add_argument("--program-version", default="", metavar="V", help="its version, as 0.2.0")
    parser.add_argument("--platform", default="", metavar="P", help="for which PCs: windows-amd64, linux-x86_64 …")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    if options.program is not None:
        return _publish_program(options)
    both = options.catalogue is None and options.calendar is None
    catalogue = BUNDLED if both else options.catalogue
    calendar = BUNDLED if both else options.calendar
    with opened(options) as district, writing(district.engine) as connection:
        if catalogue is not None:
            _publish_catalogue(connection, district, None if catalogue == BUNDLED else Path(catalogue))
        if calendar is not None:
            document = encode_calendar(load_calendars()) if calendar == BUNDLED else Path(calendar).read_bytes()
            years = publish_calendar(connection, district, document, _BY)
            print(f"工作日历已发布：{'、'.join(map(str, years))}年")
    return 0


def _publish_program(options: argparse.Namespace) -> int:
    if not options.program_version or not options.platform:
        raise InputFailure(
            "发布新版程序要写明版本和电脑的种类：--program-version 0.2.0 --platform windows-amd64。",
            "A program needs --program-version and --platform.",
        )
    with opened(options) as district:
        update = offer_update(district, options.program, options.program_version, options.platform)
    print(f"新版程序 {update.version}（{update.platform}）已签名，会随 U 盘回执带到站里：{update.file}")
    return 0


def _publish_catalogue(connection: Connection, district: District, directory: Path | None) -> None:
    proposal = propose(connection, district, load_items(directory))
    for error in proposal.errors:
        print(error, file=sys.stderr)
    version = publish_catalogue(connection, district, proposal, _BY)
    print(
        f"事项目录第 {version} 版已发布，共 {len(proposal.catalogue.items)} 项，{len(proposal.gaps)} 处待补充或确认。"
    )
