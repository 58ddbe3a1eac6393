"""A key in the search box among 100,000 cases."""

from pathlib import Path

from tests.bench.apart import measured
from tests.bench.report import Row, alone, percentile
from tests.storage.big_store import make_store
from tests.storage.station import PASSWORD

CASES = 100_000
FEWEST_KEYS = 200


def measure(folder: Path) -> list[Row]:
    """From the key to the painted rows, in ms. Raises RuntimeError for too few keys."""
    make_store(folder / "station", CASES)
    times = measured("typing_desk", str(folder / "station"), PASSWORD)["times_ms"]
    if len(times) < FEWEST_KEYS:
        raise RuntimeError(f"only {len(times)} keys were pressed")
    return [
        alone("desk.search.100k.p95_ms", percentile(times, 0.95), "ms"),
        alone("desk.search.100k.median_ms", percentile(times, 0.5), "ms"),
        alone("desk.search.100k.keys", len(times), "keys"),
    ]
