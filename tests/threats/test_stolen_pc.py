"""Stolen: the PC, its backups, the stick. What was typed on a working day is in none of their files."""

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from PIL import Image
from sqlcipher3 import dbapi2

from forms.events import EnquiryRecorded
from station_app.bug_log import keep_bug_log
from station_app.desk.add_page import add_page, page_bytes
from station_app.desk.daily_backup import back_up_daily
from station_app.desk.maintenance import back_up
from station_app.desk.receive_case import receive_case
from station_app.desk.record_enquiry import record_enquiry
from station_app.line_settings import LineSettings, write_line
from station_app.storage.failures import DatabaseDamaged
from station_app.storage.keys import KeyCost
from station_app.storage.places import Places
from station_app.storage.store import open_store
from tests.e2e.sticks import out
from tests.storage.station import complete_content, drafted, id_number
from tests.sync.real_ends import Station
from tests.test_architecture import ROOT
from tests.threats.in_clear import found_in_clear

DOCUMENT = (ROOT / "docs/threat-model.md").read_text("utf-8")
NAME, OTHER, ASKING, PHONE, ACCOUNT = "欧阳𬸚", "买买提·吐尔逊", "龙阿婆", "13800000000", "6222000000000000000"
WORDS = (NAME, OTHER, ASKING, PHONE, ACCOUNT, id_number(124), id_number(125), "低保怎么办理", "老屋基")


@pytest.fixture
def worked(station: Station, stick: Path) -> Iterator[Station]:
    """A station after a day: cases with pages, a draft, an enquiry, backups, a stick, an error; its store still open."""
    log = keep_bug_log(station.directory)
    write_line(station.directory, LineSettings(station.url))
    desk = station.desk
    Image.effect_noise((200, 280), 90).save(stick.parent / "photograph.png")
    page = add_page(desk, stick.parent / "photograph.png")
    content = complete_content(desk, NAME, 124)
    first, *rest = content.materials
    content = msgspec.structs.replace(content, materials=(msgspec.structs.replace(first, pages=(page,)), *rest))
    receive_case(desk, drafted(desk, content))
    assert station.sync().failure is None
    drafted(desk, complete_content(desk, OTHER, 125))
    record_enquiry(desk, EnquiryRecorded("低保怎么办理", "住在老屋基", person=ASKING, phone=PHONE))
    back_up_daily(desk, station.unlocked.raw_key)
    back_up(desk, station.unlocked.raw_key, stick / "station.backup")
    out(station, stick)
    yield station
    log.close()


def test_nothing_that_was_typed_is_in_any_file(worked: Station, stick: Path) -> None:
    directory = worked.directory
    assert Places(directory).database.with_name("station.db-wal").stat().st_size > 0, "the newest is still in the WAL"
    assert found_in_clear(directory, *WORDS) == []
    assert found_in_clear(stick, *WORDS) == []
    (page,) = (path for path in directory.rglob("*.page"))
    content = page_bytes(worked.desk, page.stem)
    pieces = [content[at : at + 24] for at in range(0, len(content) - 24, 1000)]
    files = [path.read_bytes() for folder in (directory, stick) for path in folder.rglob("*") if path.is_file()]
    assert not any(piece in held for piece in pieces for held in files)


def test_every_file_is_one_that_the_document_names(worked: Station) -> None:
    """Its table is the list of what a thief finds; a new file needs a line there."""
    table = re.findall(r"^\| `([^`]+)` \| (encrypted|clear) \|", DOCUMENT, re.MULTILINE)
    patterns = [pattern for pattern, _ in table]
    assert len(patterns) >= 10
    found = [path.relative_to(worked.directory) for path in worked.directory.rglob("*") if path.is_file()]
    assert [str(path) for path in found if not any(path.match(pattern) for pattern in patterns)] == []
    for path in found:
        if any(path.match(pattern) and kind == "encrypted" for pattern, kind in table):
            content = (worked.directory / path).read_bytes()
            assert not content.startswith((b"SQLite format 3", b"%PDF", b"\xff\xd8", b"\x89PNG")), path


def test_without_the_key_the_database_is_noise(worked: Station) -> None:
    database = Places(worked.directory).database
    for key in ("", "PRAGMA key = \"x'" + "00" * 32 + "'\""):
        connection = dbapi2.connect(str(database))
        try:
            if key:
                connection.execute(key)
            with pytest.raises(dbapi2.DatabaseError, match="not a database"):
                connection.execute("SELECT count(*) FROM sqlite_schema").fetchall()
        finally:
            connection.close()
    stranger = msgspec.structs.replace(worked.unlocked, raw_key=bytes(32))
    with pytest.raises(DatabaseDamaged):
        open_store(worked.directory, stranger, worked.clock, bytes)


def test_a_guess_costs_what_the_document_says() -> None:
    """Whoever has the disk tries passwords as fast as Argon2id lets him; the cost is the last line of defence."""
    assert KeyCost() == KeyCost(passes=3, memory=128 * 1024 * 1024)
    assert "3 passes over 128 MiB" in DOCUMENT


def test_other_accounts_of_the_pc_are_shut_out(worked: Station) -> None:
    assert worked.directory.stat().st_mode & 0o777 == 0o700
    for path in (Places(worked.directory).keys, *worked.directory.rglob("*.page")):
        assert path.stat().st_mode & 0o777 == 0o600, path


def test_a_directory_that_stood_open_is_shut_at_the_next_start(tmp_path: Path) -> None:
    from station_app.storage.instance import claim_directory

    (tmp_path / "station").mkdir(mode=0o755)
    (tmp_path / "station").chmod(0o755)
    claim_directory(tmp_path / "station").close()
    assert (tmp_path / "station").stat().st_mode & 0o777 == 0o700
