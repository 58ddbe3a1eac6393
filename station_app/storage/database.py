"""The encrypted connection: SQLCipher with a raw key, WAL, every commit on the disk before it is called done.

The driver is imported when a database is opened, never before: a desk that has only painted itself has not loaded it.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from station_app.storage.failures import DatabaseDamaged, DatabaseUnreachable, failure_of

BUSY_TIMEOUT_MS = 5_000
_CACHE_KIB = 8_000
_PAGES_AT_ONCE = 1_000


class Database:
    """One connection of one thread. Driver errors that the world causes leave it as `EnvironmentFailure`s."""

    def __init__(self, connection: Any, driver_error: type[Exception]) -> None:
        self.connection = connection
        self._driver_error = driver_error

    def run(self, sql: str, parameters: Sequence[Any] = ()) -> int:
        """Executes one statement; the number of rows it changed."""
        with self._told():
            return int(self.connection.execute(sql, parameters).rowcount)

    def run_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        with self._told():
            self.connection.executemany(sql, rows)

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self._told():
            found: list[tuple[Any, ...]] = self.connection.execute(sql, parameters).fetchall()
            return found

    def each(self, sql: str, parameters: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows one by one, for results that should not be in memory together."""
        with self._told():
            yield from self.connection.execute(sql, parameters)

    def row(self, sql: str, parameters: Sequence[Any] = ()) -> tuple[Any, ...] | None:
        with self._told():
            found: tuple[Any, ...] | None = self.connection.execute(sql, parameters).fetchone()
            return found

    def value(self, sql: str, parameters: Sequence[Any] = ()) -> Any:
        """The first column of the first row; None where there is no row."""
        found = self.row(sql, parameters)
        return None if found is None else found[0]

    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing. Inside another transaction it is part of that one."""
        return self._between("BEGIN IMMEDIATE", "COMMIT")

    def one_moment(self) -> AbstractContextManager[None]:
        """All that is read inside is as it was when the first of it was read, whatever others write meanwhile."""
        return self._between("BEGIN", "ROLLBACK")

    def copy_into(self, other: "Database", between: Callable[[], None]) -> None:
        """Copies this database as it is now into another of the same key, also while others write to it.

        `between` is called after each piece of some MB and may raise to give up. Not inside a transaction of its own:
        SQLite would say "locked" and the driver would try for ever.
        """
        if self.connection.in_transaction:
            raise RuntimeError("a database cannot be copied in the middle of its own transaction")
        with self.one_moment():
            # The moment begins with the first read; without it, each write of others would make the copy begin anew.
            self.value("SELECT count(*) FROM sqlite_schema")
            with self._told():
                self.connection.backup(
                    other.connection, pages=_PAGES_AT_ONCE, progress=lambda *_: between(), sleep=0.01
                )

    def close(self) -> None:
        with self._told():
            self.connection.close()

    @contextmanager
    def _between(self, begin: str, end: str) -> Iterator[None]:
        if self.connection.in_transaction:
            yield
            return
        self.run(begin)
        try:
            yield
            self.run(end)
        except BaseException:
            # SQLite has already rolled back by itself where the disk was full.
            if self.connection.in_transaction:
                self.run("ROLLBACK")
            raise

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except self._driver_error as error:
            failure = failure_of(error)
            if failure is None:
                raise
            raise failure from error


def connect(path: Path, raw_key: bytes, *, create: bool = False) -> Database:
    """Opens (or with `create` makes) the database at `path` with a raw key of 32 bytes.

    Raises `DatabaseUnreachable` where there is no file, `DatabaseDamaged` where the key does not fit what is in it.
    """
    from sqlcipher3 import dbapi2

    if not create and not path.is_file():
        raise DatabaseUnreachable(f"{path.name} is missing")
    try:
        connection = dbapi2.connect(str(path), isolation_level=None)
    except dbapi2.Error as error:
        raise failure_of(error) or DatabaseUnreachable(str(error)) from error
    database = Database(connection, dbapi2.Error)
    try:
        _prepare(database, raw_key)
    except BaseException:
        connection.close()
        raise
    return database


def _prepare(database: Database, raw_key: bytes) -> None:
    # SQLCipher would write its own account of a wrong key to standard error, where nobody reads it.
    database.run("PRAGMA cipher_log_level = NONE")
    database.run(f"PRAGMA key = \"x'{raw_key.hex()}'\"")
    database.run(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    database.value("SELECT count(*) FROM sqlite_schema")
    database.value("PRAGMA journal_mode = WAL")
    database.run("PRAGMA synchronous = FULL")
    database.run("PRAGMA foreign_keys = ON")
    database.run(f"PRAGMA cache_size = -{_CACHE_KIB}")
    # Sorting must not leave plain text in a temporary file.
    database.run("PRAGMA temp_store = MEMORY")


def check_whole(database: Database) -> None:
    """Reads every page and compares its seal. Raises `DatabaseDamaged`. Its time grows with the file."""
    broken = database.rows("PRAGMA cipher_integrity_check")
    found = database.value("PRAGMA quick_check(1)")
    if broken or found != "ok":
        raise DatabaseDamaged(str(broken[:1] or found))
