"""Which pages may travel now; the hours are China's, whatever zone the PC is set to."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from forms.dates import CHINA
from station_app.allowance_file import AllowanceFile
from station_app.storage.places import Places
from sync.station.allowance import EVERYTHING, RESULT_BYTES, SMALL_PAGE_BYTES, Allowance, may_go

NIGHT = Allowance(pages_from="18:00", pages_until="07:00")
NOON = Allowance(pages_from="12:00", pages_until="14:30")


def at(hour: int, minute: int = 0, day: int = 23) -> datetime:
    return datetime(2026, 11, day, hour, minute, 30, tzinfo=CHINA)


def opening(hour: int, day: int) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("allowance", "now", "opens"),
    [
        (NIGHT, at(17, 59), opening(18, 23)),
        (NIGHT, at(18), None),
        (NIGHT, at(23, 59), None),
        (NIGHT, at(0, day=24), None),
        (NIGHT, at(6, 59), None),
        (NIGHT, at(7), opening(18, 23)),
        (NOON, at(11), opening(12, 23)),
        (NOON, at(14, 29), None),
        (NOON, at(14, 30), opening(12, 24)),
        (NOON, at(14, 30, day=30), datetime(2026, 12, 1, 12, tzinfo=CHINA)),
        (Allowance(), at(9), None),
        (Allowance(pages_from="09:00", pages_until="09:00"), at(3), None),
    ],
)
def test_the_hours_also_over_midnight(allowance: Allowance, now: datetime, opens: datetime | None) -> None:
    may = may_go(allowance, now)
    assert may.opens == opens
    assert (may == EVERYTHING) is (opens is None)
    if opens is not None:
        assert (may.up, may.down) == (0, RESULT_BYTES)


def test_a_pc_set_to_another_zone_keeps_the_hours_of_china() -> None:
    assert may_go(NIGHT, datetime(2026, 11, 23, 9, 59, tzinfo=UTC)).opens == opening(18, 23)
    assert may_go(NIGHT, datetime(2026, 11, 23, 10, 0, tzinfo=UTC)) == EVERYTHING


def test_a_line_paid_by_the_byte_takes_what_is_small() -> None:
    may = may_go(Allowance(metered=True), at(9))
    assert (may.up, may.down, may.opens) == (SMALL_PAGE_BYTES, RESULT_BYTES, None)
    both = Allowance(metered=True, pages_from="18:00", pages_until="07:00")
    assert may_go(both, at(9)).up == 0
    assert may_go(both, at(20)).up == SMALL_PAGE_BYTES
    assert may_go(both, at(9)).opens is None, "the large ones do not go at 18:00 either, so no hour is promised"


@pytest.mark.parametrize("hours", [("18:00", ""), ("", "07:00"), ("24:00", "07:00"), ("7:00", "18:00"), ("a", "b")])
def test_what_is_no_hour_is_not_kept(hours: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match="no hours"):
        Allowance(False, *hours)


def test_what_was_kept_is_read_again(tmp_path: Path) -> None:
    kept = AllowanceFile(tmp_path)
    assert kept.read() == Allowance()
    kept.keep(True, "18:00", "07:00")
    assert AllowanceFile(tmp_path).read() == Allowance(True, "18:00", "07:00")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"metered": 5}', b'{"pages_from": "18:00"}', b"\xff"])
def test_a_damaged_setting_holds_nothing_back(tmp_path: Path, content: bytes) -> None:
    Places(tmp_path).allowance.write_bytes(content)
    assert AllowanceFile(tmp_path).read() == Allowance()
