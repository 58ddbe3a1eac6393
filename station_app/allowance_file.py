"""What the agent allows the line, in a small file beside the line's: which photographs wait, and for which hours. Not secret."""

from pathlib import Path

import msgspec

from station_app.storage.durable_file import write_durably
from station_app.storage.places import Places
from sync.station.allowance import Allowance


class AllowanceFile:
    """Safe from any thread; what is kept holds from the next page on."""

    def __init__(self, directory: Path) -> None:
        self._path = Places(directory).allowance

    def read(self) -> Allowance:
        """What is missing or makes no sense is as if nothing had been set: a damaged setting must hold nothing back."""
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=Allowance)
        except (OSError, msgspec.DecodeError):
            return Allowance()

    def keep(self, metered: bool, pages_from: str, pages_until: str) -> None:
        """Raises EnvironmentFailure where the disk does."""
        write_durably(self._path, msgspec.json.encode(Allowance(metered, pages_from, pages_until)))
