"""HTTP to the district: one connection kept alive, nothing trusted that is not the district's, nothing taken without a
bound. `requests` is imported when the first line is made."""

import socket
import threading
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from sync.protocol.reasons import RefusalBody
from sync.station import tls
from sync.station.errors import LineFailure, NotOurServer, PageRefused, Refused, ServerBusy, TooLarge

if TYPE_CHECKING:
    import requests

CONNECT_SECONDS = 10.0
STALL_SECONDS = 30.0
MESSAGE_TYPE = "application/x-village-station"
MOST_BODY_BYTES = 32 << 20
MOST_WAIT_SECONDS = 3600.0
UNREADABLE_WAIT_SECONDS = 60.0
_HEADERS = {"User-Agent": "village-station", "Accept-Encoding": "identity"}
_PIECE = 16 * 1024
_SLOWEST = 64
"""Bytes a second under which an answer is given up, after a first five minutes."""
_AUTHORITY = {401, 403}
_ONE_PAGE = {400, 404, 410, 413, 415, 416, 422}


class Reply(msgspec.Struct, frozen=True):
    status: int
    headers: Mapping[str, str]
    body: bytes


class HttpLine:
    """A line to `url`. `request` may be used by one thread; `abort` by another, to end what hangs."""

    def __init__(self, url: str, ca_file: Path | None = None, allow_plain: bool = False) -> None:
        self.url = tls.checked_url(url, allow_plain)
        self._ca_file = ca_file
        self._session: requests.Session | None = None
        self._sockets = _Sockets()

    def request(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        short_ok: bool = False,
    ) -> Reply:
        """The reply, whatever its status. Raises LineFailure, or NotOurServer for certificates and redirects.

        `short_ok`: a body that breaks off is returned as far as it came, if anything came at all.
        """
        import requests

        try:
            answer = self._open().request(
                method,
                self.url + path,
                data=body or None,
                headers=headers,
                timeout=(CONNECT_SECONDS, STALL_SECONDS),
                allow_redirects=False,
                stream=True,
            )
            with answer:
                return Reply(answer.status_code, answer.headers, _body(answer, short_ok))
        except requests.exceptions.SSLError as error:
            raise tls.certificate_refused(error) from error
        except (requests.exceptions.RequestException, OSError) as error:
            raise LineFailure(str(error)) from error

    def close(self) -> None:
        if self._session is not None:
            self._session.close()
        self._session = None

    def abort(self) -> None:
        """For good: ends a transfer that another thread waits for (it gets a LineFailure at once), and every later one."""
        self._sockets.shut_down()

    def _open(self) -> "requests.Session":
        if self._session is None:
            import requests

            self._session = requests.Session()
            # Neither proxies nor passwords from the surroundings: the district is reached directly or not at all.
            self._session.trust_env = False
            # What requests would send of its own accord says nothing here, and on a slow line every request pays for it.
            self._session.headers = requests.structures.CaseInsensitiveDict(_HEADERS)
            self._session.mount("http://", _adapter(None, self._sockets))
            if self.url.startswith("https:"):
                self._session.mount("https://", _adapter(tls.context(self._ca_file), self._sockets))
        return self._session


class _Sockets:
    """The socket of the one connection, so that another thread can shut it down."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: socket.socket | None = None
        self._shut = False

    def hold(self, made: socket.socket) -> None:
        """Raises OSError if the line was shut down while it was being connected."""
        with self._lock:
            self._held = made
            if self._shut:
                raise ConnectionAbortedError("the line was shut down")

    def shut_down(self) -> None:
        with self._lock:
            self._shut = True
            if self._held is None:
                return
            try:
                # Of the plain socket, also under TLS: the other thread is inside the TLS object.
                socket.socket.shutdown(self._held, socket.SHUT_RDWR)
            except OSError:
                return  # it was closed already: nothing waits on it


def refusal(reply: Reply, about_a_page: bool = False) -> Exception:
    """What to raise for a reply that is no success. Only a body of the district's own form is a word of the district."""
    said = _refusal_body(reply)
    if reply.status in (429, 503) and (said is not None or "Retry-After" in reply.headers):
        return ServerBusy(_wait_seconds(reply.headers))
    if said is None:
        return NotOurServer(detail=f"status {reply.status}")
    if reply.status in _AUTHORITY:
        return Refused(said.reason, said.zh, said.en)
    if about_a_page and reply.status in _ONE_PAGE:
        return PageRefused(said.reason, said.zh, said.en)
    if reply.status == 413:
        return TooLarge()
    if reply.status >= 500:
        return ServerBusy()
    return Refused(said.reason, said.zh, said.en)


def _refusal_body(reply: Reply) -> RefusalBody | None:
    if not reply.headers.get("Content-Type", "").startswith("application/json"):
        return None
    try:
        return msgspec.json.decode(reply.body, type=RefusalBody)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def _wait_seconds(headers: Mapping[str, str]) -> float:
    """`Retry-After` (RFC 9110 §10.2.3) in seconds. A date is measured from the answer's own `Date`, since this PC's clock
    may be wrong; what cannot be read counts as a minute."""
    text = headers.get("Retry-After", "").strip()
    if not text:
        return 0.0
    if text.lstrip("-").isdecimal():
        seconds = float(text)
    else:
        try:
            seconds = (_date(text) - _date(headers.get("Date", ""))).total_seconds()
        except ValueError:
            seconds = UNREADABLE_WAIT_SECONDS
    return max(0.0, min(seconds, MOST_WAIT_SECONDS))


def _date(text: str) -> datetime:
    """An HTTP-date. Raises ValueError."""
    read = parsedate_to_datetime(text)
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def _body(answer: "requests.Response", short_ok: bool) -> bytes:
    """The body, bounded in size and in time. A body shorter than it was announced is a failure of the line."""
    from urllib3.exceptions import HTTPError

    body, begun = bytearray(), time.monotonic()
    try:
        # read1 gives what is there: with read, what came of a piece before the line broke would be lost.
        while piece := answer.raw.read1(_PIECE):
            body += piece
            if len(body) > MOST_BODY_BYTES:
                raise NotOurServer(detail="an answer without end")
            if time.monotonic() - begun > 10 * STALL_SECONDS + len(body) / _SLOWEST:
                raise LineFailure("an answer that trickles")
    except (HTTPError, OSError) as error:
        if not (short_ok and body):
            raise LineFailure(str(error)) from error
    return bytes(body)


def _adapter(context: Any, sockets: _Sockets) -> Any:
    """An adapter whose TLS context is ours (requests would add certifi's list), and whose sockets can be shut down."""
    from requests.adapters import HTTPAdapter
    from urllib3.connection import HTTPConnection, HTTPSConnection

    class Watched:
        """A socket's timeout bounds all of one send: a whole body at once would have the time for connecting, however well
        it moves. In pieces, only one that does not move ends it."""

        sock: Any

        def connect(self) -> None:
            super().connect()  # type: ignore[misc]
            sockets.hold(self.sock)
            self.sock.settimeout(STALL_SECONDS)

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
