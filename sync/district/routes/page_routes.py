"""`/blobs/{station}/{sha256}`: how much of a page is held, the next piece of it, and a page for a station to fetch."""

import asyncio
from typing import Any
from weakref import WeakValueDictionary

import msgspec
from anyio import to_thread
from litestar import Request, Response, get, head, patch, post
from litestar.exceptions import InternalServerException
from litestar.params import FromPath, RawBody
from litestar.types import ControllerRouterHandler

from sync.district import documents, pages
from sync.district.database.engine import reading
from sync.district.devices import device_by_code, device_by_key
from sync.district.district import District
from sync.district.refusals import RequestRefused
from sync.district.routes.station_routes import MEDIA_TYPE
from sync.protocol import blob_auth, page_post
from sync.protocol.signing import BadSignature, signer_of

MAX_CHUNK_BYTES = 2 << 20
_PATH = "/blobs/{code:str}/{sha256:str}"

AnyRequest = Request[Any, Any, Any]


def page_routes(district: District) -> list[ControllerRouterHandler]:
    """The handlers of one district. They go to a worker thread themselves: Litestar's own `sync_to_thread` wraps a
    handler twice where several methods share a path, and then answers nothing."""

    turns: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()

    def turn(code: str, sha256: str) -> asyncio.Lock:
        """A station that comes back at once asks how much is held while what came is still being written. Not for safety:
        another process may serve the same page."""
        return turns.setdefault((code, sha256), asyncio.Lock())

    @head(_PATH)
    async def page_offset(request: AnyRequest, code: FromPath[str], sha256: FromPath[str]) -> Response[None]:
        async with turn(code, sha256):
            return await to_thread.run_sync(_tell_offset, district, request, code, sha256)

    @patch(_PATH, status_code=204, request_max_body_size=MAX_CHUNK_BYTES)
    async def take_piece(request: AnyRequest, code: FromPath[str], sha256: FromPath[str]) -> Response[None]:
        body, broken_off = await _what_came(request)
        async with turn(code, sha256):
            return await to_thread.run_sync(_take, district, request, code, sha256, body, broken_off)

    @get(_PATH)
    async def fetch_page(request: AnyRequest, code: FromPath[str], sha256: FromPath[str]) -> Response[bytes]:
        return await to_thread.run_sync(_give, district, request, code, sha256)

    @post(page_post.PATH, status_code=200, request_max_body_size=MAX_CHUNK_BYTES + 4096)
    async def page_by_post(body: RawBody) -> Response[bytes]:
        return Response(await to_thread.run_sync(_by_post, district, body), media_type=MEDIA_TYPE)

    return [page_offset, take_piece, fetch_page, page_by_post]


def _by_post(district: District, data: bytes) -> bytes:
    """What the three others do, for a line that lets only POST through."""
    try:
        with reading(district.engine) as connection:
            device = device_by_key(connection, district, signer_of(data))
        asked = page_post.open_ask(data, device.public_key)
    except (BadSignature, msgspec.DecodeError) as error:
        raise RequestRefused(400, "not_our_message") from error
    if (asked.station, asked.device) != (device.station, device.code):
        raise RequestRefused(401, "unknown_device")
    if abs(asked.time - int(district.now().timestamp() * 1000)) > blob_auth.ALLOWED_MS:
        raise RequestRefused(401, "bad_signature")
    return page_post.seal_told(_done(district, asked), district.keys.signing_seed, data)


def _done(district: District, asked: page_post.PageAsk) -> page_post.PageTold:
    code, sha256 = asked.station, asked.sha256
    if asked.act == "fetch":
        content = pages.read_page(district, code, sha256).read_bytes()
        most = min(asked.most, page_post.MOST_BYTES)
        return page_post.PageTold(len(content), len(content), content[asked.offset : asked.offset + most])
    if asked.act == "document":
        with reading(district.engine) as connection:
            packed = documents.find(connection, district, code, sha256)
        if packed is None:
            raise RequestRefused(404, "page_unknown")
        most = min(asked.most, page_post.MOST_BYTES)
        return page_post.PageTold(len(packed), len(packed), packed[asked.offset : asked.offset + most])
    if asked.act == "held":
        return page_post.PageTold(pages.held(district, code, sha256), asked.length)
    try:
        held = pages.take(district, code, sha256, asked.length, asked.offset, asked.chunk)
    except pages.WrongOffset as wrong:
        held = wrong.held
    return page_post.PageTold(held, asked.length)


def _tell_offset(district: District, request: AnyRequest, code: str, sha256: str) -> Response[None]:
    asked = _checked(district, request, code, b"")
    return _told(district, request, 200, pages.held(district, code, sha256), asked.length)


async def _what_came(request: AnyRequest) -> tuple[bytes, bool]:
    """The body, and whether the line broke before all of it was here."""
    came = bytearray()
    try:
        async for part in request.stream():
            came += part
    except InternalServerException:  # this is how Litestar tells that the client is gone
        return bytes(came), True
    return bytes(came), False


def _take(
    district: District, request: AnyRequest, code: str, sha256: str, body: bytes, broken_off: bool = False
) -> Response[None]:
    """What came of a broken piece is kept too: on a bad line it is most of what ever comes. Nobody hears the answer then."""
    asked = _checked(district, request, code, body, broken_off)
    try:
        held = pages.take(district, code, sha256, asked.length, asked.offset, body)
    except pages.WrongOffset as wrong:
        return _told(district, request, 409, wrong.held, asked.length)
    return _told(district, request, 204, held, asked.length)


def _give(district: District, request: AnyRequest, code: str, sha256: str) -> Response[bytes]:
    asked = _checked(district, request, code, b"")
    content = pages.read_page(district, code, sha256).read_bytes()
    headers = {"Content-Range": f"bytes {asked.offset}-{len(content) - 1}/{len(content)}"} if asked.offset else {}
    return Response(
        content[asked.offset :],
        status_code=206 if asked.offset else 200,
        headers=headers,
        media_type="application/octet-stream",
    )


def _checked(
    district: District, request: AnyRequest, code: str, chunk: bytes, broken_off: bool = False
) -> blob_auth.BlobRequest:
    headers = request.headers
    with reading(district.engine) as connection:
        device = device_by_code(
            connection, district, headers.get(blob_auth.STATION, ""), headers.get(blob_auth.DEVICE, "")
        )
    if device.station != code:
        raise RequestRefused(404, "page_unknown")
    now_ms = int(district.now().timestamp() * 1000)
    try:
        asked = blob_auth.read_request(request.method, request.url.path, headers, chunk, broken_off)
        blob_auth.check_request(asked, headers.get(blob_auth.SIGNATURE, ""), device.public_key, now_ms)
    except BadSignature as error:
        raise RequestRefused(401, "bad_signature") from error
    return asked


def _told(district: District, request: AnyRequest, status: int, held: int, length: int) -> Response[None]:
    signature = request.headers.get(blob_auth.SIGNATURE, "")
    headers = blob_auth.answer_headers(signature, held, length, district.keys.signing_seed)
    return Response(None, status_code=status, headers=headers, media_type="text/plain")
