"""`station-app export-bundle DIR`: what waits here, in one file for the stick; nothing counts as sent until it is answered."""

import argparse
from pathlib import Path

from station_app.commands.data_directory import add_directory
from station_app.commands.password import add_agent
from station_app.system_clock import SystemClock


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("export-bundle", help="copy what waits to a stick")
    parser.add_argument("folder", type=Path, metavar="DIR", help="the stick, or a folder on it")
    parser.add_argument("--carried-by", default="", metavar="NAME", help="who carries it")
    add_directory(parser)
    add_agent(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    from station_app.commands.opened import opened_desk
    from station_app.commands.stick_folder import check_folder
    from station_app.stick import copy_out

    check_folder(options.folder)
    with opened_desk(options) as (desk, _):
        out = copy_out(desk.store, SystemClock(), options.folder, options.carried_by)
    counts = out.counts
    print(f"{out.path}")
    print(
        f"已拷出 {counts.cases} 件、{counts.events} 条记录、{counts.pages} 张照片，读回核对无误，核对码 {out.code}。"
        f" / Copied {counts.cases} cases, {counts.events} records, {counts.pages} pages, read back; code {out.code}."
    )
    if out.left_pages:
        print(f"还有 {out.left_pages} 张照片放不下，下次再带。 / {out.left_pages} pages did not fit; next time.")
    if out.unreadable_pages:
        print(
            f"有 {out.unreadable_pages} 张照片的文件坏了，没有拷，要重新拍。"
            f" / {out.unreadable_pages} pages are damaged here and were not copied."
        )
    return 0
