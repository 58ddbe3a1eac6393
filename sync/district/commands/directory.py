"""The one option that every command has: where the district's data lies."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sync.district.district import District, open_district


def add_directory(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--directory", type=Path, required=True, metavar="DIR", help="where the district's data lies 服务器数据目录"
    )


@contextmanager
def opened(options: argparse.Namespace) -> Iterator[District]:
    """The district of `--directory`, closed again at the end."""
    district = open_district(options.directory)
    try:
        yield district
    finally:
        district.engine.dispose()
