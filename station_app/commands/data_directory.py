"""Where a station keeps its data on each platform, unless the command line says another place."""

import argparse
import os
import sys
from pathlib import Path


def default_directory() -> Path:
    """Windows: %LOCALAPPDATA%; else $XDG_DATA_HOME or ~/.local/share; always a folder `village-station` below."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "village-station"


def add_directory(parser: argparse.ArgumentParser) -> None:
    """Adds `--directory`, the same for every command."""
    parser.add_argument(
        "--directory",
        type=Path,
        default=default_directory(),
        metavar="DIR",
        help="the station's data (default: %(default)s)",
    )
