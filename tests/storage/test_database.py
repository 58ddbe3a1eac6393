"""What the disk does to a database, and what is said of it: real files, real locks, a real full disk."""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from station_app.desk.sign_in import claim_directory
from station_app.storage.database import connect
from station_app.storage.failures import (
    AlreadyRunning,
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseUnreachable,
    DiskFull,
)
from station_app.storage.keys import Unlocked
from station_app.storage.places import Places
from station_app.storage.store import Store
from tests.storage.station import SetClock, enrolled, opened, received


def test_a_wrong_key_is_told_and_changes_nothing(directory: Path, unlocked: Unlocked) -> None:
    before = Places(directory).database.read_bytes()
    with pytest.raises(DatabaseDamaged, match="不要删除任何文件"):
        connect(Places(directory).database, bytes(32))
    assert Places(directory).database.read_bytes() == before


def test_a_database_that_is_gone_is_told_and_not_made_anew(
    directory: Path, unlocked: Unlocked, clock: SetClock
) -> None:
    Places(directory).database.unlink()
    with pytest.raises(DatabaseUnreachable):
        opened(directory, unlocked, clock)
    assert not Places(directory).database.exists()


def test_one_changed_byte_anywhere_is_found_at_the_start(directory: Path, unlocked: Unlocked, clock: SetClock) -> None:
    path = Places(directory).database
    store = opened(directory, unlocked, clock)
    for _ in range(40):
        received(store, secrets.token_hex(16))
    store.close()
    whole = path.read_bytes()
    clock.wait(days=1)
    for offset in (20, len(whole) // 2, len(whole) - 700):
        path.write_bytes(whole[:offset] + bytes([whole[offset] ^ 1]) + whole[offset + 1 :])
        with pytest.raises(DatabaseDamaged):
            opened(directory, unlocked, clock)
    path.write_bytes(whole)
    opened(directory, unlocked, clock).close()


def test_a_cut_file_is_found(directory: Path, unlocked: Unlocked, clock: SetClock) -> None:
    path = Places(directory).database
    path.write_bytes(path.read_bytes()[:-9000])
    clock.wait(days=1)
    with pytest.raises(DatabaseDamaged):
        opened(directory, unlocked, clock)


def test_the_whole_file_is_read_once_a_day(directory: Path, unlocked: Unlocked, clock: SetClock) -> None:
    opened(directory, unlocked, clock).close()
    path = Places(directory).database
    whole = path.read_bytes()
    at = len(whole) - 700 - 4096 * 6
    path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    # The same day it is not read through again; a page that is used is compared with its seal all the same.
    opened(directory, unlocked, clock).close()
    clock.wait(days=1)
    with pytest.raises(DatabaseDamaged):
        opened(directory, unlocked, clock)


def test_a_lock_held_by_another_program_is_told(
    directory: Path, store: Store, clock: SetClock, unlocked: Unlocked
) -> None:
    other = opened(directory, unlocked, clock)
    store.database.run("PRAGMA busy_timeout = 20")
    with other.transaction():
        other.facts.write("checked_on", "")
        with pytest.raises(DatabaseBusy, match="等一会儿"):
            received(store, secrets.token_hex(16))
    received(store, secrets.token_hex(16))
    other.close()


def test_a_second_program_on_the_same_directory_is_refused(directory: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from station_app.desk.sign_in import claim_directory\n"
        "with claim_directory(Path(sys.argv[1])):\n    print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(directory)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(AlreadyRunning, match="已经打开了一个"):
            claim_directory(directory)
        other.kill()
        other.wait(10)
    claim_directory(directory).close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1.5 MB, where the machine lets us mount one."""
    place = tmp_path / "small"
    place.mkdir()
    if os.name == "nt" or os.geteuid() != 0:
        pytest.skip("only root may mount a small disk; the page limit below stands in for it")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", str(place)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip(f"no tmpfs here: {mounted.stderr.decode().strip()}")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_is_told_and_everything_before_it_is_there(small_disk: Path, clock: SetClock) -> None:
    directory = small_disk / "station"
    unlocked = enrolled(directory, clock)
    store = opened(directory, unlocked, clock)
    kept: list[str] = []

    def fill() -> None:
        for _ in range(2000):
            case_id = secrets.token_hex(16)
            received(store, case_id, name="李䶮" * 20)
            kept.append(case_id)

    with pytest.raises(DiskFull, match="以前存的都在"):
        fill()
    assert kept
    with pytest.raises(DiskFull):
        store.vault.write(secrets.token_bytes(2_000_000))
    store.close()
    subprocess.run(["mount", "-o", "remount,size=8m", str(small_disk)], check=True)
    clock.wait(days=1)
    store = opened(directory, unlocked, clock)
    assert {row.case_id for row in store.cases.find("", "all", 5000)} == set(kept)
    assert store.log.first_break() is None
    received(store, secrets.token_hex(16))
    store.close()


def test_a_disk_that_fills_in_the_middle_of_a_save_leaves_no_half(store: Store) -> None:
    kept = [secrets.token_hex(16) for _ in range(3)]
    for case_id in kept:
        received(store, case_id)
    pages = store.database.value("PRAGMA page_count")
    store.database.run(f"PRAGMA max_page_count = {pages}")
    failed = 0
    for _ in range(40):
        try:
            received(store, secrets.token_hex(16), name="李䶮" * 200)
        except DiskFull:
            failed += 1
    assert failed
    store.database.run("PRAGMA max_page_count = 100000")
    rows = store.database.value("SELECT count(*) FROM case_row")
    events = store.database.value("SELECT count(*) FROM event WHERE case_id <> ''")
    assert rows == events
    assert store.log.first_break() is None
    received(store, secrets.token_hex(16))
