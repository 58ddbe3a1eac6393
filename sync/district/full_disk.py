"""The district's disk is full: said in one sentence wherever it is noticed, and never taken for a bug of ours."""

from sqlalchemy.exc import DBAPIError

from forms.failures import DISK_IS_FULL, EnvironmentFailure

_SQLITE_NAMES = {"SQLITE_FULL", "SQLITE_IOERR_SHMSIZE"}
"""The second: not even the few KB beside the database had room."""
_POSTGRES_DISK_FULL = "53100"
"""disk_full of PostgreSQL's error codes, class 53."""


class DistrictDiskFull(EnvironmentFailure):
    def __init__(self) -> None:
        super().__init__(
            "服务器的磁盘满了，这一步没有办成，没有丢东西，也没有重复计入。请腾出地方，再办一次。",
            "The server's disk is full, so this step was not done; nothing is lost and nothing was counted twice. Free some "
            "space and do it again.",
        )


def is_full(error: BaseException) -> bool:
    """Whether this, or what it came from, is a full disk: the operating system's, SQLite's or PostgreSQL's word for it."""
    at: BaseException | None = error
    while at is not None:
        if isinstance(at, OSError) and at.errno in DISK_IS_FULL:
            return True
        if isinstance(at, DBAPIError) and _database_is_full(at.orig):
            return True
        at = at.__cause__ or at.__context__
    return False


def _database_is_full(error: BaseException | None) -> bool:
    sqlite_name, postgres_code = getattr(error, "sqlite_errorname", ""), getattr(error, "sqlstate", "")
    return sqlite_name in _SQLITE_NAMES or postgres_code == _POSTGRES_DISK_FULL
