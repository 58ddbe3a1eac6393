"""`district-server serve` as a process of its own, also over TLS, and a wire to it for a station that means ill."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from sync.district.commands import main
from sync.district.database.engine import writing
from sync.district.district import District, make_district
from sync.district.stations import add_station, make_code
from tests.district.conftest import SETTINGS
from tests.district.station_double import StationDouble, enrol_station

CERTIFICATES = Path(__file__).parents[1] / "sync" / "certificates"
START_SECONDS = 30
STATIONS = ("5299", "5300")


def made(directory: Path) -> District:
    """A district with two stations of two townships, its catalogue and calendar published, on the real clock."""
    district = make_district(directory, SETTINGS)
    other = SETTINGS.for_station()
    with writing(district.engine) as connection:
        add_station(connection, district, "5299", SETTINGS.for_station(), "init")
        add_station(
            connection, district, "5300", other.__class__(**{**_fields(other), "township_name": "清水镇"}), "init"
        )
    assert main(["publish", "--directory", str(directory)]) == 0
    return district


def _fields(settings: object) -> dict[str, object]:
    return {name: getattr(settings, name) for name in settings.__struct_fields__}  # type: ignore[attr-defined]


@contextmanager
def served(directory: Path, *options: str) -> Iterator[int]:
    """The server's port, while it runs."""
    ready = directory.parent / "port"
    ready.unlink(missing_ok=True)
    line = [sys.executable, "-m", "sync.district.commands", "serve", "--directory", str(directory)]
    process = subprocess.Popen([*line, "--port", "0", "--ready-file", str(ready), *options], stdout=subprocess.DEVNULL)
    try:
        end = time.monotonic() + START_SECONDS
        while not ready.exists():
            assert process.poll() is None, "the server ended before it was ready"
            assert time.monotonic() < end, "the server did not get ready"
            time.sleep(0.02)
        yield int(ready.read_text())
    finally:
        process.terminate()
        process.wait(20)


def enrolled(district: District, wire: httpx.Client, station: str) -> StationDouble:
    with writing(district.engine) as connection:
        code = make_code(connection, district, station, district.now())
    return enrol_station(wire, code)
