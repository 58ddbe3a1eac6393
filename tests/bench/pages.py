"""What a page weighs that the desk makes of a telephone's photograph, and whether it can still be read."""

import statistics
from io import BytesIO
from pathlib import Path

from PIL import Image

from station_app.desk.add_page import add_page, page_bytes
from station_app.desk.context import Desk
from tests.bench.report import Row, alone, beside
from tests.made_photographs import CASES, taken, written
from tests.storage.station import SetClock, enrolled, opened_desk
from tests.unit.test_page_whiten import legible


def measure(folder: Path) -> list[Row]:
    """Bytes of pages, by `add_page` as the agent adds them; pages that fill the picture are compared with what was printed."""
    clock = SetClock()
    desk = opened_desk(folder / "station", enrolled(folder / "station", clock), clock)
    try:
        pages, photographs, agree = _made(desk, folder)
    finally:
        desk.close()
    taken = statistics.median(photographs)
    return [
        beside("wire.pages.median_bytes", statistics.median(map(len, pages)), "bytes", "the photograph", taken),
        beside("wire.pages.largest_bytes", max(map(len, pages)), "bytes", "the photograph", max(photographs)),
        alone("wire.pages.least_legible", min(agree), "correlation"),
        alone("wire.pages.fewest_dots_per_inch", min(map(_dots_per_inch, pages)), "dpi"),
    ]


def _made(desk: Desk, folder: Path) -> tuple[list[bytes], list[int], list[float]]:
    """The pages, the sizes of their photographs, and how far those that can be compared agree with the printed page."""
    pages: list[bytes] = []
    photographs: list[int] = []
    agree: list[float] = []
    for number, (seed, lines, points, corners, _, _) in enumerate(CASES):
        source = folder / f"{number}.jpg"
        source.write_bytes(taken(number))
        pages.append(page_bytes(desk, add_page(desk, source).sha256))
        photographs.append(source.stat().st_size)
        if corners is None:
            agree.append(legible(written(seed, lines, points), pages[-1]))
    return pages, photographs, agree


def _dots_per_inch(page: bytes) -> float:
    """Of a page that is A4: its longer side is 11.7 inches."""
    return max(Image.open(BytesIO(page)).size) / 11.69
