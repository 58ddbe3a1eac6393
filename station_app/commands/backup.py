"""`station-app backup FILE`: everything of this station in one encrypted file, read back before it counts."""

import argparse
from pathlib import Path

from station_app.commands.data_directory import add_directory
from station_app.commands.password import add_agent


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("backup", help="write a verified backup of this station to a file")
    parser.add_argument("file", type=Path, help="the backup to write")
    add_directory(parser)
    add_agent(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    from station_app.commands.opened import opened_desk
    from station_app.desk.maintenance import back_up

    with opened_desk(options) as (desk, unlocked):
        events = back_up(desk, unlocked.raw_key, options.file)
    print(f"已备份到 {options.file}，{events} 条记录，读回核对无误。 / Backed up, {events} events, read back.")
    return 0
