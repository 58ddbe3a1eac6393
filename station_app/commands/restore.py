"""`station-app restore FILE`: put a backup in the place of this station's data; what was there is kept beside it."""

import argparse
import sys
from pathlib import Path

from station_app.commands.data_directory import add_directory
from station_app.commands.password import add_agent
from station_app.system_clock import SystemClock


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("restore", help="put a backup in place of this station's data")
    parser.add_argument("file", type=Path, help="the backup to restore")
    parser.add_argument("--yes", action="store_true", help="do it without asking")
    add_directory(parser)
    add_agent(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Says what it will do, asks, does it. Status 2 where there is nobody to ask, and 1 where the answer was no."""
    from station_app.commands.password import read_password
    from station_app.desk.restoring import key_for, restore_backup, what_restoring_does
    from station_app.desk.sign_in import claim_directory

    if not options.yes and not sys.stdin.isatty():
        print(
            "这里没有人可以确认，没有恢复，数据没有动。要直接恢复，请加 --yes。"
            " / There is nobody here to confirm; nothing was changed. Add --yes to restore without asking.",
            file=sys.stderr,
        )
        return 2
    clock = SystemClock()
    with claim_directory(options.directory):
        raw_key = key_for(options.file, options.directory, options.login, read_password(options), clock)
        words = what_restoring_does(options.file, options.directory, raw_key)
        print(f"{words.zh}\n{words.en}")
        if not options.yes and not _confirmed():
            print("没有恢复，数据没有动。 / Not restored; nothing was changed.", file=sys.stderr)
            return 1
        done = restore_backup(options.file, options.directory, raw_key, clock)
    print(f"{done.zh}\n{done.en}")
    return 0


def _confirmed() -> bool:
    try:
        return input("要恢复请输 yes / type yes to restore: ").strip().lower() == "yes"
    except EOFError:
        return False
