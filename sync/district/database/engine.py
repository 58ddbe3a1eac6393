"""Opens the district's database: how a transaction begins on SQLite, and what "busy" looks like on any of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.cursor import FullyBufferedCursorFetchStrategy
from sqlalchemy.exc import OperationalError

BUSY_SECONDS = 20
_READ_ONLY = "district_read_only"
_BUSY_WORDS = ("database is locked", "could not obtain lock", "deadlock detected", "too many connections")


def open_engine(url: str) -> Engine:
    """An engine for `url`. On SQLite: WAL, synchronous FULL, and BEGIN IMMEDIATE for every transaction that may write."""
    if not url.startswith("sqlite"):
        engine = create_engine(_with_driver(url), pool_pre_ping=True, hide_parameters=True)
        event.listen(engine, "before_cursor_execute", _without_nul, retval=True)
        return engine
    # What a statement was given is a villager's; an error's words end in the server's log.
    engine = create_engine(
        url, hide_parameters=True, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False}
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    event.listen(engine, "after_cursor_execute", _read_whole)
    return engine


def _with_driver(url: str) -> str:
    """`postgresql://…` as an administrator writes it names psycopg 3, which this program brings."""
    for scheme in ("postgresql://", "postgres://"):
        if url.startswith(scheme):
            return f"postgresql+psycopg://{url.removeprefix(scheme)}"
    return url


def _without_nul(_c: Any, _k: Any, statement: str, parameters: Any, _x: Any, _many: bool) -> tuple[str, Any]:
    """PostgreSQL's text has no NUL, and its driver raises for one: what was typed or sent so finds nothing."""
    return statement, _nul_replaced(parameters)


def _nul_replaced(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\x00", "\ufffd") if "\x00" in value else value
    if isinstance(value, dict):
        return {name: _nul_replaced(each) for name, each in value.items()}
    return type(value)(map(_nul_replaced, value)) if isinstance(value, list | tuple) else value


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver's own BEGIN is deferred: two writers would both read first, and one would fail half-way.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    read_only = connection.get_execution_options().get(_READ_ONLY, False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


def _read_whole(_connection: Any, cursor: Any, _statement: Any, _values: Any, context: Any, _many: bool) -> None:
    """Results are read whole, as the PostgreSQL driver does by itself. A SELECT that is left half read (an exception while
    its rows are decoded) keeps its snapshot through a rollback and back into the pool: whoever is given that connection
    next reads the past and can never write."""
    if cursor.description is not None:
        rows = cursor.fetchall()
        context.cursor_fetch_strategy = FullyBufferedCursorFetchStrategy(cursor, initial_buffer=rows)


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction: commits at the end, rolls back whole on any error."""
    with engine.begin() as connection:
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One consistent view that takes no write lock."""
    with engine.connect().execution_options(**{_READ_ONLY: True}) as connection, connection.begin():
        yield connection


def is_busy(error: BaseException) -> bool:
    """Whether the database refused only because others are writing: try again, nothing is wrong."""
    return isinstance(error, OperationalError) and any(words in str(error) for words in _BUSY_WORDS)
