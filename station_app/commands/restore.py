"""`station-app restore FILE`: put a backup in the place of this station's data; what was there is kept beside it."""

import argparse
from pathlib import Path

from station_app.commands.data_directory import add_directory
from station_app.system_clock import SystemClock


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("restore", help="put a backup in place of this station's data")
    parser.add_argument("file", type=Path, help="the backup to restore")
    add_directory(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    from station_app.desk.maintenance import restore_backup

    made_at, events = restore_backup(options.file, options.directory, SystemClock())
    print(
        f"已恢复到 {made_at} 的备份，{events} 条记录；原来的数据留在旁边的 replaced- 目录。"
        f" / Restored the backup of {made_at}, {events} events; what was there is kept beside it."
    )
    return 0
