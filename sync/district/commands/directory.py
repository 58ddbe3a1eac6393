"""The one option that every command has: where the district's data lies."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sync.district.district import District, open_district
from sync.district.in_use import in_use
from sync.district.put_back import look


def add_directory(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--directory", type=Path, required=True, metavar="DIR", help="where the district's data lies 服务器数据目录"
    )


@contextmanager
def opened(options: argparse.Namespace) -> Iterator[District]:
    """The district of `--directory`, closed again at the end. Says so where its database was put back meanwhile."""
    with in_use(options.directory):
        district = open_district(options.directory)
        try:
            if look(district):
                print(NOTICED, file=sys.stderr)
            yield district
            look(district)
        finally:
            district.engine.dispose()


NOTICED = (
    "数据库比这台服务器上次用的时候旧，是从备份放回来的：各站下次联系时会自动补传县里没有的，备份之后县里、镇里办的要重新办。"
    "详见控制台“站点”页。"
    " The database is older than when it was last used here: it was put back. Stations will send again what it lacks."
)
