"""Who is at the other end of a line's connection, and whether it has shown that it is the district.

A certificate says who may answer at an address; only the district's signature, by the key got at enrolment, says that it is the
district. So a server with a certificate never seen before is sent a request that says nothing of anybody, until it has
answered one.
"""

import hashlib
import socket
import ssl

from sync.station.errors import UnprovenServer
from sync.station.ports import ProvenServers


class OtherEnd:
    """`proven` None: whoever has a certificate that holds is sent everything."""

    def __init__(self, proven: ProvenServers | None) -> None:
        self._proven = proven
        self._server = ""
        self._may_know = True
        self._to_anybody = False

    def before_a_request(self, to_anybody: bool) -> None:
        """Raises UnprovenServer where the connection that is open leads to a server that may not know what is asked next."""
        self._to_anybody = to_anybody
        self._check()

    def met(self, server: str) -> None:
        """A connection was made, see `server_of`. Raises UnprovenServer, and nothing has been sent."""
        self._server = server
        self._may_know = self._proven is None or self._proven.knows(server)
        self._check()

    def remember(self) -> None:
        """It has given an answer signed by the district."""
        if self._proven is not None and not self._may_know:
            self._proven.remember(self._server)
            self._may_know = True

    def _check(self) -> None:
        if not (self._may_know or self._to_anybody):
            raise UnprovenServer(self._server)


def server_of(connected: socket.socket, url: str) -> str:
    """The certificate; in plain, where there is none, the address."""
    if not isinstance(connected, ssl.SSLSocket):
        return url
    return hashlib.sha256(connected.getpeercert(binary_form=True) or b"").hexdigest()
