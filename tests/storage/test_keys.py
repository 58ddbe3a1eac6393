"""Keys, passwords and the wait after wrong ones."""

import secrets
from datetime import timedelta
from pathlib import Path

import pytest

from forms.failures import InputFailure
from station_app.desk import sign_in
from station_app.desk.enrol_station import enrol_station
from station_app.storage.failures import DatabaseDamaged, DatabaseUnreachable
from station_app.storage.keys import Unlocked, WrongPassword, set_password, unseal, unwrap
from station_app.storage.lock_out import LockedOut, unlock
from station_app.storage.places import Places
from station_app.storage.store import AlreadyEnrolled, Store
from tests.storage.station import CHEAP, PASSWORD, RECOVERY, SetClock, enrolled, grant, opened, received

LOGIN = "longxiuzhen"


def test_the_right_password_gives_the_key(directory: Path, unlocked: Unlocked, clock: SetClock) -> None:
    assert unlock(directory, LOGIN, PASSWORD, clock.now()) == unlocked
    assert unwrap(directory, LOGIN, PASSWORD + "!") is None
    assert unwrap(directory, "nobody", PASSWORD) is None


def test_the_key_is_not_shown_by_accident(unlocked: Unlocked) -> None:
    assert repr(unlocked) == f"Unlocked(agent_login={LOGIN!r})"


def test_an_agent_more_opens_the_same_store(directory: Path, unlocked: Unlocked, clock: SetClock) -> None:
    set_password(directory, unlocked.raw_key, "chenping", "陈平", "another one", secrets.token_bytes, CHEAP)
    found = sign_in.sign_in(directory, "chenping", "another one", clock)
    assert (found.raw_key, found.agent_name) == (unlocked.raw_key, "陈平")
    assert sign_in.agents(directory) == ((LOGIN, "龙秀珍"), ("chenping", "陈平"))


def test_the_district_opens_a_store_whose_passwords_are_lost(directory: Path, unlocked: Unlocked) -> None:
    assert unseal(directory, bytes(RECOVERY)) == unlocked.raw_key
    with pytest.raises(DatabaseDamaged):
        unseal(directory, bytes(32))


def test_nothing_on_the_disk_can_be_read_without_the_key(directory: Path, store: Store, case_id: str) -> None:
    received(store, case_id, name="欧阳𬸚", id_number="529901194603121242")
    store.vault.write("一页 欧阳𬸚".encode())
    store.database.run("PRAGMA wal_checkpoint")
    for path in directory.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert "欧阳𬸚".encode() not in content, path
            assert b"529901194603121242" not in content, path
    assert not Places(directory).database.read_bytes().startswith(b"SQLite format 3")


def test_five_wrong_passwords_make_one_wait_and_longer_each_time(directory: Path, clock: SetClock) -> None:
    enrolled(directory, clock)
    for left in (4, 3, 2, 1):
        with pytest.raises(WrongPassword, match=f"再错{left}次"):
            unlock(directory, LOGIN, "wrong", clock.now())
    with pytest.raises(LockedOut, match="请等1分钟"):
        unlock(directory, LOGIN, "wrong", clock.now())
    # The tries are on the disk: nothing but time helps, not the right password and not a new start.
    with pytest.raises(LockedOut):
        unlock(directory, LOGIN, PASSWORD, clock.now() + timedelta(seconds=59))
    clock.wait(minutes=1)
    with pytest.raises(LockedOut, match="请等2分钟"):
        unlock(directory, LOGIN, "wrong", clock.now())
    clock.wait(minutes=2)
    assert unlock(directory, LOGIN, PASSWORD, clock.now()).agent_name == "龙秀珍"
    with pytest.raises(WrongPassword, match="再错4次"):
        unlock(directory, LOGIN, "wrong", clock.now())


def test_a_clock_set_back_does_not_lock_an_agent_out_for_years(directory: Path, clock: SetClock) -> None:
    enrolled(directory, clock)
    for _ in range(4):
        with pytest.raises(WrongPassword):
            unlock(directory, LOGIN, "wrong", clock.now())
    with pytest.raises(LockedOut):
        unlock(directory, LOGIN, "wrong", clock.now())
    clock.wait(days=-3650)
    with pytest.raises(LockedOut) as told:
        unlock(directory, LOGIN, PASSWORD, clock.now())
    assert told.value.minutes == 1


def test_a_second_enrolment_is_refused_and_changes_nothing(
    directory: Path, unlocked: Unlocked, clock: SetClock
) -> None:
    before = Places(directory).keys.read_bytes()
    with pytest.raises(AlreadyEnrolled, match="直接登录"):
        enrolled(directory, clock)
    assert Places(directory).keys.read_bytes() == before


def test_an_enrolment_cut_short_can_be_made_again(directory: Path, clock: SetClock) -> None:
    places = Places(directory)
    enrolled(directory, clock)
    places.database.rename(places.database.with_name("station.db.new"))
    assert not sign_in.is_enrolled(directory)
    again = enrolled(directory, clock)
    opened(directory, again, clock).close()


@pytest.mark.parametrize(
    ("login", "name", "password"), [("", "龙秀珍", PASSWORD), ("l", " ", PASSWORD), ("l", "龙", "12345")]
)
def test_an_agent_without_name_or_password_is_refused(
    directory: Path, clock: SetClock, login: str, name: str, password: str
) -> None:
    with pytest.raises(InputFailure):
        enrol_station(directory, grant(), bytes(32), login, name, password, clock, secrets.token_bytes, cost=CHEAP)
    assert not sign_in.is_enrolled(directory)


def test_a_key_file_that_is_gone_or_unreadable_is_told(directory: Path, unlocked: Unlocked, clock: SetClock) -> None:
    Places(directory).keys.write_bytes(b"{")
    with pytest.raises(DatabaseDamaged):
        unlock(directory, LOGIN, PASSWORD, clock.now())
    Places(directory).keys.unlink()
    with pytest.raises(DatabaseUnreachable):
        unlock(directory, LOGIN, PASSWORD, clock.now())
