"""Backups that make themselves."""

from pathlib import Path

from station_app.desk.daily_backup import KEPT, back_up_daily
from station_app.desk.restoring import restore_backup
from station_app.storage.keys import Unlocked
from tests.storage.station import SetClock, opened_desk


def test_one_backup_a_day_and_the_newest_seven_stay(directory: Path, unlocked: Unlocked, clock: SetClock) -> None:
    second = directory.parent / "disk"
    second.mkdir()
    desk = opened_desk(directory, unlocked, clock)
    for _ in range(KEPT + 2):
        assert len(back_up_daily(desk, unlocked.raw_key, second)) == 2
        assert back_up_daily(desk, unlocked.raw_key, second) == ()
        clock.wait(days=1)
    desk.close()
    for folder in (directory / "backups", second):
        names = sorted(path.name for path in folder.iterdir())
        assert (len(names), names[0], names[-1]) == (KEPT, "daily-20261125.backup", "daily-20261201.backup")


def test_a_disk_that_is_not_there_today_stops_nothing(directory: Path, unlocked: Unlocked, clock: SetClock) -> None:
    desk = opened_desk(directory, unlocked, clock)
    assert len(back_up_daily(desk, unlocked.raw_key, directory.parent / "pulled out")) == 1
    desk.close()


def test_restoring_the_daily_backup_leaves_the_pages_where_they_are(
    directory: Path, unlocked: Unlocked, clock: SetClock
) -> None:
    desk = opened_desk(directory, unlocked, clock)
    page = desk.store.vault.write(b"page one")
    (archive,) = back_up_daily(desk, unlocked.raw_key)
    desk.close()
    words = restore_backup(archive, directory, unlocked.raw_key, clock)
    assert "照片不在这台电脑上" not in words.zh
    desk = opened_desk(directory, unlocked, clock)
    assert desk.store.vault.read(page) == b"page one"
    assert desk.store.log.tail()[0] == 1
    desk.close()
