"""The database's versions, in order; all that are pending are one transaction, with a copy of the file before it.

sqlite-utils is imported only where something has to be migrated: on every other start its 70 ms are not spent.
"""

import sys
from collections.abc import Callable
from typing import Any

from forms.typed_text import fold
from station_app.storage.database import Database
from station_app.storage.failures import DatabaseTooNew
from station_app.storage.schema import TABLES
from station_app.storage.search_text import grams

SET = "station"


def first_tables(db: Any) -> None:
    db.executescript(TABLES)


def returned_events_may_be_sent(db: Any) -> None:
    """An event that another PC wrote may become part of this PC's chain (decision 060); nothing else of it may change."""
    db.executescript(
        """
        DROP TRIGGER event_body_is_frozen;
        CREATE TRIGGER event_body_is_frozen BEFORE UPDATE OF position, op_id, case_id, kind, body ON event BEGIN
            SELECT RAISE(ABORT, 'an event is never changed');
        END;
        CREATE TRIGGER event_origin_is_frozen BEFORE UPDATE OF origin ON event
        WHEN NEW.origin <> OLD.origin AND NOT (OLD.origin = 'returned' AND NEW.origin = 'own') BEGIN
            SELECT RAISE(ABORT, 'an event is never changed');
        END;
        CREATE INDEX event_returned ON event (case_id) WHERE origin = 'returned';
        """
    )


def page_copies_may_go(db: Any) -> None:
    """A page whose copy here was let go (decision 080) is not fetched again until somebody wants to see it."""
    db.executescript(
        """
        ALTER TABLE page ADD COLUMN let_go INTEGER NOT NULL DEFAULT 0;
        DROP INDEX page_to_fetch;
        CREATE INDEX page_to_fetch ON page (size) WHERE held = 0 AND let_go = 0;
        """
    )


def parked_events_are_counted(db: Any) -> None:
    """The sync screen says how many there are; the footer asks for it after every act."""
    db.executescript("CREATE INDEX event_parked ON event (position) WHERE verdict = 'parked';")


def pages_may_be_there_already(db: Any) -> None:
    """A page that the district may have is asked for before it is sent."""
    db.executescript("ALTER TABLE page ADD COLUMN doubtful INTEGER NOT NULL DEFAULT 0;")


def cases_say_what_they_wait_for(db: Any) -> None:
    """Rows are filled in when the store is opened: what a case waits for is folded from its events."""
    db.executescript(
        """
        ALTER TABLE case_row DROP COLUMN due;
        ALTER TABLE case_row DROP COLUMN authority_received_at;
        ALTER TABLE case_row ADD COLUMN standing TEXT NOT NULL DEFAULT '';
        ALTER TABLE case_row ADD COLUMN result_here INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX case_row_to_fill_in ON case_row (position) WHERE ended = 0 AND standing = '';
        """
    )


def search_texts_are_folded_anew(db: Any) -> None:
    """More of what nobody can tell apart is found by each other (forms.typed_text.fold)."""
    for position, text in db.execute("SELECT position, search_text FROM case_row").fetchall():
        lines = dict.fromkeys(folded for line in text.split("\n") if (folded := fold(line)))
        if (anew := "\n".join(lines)) != text:
            db.execute("UPDATE case_row SET search_text = ? WHERE position = ?", (anew, position))
            db.execute("DELETE FROM case_search WHERE rowid = ?", (position,))
            db.execute("INSERT INTO case_search (rowid, grams) VALUES (?, ?)", (position, grams(anew)))


MIGRATIONS: tuple[Callable[[Any], None], ...] = (
    first_tables,
    returned_events_may_be_sent,
    page_copies_may_go,
    parked_events_are_counted,
    pages_may_be_there_already,
    cases_say_what_they_wait_for,
    search_texts_are_folded_anew,
)


def known_names(migrations: tuple[Callable[[Any], None], ...] = MIGRATIONS) -> tuple[str, ...]:
    return tuple(migration.__name__ for migration in migrations)


def applied_names(database: Database) -> tuple[str, ...]:
    """What has been done to this database, by name, in order."""
    if not database.value("SELECT count(*) FROM sqlite_schema WHERE name = '_sqlite_migrations'"):
        return ()
    found = database.rows("SELECT name FROM _sqlite_migrations WHERE migration_set = ? ORDER BY id", (SET,))
    return tuple(str(name) for (name,) in found)


def is_current(database: Database, migrations: tuple[Callable[[Any], None], ...] = MIGRATIONS) -> bool:
    """Whether nothing is to be done. Raises `DatabaseTooNew` for a database that a newer program has written."""
    applied, known = applied_names(database), known_names(migrations)
    if set(applied) - set(known):
        raise DatabaseTooNew
    return set(applied) == set(known)


def migrate(
    database: Database,
    keep_a_copy: Callable[[], object],
    migrations: tuple[Callable[[Any], None], ...] = MIGRATIONS,
) -> None:
    """Brings the database up to this program, after `keep_a_copy()` if there is something in it already.

    Of several threads that open the database at once, one migrates and the others find it done.
    """
    if is_current(database, migrations):
        return
    with database.transaction():
        if is_current(database, migrations):
            return
        if applied_names(database):
            keep_a_copy()
        sqlite_utils = _sqlite_utils()
        steps = sqlite_utils.Migrations(SET)
        for migration in migrations:
            steps()(migration)
        steps.apply(sqlite_utils.Database(database.connection))


def _sqlite_utils() -> Any:
    import sqlcipher3
    from sqlcipher3 import dbapi2

    # sqlite-utils looks for this name first, and catches the exceptions of whichever driver it found.
    sys.modules["pysqlite3"] = sqlcipher3
    sys.modules["pysqlite3.dbapi2"] = dbapi2
    import sqlite_utils

    return sqlite_utils
