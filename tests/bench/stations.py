"""A station joined to a practice district as an agent would join it, and the desk of it."""

import secrets
from pathlib import Path

from station_app.desk.enrol_station import enrol_station
from station_app.line_settings import LineSettings, write_line
from station_app.practice import PracticeDistrict
from station_app.storage.keys import Unlocked
from station_app.system_clock import SystemClock
from station_app.version import VERSION
from sync.station.enrol import request_enrolment

LOGIN, NAME, PASSWORD = "longxiuzhen", "龙秀珍", "bench-2026"


def join(district: PracticeDistrict, directory: Path) -> Unlocked:
    """Enrols the PC that keeps its data in `directory` with a one-time code."""
    grant, seed = request_enrolment(district.url, district.code(), "bench", VERSION)
    unlocked = enrol_station(directory, grant, seed, LOGIN, NAME, PASSWORD, SystemClock(), secrets.token_bytes)
    write_line(directory, LineSettings(district.url, practice=True))
    return unlocked
