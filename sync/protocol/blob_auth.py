"""How a request for a page (`/blobs/{station}/{sha256}`) shows who sends it, and its answer that it is the district's.

Both ends of a few headers. The signature covers method, path, offset, whole size, time and the bytes sent, these by their
digest: so what came of a piece can be kept where the line broke in the middle of it. The answer's signature covers the request's signature and what the district says it holds, so that no box between the two can claim that a page
has arrived.
"""

import base64
import binascii
import hashlib
from collections.abc import Mapping

import msgspec

from sync.protocol import signing
from sync.protocol.signing import BadSignature

STATION, DEVICE, TIME, SIGNATURE = "X-Station", "X-Device", "X-Time", "X-Signature"
OFFSET, LENGTH = "Upload-Offset", "Upload-Length"
"""Both in bytes, in requests and answers: where the chunk begins, or how much is held; and the size of the whole page."""
DIGEST = "Content-Digest"
"""Of a piece that is sent: its SHA-256, as RFC 9530 writes it."""
ALLOWED_MS = 15 * 60 * 1000
"""How far `X-Time` may be from the district's clock. The station sends the district's time as last measured, not its
own clock, so a PC whose clock is years wrong can still send pages."""


class BlobRequest(msgspec.Struct, frozen=True):
    """What is signed. `offset` is 0 for HEAD, the chunk's place for PATCH, the range's begin for GET; `length` is the
    page's whole size (0 for GET); `time` is the district's clock in ms since 1970. `digest`: SHA-256 of the bytes that were
    meant, where `chunk` is only what came of them; otherwise empty."""

    method: str
    path: str
    offset: int
    length: int
    time: int
    chunk: bytes = b""
    digest: bytes = b""

    def signed_bytes(self) -> bytes:
        digest = self.digest or hashlib.sha256(self.chunk).digest()
        lines = (self.method.upper(), self.path, self.offset, self.length, self.time, digest.hex())
        return "\n".join(str(line) for line in lines).encode()


def request_headers(request: BlobRequest, station: str, device: str, seed: bytes) -> dict[str, str]:
    """The headers that a station sends with `request`."""
    digest = {DIGEST: f"sha-256=:{_text(hashlib.sha256(request.chunk).digest())}:"} if request.chunk else {}
    return {
        **digest,
        STATION: station,
        DEVICE: device,
        TIME: str(request.time),
        OFFSET: str(request.offset),
        LENGTH: str(request.length),
        SIGNATURE: _text(signing.sign(request.signed_bytes(), seed, "blob")),
    }


def read_request(
    method: str, path: str, headers: Mapping[str, str], chunk: bytes, broken_off: bool = False
) -> BlobRequest:
    """The request as its headers tell it, not yet checked. BadSignature: a header is missing or no number.

    `broken_off`: `chunk` is the beginning of what was to come; who sent it can be checked all the same, and what it is only
    by the whole page's hash.
    """
    try:
        offset, length, time = (int(headers[name]) for name in (OFFSET, LENGTH, TIME))
        digest = _digest(headers[DIGEST]) if broken_off else b""
    except (KeyError, ValueError) as error:
        raise BadSignature("a header is missing or is no number") from error
    if offset < 0 or length < 0:
        raise BadSignature("a header is below zero")
    return BlobRequest(method, path, offset, length, time, chunk, digest)


def check_request(request: BlobRequest, signature: str, device_key: bytes, now_ms: int) -> None:
    """Raises BadSignature unless the device made exactly this request within ALLOWED_MS of `now_ms`."""
    signing.check(_bytes(signature), request.signed_bytes(), device_key, "blob")
    if abs(request.time - now_ms) > ALLOWED_MS:
        raise BadSignature("signed too long ago, or for a time to come")


def answer_headers(request_signature: str, held: int, length: int, seed: bytes) -> dict[str, str]:
    """The headers of the district's answer: `held` bytes committed of `length`; `held` == `length` only once the whole
    page's hash has been verified. For HEAD (200) and PATCH (204 done, 409 wrong offset: `held` says where to go on)."""
    signature = signing.sign(_answer(request_signature, held, length), seed, "blob-answer")
    return {OFFSET: str(held), LENGTH: str(length), SIGNATURE: _text(signature)}


def check_answer(request_signature: str, headers: Mapping[str, str], server_key: bytes) -> int:
    """The bytes that the district holds. BadSignature: the answer is not the district's answer to this request."""
    try:
        held, length = int(headers[OFFSET]), int(headers[LENGTH])
    except (KeyError, ValueError) as error:
        raise BadSignature("the answer does not say how much is held") from error
    given = _bytes(headers.get(SIGNATURE, ""))
    signing.check(given, _answer(request_signature, held, length), server_key, "blob-answer")
    return held


def _answer(request_signature: str, held: int, length: int) -> bytes:
    return f"{request_signature}\n{held}\n{length}".encode()


def _digest(text: str) -> bytes:
    algorithm, _, value = text.partition("=")
    digest = _bytes(value.strip(":"))
    if algorithm != "sha-256" or len(digest) != hashlib.sha256().digest_size:
        raise BadSignature("a digest of another kind")
    return digest


def _text(signature: bytes) -> str:
    return base64.b64encode(signature).decode("ascii")


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadSignature("a signature that cannot be read") from error
