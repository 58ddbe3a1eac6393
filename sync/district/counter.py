"""Counters of the district's database: devices of a station, lines of the audit, what happened to the stations."""

from sqlalchemy import Connection, text

from sync.district.district import District

_NEXT = text(
    "INSERT INTO counter (district, name, value) VALUES (:district, :name, 1) "
    "ON CONFLICT (district, name) DO UPDATE SET value = counter.value + 1 RETURNING value"
)


def next_value(connection: Connection, district: District, name: str) -> int:
    """The next of a counter's numbers, from 1. The row stays locked until the transaction ends."""
    return int(connection.execute(_NEXT, {"district": district.code, "name": name}).scalar_one())
