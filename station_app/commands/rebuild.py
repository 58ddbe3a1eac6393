"""`station-app rebuild`: make every list and search table again from the log."""

import argparse

from station_app.commands.data_directory import add_directory
from station_app.commands.password import add_agent


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("rebuild", help="make all tables again from the log of events")
    add_directory(parser)
    add_agent(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    from station_app.commands.opened import opened_desk
    from station_app.desk.maintenance import rebuild

    with opened_desk(options) as (desk, _):
        cases = rebuild(desk)
    print(f"已按日志重建，共 {cases} 件。 / Rebuilt from the log: {cases} cases.")
    return 0
