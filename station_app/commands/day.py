"""`station-app day`: a whole day at the desk, worked off screen through the real windows against a real district."""

import argparse
import os
from pathlib import Path


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("day", help="work a practice day off screen; leaves papers and screenshots")
    parser.add_argument(
        "--folder", type=Path, default=Path("build/day"), help="for papers and screenshots (%(default)s)"
    )
    parser.add_argument("--short", action="store_true", help="leave out the second round, with the line lost")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from station_app.day.desk_day import run_day

    return run_day(options.folder, second_round=not options.short)
