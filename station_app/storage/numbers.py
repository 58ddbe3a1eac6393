"""Numbers that are never given twice: a serial a day in the database, and a high-water file that no backup holds.

A restored backup has forgotten the numbers minted since; the file beside it has not. Where the file is gone, or comes
from another PC (a copied directory, a cloned disk), the device part is drawn anew: four random characters, which no
enrolled device has.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec

from forms.receipt_number import ALPHABET, mint
from station_app.storage.database import Database
from station_app.storage.durable_file import write_durably
from station_app.storage.failures import DatabaseDamaged, told_os_errors

TAG_LENGTH = 4
DAYS_KEPT = 400


class HighWater(msgspec.Struct, frozen=True):
    """The highest serial of each day that this PC has minted as `device`; `tag` replaces the device code if set."""

    machine: str
    device: str
    tag: str = ""
    serials: dict[str, int] = {}


class Numbers:
    def __init__(
        self,
        database: Database,
        path: Path,
        enrolled: tuple[str, str, str],
        machine: str,
        random: Callable[[int], bytes],
    ) -> None:
        """`enrolled`: station, device and the fingerprint of the PC that was enrolled; `machine`: of this PC."""
        self._database = database
        self._path = path
        self._station, self._device, self._enrolled_machine = enrolled
        self._machine = machine
        self._random = random

    def next(self, day: date) -> str:
        """The next number of `day`, for good even if the transaction around it is rolled back. Inside one only."""
        high = self._high_water()
        key = day.isoformat()
        stored = self._database.value("SELECT serial FROM number_day WHERE day = ?", (key,))
        device = high.tag or high.device
        serial = max(int(stored or 0), high.serials.get(key, 0)) + 1
        while self._is_known(number := mint(self._station, device, day, serial)):
            serial += 1
        self._database.run(
            "INSERT INTO number_day (day, serial) VALUES (?, ?) ON CONFLICT (day) DO UPDATE SET serial = excluded.serial",
            (key, serial),
        )
        newest = sorted({**high.serials, key: serial}.items())[-DAYS_KEPT:]
        write_durably(self._path, msgspec.json.encode(msgspec.structs.replace(high, serials=dict(newest))))
        return number

    def _is_known(self, number: str) -> bool:
        """Whether a case has it. A whole disk put back has forgotten what it minted; the district's feed tells it."""
        return self._database.value("SELECT 1 FROM case_number WHERE number = ? LIMIT 1", (number,)) is not None

    def _high_water(self) -> HighWater:
        high = self._read()
        if high is not None and (high.machine, high.device) == (self._machine, self._device):
            return high
        same_pc = self._machine == self._enrolled_machine
        known_device = high is not None and high.device == self._device
        if same_pc and not known_device and not self._minted_before():
            return HighWater(self._machine, self._device)
        return HighWater(self._machine, self._device, self._draw())

    def _minted_before(self) -> bool:
        return self._database.value("SELECT 1 FROM number_day LIMIT 1") is not None

    def _draw(self) -> str:
        """Four characters of the receipt number's alphabet; 248 is the largest multiple of 31 a byte can hold."""
        drawn = ""
        while len(drawn) < TAG_LENGTH:
            drawn += "".join(ALPHABET[byte % 31] for byte in self._random(8) if byte < 248)
        return drawn[:TAG_LENGTH]

    def _read(self) -> HighWater | None:
        if not self._path.is_file():
            return None
        with told_os_errors():
            content = self._path.read_bytes()
        try:
            return msgspec.json.decode(content, type=HighWater)
        except msgspec.DecodeError as error:
            raise DatabaseDamaged(f"{self._path.name}: {error}") from error
