"""A backup put back: what is told before, what comes over, and every way in which it can go wrong. Real files, real kills."""

import contextlib
import errno
import hashlib
import os
import secrets
import signal
import subprocess
import tarfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import msgspec
import pytest

from forms.case import CaseContent, MaterialLine, Page
from station_app.desk import drafts
from station_app.desk.restoring import RestoreNotFinished, key_for, restore_backup, what_restoring_does
from station_app.desk.sign_in import claim_directory, is_enrolled, sign_in
from station_app.line_settings import LineSettings, read_line, write_line
from station_app.storage.backup import BackupManifest, BackupUnusable, backup
from station_app.storage.failures import DiskFull
from station_app.storage.keys import Unlocked
from station_app.storage.migrations import MIGRATIONS, migrate
from station_app.storage.places import Places
from station_app.storage.replacing import READY
from station_app.storage.restore import BackupOfAnother, BackupTooNew
from tests.storage.station import (
    PASSWORD,
    SetClock,
    complete_content,
    drafted,
    enrolled,
    opened,
    opened_desk,
    received,
)
from tests.storage.test_migrations import add_priority
from tests.storage.test_projections import tables

Made = tuple[Path, list[str]]


@pytest.fixture
def made(directory: Path, unlocked: Unlocked, clock: SetClock, tmp_path: Path) -> Made:
    """A backup with two cases and a page, and the cases received here since: one that was sent, one that was not."""
    store = opened(directory, unlocked, clock)
    cases = [secrets.token_hex(16) for _ in range(4)]
    for case_id, name in zip(cases[:2], ("李䶮", "买买提·吐尔逊"), strict=True):
        received(store, case_id, name=name)
    store.vault.write(b"page one")
    write_line(directory, LineSettings("https://county.example"))
    archive = tmp_path / "old.backup"
    backup(store.database, store.places, unlocked.raw_key, archive, clock.now())
    received(store, cases[2], name="石大山")
    store.database.run("UPDATE event SET verdict = 'applied', case_order = 1 WHERE case_id = ?", (cases[2],))
    store.projections.refresh([cases[2]])
    received(store, cases[3], name="欧阳𬸚")
    store.close()
    clock.wait(days=1)
    return archive, cases


def files(directory: Path) -> dict[str, bytes]:
    """What is in the directory, but for what SQLite and the lock keep beside it."""
    left_out = ("station.db-wal", "station.db-shm", "station.lock")
    found = [path for path in directory.rglob("*") if path.is_file() and path.name not in left_out]
    return {path.relative_to(directory).as_posix(): path.read_bytes() for path in found}


def test_what_it_will_do_is_counted_truly_and_changes_nothing(made: Made, directory: Path, unlocked: Unlocked) -> None:
    archive, _ = made
    before = files(directory)
    words = what_restoring_does(archive, directory, unlocked.raw_key)
    assert (words.events, words.events_after, words.unsent) == (3, 2, 1)
    assert "2026-11-23 10:12" in words.zh
    assert "又登记了 2 条，其中 1 条（1 件）还没有传到县里" in words.zh
    assert "照常上传，不会丢，也不会重复" in words.zh
    assert files(directory) == before


def test_what_is_not_in_the_backup_comes_over_as_it_stood(
    made: Made, directory: Path, unlocked: Unlocked, clock: SetClock
) -> None:
    archive, cases = made
    store = opened(directory, unlocked, clock)
    before, tail = tables(store), store.log.tail()
    ids = store.database.rows("SELECT op_id, body, seq, hash, verdict, case_order FROM event ORDER BY position")
    store.close()
    words = restore_backup(archive, directory, unlocked.raw_key, clock)
    assert "备份以后登记的 2 条也带过来了，其中 1 条还没有传到县里" in words.zh
    store = opened(directory, unlocked, clock)
    assert store.database.rows("SELECT op_id, body, seq, hash, verdict, case_order FROM event ORDER BY position") == ids
    assert (tables(store), store.log.tail(), store.log.first_break()) == (before, tail, None)
    assert [store.cases.row(case_id).unsent for case_id in cases] == [True, True, False, True]  # type: ignore[union-attr]
    restored = store.facts.happenings().restored
    assert restored is not None
    assert (restored.taken, restored.unsent, restored.all_read) == (2, 1, True)
    store.close()
    (kept,) = directory.glob("replaced-*")
    assert (kept.name, {path.name for path in kept.iterdir()}) == (words.aside, {"station.db"})


