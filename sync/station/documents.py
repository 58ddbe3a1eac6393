"""Documents that come apart from the feed: fetched in pieces, kept as far as they came, believed by their hash."""

import hashlib
from collections.abc import Callable

from sync.protocol.codec import NotOurMessage, unpack_document
from sync.protocol.messages import DocumentApart
from sync.station.errors import LineFailure, NotOurServer
from sync.station.pace import Size
from sync.station.ports import Clock, DocumentCarrier

MOST_BYTES = 16 << 20
_MOST_STANDSTILLS = 3


class Documents:
    """What of each document has come stays for the next run: a line that breaks every few pieces gets it all the same."""

    def __init__(self, carrier: DocumentCarrier, clock: Clock, size: Size, between: Callable[[], None]) -> None:
        self._carrier, self._clock, self._size, self._between = carrier, clock, size, between
        self._come: dict[bytes, bytes] = {}

    def fetch(self, apart: DocumentApart) -> bytes:
        """The document's plain bytes. Raises failures of the line, NotOurServer for what is not the document."""
        if apart.size > MOST_BYTES:
            raise NotOurServer(detail=f"a document of {apart.size} bytes")
        standstills = 0
        while len(come := self._come.get(apart.sha256, b"")) < apart.size:
            self._between()
            piece = self._piece(apart, len(come))
            standstills = 0 if piece else standstills + 1
            if standstills >= _MOST_STANDSTILLS:
                raise NotOurServer(detail="pieces of a document without anything in them")
            self._come = {apart.sha256: come + piece}
        content = self._come.pop(apart.sha256, b"")
        if hashlib.sha256(content).digest() != apart.sha256:
            raise NotOurServer(detail="a document that is not the one announced")
        try:
            return unpack_document(content)
        except NotOurMessage as error:
            raise NotOurServer(detail=str(error)) from error

    def _piece(self, apart: DocumentApart, offset: int) -> bytes:
        begun = self._clock.monotonic()
        try:
            piece = self._carrier.fetch_document(apart.sha256.hex(), offset, self._size.bytes)
        except LineFailure:
            self._size.failed()
            raise
        self._size.succeeded(len(piece), self._clock.monotonic() - begun)
        return piece[: apart.size - offset]
