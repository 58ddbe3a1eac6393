"""The shape of what `make bench` leaves. What it measures is not tested: times belong to the bench alone."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.bench.report import BARS, Row, alone, beside, is_met, percentile, table, write

ROWS = (
    beside("desk.start.first_paint_ms", 160.04, "ms", "bare PySide6 window", 100.0),
    beside("wire.cases_1000.bytes_up", 300_000, "bytes", "one zstd-19 POST", 240_000),
    alone("desk.memory.idle_mb", 119.96, "MB"),
    alone("wire.one_case.bytes_up", 1301, "bytes"),
    alone("wire.cut_link.resent_ratio", 0.09962, "of the bytes needed"),
)


def test_the_file_is_a_list_of_rows_with_these_fields_and_no_others(tmp_path: Path) -> None:
    write(ROWS, tmp_path / "build" / "bench.json")
    read: list[dict[str, Any]] = msgspec.json.decode((tmp_path / "build" / "bench.json").read_bytes())
    assert [set(row) for row in read] == [{"name", "value", "unit", "baseline", "baseline_value", "ratio"}] * len(ROWS)
    assert read[0] == {
        "name": "desk.start.first_paint_ms",
        "value": 160.0,
        "unit": "ms",
        "baseline": "bare PySide6 window",
        "baseline_value": 100.0,
        "ratio": 1.6,
    }
    assert (read[2]["baseline"], read[2]["baseline_value"], read[2]["ratio"]) == (None, None, None)


@pytest.mark.parametrize(
    ("row", "met"),
    [
        (ROWS[0], True),
        (beside("desk.start.first_paint_ms", 161, "ms", "bare PySide6 window", 100), False),
        (ROWS[1], False),
        (ROWS[2], True),
        (alone("desk.memory.idle_mb", 120.1, "MB"), False),
        (ROWS[3], None),
        (ROWS[4], True),
        (alone("wire.cut_link.resent_ratio", 0.1006, "of the bytes needed"), False),
        (alone("wire.one_case.round_trips", 1, "requests"), True),
        (alone("wire.one_case.round_trips", 2, "requests"), False),
        (Row("desk.start.first_paint_ms", 100, "ms"), False),
    ],
)
def test_a_bar_is_about_the_value_or_the_ratio(row: Row, met: bool | None) -> None:
    assert is_met(row) is met


def test_the_table_says_every_row_its_bar_and_whether_it_is_met() -> None:
    heading, *lines = table(ROWS).split("\n")
    assert heading.split()[:3] == ["name", "value", "unit"]
    assert [line.split()[0] for line in lines] == [row.name for row in ROWS]
    assert [line[-1] in "✓✗" and line[-1] for line in lines] == ["✓", "✗", "✓", False, "✓"]
    assert "ratio ≤ 1.6" in lines[0]
    assert "240,000" in lines[1]
    assert "1,301" in lines[3]
    assert " 0.1 " in lines[4]
    assert len({line.index("bytes" if "bytes" in line[30:] else "ms", 26) for line in lines[:2]}) == 1


def test_a_share_keeps_its_digits_and_a_large_figure_does_not() -> None:
    assert alone("share", 0.05874, "of the bytes needed").value == 0.059
    assert alone("share", 9.9996, "ms").value == 10
    assert alone("large", 119.96, "MB").value == 120
    assert beside("share", 0.05874, "s", "another", 0.11).ratio == 0.534


def test_every_bar_of_the_bench_has_its_row() -> None:
    """A row that is renamed must take its bar along."""
    said = "".join(path.read_text("utf-8") for path in Path(__file__).parents[1].joinpath("bench").glob("*.py"))
    for name in BARS:
        assert said.count(f'"{name}"') == 2, name


def test_a_percentile_is_a_value_that_was_measured() -> None:
    assert percentile([3, 1, 2], 0.5) == 2
    assert percentile(range(1, 101), 0.95) == 95
    assert percentile([7], 0.95) == 7
    with pytest.raises(ValueError, match="nothing"):
        percentile([], 0.5)