def test_restoring_twice_doubles_nothing(made: Made, directory: Path, unlocked: Unlocked, clock: SetClock) -> None:
    archive, cases = made
    for _ in range(2):
        restore_backup(archive, directory, unlocked.raw_key, clock)
    store = opened(directory, unlocked, clock)
    assert store.database.value("SELECT count(*) FROM event") == 5
    assert len(store.cases.find("", "all", 100)) == len(cases)
    store.close()
    assert len(list(directory.glob("replaced-*/station.db"))) == 2, "also within one second"


def test_drafts_come_over_and_one_that_became_a_case_is_no_draft_again(
    directory: Path, unlocked: Unlocked, clock: SetClock, tmp_path: Path
) -> None:
    from station_app.desk.receive_case import receive_case

    desk = opened_desk(directory, unlocked, clock)
    becomes, changes = drafted(desk, complete_content(desk)), drafted(desk, CaseContent(item_code="MZ-003"))
    archive = tmp_path / "old.backup"
    backup(desk.store.database, desk.store.places, unlocked.raw_key, archive, clock.now())
    clock.wait(minutes=5)
    number = receive_case(desk, becomes).receipt_number
    drafts.save_draft(desk, changes, CaseContent(item_code="MZ-005"))
    later = drafted(desk, CaseContent(item_code="ZH-001"))
    desk.close()
    assert "还有 2 份草稿" in what_restoring_does(archive, directory, unlocked.raw_key).zh
    restore_backup(archive, directory, unlocked.raw_key, clock)
    desk = opened_desk(directory, unlocked, clock)
    assert {draft.draft_id: draft.content.item_code for draft in desk.store.drafts.open()} == {
        changes: "MZ-005",
        later: "ZH-001",
    }
    assert receive_case(desk, becomes).receipt_number == number
    desk.close()


def test_the_passwords_of_today_stay(made: Made, directory: Path, unlocked: Unlocked, clock: SetClock) -> None:
    archive, _ = made
    store = opened(directory, unlocked, clock)
    store.give_password("wuguoqing", "吴国庆", "another horse")
    store.close()
    restore_backup(archive, directory, unlocked.raw_key, clock)
    assert sign_in(directory, "wuguoqing", "another horse", clock).raw_key == unlocked.raw_key


def test_on_an_empty_disk_it_is_the_same_station(
    made: Made, directory: Path, unlocked: Unlocked, clock: SetClock, tmp_path: Path
) -> None:
    archive, cases = made
    other = tmp_path / "other"
    raw_key = key_for(archive, other, "longxiuzhen", PASSWORD, clock)
    with pytest.raises(Exception, match="打不开这份备份"):
        key_for(archive, other, "longxiuzhen", "wrong horse", clock)
    assert "数不出那以后登记了多少" in what_restoring_does(archive, other, raw_key).zh
    words = restore_backup(archive, other, raw_key, clock)
    assert words.aside == ""
    store = opened(other, sign_in(other, "longxiuzhen", PASSWORD, clock), clock)
    assert [row.case_id for row in store.cases.find("", "all", 100)] == cases[1::-1]
    assert [store.vault.read(path.stem) for path in (other / "pages").rglob("*.page")] == [b"page one"]
    store.close()
    assert {path.name for path in other.iterdir()} == {"station.db", "keys.json", "line.json", "pages"}
    assert read_line(other) == LineSettings("https://county.example"), "it finds its district again"


def test_a_folder_that_somebody_made_beside_the_data_stays(made: Made, directory: Path) -> None:
    for name in ("backup-usb", "restore-old", "replaced-20261101-101010"):
        (directory / name).mkdir()
    (directory / "being-made-x").mkdir()
    claim_directory(directory).close()
    names = {path.name for path in directory.iterdir()}
    assert {"backup-usb", "restore-old", "replaced-20261101-101010"} < names
    assert "being-made-x" not in names


def test_the_address_of_today_stays(made: Made, directory: Path, unlocked: Unlocked, clock: SetClock) -> None:
    archive, _ = made
    write_line(directory, LineSettings("https://moved.example"))
    restore_backup(archive, directory, unlocked.raw_key, clock)
    assert read_line(directory) == LineSettings("https://moved.example")


