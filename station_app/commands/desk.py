"""`station-app` (or `station-app desk`): the window."""

import argparse
import gc
import os
import sys

from forms.failures import EnvironmentFailure
from station_app.commands.data_directory import add_directory


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("desk", help="open the desk (also without any command)")
    add_directory(parser)
    parser.add_argument("--text-size", type=int, choices=(17, 20, 24), help="height of the text in pixels")
    parser.add_argument("--language", choices=("zh", "en"), help="language of the screens")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    _require_a_screen()
    # A start makes next to no garbage: looking for it among all that is imported would only hold up the first paint.
    # `run_desk` looks again from the first event on.
    gc.disable()
    from station_app.app import DeskOptions, run_desk

    return run_desk(DeskOptions(options.directory, options.text_size, options.language))


def _require_a_screen() -> None:
    """Qt would end the process with no word that a person could use."""
    told = any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
    if sys.platform.startswith("linux") and not told:
        raise EnvironmentFailure(
            "这里没有可以显示窗口的屏幕，窗口打不开。请在桌面里打开。",
            "There is no screen here to show the window on; start it from a desktop.",
        )
