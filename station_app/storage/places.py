"""Where each file of a station's data directory is."""

from pathlib import Path
from typing import NamedTuple

BEING_MADE = "being-made-"
"""Begins the name of each folder that holds what is not finished; what a crash leaves of them is removed at the next start."""


class Places(NamedTuple):
    """One data directory. `numbers` stays out of every backup, so that a restored one never mints a number twice; `sources`
    too, which are large and soon gone (decision 095)."""

    directory: Path

    @property
    def database(self) -> Path:
        return self.directory / "station.db"

    @property
    def keys(self) -> Path:
        return self.directory / "keys.json"

    @property
    def attempts(self) -> Path:
        return self.directory / "attempts.json"

    @property
    def recovery(self) -> Path:
        """Only while a new password has been asked for."""
        return self.directory / "recovery.json"

    @property
    def numbers(self) -> Path:
        return self.directory / "numbers.high"

    @property
    def pages(self) -> Path:
        return self.directory / "pages"

    @property
    def sources(self) -> Path:
        return self.directory / "sources"

    @property
    def lock(self) -> Path:
        return self.directory / "station.lock"

    @property
    def papers(self) -> Path:
        """The one folder where something of a person is in clear for a while: a paper on its way to the printer, a picture
        on its way into the vault. Emptied whenever a desk is opened or closed."""
        return self.directory / "papers"

    @property
    def backups(self) -> Path:
        return self.directory / "backups"

    @property
    def backup_settings(self) -> Path:
        return self.directory / "backup.json"

    @property
    def line(self) -> Path:
        """How this PC reaches its district; written and read by `station_app.line_settings`."""
        return self.directory / "line.json"

    @property
    def allowance(self) -> Path:
        """Which photographs wait, and for which hours; written and read by `station_app.allowance_file`."""
        return self.directory / "allowance.json"
