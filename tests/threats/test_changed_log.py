"""Somebody with the password changes the log on the disk: `station-app check` tells, and so does the district."""

from pathlib import Path

import pytest

from station_app.commands import main
from station_app.storage.store import Store
from sync.district.database.engine import reading
from sync.district.database.tables import event, quarantine
from sync.district.district import District
from tests.e2e.both_ends import at_district, cases_at_district, received
from tests.storage.station import PASSWORD, SetClock, enrolled, opened
from tests.sync.real_ends import Station


def change(store: Store, seq: int) -> None:
    store.database.run("DROP TRIGGER event_body_is_frozen")
    store.database.run(
        "UPDATE event SET body = CAST(replace(CAST(body AS TEXT), '龙秀珍', '石大山') AS BLOB) WHERE seq = ?", (seq,)
    )


def check(directory: Path, password: Path) -> int:
    return main(["check", "--directory", str(directory), "--login", "longxiuzhen", "--password-file", str(password)])


@pytest.fixture
def password(tmp_path: Path) -> Path:
    path = tmp_path / "password"
    path.write_text(PASSWORD, "utf-8")
    return path


def test_check_tells_where_the_log_was_changed(
    tmp_path: Path, password: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = SetClock()
    unlocked = enrolled(tmp_path / "station", clock)
    assert check(tmp_path / "station", password) == 0
    assert "✓ 本站的" in capsys.readouterr().out
    store = opened(tmp_path / "station", unlocked, clock)
    change(store, 1)
    store.close()
    assert check(tmp_path / "station", password) == 1
    assert "✗ 本站的" in capsys.readouterr().out


def test_a_case_that_was_sent_cannot_be_changed_here_any_more(station: Station, district: District) -> None:
    """The district has the first one; the changed one never takes its place there."""
    received(station, "李䶮")
    assert station.sync().failure is None
    station.desk.store.database.run("UPDATE event SET verdict = NULL WHERE seq = 2")
    change(station.desk.store, 2)
    station.sync()
    assert station.desk.store.log.first_break() == 2
    (case_id,) = cases_at_district(district)
    assert at_district(district, case_id).content.applicant.name == "李䶮"
    with reading(district.engine) as connection:
        (kept,) = connection.execute(event.select().where(event.c.kind == "case_received"))
        assert "龙秀珍" in kept.body.decode()
        assert connection.execute(quarantine.select()).all() != []
