"""Backups that make themselves."""

from pathlib import Path

import pytest

from forms.failures import EnvironmentFailure
from station_app.desk.backups import back_up_to, backups_seen, found_backup, keep_second
from station_app.desk.daily_backup import AWAY_DAYS, KEPT, back_up_daily, second_away
from station_app.desk.restoring import restore_backup
from station_app.storage.keys import Unlocked
from tests.storage.station import SetClock, opened_desk


def test_one_backup_a_day_and_the_newest_seven_stay(directory: Path, unlocked: Unlocked, clock: SetClock) -> None:
    second = directory.parent / "disk"
    second.mkdir()
    desk = opened_desk(directory, unlocked, clock)
    keep_second(desk, second)
    for _ in range(KEPT + 2):
        assert len(back_up_daily(desk, unlocked.raw_key)) == 2
        assert back_up_daily(desk, unlocked.raw_key) == ()
        clock.wait(days=1)
    desk.close()
    for folder in (directory / "backups", second):
        names = sorted(path.name for path in folder.iterdir())
        assert (len(names), names[0], names[-1]) == (KEPT, "daily-20261125.backup", "daily-20261201.backup")


def test_a_disk_that_is_away_stops_nothing_and_is_said_after_a_week(
    directory: Path, unlocked: Unlocked, clock: SetClock
) -> None:
    second = directory.parent / "disk"
    second.mkdir()
    desk = opened_desk(directory, unlocked, clock)
    keep_second(desk, second)
    assert len(back_up_daily(desk, unlocked.raw_key)) == 2
    second.rename(directory.parent / "pulled out")
    for day in range(1, 9):
        clock.wait(days=1)
        assert len(back_up_daily(desk, unlocked.raw_key)) == 1
        away = second_away(desk)
        assert (away is not None) == (day >= AWAY_DAYS)
    assert away is not None
    assert "已经 8 天没有接上" in away.zh
    seen = backups_seen(directory)
    assert (seen.second, seen.second_is_here, len(seen.found)) == (second, False, KEPT)
    (directory.parent / "pulled out").rename(second)
    assert len(back_up_daily(desk, unlocked.raw_key)) == 1, "today's is beside the data already"
    assert second_away(desk) is None
    assert len(backups_seen(directory).found) == KEPT + 2
    keep_second(desk, None)
    assert backups_seen(directory).second is None
    desk.close()


def test_a_folder_beside_the_data_is_no_second_disk(directory: Path, unlocked: Unlocked, clock: SetClock) -> None:
    desk = opened_desk(directory, unlocked, clock)
    for folder in (directory / "backups", directory, directory.parent / "none"):
        with pytest.raises(EnvironmentFailure, match="另一块盘"):
            keep_second(desk, folder)
    desk.close()


def test_one_made_by_hand_holds_the_pages_and_is_the_last_one(
    directory: Path, unlocked: Unlocked, clock: SetClock
) -> None:
    stick = directory.parent / "stick"
    stick.mkdir()
    (stick / "便民站5299-坏.backup").write_bytes(b"no backup")
    desk = opened_desk(directory, unlocked, clock)
    desk.store.vault.write(b"page one")
    back_up_daily(desk, unlocked.raw_key)
    clock.wait(hours=3)
    target = back_up_to(desk, unlocked.raw_key, stick)
    assert target.name == "便民站5299-备份-20261123-131200.backup"
    found = found_backup(target)
    assert (found.with_pages, found.events) == (True, 1)
    seen = backups_seen(directory)
    assert (seen.last_path, seen.last_at, len(seen.found)) == (str(target), found.made_at, 1)
    keep_second(desk, stick)
    assert backups_seen(directory).found[0].path == target
    target.unlink()
    with pytest.raises(EnvironmentFailure, match="备份没有做"):
        back_up_to(desk, unlocked.raw_key, stick / "gone")
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
