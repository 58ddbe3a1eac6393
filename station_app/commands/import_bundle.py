"""`station-app import-bundle DIR`: take in the district's answers from a stick, in any order, as often as one likes."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from forms.failures import InputFailure
from station_app.commands.data_directory import add_directory
from station_app.commands.password import add_agent

if TYPE_CHECKING:
    from sync.station.usb_import import CopiedIn


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("import-bundle", help="take in the answers on a stick")
    parser.add_argument("folder", type=Path, metavar="DIR", help="the stick, or a folder on it")
    add_directory(parser)
    add_agent(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    from station_app.commands.opened import opened_desk
    from station_app.commands.stick_folder import check_folder
    from station_app.stick import UPDATES, copy_in

    check_folder(options.folder)
    with opened_desk(options) as (desk, _):
        came = copy_in(desk.store, options.folder)
    for words in came.words:
        print(f"{words.zh} / {words.en}", file=sys.stderr)
    if not came.used and not came.words:
        raise InputFailure(
            f"{options.folder} 里没有给本站的回执，没有改动什么。请先让县里拷入，再把 U 盘带回来。",
            f"There is no answer for this station in {options.folder}; nothing was changed.",
        )
    _tell(came)
    if came.update is not None:
        place = options.directory / UPDATES / came.update.file
        print(f"带来了新版程序 {came.update.version}，放在 {place}。 / A newer program came: {place}.")
    return 1 if not came.used else 0


def _tell(came: "CopiedIn") -> None:
    zh = f"已拷入：确认 {came.confirmed_cases} 件、{came.confirmed} 条记录、{came.pages_confirmed} 张照片"
    zh += f"，带回 {came.results} 件结果"
    zh += f"，被退回 {came.refused} 条" if came.refused else ""
    if came.agreed is not None:
        zh += "，两边数目一致" if came.agreed else "，两边数目不一致，请打电话问县里"
    print(f"{zh}。 / Confirmed {came.confirmed} records and {came.pages_confirmed} pages; {came.results} results.")
    if came.of_others:
        print(f"U 盘上还有 {came.of_others} 份是别的站的，没有动。 / {came.of_others} files are other stations'.")
