"""A number is never given twice: not after a crash, a restored backup, a copied directory or a clock set back."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from forms.receipt_number import parse
from station_app.desk.restoring import restore_backup
from station_app.storage.backup import backup
from station_app.storage.keys import Unlocked
from station_app.storage.places import Places
from station_app.storage.store import Store
from tests.storage.station import MACHINE, SetClock, enrolled, opened


def minted(store: Store, clock: SetClock) -> str:
    with store.transaction():
        return store.next_number(clock.now())


def test_numbers_count_up_within_a_day_and_begin_anew_the_next(store: Store, clock: SetClock) -> None:
    assert [parse(minted(store, clock)).serial for _ in range(3)] == [1, 2, 3]
    clock.wait(days=1)
    number = parse(minted(store, clock))
    assert (number.station, number.device, number.day, number.serial) == ("5299", "03", date(2026, 11, 24), 1)
    clock.wait(days=-1)
    assert parse(minted(store, clock)).serial == 4


def test_the_day_is_the_day_in_china(store: Store, clock: SetClock) -> None:
    clock.moment = (clock.moment + timedelta(hours=15)).astimezone(None)
    assert parse(minted(store, clock)).day == date(2026, 11, 24)


def test_a_number_on_a_slip_is_not_given_again_when_its_case_was_rolled_back(store: Store, clock: SetClock) -> None:
    class Interrupted(Exception):
        pass

    given: list[str] = []

    def fails() -> None:
        with store.transaction():
            given.append(store.next_number(clock.now()))
            raise Interrupted

    with pytest.raises(Interrupted):
        fails()
    assert minted(store, clock) not in given


def test_a_restored_backup_mints_no_number_again(
    store: Store, directory: Path, unlocked: Unlocked, clock: SetClock, tmp_path: Path
) -> None:
    before = [minted(store, clock) for _ in range(2)]
    backup(store.database, store.places, unlocked.raw_key, tmp_path / "b.tar", clock.now())
    after = [minted(store, clock) for _ in range(3)]
    store.database.close()
    restore_backup(tmp_path / "b.tar", directory, unlocked.raw_key, clock)
    again = opened(directory, unlocked, clock)
    assert minted(again, clock) not in {*before, *after}
    again.close()
    # Also where the high-water file was lost with the disk.
    restore_backup(tmp_path / "b.tar", tmp_path / "new disk", unlocked.raw_key, clock)
    replaced = opened(tmp_path / "new disk", unlocked, clock)
    first, second = minted(replaced, clock), minted(replaced, clock)
    assert {first, second}.isdisjoint({*before, *after})
    assert len(parse(first).device) == 4
    assert parse(second).device == parse(first).device
    replaced.close()


def test_clones_of_one_pc_do_not_collide(directory: Path, unlocked: Unlocked, clock: SetClock, tmp_path: Path) -> None:
    for name in ("one", "two"):
        shutil.copytree(directory, tmp_path / name)
    numbers = []
    for place, machine in ((directory, MACHINE), (tmp_path / "one", "another pc"), (tmp_path / "two", "a third")):
        store = opened(place, unlocked, clock, machine)
        numbers += [minted(store, clock) for _ in range(3)]
        store.close()
    assert len(set(numbers)) == 9
    assert parse(numbers[0]).device == "03"
    # A clone keeps the device part it has drawn.
    again = opened(tmp_path / "one", unlocked, clock, "another pc")
    assert parse(minted(again, clock)).device == parse(numbers[3]).device
    again.close()


def test_a_directory_cloned_after_numbers_were_minted_draws_its_own(
    store: Store, directory: Path, unlocked: Unlocked, clock: SetClock, tmp_path: Path
) -> None:
    first = minted(store, clock)
    store.database.run("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copytree(directory, tmp_path / "clone")
    clone = opened(tmp_path / "clone", unlocked, clock, "another pc")
    cloned = minted(clone, clock)
    clone.close()
    assert cloned != minted(store, clock) != first
    assert parse(cloned).device != parse(first).device


def test_the_high_water_is_in_no_backup(store: Store, unlocked: Unlocked, clock: SetClock, tmp_path: Path) -> None:
    minted(store, clock)
    manifest = backup(store.database, store.places, unlocked.raw_key, tmp_path / "b.tar", clock.now())
    assert Places(tmp_path).numbers.name not in manifest.files


def test_a_pc_without_a_machine_id_can_still_mint(tmp_path: Path, clock: SetClock) -> None:
    unlocked = enrolled(tmp_path, clock, machine="")
    store = opened(tmp_path, unlocked, clock, machine="")
    assert parse(minted(store, clock)).device == "03"
    store.close()
