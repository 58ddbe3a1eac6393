"""The PCs of the stations: found by the key they sign with, each with the head of its own hash chain."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, case, select, update

from sync.district.database.tables import device
from sync.district.district import District
from sync.district.refusals import RequestRefused
from sync.protocol.messages import Head, SyncRequest


@dataclass(frozen=True)
class Device:
    """`head`: the last event the district holds of this PC. `judged_anew`: the first of its chain's events whose verdict has
    changed since it was told; 0: none."""

    code: str
    station: str
    public_key: bytes
    head: Head
    judged_anew: int = 0


def device_by_key(connection: Connection, district: District, public_key: bytes) -> Device:
    """Raises `RequestRefused` (401) for a key that no device in use has."""
    row = connection.execute(
        select(device).where(device.c.district == district.code, device.c.public_key == public_key)
    ).first()
    if row is None or row.revoked_at:
        raise RequestRefused(401, "unknown_device")
    return Device(row.device, row.station, row.public_key, Head(row.epoch, row.seq, row.hash), row.judged_anew)


def device_by_code(connection: Connection, district: District, station: str, code: str) -> Device:
    """Raises `RequestRefused` (401) for a device that is unknown or withdrawn."""
    row = connection.execute(select(device).where(*_is(district, station, code))).first()
    if row is None or row.revoked_at:
        raise RequestRefused(401, "unknown_device")
    return Device(row.device, row.station, row.public_key, Head(row.epoch, row.seq, row.hash), row.judged_anew)


def record_contact(
    connection: Connection, district: District, known: Device, head: Head, request: SyncRequest, at: str
) -> None:
    """Moves the head of a device's chain and notes that it was heard of, and how far it had read whose feed by then."""
    cursor = request.cursor
    # Of the several requests on a stick only the first says where the PC is in the feed.
    further = and_(device.c.incarnation == cursor.incarnation, device.c.read_to > cursor.position)
    said = {} if request.pages_lacking < 0 else {"pages_lacking": request.pages_lacking}
    connection.execute(
        update(device)
        .where(*_is(district, known.station, known.code))
        .values(
            epoch=head.epoch,
            seq=head.seq,
            hash=head.hash,
            program=request.program[:60],
            incarnation=cursor.incarnation[:40],
            read_to=case((further, device.c.read_to), else_=cursor.position),
            last_contact_at=at,
            judged_anew=_to_tell(known, request),
            clock_ahead_ms=_clock_ahead(request, at),
            **said,
        )
    )


def _clock_ahead(request: SyncRequest, at: str) -> int | None:
    """None for a PC that does not say what its clock shows."""
    return request.clock - int(datetime.fromisoformat(at).timestamp() * 1000) if request.clock > 0 else None


def _to_tell(known: Device, request: SyncRequest) -> int:
    """0 once the PC sends again from the event whose verdict has changed: it has gone back, and gets each verdict anew."""
    last = request.first_seq - 1 + len(request.events)
    sends_it = request.epoch > known.head.epoch or request.first_seq <= known.judged_anew <= last
    return 0 if sends_it else known.judged_anew


def revoke(connection: Connection, district: District, station: str, code: str, at: str) -> None:
    """From now on the device is refused: lost, stolen or replaced."""
    connection.execute(update(device).where(*_is(district, station, code)).values(revoked_at=at))


def is_withdrawn(connection: Connection, district: District, station: str, code: str) -> bool:
    """Whether this device may not speak any more; one that is not known here neither."""
    row = connection.execute(select(device.c.revoked_at).where(*_is(district, station, code))).first()
    return row is None or bool(row.revoked_at)


def _is(district: District, station: str, code: str) -> tuple[ColumnElement[bool], ...]:
    return (device.c.district == district.code, device.c.station == station, device.c.device == code)
