"""Versions of the database: forward with a copy first, never backward, all or nothing."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from station_app.storage.backup import copy_database
from station_app.storage.database import Database, connect
from station_app.storage.failures import DatabaseTooNew
from station_app.storage.keys import Unlocked
from station_app.storage.migrations import MIGRATIONS, applied_names, known_names, migrate
from station_app.storage.places import Places
from station_app.storage.store import Store
from tests.storage.station import SetClock, opened, received

KEY = bytes(32)


def add_priority(db: Any) -> None:
    db["event"].add_column("priority", int, not_null_default=0)


def fails_half_way(db: Any) -> None:
    db["station"].insert({"name": "half", "value": b"1"})
    raise RuntimeError("the power went")


def schema(database: Database) -> list[tuple[Any, ...]]:
    return database.rows("SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY 1, 2")


def test_a_fresh_database_has_every_migration_by_name(store: Store) -> None:
    assert applied_names(store.database) == known_names(MIGRATIONS)


def test_a_newer_database_is_refused_and_left_alone(
    store: Store, directory: Path, unlocked: Unlocked, clock: SetClock
) -> None:
    migrate(store.database, lambda: None, (*MIGRATIONS, add_priority))
    before = schema(store.database)
    store.close()
    with pytest.raises(DatabaseTooNew, match="新版本的程序"):
        opened(directory, unlocked, clock)
    database = connect(Places(directory).database, unlocked.raw_key)
    assert schema(database) == before
    database.close()


def test_what_was_there_before_is_there_after_and_was_copied_first(
    store: Store, unlocked: Unlocked, clock: SetClock, case_id: str
) -> None:
    received(store, case_id)
    before = store.database.rows("SELECT op_id, body, seq, hash FROM event")
    copies: list[Path] = []
    places = store.places
    migrate(
        store.database,
        lambda: copies.append(copy_database(places, unlocked.raw_key, clock.now())),
        (*MIGRATIONS, add_priority),
    )
    assert store.database.rows("SELECT op_id, body, seq, hash FROM event") == before
    assert store.database.value("SELECT sum(priority) FROM event") == 0
    copy = connect(copies[0], unlocked.raw_key)
    assert applied_names(copy) == known_names(MIGRATIONS)
    assert copy.rows("SELECT op_id, body, seq, hash FROM event") == before
    copy.close()


def test_a_migration_that_fails_is_undone_whole(store: Store, case_id: str) -> None:
    received(store, case_id)
    before = schema(store.database)
    with pytest.raises(RuntimeError, match="power"):
        migrate(store.database, lambda: None, (*MIGRATIONS, add_priority, fails_half_way))
    assert applied_names(store.database) == known_names(MIGRATIONS)
    assert store.database.value("SELECT count(*) FROM station WHERE name = 'half'") == 0
    assert schema(store.database) == before
    received(store, secrets.token_hex(16))


def test_threads_that_open_at_once_migrate_once(
    store: Store, directory: Path, unlocked: Unlocked, case_id: str
) -> None:
    received(store, case_id)
    copies: list[int] = []
    both = Barrier(2)

    def start() -> None:
        database = connect(Places(directory).database, unlocked.raw_key)
        both.wait(10)
        migrate(database, lambda: copies.append(1), (*MIGRATIONS, add_priority))
        database.close()

    with ThreadPoolExecutor(2) as pool:
        for started in [pool.submit(start) for _ in range(2)]:
            started.result(30)
    assert copies == [1]
    assert store.database.value("SELECT count(*) FROM event WHERE priority = 0") == 2


def test_a_migrated_schema_is_the_fresh_one(tmp_path: Path) -> None:
    fresh = connect(tmp_path / "fresh.db", KEY, create=True)
    step_by_step = connect(tmp_path / "steps.db", KEY, create=True)
    migrate(fresh, lambda: None)
    for last in range(1, len(MIGRATIONS) + 1):
        migrate(step_by_step, lambda: None, MIGRATIONS[:last])
    assert schema(step_by_step) == schema(fresh)
    fresh.close()
    step_by_step.close()


def test_what_is_folded_otherwise_now_is_found_after_the_upgrade(store: Store, case_id: str) -> None:
    received(store, case_id, "买买提·吐尔逊")
    store.database.run("UPDATE case_row SET search_text = ?", ("买买提⋅吐尔逊\nmmttex",))
    store.database.run("DELETE FROM _sqlite_migrations WHERE name = 'search_texts_are_folded_anew'", ())
    migrate(store.database, lambda: None)
    assert [row.applicant_name for row in store.cases.find("提·吐", "all", 9)] == ["买买提·吐尔逊"]
