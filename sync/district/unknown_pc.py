"""A PC that this district does not know asks for a sync: written down for an officer, who may know whose it is (decision 113)."""

from sqlalchemy import select

from sync.district.database.engine import reading, writing
from sync.district.database.tables import device, station
from sync.district.district import District
from sync.district.happenings import Happening, recent, record
from sync.protocol.codec import NotOurMessage, unpack
from sync.protocol.messages import SyncRequest
from sync.protocol.signing import BadSignature, open_sealed, signer_of

MOST_A_DAY = 20
"""Whoever can reach the server can knock: no more lines than an officer may read."""
MAX_BYTES = 8 << 20


def note_unknown_pc(district: District, data: bytes) -> None:
    """Notes what the PC says of itself, once a day; nothing where it was withdrawn, or names a station that is not ours."""
    try:
        key = signer_of(data)
        request = unpack(open_sealed(data, key, "sync-request"), SyncRequest, MAX_BYTES)
    except (BadSignature, NotOurMessage):
        return
    with reading(district.engine) as connection:
        if not _is_news(recent(connection, district, 1), request):
            return
        ours = (station.c.district == district.code, station.c.station == request.station)
        withdrawn = (device.c.district == district.code, device.c.public_key == key)
        if (
            connection.execute(select(station.c.station).where(*ours)).first() is None
            or connection.execute(select(device.c.device).where(*withdrawn)).first() is not None
        ):
            return
    with writing(district.engine) as connection:
        record(connection, district, "unknown_pc", request.station, request.device[:8])


def _is_news(today: tuple[Happening, ...], request: SyncRequest) -> bool:
    knocks = [(each.station, each.device) for each in today if each.kind == "unknown_pc"]
    return len(knocks) < MOST_A_DAY and (request.station, request.device[:8]) not in knocks
