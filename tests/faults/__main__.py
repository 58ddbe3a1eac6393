"""`python -m tests.faults faults|explore`: what `make faults` and `make explore` run."""

import argparse
import sys
import time

from forms.console_text import never_fail_to_print
from tests.faults.explore import explore
from tests.faults.many_stations import many_at_once
from tests.faults.simulation import Outcome, simulate

SHOWN = 40


def main() -> int:
    never_fail_to_print()
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    commands = parser.add_subparsers(required=True)
    faults = commands.add_parser("faults", help="random worlds until so many faults were injected")
    faults.add_argument("count", type=int, nargs="?", default=10_000)
    faults.add_argument("--seed", type=int, default=1)
    faults.set_defaults(run=_faults)
    small = commands.add_parser("explore", help="every order of a small world, as deep as the time allows")
    small.add_argument("--minutes", type=float, default=10.0)
    small.set_defaults(run=_explore)
    options = parser.parse_args()
    return int(options.run(options))


def _faults(options: argparse.Namespace) -> int:
    begun = time.monotonic()
    outcome = many_at_once(500)
    simulated = simulate(options.count - outcome.faults.total(), options.seed, on_world=_Progress())
    simulated.join(outcome)
    for line in simulated.told[:SHOWN]:
        print(line)
    for name, count in sorted(simulated.faults.items()):
        print(f"{count:7d}  {name}")
    print(
        f"seed {options.seed}, {simulated.worlds} worlds, {simulated.paired} with the real store beside, "
        f"{time.monotonic() - begun:.0f} s, broken: {simulated.broken}"
    )
    print(simulated.line())
    return 0 if simulated.is_good else 1


class _Progress:
    """A line every half minute, so that nobody takes a long run for a hanging one."""

    def __init__(self) -> None:
        self._last = time.monotonic()

    def __call__(self, outcome: Outcome) -> None:
        if time.monotonic() - self._last > 30:
            self._last = time.monotonic()
            print(f"… {outcome.line()}", file=sys.stderr, flush=True)


def _explore(options: argparse.Namespace) -> int:
    found = explore(seconds=options.minutes * 60)
    for line in found.violations[:SHOWN]:
        print(line)
    print(found.line())
    return 1 if found.violations else 0


if __name__ == "__main__":
    raise SystemExit(main())
