"""What a run of the bench leaves: rows for build/bench.json, and the same as a table with the bar and whether it is met."""

import statistics
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Literal, NamedTuple

import msgspec


class Row(msgspec.Struct, frozen=True):
    """One figure. `ratio` is value / baseline_value, both taken in the same run; None where there is no baseline."""

    name: str
    value: float
    unit: str
    baseline: str | None = None
    baseline_value: float | None = None
    ratio: float | None = None


class Bar(NamedTuple):
    """The most that a row's value, or its ratio, may be."""

    most: float
    of: Literal["value", "ratio"]


BARS: Final = {
    "desk.start.first_paint_ms": Bar(1.6, "ratio"),
    "desk.memory.idle_mb": Bar(120, "value"),
    "desk.search.100k.p95_ms": Bar(50, "value"),
    "desk.receive_to_pdf.p95_ms": Bar(150, "value"),
    "wire.cases_1000.bytes_up": Bar(1.15, "ratio"),
    "wire.one_case.round_trips": Bar(1, "value"),
    "wire.nothing_new.bytes_up": Bar(300, "value"),
    "wire.bad_link.cases_100.seconds": Bar(1.3, "ratio"),
    "wire.cut_link.resent_ratio": Bar(0.10, "value"),
    "wire.pages.median_bytes": Bar(80_000, "value"),
}
HEADINGS: Final = ("name", "value", "unit", "baseline", "baseline value", "ratio", "bar", "met")


def beside(name: str, value: float, unit: str, baseline: str, baseline_value: float) -> Row:
    """A row with its baseline."""
    return Row(name, _short(value), unit, baseline, _short(baseline_value), round(value / baseline_value, 3))


def alone(name: str, value: float, unit: str) -> Row:
    """A row without a baseline."""
    return Row(name, _short(value), unit)


def is_met(row: Row) -> bool | None:
    """Whether a row keeps its bar; None where it has none."""
    bar = BARS.get(row.name)
    if bar is None:
        return None
    measured = row.ratio if bar.of == "ratio" else row.value
    return measured is not None and measured <= bar.most


def table(rows: Sequence[Row]) -> str:
    """The rows as lines of text, one column under another."""
    lines = [HEADINGS, *(_cells(row) for row in rows)]
    widths = [max(map(_wide, column)) for column in zip(*lines, strict=True)]
    return "\n".join("  ".join(map(_padded, line, widths)).rstrip() for line in lines)


def write(rows: Sequence[Row], path: Path) -> None:
    """The rows as JSON: a list of objects with the fields of Row."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(msgspec.json.format(msgspec.json.encode(list(rows)), indent=1) + b"\n")


def percentile(values: Sequence[float], part: float) -> float:
    """The smallest of `values` that at least `part` (0 to 1) of them do not exceed. Raises ValueError for none."""
    if not values:
        raise ValueError("nothing was measured")
    ordered = sorted(values)
    return ordered[max(0, -int(-len(ordered) * part // 1) - 1)]


def median_of_rounds(rounds: Sequence[Sequence[float]], part: float) -> float:
    """The median of the rounds' percentiles: one round that another program disturbed decides nothing."""
    return statistics.median(percentile(values, part) for values in rounds)


def _short(value: float) -> float:
    return round(value, 1 if abs(value) >= 10 else 3)


def _cells(row: Row) -> tuple[str, ...]:
    bar, met = BARS.get(row.name), is_met(row)
    return (
        row.name,
        _shown(row.value),
        row.unit,
        row.baseline or "",
        _shown(row.baseline_value),
        "" if row.ratio is None else f"{row.ratio:.2f}",
        "" if bar is None else f"{bar.of} ≤ {bar.most:g}",
        {None: "", True: "✓", False: "✗"}[met],
    )


def _shown(value: float | None) -> str:
    if value is None:
        return ""
    if value == int(value):
        return f"{value:,.0f}"
    return f"{value:,.1f}" if abs(value) >= 10 else f"{value:.3g}"


def _wide(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _wide(text))
