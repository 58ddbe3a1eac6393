"""`python -m tests.bench [ROW-GROUP …]`: measures, prints the table, writes build/bench.json. It judges nothing by its exit
status: a bar that is not met is marked in the table."""

import argparse
import os
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path

from forms.console_text import never_fail_to_print
from tests.bench.apart import ROOT
from tests.bench.report import Row, is_met, table, write

MEASURES = ("first_paint", "memory", "search", "receive", "wire", "cut_link", "bad_link", "pages")


def main() -> int:
    never_fail_to_print()
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measures the desk and its line.")
    parser.add_argument("measures", nargs="*", choices=[*MEASURES, []], help="only these; all of them without")
    parser.add_argument("--output", type=Path, default=ROOT / "build" / "bench.json", help="default: %(default)s")
    options = parser.parse_args()
    busy, cores = os.getloadavg()[0], os.cpu_count() or 1
    if busy > cores / 2:
        print(
            f"other programs are busy here (load {busy:.1f} on {cores} cores): the times will be too long",
            file=sys.stderr,
        )
    rows: list[Row] = []
    for name in options.measures or MEASURES:
        rows += _measured(name)
    write(rows, options.output)
    print(table(rows))
    missed = sum(is_met(row) is False for row in rows)
    print(f"{missed} of {sum(is_met(row) is not None for row in rows)} bars not met; written to {options.output}")
    return 0


def _measured(name: str) -> list[Row]:
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="village-station-bench-") as folder:
        rows: list[Row] = import_module(f"tests.bench.{name}").measure(Path(folder))
    print(f"{name}: {time.monotonic() - begun:.0f} s", file=sys.stderr, flush=True)
    return rows


if __name__ == "__main__":
    sys.exit(main())