def test_pages_whose_files_are_gone_are_wanted_again_and_the_rest_is_said(
    directory: Path, unlocked: Unlocked, clock: SetClock, tmp_path: Path
) -> None:
    store = opened(directory, unlocked, clock)
    contents = {name: f"page {name}".encode() for name in ("confirmed", "sent", "unsent")}
    cases = {name: secrets.token_hex(16) for name in contents}
    for name, content in contents.items():
        page = Page(store.vault.write(content), len(content), "image/png", name)
        line = MaterialLine("id_card", "身份证", "provided", 1, False, 1, pages=(page,))
        store.append(_receipt(cases[name], line))
        if name != "unsent":
            store.database.run("UPDATE event SET verdict = 'applied' WHERE case_id = ?", (cases[name],))
        if name == "confirmed":
            store.pages.confirmed(page.sha256)
    archive = tmp_path / "daily.backup"
    backup(store.database, store.places, unlocked.raw_key, archive, clock.now(), with_pages=False)
    store.close()
    words = restore_backup(archive, tmp_path / "other", unlocked.raw_key, clock)
    assert "有 3 张照片不在这台电脑上" in words.zh
    other = opened(tmp_path / "other", unlocked, clock)
    names = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    assert set(other.pages.to_fetch()) == {names["confirmed"], names["sent"]}
    assert set(other.pages.lost()) == {cases["sent"], cases["unsent"]}
    assert other.pages.counts().unsent == 0
    other.store_fetched_page(names["sent"], contents["sent"])
    assert other.pages.lost() == [cases["unsent"]]
    assert other.pages.to_send() == []
    other.close()


def _receipt(case_id: str, line: MaterialLine) -> "object":
    from forms.events import CaseReceived
    from tests.storage.station import own

    content = CaseContent(item_code="MZ-004", materials=(line,), receipt_number=f"5299-03-20261123-{case_id[:4]}-X")
    return own(CaseReceived(content), "case_received", case_id)


@pytest.mark.parametrize("damage", ["cut", "byte", "empty", "no archive"])
def test_a_damaged_backup_changes_nothing(
    made: Made, directory: Path, unlocked: Unlocked, clock: SetClock, damage: str
) -> None:
    archive, _ = made
    content = archive.read_bytes()
    middle = len(content) // 2
    archive.write_bytes(
        {
            "cut": content[:middle],
            "byte": content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :],
            "empty": b"",
            "no archive": b"a photograph, by mistake" * 100,
        }[damage]
    )
    before = files(directory)
    for call in (what_restoring_does, lambda *given: restore_backup(*given, clock)):
        with pytest.raises(BackupUnusable, match="现有的数据没有动"):
            call(archive, directory, unlocked.raw_key)
    assert files(directory) == before


@pytest.mark.parametrize("name", ["../outside", "/etc/passwd", "numbers.high", "pages/../../outside"])
def test_a_backup_that_names_other_files_is_refused(
    directory: Path, unlocked: Unlocked, clock: SetClock, tmp_path: Path, name: str
) -> None:
    content, archive = b"anything", tmp_path / "made up.backup"
    manifest = BackupManifest("2026-11-23", "5299", 1, {name: hashlib.sha256(content).hexdigest()})
    with tarfile.open(archive, "w") as tar:
        for member, body in (("manifest.json", msgspec.json.encode(manifest)), (name, content)):
            info = tarfile.TarInfo(member)
            info.size = len(body)
            tar.addfile(info, BytesIO(body))
    with pytest.raises(BackupUnusable):
        restore_backup(archive, directory, unlocked.raw_key, clock)
    assert not (directory.parent / "outside").exists()


def test_a_backup_of_another_pc_is_refused(made: Made, clock: SetClock, tmp_path: Path) -> None:
    archive, _ = made
    other = enrolled(tmp_path / "other", clock, device="04")
    before = files(tmp_path / "other")
    with pytest.raises(BackupOfAnother, match="不是这台电脑的"):
        restore_backup(archive, tmp_path / "other", other.raw_key, clock)
    assert files(tmp_path / "other") == before


def test_a_backup_of_a_newer_program_is_refused_before_anything_is_replaced(
    directory: Path, unlocked: Unlocked, clock: SetClock, tmp_path: Path
) -> None:
    newer = tmp_path / "newer"
    restore_from = tmp_path / "newer.backup"
    store = opened(directory, unlocked, clock)
    backup(store.database, store.places, unlocked.raw_key, restore_from, clock.now())
    store.close()
    restore_backup(restore_from, newer, unlocked.raw_key, clock)
    store = opened(newer, unlocked, clock)
    migrate(store.database, lambda: None, (*MIGRATIONS, add_priority))
    backup(store.database, store.places, unlocked.raw_key, restore_from, clock.now())
    store.close()
    before = files(directory)
    with pytest.raises(BackupTooNew, match="请先装新版本的程序"):
        restore_backup(restore_from, directory, unlocked.raw_key, clock)
    assert files(directory) == before


