"""A request that fails while it reads leaves nothing behind for the requests of others (threat model 18)."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, text

from sync.district.database.engine import open_engine, reading, writing


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    made = open_engine(f"sqlite:///{tmp_path / 'district.db'}")
    with writing(made) as connection:
        connection.execute(text("CREATE TABLE page (number INTEGER)"))
        connection.execute(
            text(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) INSERT INTO page SELECT i FROM n"
            )
        )
    return made


def _decode(number: int) -> int:
    if number == 2:
        raise ValueError(number)
    return number


def _fails_half_way(connection: Connection) -> tuple[int, ...]:
    rows = connection.execute(text("SELECT number FROM page"))
    return tuple(_decode(row.number) for row in rows)


@pytest.mark.parametrize("opened", [reading, writing])
def test_who_comes_after_a_reader_that_failed_half_way_sees_today_and_can_write(
    engine: Engine, opened: Callable[[Engine], object]
) -> None:
    kept: list[BaseException] = []  # a trace that is still being written to the log holds the frames
    for _ in range(3):
        try:
            with opened(engine) as connection:  # type: ignore[attr-defined]
                _fails_half_way(connection)
        except ValueError as error:
            kept.append(error)
        other = open_engine(str(engine.url))
        with writing(other) as connection:
            connection.execute(text("INSERT INTO page VALUES (4)"))
        other.dispose()
        with writing(engine) as connection:
            before = connection.execute(text("SELECT count(*) FROM page")).scalar_one()
            connection.execute(text("INSERT INTO page VALUES (5)"))
            assert connection.execute(text("SELECT count(*) FROM page")).scalar_one() == before + 1
    with reading(engine) as connection:
        assert connection.execute(text("SELECT count(*) FROM page")).scalar_one() == 3000 + 3 * 2
    assert len(kept) == 3


def test_no_connection_goes_back_in_a_transaction(engine: Engine) -> None:
    for opened in (reading, writing):
        with suppress(ValueError), opened(engine) as connection:
            _fails_half_way(connection)
        raw = engine.raw_connection()
        assert not raw.in_transaction  # type: ignore[attr-defined]
        raw.close()
