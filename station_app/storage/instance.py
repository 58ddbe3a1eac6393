"""One running program on one data directory: a lock that the system lets go of when the program ends, however it ends."""

import os
import sys
from pathlib import Path
from types import TracebackType
from typing import IO

from station_app.storage.durable_file import make_private
from station_app.storage.failures import AlreadyRunning, told_os_errors
from station_app.storage.places import Places
from station_app.storage.replacing import finish


class DirectoryClaim:
    """Held while the program runs; `close()` or the end of the process gives the directory free."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def close(self) -> None:
        self._file.close()

    def __enter__(self) -> "DirectoryClaim":
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self.close()


def claim_directory(directory: Path) -> DirectoryClaim:
    """Takes the directory for this program, making it where it is missing; a restore that a crash has cut is finished.

    Raises `AlreadyRunning`, or the sentence of the disk.
    """
    with told_os_errors():
        make_private(directory)
        file = Places(directory).lock.open("ab")
    try:
        _lock(file)
    except OSError as error:
        file.close()
        raise AlreadyRunning from error
    claim = DirectoryClaim(file)
    try:
        finish(directory)
    except BaseException:
        claim.close()
        raise
    return claim


def _lock(file: IO[bytes]) -> None:
    if sys.platform == "win32":
        import msvcrt

        file.seek(0, os.SEEK_SET)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
