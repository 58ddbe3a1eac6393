"""Pages by `POST` alone (`POST /pages`): what HEAD, PATCH and GET with their headers say, as one signed message each way.

For lines on which a box lets only GET and POST through, strips headers it does not know, or answers ranges in its own way.
"""

from typing import Annotated, Literal

import msgspec

from sync.protocol import signing
from sync.protocol.decoding import decode
from sync.protocol.messages import Milliseconds
from sync.protocol.signing import BadSignature

PATH = "/pages"
MOST_BYTES = 2 << 20
"""Of a page in one message, either way."""

Size = Annotated[int, msgspec.Meta(ge=0, le=1 << 32)]


class PageAsk(msgspec.Struct, frozen=True, array_like=True):
    """`act`: how much is "held"; take this "piece" (`chunk` at `offset` of `length` bytes); "fetch" up to `most` from
    `offset`; the same of a "document" that the feed referred to. `time`: the district's clock in ms since 1970 as last measured, as in `blob_auth`."""

    act: Literal["held", "piece", "fetch", "document"]
    station: str
    device: str
    sha256: str
    offset: Size
    length: Size
    most: Size
    time: Milliseconds
    chunk: bytes = b""


class PageTold(msgspec.Struct, frozen=True, array_like=True):
    """`held` bytes of `length` count at the district; of a page that is fetched `chunk` is the part that was asked for."""

    held: Size
    length: Size
    chunk: bytes = b""


def seal_ask(asked: PageAsk, seed: bytes) -> bytes:
    return signing.seal(msgspec.msgpack.encode(asked), seed, "page-ask")


def open_ask(data: bytes, public_key: bytes) -> PageAsk:
    """Raises BadSignature, msgspec.DecodeError."""
    return decode(signing.open_sealed(data, public_key, "page-ask"), PageAsk)


def seal_told(told: PageTold, seed: bytes, asked: bytes) -> bytes:
    """The district's answer to exactly the sealed question `asked`."""
    return signing.seal(msgspec.msgpack.encode(told), seed, "page-told", answers=asked)


def open_told(data: bytes, public_key: bytes, asked: bytes) -> PageTold:
    """Raises BadSignature for whatever is not the district's answer to this question."""
    try:
        return decode(signing.open_sealed(data, public_key, "page-told", answers=asked), PageTold)
    except msgspec.DecodeError as error:
        raise BadSignature("an answer that cannot be read") from error
