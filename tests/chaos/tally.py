"""What was done to a world and what came of it."""

from collections import Counter

from tests.faults.invariants import Judged


class Tally:
    """`faults` by name; `events` told to agents and acts of offices; `broken`: what no fault explains."""

    def __init__(self) -> None:
        self.faults: Counter[str] = Counter()
        self.events = 0
        self.broken: list[str] = []

    def count(self, name: str, times: int = 1) -> None:
        self.faults[name] += times

    def line(self, judged: Judged) -> str:
        """The last line of `make chaos`, as that of `make faults`."""
        return (
            f"faults injected: {self.faults.total()}, events: {self.events}, lost: {len(judged.lost)}, "
            f"duplicated: {len(judged.duplicated)}, diverged: {len(judged.diverged)}"
        )
