"""Published documents that are too large to come inside an answer: packed once, given out in pieces that go on where they broke.

A line that is cut every 150 KB never gets a catalogue of 235 KB whole, and everything behind it in the feed waits.
"""

import hashlib

from sqlalchemy import Connection

from sync.district import publications
from sync.district.district import District
from sync.protocol.codec import pack_document
from sync.protocol.messages import DocumentApart, FeedEntry

INSIDE_BYTES = 1 << 20
"""Plain bytes up to which a document comes inside the answer."""
_KINDS: tuple[publications.PublicationKind, ...] = ("catalogue", "calendar", "settings")


def apart(district: District, entry: FeedEntry) -> FeedEntry:
    """The entry with a reference in place of a large document."""
    if entry.kind not in _KINDS or len(entry.body) <= INSIDE_BYTES:
        return entry
    packed = _packed(district, entry.body)
    told = DocumentApart(hashlib.sha256(packed).digest(), len(packed))
    return FeedEntry(entry.position, entry.kind, b"", entry.op_id, entry.order, entry.at, told)


def find(connection: Connection, district: District, code: str, sha256: str) -> bytes | None:
    """The packed document of this name that is in force for a station; None where it is not (any more)."""
    for kind in _KINDS:
        found = publications.latest(connection, district, kind, code if kind == "settings" else "")
        if found is not None and len(found.body) > INSIDE_BYTES:
            packed = _packed(district, found.body)
            if hashlib.sha256(packed).hexdigest() == sha256:
                return packed
    return None


def _packed(district: District, body: bytes) -> bytes:
    """Once for all stations: the level that a slow line wants costs seconds for a large catalogue."""
    key = ("packed", int.from_bytes(hashlib.sha256(body).digest()[:8], "big"))
    known = district.decoded.get(key)
    if not isinstance(known, bytes):
        known = pack_document(body)
        district.decoded[key] = known
    return known
