"""The PCs of the stations: found by the key they sign with, each with the head of its own hash chain."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, select, update

from sync.district.database.tables import device
from sync.district.district import District
from sync.district.refusals import RequestRefused
from sync.protocol.messages import Head


@dataclass(frozen=True)
class Device:
    """`head`: the last event the district holds of this PC."""

    code: str
    station: str
    public_key: bytes
    head: Head


def device_by_key(connection: Connection, district: District, public_key: bytes) -> Device:
    """Raises `RequestRefused` (401) for a key that no device in use has."""
    row = connection.execute(
        select(device).where(device.c.district == district.code, device.c.public_key == public_key)
    ).first()
    if row is None or row.revoked_at:
        raise RequestRefused(401, "unknown_device")
    return Device(row.device, row.station, row.public_key, Head(row.epoch, row.seq, row.hash))


def device_by_code(connection: Connection, district: District, station: str, code: str) -> Device:
    """Raises `RequestRefused` (401) for a device that is unknown or withdrawn."""
    row = connection.execute(select(device).where(*_is(district, station, code))).first()
    if row is None or row.revoked_at:
        raise RequestRefused(401, "unknown_device")
    return Device(row.device, row.station, row.public_key, Head(row.epoch, row.seq, row.hash))


def record_contact(
    connection: Connection, district: District, known: Device, head: Head, program: str, at: str
) -> None:
    """Moves the head of a device's chain and notes that it was heard of."""
    connection.execute(
        update(device)
        .where(*_is(district, known.station, known.code))
        .values(epoch=head.epoch, seq=head.seq, hash=head.hash, program=program[:60], last_contact_at=at)
    )


def revoke(connection: Connection, district: District, station: str, code: str, at: str) -> None:
    """From now on the device is refused: lost, stolen or replaced."""
    connection.execute(update(device).where(*_is(district, station, code)).values(revoked_at=at))


def is_withdrawn(connection: Connection, district: District, station: str, code: str) -> bool:
    """Whether this device may not speak any more; one that is not known here neither."""
    row = connection.execute(select(device.c.revoked_at).where(*_is(district, station, code))).first()
    return row is None or bool(row.revoked_at)


def _is(district: District, station: str, code: str) -> tuple[ColumnElement[bool], ...]:
    return (device.c.district == district.code, device.c.station == station, device.c.device == code)
