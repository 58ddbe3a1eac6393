"""Epochs: each new history of a PC takes the next number of its station. A PC that names another is not believed."""

from sqlalchemy import Connection, func, select, update

from sync.district.database.tables import device, station
from sync.district.devices import revoke
from sync.district.district import District
from sync.protocol.messages import MAX_EPOCH

FURTHEST_AHEAD = 1000
"""How far a PC's epoch may be beyond what this database knows of its station: a database that was put back from an old
backup has forgotten some, never that many."""


def is_possible(epoch: int, last_known: int) -> bool:
    """Whether a PC of a station may truly be in this epoch."""
    return 0 < epoch <= min(last_known + FURTHEST_AHEAD, MAX_EPOCH)


def mend_epochs(connection: Connection, district: District) -> list[tuple[str, str]]:
    """Withdraws each PC whose stored epoch no PC can have, and counts its station's on from the others: (station, PC).

    An earlier version took any number; from the largest one on, no PC could be enrolled at that station any more.
    """
    impossible = (device.c.district == district.code, device.c.epoch > MAX_EPOCH - FURTHEST_AHEAD)
    found = [
        (str(code), str(pc))
        for code, pc in connection.execute(select(device.c.station, device.c.device).where(*impossible))
    ]
    for code, pc in found:
        revoke(connection, district, code, pc, district.now().isoformat(timespec="seconds"))
        connection.execute(
            update(device)
            .where(device.c.district == district.code, device.c.station == code, device.c.device == pc)
            .values(epoch=0, seq=0, hash=b"")
        )
    for code in {code for code, _ in found}:
        last = connection.execute(
            select(func.max(device.c.epoch)).where(device.c.district == district.code, device.c.station == code)
        ).scalar_one()
        connection.execute(
            update(station)
            .where(station.c.district == district.code, station.c.station == code)
            .values(last_epoch=last)
        )
    return found
