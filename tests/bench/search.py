"""A key in the search box among 100,000 cases."""

from pathlib import Path

from tests.bench.apart import measured
from tests.bench.report import Row, alone, median_of_rounds
from tests.storage.big_store import make_store
from tests.storage.station import PASSWORD

CASES = 100_000
FEWEST_KEYS = 200


def measure(folder: Path) -> list[Row]:
    """From the key to the painted rows, in ms. Raises RuntimeError for too few keys."""
    make_store(folder / "station", CASES)
    rounds = measured("typing_desk", str(folder / "station"), PASSWORD)["rounds_ms"]
    keys = min(len(times) for times in rounds)
    if keys < FEWEST_KEYS:
        raise RuntimeError(f"only {keys} keys were pressed in a round")
    return [
        alone("desk.search.100k.p95_ms", median_of_rounds(rounds, 0.95), "ms"),
        alone("desk.search.100k.median_ms", median_of_rounds(rounds, 0.5), "ms"),
        alone("desk.search.100k.keys_a_round", keys, "keys"),
    ]
