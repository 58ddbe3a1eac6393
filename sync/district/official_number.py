"""Official numbers: one counter a day, in the transaction that first applies the case, so none is lost or given twice."""

from datetime import datetime

from sqlalchemy import Connection, text

from sync.district.district import District

_NEXT = text(
    "INSERT INTO counter (district, name, value) VALUES (:district, :name, 1) "
    "ON CONFLICT (district, name) DO UPDATE SET value = counter.value + 1 RETURNING value"
)


def next_value(connection: Connection, district: District, name: str) -> int:
    """The next of a counter's numbers, from 1. The row stays locked until the transaction ends."""
    return int(connection.execute(_NEXT, {"district": district.code, "name": name}).scalar_one())


def mint(connection: Connection, district: District, now: datetime) -> str:
    """For example QX20261124-0183: prefix of the district's settings, day in China, serial of the day."""
    day = now.strftime("%Y%m%d")
    serial = next_value(connection, district, f"official_number/{day}")
    return f"{district.settings.official_number_prefix}{day}-{serial:04d}"
