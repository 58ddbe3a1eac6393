"""A station's desk opened for one command: the directory claimed, the agent signed in, everything closed at the end."""

import argparse
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from forms.failures import InputFailure
from station_app.commands.password import read_password
from station_app.system_clock import SystemClock

if TYPE_CHECKING:
    from station_app.desk.context import Desk
    from station_app.storage.keys import Unlocked


@contextmanager
def opened_desk(options: argparse.Namespace) -> "Iterator[tuple[Desk, Unlocked]]":
    """Raises a Failure where the directory is no station, is in use, or the password is wrong."""
    from station_app.desk.open_desk import open_desk
    from station_app.desk.sign_in import claim_directory, is_enrolled, sign_in

    clock = SystemClock()
    if not is_enrolled(options.directory):
        raise InputFailure(
            f"{options.directory} 里没有登记过的站点，请用 --directory 指对目录。",
            f"There is no enrolled station in {options.directory}; name its directory with --directory.",
        )
    with claim_directory(options.directory):
        unlocked = sign_in(options.directory, options.login, read_password(options), clock)
        desk = open_desk(options.directory, unlocked, clock, secrets.token_bytes)
        try:
            yield desk, unlocked
        finally:
            desk.close()
