"""Who uses a district's directory: any number of servers and commands together, or one restoration alone."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from forms.failures import EnvironmentFailure

LOCK = "in-use.lock"


@contextmanager
def in_use(directory: Path, *, alone: bool = False) -> Iterator[None]:
    """Holds the directory until the block ends. Raises `EnvironmentFailure` where it is not to be had.

    Locks of files end with the process, also after a power cut. Windows has no such lock that several may hold; there
    the database itself cannot be renamed while a server has it open.
    """
    if os.name == "nt" or not directory.is_dir():
        yield
        return
    import fcntl

    handle = os.open(directory / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise (_others(directory) if alone else _restoring(directory)) from error
        yield
    finally:
        os.close(handle)


def _others(directory: Path) -> EnvironmentFailure:
    return EnvironmentFailure(
        f"“{directory}”的服务器（或别的命令）正开着，没有恢复，什么也没有动。请先停掉服务器再来一次。",
        f"A server or another command is using {directory}; nothing was restored or touched. Stop it first.",
    )


def _restoring(directory: Path) -> EnvironmentFailure:
    return EnvironmentFailure(
        f"“{directory}”正在从备份恢复，请等它完成。",
        f"{directory} is being restored from a backup; wait until it is done.",
    )
