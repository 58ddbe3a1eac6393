"""`station-app`: the desk, and what can be done with a station without its window.

Exit status: 0 done, 2 bad usage, 1 anything else, with one clear line on standard error.
"""

import argparse
import sys
from collections.abc import Sequence

from forms.console_text import as_typed, never_fail_to_print
from forms.failures import Failure
from station_app.core_dumps import leave_none
from station_app.version import VERSION

COMMANDS = (
    "desk",
    "run",
    "day",
    "check",
    "enrol",
    "rebuild",
    "backup",
    "restore",
    "recover",
    "export-bundle",
    "import-bundle",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit status; without a command's name, the desk."""
    leave_none()
    never_fail_to_print()
    given = [as_typed(argument) for argument in (sys.argv[1:] if arguments is None else arguments)]
    if not given or (given[0].startswith("-") and given[0] not in {"-h", "--help", "--version"}):
        given.insert(0, "desk")
    # Only the one that is asked for is loaded: the window should be there soon.
    options = build_parser(given[:1] if given[0] in COMMANDS else COMMANDS).parse_args(given)
    try:
        return int(options.run(options))
    except Failure as failure:
        print(failure, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def build_parser(names: Sequence[str] = COMMANDS) -> argparse.ArgumentParser:
    """The command line of these commands, from the modules of this package (each has `add_to(subparsers)`)."""
    from importlib import import_module

    parser = argparse.ArgumentParser(
        prog="station-app", description="The desk of a village service station. 村便民服务站的窗口程序。"
    )
    parser.add_argument("--version", action="version", version=VERSION)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in names:
        import_module(f"station_app.commands.{name.replace('-', '_')}").add_to(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
