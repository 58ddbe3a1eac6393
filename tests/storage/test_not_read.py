"""A newer district publishes what this program cannot read: the desk opens all the same, with what it had, and says so."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from forms.catalogue.loader import Catalogue, load_items
from forms.workdays import load_calendars
from station_app.desk.context import Desk
from station_app.desk.open_desk import SettingsNotRead
from station_app.desk.service_guides import changes
from station_app.desk.what_happened import happened
from station_app.storage.failures import DatabaseDamaged
from station_app.storage.keys import Unlocked
from sync.protocol.messages import FeedEntry
from tests.storage.station import SetClock, opened_desk, outcome, settings

GUIDE = load_items()[0]

pytestmark = pytest.mark.expects_log("WARNING station_app.desk.open_desk: the newest .* is not read by this program")


@pytest.fixture
def desk(directory: Path, unlocked: Unlocked, clock: SetClock) -> Iterator[Desk]:
    made = opened_desk(directory, unlocked, clock)
    yield made
    made.close()


def catalogue(version: int, **more: object) -> bytes:
    return msgspec.json.encode(
        msgspec.to_builtins(Catalogue(version, "2026-11-23T09:00:00+08:00", "529900", (GUIDE,))) | more
    )


def comes(desk: Desk, kind: str, body: bytes, position: int) -> Desk:
    entry = FeedEntry(position, kind, body, at=position)  # type: ignore[arg-type]
    desk.store.record_exchange(outcome(feed=(entry,), position=position))
    return desk.reload()


@pytest.mark.parametrize("strange", [catalogue(2, items=[{"code": 7}]), b"<html>", "办".encode("gbk"), b""])
def test_a_catalogue_that_is_not_read_leaves_the_one_before_in_use(desk: Desk, strange: bytes) -> None:
    desk = comes(desk, "catalogue", catalogue(1), 1)
    assert (desk.catalogue.version, desk.not_read, happened(desk)) == (1, (), ())
    for position in (2, 3):
        desk = comes(desk, "catalogue", strange + b" " * position, position)
        assert (desk.catalogue.version, desk.not_read, desk.catalogue_is_bundled) == (1, ("catalogue",), False)
    (told,) = happened(desk)
    assert "办事目录，这台电脑的程序读不懂，先按原来的办" in told.zh
    assert "Update the program" in told.en
    assert changes(desk) == {}
    desk = comes(desk, "catalogue", catalogue(4), 4)
    assert (desk.catalogue.version, desk.not_read, happened(desk)) == (4, (), ())


def test_the_program_that_is_updated_reads_what_came_before(
    desk: Desk, unlocked: Unlocked, directory: Path, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = comes(comes(desk, "catalogue", catalogue(1), 1), "catalogue", catalogue(2), 2)
    with monkeypatch.context() as older:
        older.setattr("station_app.desk.open_desk.read_document", _older_than(2))
        assert desk.reload().catalogue.version == 1
    newer = opened_desk(directory, unlocked, clock)
    assert (newer.catalogue.version, newer.not_read) == (2, ())
    newer.close()


def _older_than(version: int):  # type: ignore[no-untyped-def]
    from station_app.storage.published import read_document

    def read(decode, body):  # type: ignore[no-untyped-def]
        document = read_document(decode, body)
        return None if isinstance(document, Catalogue) and document.version >= version else document

    return read


def test_where_there_was_none_before_the_programs_own_serve(desk: Desk) -> None:
    desk = comes(comes(desk, "catalogue", b"{}", 1), "calendar", b"[7]", 2)
    assert desk.catalogue_is_bundled
    assert desk.catalogue.items == load_items()
    assert desk.calendar.years.keys() == load_calendars().years.keys()
    (told,) = happened(desk)
    assert "办事目录、工作日历" in told.zh
    assert "catalogue, calendar" in told.en


def test_without_any_settings_it_does_not_open_and_says_why(desk: Desk) -> None:
    was = desk.settings
    desk = comes(desk, "settings", b'{"county_name": 7}', 1)
    assert desk.settings == was == settings()
    assert "本站设置" in happened(desk)[0].zh
    desk.store.database.run("DELETE FROM publication WHERE kind = 'settings_before'")
    with pytest.raises(SettingsNotRead, match="请更新程序"):
        desk.reload()


@pytest.mark.parametrize("kind", ["catalogue", "calendar", "settings"])
def test_a_document_that_reads_as_zeros_is_a_damaged_database(desk: Desk, kind: str) -> None:
    desk.store.database.run(
        "INSERT OR REPLACE INTO publication (kind, body, received_at) VALUES (?, ?, 1)",
        (kind, catalogue(1)[:200] + bytes(4000)),
    )
    with pytest.raises(DatabaseDamaged, match="备份恢复"):
        desk.reload()
