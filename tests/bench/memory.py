"""What the desk takes of a PC's memory while nobody does anything."""

from pathlib import Path

from station_app.practice import PracticeDistrict
from tests.bench.apart import measured
from tests.bench.report import Row, alone
from tests.bench.stations import PASSWORD, join


def measure(folder: Path) -> list[Row]:
    with PracticeDistrict(folder / "district") as district:
        join(district, folder / "station")
        told = measured("idle_desk", str(folder / "station"), PASSWORD)
    return [
        alone("desk.memory.idle_mb", told["Rss"], "MB"),
        alone("desk.memory.idle_pss_mb", told["Pss"], "MB"),
        alone("desk.memory.idle_anonymous_mb", told["Anonymous"], "MB"),
    ]
