"""The carrier over HTTP: `POST /sync` and `/blobs/{station}/{sha256}` of docs/protocol.md."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Literal, TypeVar

from sync.protocol import blob_auth, page_post
from sync.protocol.blob_auth import BlobRequest
from sync.protocol.signing import BadSignature
from sync.station.errors import LineFailure, NotOurServer, Refused
from sync.station.http_line import MESSAGE_TYPE, HttpLine, Reply, refusal
from sync.station.ports import Clock, PagePart, ProvenServers, StationIdentity

_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")
_HELD_IS_TOLD = (200, 204, 409)
_PAGE_TYPE = "application/octet-stream"
_TRIES_BEFORE_POST = 3
_SAID_OF_WHAT_CAME_STRIPPED = ("unknown_device", "bad_signature")
"""What the district says of a request whose headers a box has left out; of a PC that was withdrawn it says so either way."""
"""A line that breaks is the usual thing; one that breaks at every page is a box that swallows the method."""

Act = Literal["held", "piece", "fetch", "document"]
T = TypeVar("T")


class HttpCarrier:
    """Carries one station's sync to the district at `url`. A Carrier of sync.station.ports.

    `proven`: the servers known to be the district's; None takes everybody whose certificate holds. `ca_file`: the district's
    own certificate authority, where its certificate is not from a public one.
    """

    def __init__(
        self,
        url: str,
        identity: StationIdentity,
        clock: Clock,
        proven: ProvenServers | None,
        ca_file: Path | None = None,
        allow_plain: bool = False,
    ) -> None:
        self._line = HttpLine(url, ca_file, allow_plain, proven)
        self._identity = identity
        self._clock = clock
        self._offset_ms = 0
        self._posts_only = False
        self._broken = 0

    def exchange(self, request: bytes) -> bytes:
        return self._exchange(request, to_anybody=False)

    def introduce(self, request: bytes) -> bytes:
        return self._exchange(request, to_anybody=True)

    def proven(self) -> None:
        self._line.proven()

    def _exchange(self, request: bytes, *, to_anybody: bool) -> bytes:
        reply = self._line.request("POST", "/sync", request, {"Content-Type": MESSAGE_TYPE}, to_anybody=to_anybody)
        if reply.status != 200:
            raise refusal(reply)
        if reply.headers.get("Content-Type", "").partition(";")[0] != MESSAGE_TYPE:
            raise NotOurServer(detail=f"an answer of type {reply.headers.get('Content-Type')}")
        return reply.body

    def page_offset(self, sha256: str, size: int) -> int:
        return self._either_way(
            lambda: self._offset_by_head(sha256, size),
            lambda: self._posted(self._ask("held", sha256, 0, size)).held,
        )

    def send_page(self, sha256: str, size: int, offset: int, chunk: bytes) -> int:
        return self._either_way(
            lambda: self._sent_by_patch(sha256, size, offset, chunk),
            lambda: self._posted(self._ask("piece", sha256, offset, size, chunk=chunk)).held,
        )

    def fetch_page(self, sha256: str, offset: int, most: int) -> PagePart:
        def posted() -> PagePart:
            told = self._posted(self._ask("fetch", sha256, offset, 0, most=min(most, page_post.MOST_BYTES)))
            return PagePart(told.chunk, told.length)

        return self._either_way(lambda: self._fetched_by_get(sha256, offset, most), posted)

    def fetch_document(self, sha256: str, offset: int, most: int) -> bytes:
        return self._posted(self._ask("document", sha256, offset, 0, most=min(most, page_post.MOST_BYTES))).chunk

    def _either_way(self, by_method: Callable[[], T], by_post: Callable[[], T]) -> T:
        """HEAD, PATCH and GET, and where a box on the way does not let these through, POST alone; what was found to go is
        kept to for as long as this carrier lives. The district's own refusals are its word either way."""
        if self._posts_only:
            return by_post()
        try:
            made = by_method()
        except LineFailure:
            self._broken += 1
            if self._broken < _TRIES_BEFORE_POST:
                raise
            return self._tried(by_post, LineFailure("neither way"))
        except NotOurServer as failure:
            return self._tried(by_post, failure)
        except Refused as failure:
            if failure.reason not in _SAID_OF_WHAT_CAME_STRIPPED:
                raise
            return self._tried(by_post, failure)
        self._broken = 0
        return made

    def _tried(self, by_post: Callable[[], T], failure: Exception) -> T:
        self._broken = 0
        try:
            made = by_post()
        except (LineFailure, NotOurServer, Refused) as error:
            # An older district has no such way; then the first failure is the one to tell.
            raise failure from error
        self._posts_only = True
        return made

    def _posted(self, asked: page_post.PageAsk) -> page_post.PageTold:
        sealed = page_post.seal_ask(asked, self._identity.signing_seed)
        reply = self._line.request("POST", page_post.PATH, sealed, {"Content-Type": MESSAGE_TYPE})
        if reply.status != 200:
            raise refusal(reply, about_a_page=True)
        try:
            return page_post.open_told(reply.body, self._identity.server_key, sealed)
        except BadSignature as error:
            raise NotOurServer(detail=str(error)) from error

    def _ask(
        self, act: Act, sha256: str, offset: int, size: int, *, most: int = 0, chunk: bytes = b""
    ) -> page_post.PageAsk:
        me, now_ms = self._identity, int(self._clock.now().timestamp() * 1000) + self._offset_ms
        return page_post.PageAsk(act, me.station, me.device, sha256, offset, size, most, max(now_ms, 0), chunk)

    def _offset_by_head(self, sha256: str, size: int) -> int:
        asked, headers = self._signed("HEAD", sha256, 0, size, b"")
        reply = self._line.request("HEAD", asked.path, headers=headers)
        if reply.status != 200:
            # A refused HEAD has no body to say why; an empty piece asks the same and is told.
            return self._sent_by_patch(sha256, size, 0, b"")
        return self._held(reply, headers)

    def _sent_by_patch(self, sha256: str, size: int, offset: int, chunk: bytes) -> int:
        asked, headers = self._signed("PATCH", sha256, offset, size, chunk)
        reply = self._line.request("PATCH", asked.path, chunk, headers)
        if reply.status not in _HELD_IS_TOLD:
            raise refusal(reply, about_a_page=True)
        return self._held(reply, headers)

    def _fetched_by_get(self, sha256: str, offset: int, most: int) -> PagePart:
        asked, headers = self._signed("GET", sha256, offset, 0, b"")
        headers["Range"] = f"bytes={offset}-{offset + most - 1}"
        reply = self._line.request("GET", asked.path, headers=headers, short_ok=True)
        if reply.status not in (200, 206):
            raise refusal(reply, about_a_page=True)
        return _part(reply, offset)

    def set_offset(self, offset_ms: int) -> None:
        self._offset_ms = offset_ms

    def close(self) -> None:
        self._line.close()

    def abort(self) -> None:
        """From another thread: ends the transfer that hangs."""
        self._line.abort()

    def _held(self, reply: Reply, headers: dict[str, str]) -> int:
        try:
            return blob_auth.check_answer(headers[blob_auth.SIGNATURE], reply.headers, self._identity.server_key)
        except BadSignature as error:
            raise NotOurServer(detail=str(error)) from error

    def _signed(
        self, method: str, sha256: str, offset: int, size: int, chunk: bytes
    ) -> tuple[BlobRequest, dict[str, str]]:
        me, now_ms = self._identity, int(self._clock.now().timestamp() * 1000)
        path = f"/blobs/{me.station}/{sha256}"
        asked = BlobRequest(method, path, offset, size, now_ms + self._offset_ms, chunk)
        return asked, blob_auth.request_headers(asked, me.station, me.device, me.signing_seed)


def _part(reply: Reply, offset: int) -> PagePart:
    """206 tells where the part belongs; 200 is the whole page, whose announced length is its size."""
    if reply.headers.get("Content-Type", "").partition(";")[0] != _PAGE_TYPE:
        raise NotOurServer(detail=f"a page of type {reply.headers.get('Content-Type')}")
    if reply.status == 200:
        announced = reply.headers.get("Content-Length", "")
        return PagePart(reply.body[offset:], int(announced) if announced.isdigit() else len(reply.body))
    told = _RANGE.fullmatch(reply.headers.get("Content-Range", ""))
    if told is None or int(told[1]) != offset:
        raise NotOurServer(detail="a part of a page that was not asked for")
    return PagePart(reply.body, int(told[3]))
