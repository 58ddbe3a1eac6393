"""`python -m tests.chaos --minutes 10 --seed 1`: real processes, files and lines; cuts and kills; nothing lost, nothing twice.

The seed draws the same faults in the same order; where each one strikes depends on the machine. Status 0 only if all is well.
"""

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

from forms.console_text import never_fail_to_print
from tests.chaos import small_disk
from tests.chaos.run import run
from tests.lines.slow_line import SlowLine

SHOWN = 40


def main() -> int:
    never_fail_to_print()
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description="Sync tried with real processes.")
    parser.add_argument(
        "--minutes", type=float, default=10, help="of faults; settling comes after (default: %(default)s)"
    )
    parser.add_argument("--seed", type=int, default=1, help="default: %(default)s")
    parser.add_argument("--pcs", type=int, default=3, choices=(1, 2, 3), help="to begin with (default: %(default)s)")
    options = parser.parse_args()
    if reason := SlowLine.missing():
        print(f"without a slow line: {reason}", file=sys.stderr)
    if reason := small_disk.missing():
        print(f"without full disks: {reason}", file=sys.stderr)
    folder = Path(tempfile.mkdtemp(prefix="village-station-chaos-"))
    begun = time.monotonic()
    tally, judged = run(folder, options.seed, options.minutes * 60, options.pcs)
    for line in judged.all[:SHOWN]:
        print(line)
    for name, count in sorted(tally.faults.items()):
        print(f"{count:7d}  {name}")
    print(f"seed {options.seed}, {time.monotonic() - begun:.0f} s, broken: {len(judged.broken)}")
    if judged.all:
        print(f"the files are kept in {folder}")
    else:
        shutil.rmtree(folder)
    print(tally.line(judged))
    return 1 if judged.all else 0


if __name__ == "__main__":
    raise SystemExit(main())
