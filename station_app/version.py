"""The version of the whole project: packages, wire hello and window title read it from here."""

from typing import Final

VERSION: Final = "0.1.0"
