"""From a complete draft to the receipt's PDF on the disk."""

from pathlib import Path

from tests.bench.apart import measured
from tests.bench.report import Row, alone, median_of_rounds

CASES = 300


def measure(folder: Path) -> list[Row]:
    """Times in ms of a desk that is warm."""
    told = measured("receiving_desk", str(folder), str(CASES))
    return [
        alone("desk.receive_to_pdf.p95_ms", median_of_rounds(told["rounds_ms"], 0.95), "ms"),
        alone("desk.receive_to_pdf.median_ms", median_of_rounds(told["rounds_ms"], 0.5), "ms"),
        alone("storage.receive_case.commits", told["commits"], "commits"),
    ]