@pytest.mark.expects_log("cannot be read")
def test_data_that_cannot_be_read_are_said_and_kept_and_the_restore_goes_on(
    made: Made, directory: Path, unlocked: Unlocked, clock: SetClock
) -> None:
    archive, cases = made
    broken = secrets.token_bytes(len(Places(directory).database.read_bytes()))
    Places(directory).database.write_bytes(broken)
    assert "取不回来" in what_restoring_does(archive, directory, unlocked.raw_key).zh
    words = restore_backup(archive, directory, unlocked.raw_key, clock)
    assert "原来的数据打不开" in words.zh
    assert (directory / words.aside / "station.db").read_bytes() == broken
    store = opened(directory, unlocked, clock)
    assert [row.case_id for row in store.cases.find("", "all", 100)] == cases[1::-1]
    store.close()


def test_of_data_damaged_in_part_what_was_not_sent_comes_over(
    directory: Path, unlocked: Unlocked, clock: SetClock, tmp_path: Path
) -> None:
    store = opened(directory, unlocked, clock)
    archive = tmp_path / "old.backup"
    backup(store.database, store.places, unlocked.raw_key, archive, clock.now())
    for _ in range(120):
        received(store, secrets.token_hex(16), name="石大山" * 300)
    store.database.run("UPDATE event SET verdict = 'applied' WHERE seq > 1")
    unsent = secrets.token_hex(16)
    received(store, unsent, name="欧阳𬸚")
    store.database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    _damage_where(directory, unlocked, clock)
    assert "现在的数据坏了一部分" in what_restoring_does(archive, directory, unlocked.raw_key).zh
    words = restore_backup(archive, directory, unlocked.raw_key, clock)
    assert "其中 1 条还没有传到县里" in words.zh
    assert "坏了一部分" in words.zh
    store = opened(directory, unlocked, clock)
    assert [row.case_id for row in store.cases.find("", "all", 1000)] == [unsent]
    assert store.log.first_break() is None
    store.close()


@pytest.mark.parametrize("is_sent", [True, False])
def test_a_long_event_that_reads_as_zeros_does_not_come_over_and_the_others_do(
    made: Made, directory: Path, unlocked: Unlocked, clock: SetClock, is_sent: bool
) -> None:
    """As SQLCipher gives a value whose last overflow page is damaged: the file cannot be spoilt so on purpose, the table can."""
    archive, cases = made
    store = opened(directory, unlocked, clock)
    store.database.run("DROP TRIGGER event_body_is_frozen")
    long = secrets.token_hex(16)
    received(store, long, name="石大山" * 3000)
    zeros = "substr(body, 1, 4000) || CAST(zeroblob(length(body) - 4000) AS TEXT)"
    verdict = "'applied'" if is_sent else "NULL"
    store.database.run(f"UPDATE event SET body = CAST({zeros} AS BLOB), verdict = {verdict} WHERE case_id = ?", (long,))
    store.close()
    assert "坏了一部分" in what_restoring_does(archive, directory, unlocked.raw_key).zh
    words = restore_backup(archive, directory, unlocked.raw_key, clock)
    assert "坏了一部分" in words.zh
    store = opened(directory, unlocked, clock)
    assert {row.case_id for row in store.cases.find("", "all", 100)} == {*cases[:2], cases[3]}
    assert store.log.first_break() is None
    store.close()


