"""A password for a command: from a file, or typed without being shown. Never from the command line, where others see it."""

import argparse
import getpass
import sys
from pathlib import Path

from forms.failures import EnvironmentFailure


def add_agent(parser: argparse.ArgumentParser, *, required: bool = True) -> None:
    """Adds `--login` and `--password-file`."""
    parser.add_argument("--login", required=required, help="the agent's login name")
    parser.add_argument("--password-file", type=Path, metavar="FILE", help="first line is the password (default: ask)")


def read_password(options: argparse.Namespace) -> str:
    """Raises EnvironmentFailure if the file cannot be read, or if there is nobody to ask."""
    if options.password_file is None:
        return _asked()
    try:
        lines = options.password_file.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise EnvironmentFailure(
            f"密码文件读不了：{options.password_file}。请检查路径。",
            f"Cannot read the password file {options.password_file}.",
        ) from error
    return lines[0] if lines else ""


def _asked() -> str:
    if not sys.stdin.isatty():
        raise EnvironmentFailure(
            "这里没有人可以输密码，请用 --password-file 指一个文件。",
            "There is nobody here to type a password; name a file with --password-file.",
        )
    return getpass.getpass("密码 / password: ")
