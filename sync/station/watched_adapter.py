"""How requests connects for a line: with our TLS, a bound on every wait, and no half of an answer's head taken for one.

Imported when the first request is made: requests and urllib3 come with it.
"""

import socket
import ssl
from collections.abc import Callable
from http.client import HTTPResponse, RemoteDisconnected
from typing import Any, BinaryIO

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection

_PIECE = 16 * 1024


class _WholeLines:
    """An answer's head is lines: one that breaks off would be taken for the last."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readline(self, limit: int) -> bytes:
        line = self._stream.readline(limit)
        if not line.endswith(b"\n") and len(line) < limit:
            raise RemoteDisconnected("the head of the answer broke off")
        return line


class _WholeHead(HTTPResponse):
    def begin(self) -> None:
        stream = self.fp
        self.fp = _WholeLines(stream)  # type: ignore[assignment]
        try:
            super().begin()
        finally:
            self.fp = stream


def watched_adapter(
    context: ssl.SSLContext | None, connected: Callable[[socket.socket], None], stall_seconds: float
) -> HTTPAdapter:
    """An adapter whose TLS context is ours (requests would add certifi's list). `connected` gets each socket before anything
    is sent on it; what it raises ends the request.
    """

    class Watched:
        """A socket's timeout bounds all of one send: a whole body at once would have the time for connecting, however well
        it moves. In pieces, only one that does not move ends it."""

        response_class: Any = _WholeHead
        sock: Any

        def connect(self) -> None:
            super().connect()  # type: ignore[misc]
            connected(self.sock)
            self.sock.settimeout(stall_seconds)

        def send(self, data: Any) -> None:
            for at in range(0, len(data), _PIECE):
                super().send(data[at : at + _PIECE])  # type: ignore[misc]

    class Plain(Watched, HTTPConnection):
        pass

    class Encrypted(Watched, HTTPSConnection):
        pass

    class Adapter(HTTPAdapter):
        def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
            if context is not None:
                kwargs["ssl_context"] = context
            super().init_poolmanager(*args, **kwargs)

        def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
            conn.ConnectionCls = Encrypted if url.startswith("https:") else Plain
            conn.cert_reqs, conn.ca_certs, conn.ca_cert_dir = "CERT_REQUIRED", None, None

    return Adapter(pool_connections=1, pool_maxsize=1, max_retries=0)