def _damage_where(directory: Path, unlocked: Unlocked, clock: SetClock) -> None:
    """Spoils a page of the log's table in its middle: of events that the district has."""
    path = Places(directory).database
    whole = path.read_bytes()
    page_size = 4096
    for number in range(len(whole) // page_size // 2, len(whole) // page_size):
        spoilt = bytearray(whole)
        spoilt[number * page_size + 100] ^= 1
        path.write_bytes(spoilt)
        store = opened(directory, unlocked, clock)
        try:
            store.database.rows("SELECT body FROM event WHERE verdict IS NULL AND origin = 'own' ORDER BY seq")
            store.database.rows("SELECT * FROM draft")
        except Exception:  # noqa: BLE001 - not this page
            store.close()
            path.write_bytes(whole)
            continue
        try:
            store.database.rows("SELECT body FROM event")
        except Exception:  # noqa: BLE001 - this one
            store.close()
            return
        store.close()
        path.write_bytes(whole)
    pytest.fail("no such page")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "small"
    place.mkdir()
    if os.name == "nt" or os.geteuid() != 0:
        pytest.skip("only root may mount a small disk")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(place)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip(f"no tmpfs here: {mounted.stderr.decode().strip()}")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def fill_up(filler: Path) -> None:
    """Until nothing more goes onto its disk."""
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(bytes(4096)):
            pass


def test_a_full_disk_leaves_the_data_as_they_are(small_disk: Path, clock: SetClock, tmp_path: Path) -> None:
    directory = small_disk / "station"
    unlocked = enrolled(directory, clock)
    store = opened(directory, unlocked, clock)
    with store.transaction():
        for _ in range(200):
            received(store, secrets.token_hex(16))
    store.database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    archive = tmp_path / "old.backup"
    backup(store.database, store.places, unlocked.raw_key, archive, clock.now())
    store.close()
    fill_up(small_disk / "filler")
    before = files(directory)
    with pytest.raises(DiskFull, match="以前存的都在"):
        restore_backup(archive, directory, unlocked.raw_key, clock)
    assert files(directory) == before
    (small_disk / "filler").unlink()
    store = opened(directory, unlocked, clock)
    assert len(store.cases.find("", "all", 1000)) == 200
    store.close()


def test_a_disk_that_fails_while_it_is_put_in_place_is_said_and_goes_on_at_the_next_start(
    made: Made, directory: Path, unlocked: Unlocked, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, cases = made
    real = os.replace

    def fails(source: Path, target: Path) -> None:
        if Path(target).parent.name.startswith("replaced-"):
            raise OSError(errno.EIO, "the disk")
        real(source, target)

    monkeypatch.setattr(os, "replace", fails)
    with pytest.raises(RestoreNotFinished, match="会接着做完"):
        restore_backup(archive, directory, unlocked.raw_key, clock)
    monkeypatch.undo()
    claim_directory(directory).close()
    store = opened(directory, unlocked, clock)
    assert {row.case_id for row in store.cases.find("", "all", 100)} == set(cases)
    assert store.facts.happenings().restored is not None
    store.close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_kill_at_any_step_is_finished_or_has_never_happened(
    made: Made, directory: Path, unlocked: Unlocked, clock: SetClock, tmp_path: Path
) -> None:
    """The child is killed (-9) at its first, second, … rename; whoever claims the directory next finds one whole store."""
    archive, cases = made
    store = opened(directory, unlocked, clock)
    store.vault.remove(hashlib.sha256(b"page one").hexdigest())
    store.close()
    # With a key file that nobody can read, the one of the backup is put in place too.
    (directory / "keys.json").write_bytes(b"")
    whole = files(directory)
    ends: list[bool] = []
    for step in range(1, 40):
        here = tmp_path / f"killed-{step}"
        for name, content in whole.items():
            (here / name).parent.mkdir(parents=True, exist_ok=True)
            (here / name).write_bytes(content)
        survived = _restored_by_a_child(lambda at=here: restore_backup(archive, at, unlocked.raw_key, clock), step)  # type: ignore[misc]
        pending = (here / READY).is_dir()
        assert is_enrolled(here) or not pending
        claim_directory(here).close()
        assert [path.name for path in here.iterdir() if path.name.startswith(("restore", "being-made"))] == []
        assert is_enrolled(here)
        store = opened(here, unlocked, clock)
        assert {row.case_id for row in store.cases.find("", "all", 100)} == set(cases)
        assert store.log.first_break() is None
        happened = store.facts.happenings().restored is not None
        store.close()
        assert happened == ((here / "keys.json").read_bytes() != b""), "the database and its keys go together"
        assert happened == any(here.joinpath("pages").rglob("*.page"))
        ends.append(happened)
        if survived:
            break
    assert survived
    assert ends == sorted(ends), "before one step nothing has happened, from it on everything"
    assert ends.count(False) >= 1
    assert ends.count(True) >= 5


def _restored_by_a_child(call: Callable[[], object], kill_at: int) -> bool:
    """Whether it came to its end before its `kill_at`-th rename."""
    child = os.fork()
    if child == 0:
        real, steps = os.replace, [0]

        def replace(source: Path, target: Path) -> None:
            steps[0] += 1
            if steps[0] == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)
            real(source, target)

        os.replace = replace  # type: ignore[assignment]
        try:
            call()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return not os.WIFSIGNALED(status)
