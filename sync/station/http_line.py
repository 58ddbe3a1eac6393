"""HTTP to the district: one connection kept alive, nothing trusted that is not the district's, nothing taken without a
bound. `requests` is imported when the first line is made."""

import socket
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from sync.protocol.reasons import RefusalBody
from sync.station import tls
from sync.station.errors import LineFailure, NotOurServer, PageRefused, Refused, ServerBusy, TooLarge
from sync.station.held_socket import HeldSocket
from sync.station.other_end import OtherEnd, server_of
from sync.station.ports import ProvenServers

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
"""Bytes a second under which a request or an answer is given up, after a first five minutes."""
_AUTHORITY = {401, 403}
_ONE_PAGE = {400, 404, 410, 413, 415, 416, 422}


class Reply(msgspec.Struct, frozen=True):
    status: int
    headers: Mapping[str, str]
    body: bytes


class HttpLine:
    """A line to `url`. `request` may be used by one thread; `abort` by another, to end what hangs.

    `proven`: the servers that may be sent everything; None: whoever has a certificate that holds.
    """

    def __init__(
        self,
        url: str,
        ca_file: Path | None = None,
        allow_plain: bool = False,
        proven: ProvenServers | None = None,
    ) -> None:
        self.url = tls.checked_url(url, allow_plain)
        self._ca_file = ca_file
        self._other_end = OtherEnd(proven)
        self._session: requests.Session | None = None
        self._socket = HeldSocket()

    def request(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        short_ok: bool = False,
        to_anybody: bool = False,
    ) -> Reply:
        """The reply, whatever its status. Raises LineFailure, NotOurServer for certificates and redirects, and
        UnprovenServer, before anything is sent, unless it may go `to_anybody`.

        `short_ok`: a body that breaks off is returned as far as it came, if anything came at all.
        """
        import requests

        try:
            self._other_end.before_a_request(to_anybody)
            # A socket's timeout bounds each wait: an answer's head that comes byte by byte would never end.
            with self._socket.cut_after(10 * STALL_SECONDS + len(body) / _SLOWEST):
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
                # Half a refusal says nothing: it is the line's failure, not a word of somebody else's.
                return Reply(answer.status_code, answer.headers, _body(answer, short_ok and answer.ok))
        except requests.exceptions.SSLError as error:
            if tls.is_broken_off(error):
                raise LineFailure(str(error)) from error
            raise tls.certificate_refused(error) from error
        except (requests.exceptions.RequestException, OSError) as error:
            raise LineFailure(str(error)) from error

    def proven(self) -> None:
        """What is at the other end of the connection gets everything from now on."""
        self._other_end.remember()

    def close(self) -> None:
        if self._session is not None:
            self._session.close()
        self._session = None

    def abort(self) -> None:
        """For good: ends a transfer that another thread waits for (it gets a LineFailure at once), and every later one."""
        self._socket.shut_down()

    def _open(self) -> "requests.Session":
        if self._session is None:
            import requests

            from sync.station.watched_adapter import watched_adapter

            self._session = requests.Session()
            # Neither proxies nor passwords from the surroundings: the district is reached directly or not at all.
            self._session.trust_env = False
            # What requests would send of its own accord says nothing here, and on a slow line every request pays for it.
            self._session.headers = requests.structures.CaseInsensitiveDict(_HEADERS)
            self._session.mount("http://", watched_adapter(None, self._connected, STALL_SECONDS))
            if self.url.startswith("https:"):
                self._session.mount(
                    "https://", watched_adapter(tls.context(self._ca_file), self._connected, STALL_SECONDS)
                )
        return self._session

    def _connected(self, made: socket.socket) -> None:
        self._socket.hold(made)
        self._other_end.met(server_of(made, self.url))


def refusal(reply: Reply, about_a_page: bool = False) -> Exception:
    """What to raise for a reply that is no success. Only a body of the district's own form is a word of the district."""
    said = _refusal_body(reply)
    if reply.status == 413 and not (about_a_page and said):
        # A box on the way has its own bound on a body, and says so in a page of its own.
        return TooLarge()
    if reply.status in (429, 503) and (said is not None or "Retry-After" in reply.headers):
        return ServerBusy(_wait_seconds(reply.headers))
    if said is None:
        return NotOurServer(detail=f"status {reply.status}")
    if reply.status in _AUTHORITY:
        return Refused(said.reason, said.zh, said.en)
    if about_a_page and reply.status in _ONE_PAGE:
        return PageRefused(said.reason, said.zh, said.en)
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
