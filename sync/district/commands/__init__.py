"""`district-server`: the district's server and what is done with it on the command line.

Exit status: 0 done, 2 bad usage, 1 anything else, with one clear line on standard error.
"""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from sqlalchemy.exc import DBAPIError

from forms.console_text import as_typed, never_fail_to_print
from forms.failures import Failure
from station_app.version import VERSION
from sync.district.full_disk import DistrictDiskFull, is_full

COMMANDS = (
    "init",
    "serve",
    "users",
    "recover",
    "enrol",
    "withdraw",
    "publish",
    "check",
    "clock",
    "backup",
    "restore",
    "put-back",
    "import-bundle",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit status."""
    never_fail_to_print()
    given = [as_typed(argument) for argument in (sys.argv[1:] if arguments is None else arguments)]
    options = build_parser().parse_args(given)
    try:
        return int(options.run(options))
    except Failure as failure:
        print(f"{failure.zh} {failure.en}", file=sys.stderr)
        return 1
    except (OSError, DBAPIError) as error:
        if not is_full(error):
            raise
        told = DistrictDiskFull()
        print(f"{told.zh} {told.en}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def build_parser() -> argparse.ArgumentParser:
    """The command line, from the modules of this package (each has `add_to(subparsers)`)."""
    parser = argparse.ArgumentParser(
        prog="district-server",
        description="The district server of the village service stations. 便民服务站的县级服务器。",
    )
    parser.add_argument("--version", action="version", version=VERSION)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in COMMANDS:
        import_module(f"sync.district.commands.{name.replace('-', '_')}").add_to(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
