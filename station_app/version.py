"""The version of the whole project: packages, wire hello and window title read it from here."""

from datetime import date
from typing import Final

VERSION: Final = "0.1.0"
RELEASED: Final = date(2026, 11, 1)
"""No clock that says an earlier day is right: the program did not exist."""
