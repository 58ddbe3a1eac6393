"""`station-app` (or `station-app desk`): the window."""

import argparse

from station_app.commands.data_directory import add_directory


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("desk", help="open the desk (also without any command)")
    add_directory(parser)
    parser.add_argument("--text-size", type=int, choices=(17, 20, 24), help="height of the text in pixels")
    parser.add_argument("--language", choices=("zh", "en"), help="language of the screens")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    from station_app.app import DeskOptions, run_desk

    return run_desk(DeskOptions(options.directory, options.text_size, options.language))
