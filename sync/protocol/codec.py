"""Messages as bytes: MessagePack, compressed with zstd and a dictionary that both ends hold (docs/protocol.md).

A batch's bodies lie side by side, so that like compresses like; its op_ids, which are random, stand before the
compressed part. With the dictionary a single case costs about half of what it costs without.
"""

import struct
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

import msgspec

from sync.protocol.decoding import decode
from sync.protocol.messages import SealedEvent, SyncRequest

MAGIC = b"VS"
FORMAT = 1
"""Compressed with the dictionary."""
LARGE_FORMAT = 2
"""Compressed without it. The dictionary halves a single case, but zstd looks at a large message twice (level 19) only
where it has none: 1,000 cases are 274 KB with it and 240 KB without (docs/bench.md)."""
LARGE_BYTES = 300 * 1024
"""Plain bytes from which a message goes without the dictionary."""
LEVEL = 19
"""zstd's level for what travels over a slow line: about 1 s for a thousand cases, next to nothing for one."""
MAX_REQUEST_BYTES = 4 << 20
"""The largest request a district takes, compressed. Enforced by the server; the engine stays far below it."""
MAX_PLAIN_BYTES = 64 << 20
"""The most that any message may unpack to."""
OP_ID_BYTES = 16

T = TypeVar("T")
_COUNT = struct.Struct(">I")


class NotOurMessage(ValueError):
    """These bytes are not a message of this protocol: another page, a damaged one, or one that unpacks too large."""


def pack(message: msgspec.Struct, level: int = LEVEL) -> bytes:
    """The bytes of `message`; the same message always gives the same bytes at one level."""
    head, op_ids, bodies = message, b"", b""
    lengths: tuple[int, ...] = ()
    if isinstance(message, SyncRequest):
        head = msgspec.structs.replace(message, events=())
        op_ids = b"".join(event.op_id for event in message.events)
        bodies = b"".join(event.body for event in message.events)
        lengths = tuple(len(event.body) for event in message.events)
        if len(op_ids) != OP_ID_BYTES * len(lengths):
            raise ValueError("an op_id has 16 bytes")
    first = msgspec.msgpack.encode((head, lengths))
    plain = _COUNT.pack(len(first)) + first + bodies
    format = LARGE_FORMAT if len(plain) >= LARGE_BYTES else FORMAT
    squeezed: bytes = _compressor(format, level).compress(plain)
    return MAGIC + bytes([format]) + _COUNT.pack(len(lengths)) + op_ids + squeezed


def unpack(data: bytes, type: type[T], max_size: int = MAX_PLAIN_BYTES) -> T:
    """The message in `data`. Raises NotOurMessage for anything else, and for what would unpack to over `max_size` bytes."""
    if data[:2] != MAGIC:
        raise NotOurMessage("this is not a message of this protocol")
    if data[2:3] not in (bytes([FORMAT]), bytes([LARGE_FORMAT])):
        raise NotOurMessage("a message in a format that this version does not read")
    try:
        (count,) = _COUNT.unpack_from(data, 3)
        start = 3 + _COUNT.size + count * OP_ID_BYTES
        op_ids, plain = data[3 + _COUNT.size : start], _decompress(data[start:], data[2], max_size)
        (length,) = _COUNT.unpack_from(plain)
        bodies = plain[_COUNT.size + length :]
        first = plain[_COUNT.size : _COUNT.size + length]
        head, lengths = decode(first, type=tuple[type, tuple[int, ...]])  # type: ignore[valid-type]
    except (struct.error, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise NotOurMessage("a damaged message") from error
    if len(lengths) != count or sum(lengths) != len(bodies) or min(lengths, default=0) < 0:
        raise NotOurMessage("a damaged message")
    if not isinstance(head, SyncRequest):
        if count:
            raise NotOurMessage("events in a message that has none")
        return head
    return msgspec.structs.replace(head, events=tuple(_events(op_ids, lengths, bodies)))


def pack_document(content: bytes) -> bytes:
    """A document that travels apart, packed as tightly as a slow line wants."""
    import zstandard

    return bytes(zstandard.ZstdCompressor(level=LEVEL).compress(content))


def unpack_document(data: bytes) -> bytes:
    """Raises NotOurMessage for what is none, or would unpack to over `MAX_PLAIN_BYTES`."""
    return _decompress(data, LARGE_FORMAT, MAX_PLAIN_BYTES)


def _events(op_ids: bytes, lengths: tuple[int, ...], bodies: bytes) -> list[SealedEvent]:
    events, at = [], 0
    for index, length in enumerate(lengths):
        op_id = op_ids[index * OP_ID_BYTES : (index + 1) * OP_ID_BYTES]
        events.append(SealedEvent(op_id, bodies[at : at + length]))
        at += length
    return events


def _decompress(data: bytes, format: int, max_size: int) -> bytes:
    import zstandard

    try:
        # The library trusts the size that a frame claims, whatever limit it is given: so the claim is read first.
        claimed = zstandard.get_frame_parameters(data).content_size
        if claimed > max_size:
            raise NotOurMessage("a message that unpacks to more than is allowed")
        return bytes(_decompressor(format).decompress(data, max_output_size=max_size, allow_extra_data=False))
    except zstandard.ZstdError as error:
        raise NotOurMessage("a damaged message") from error


def _compressor(format: int, level: int) -> Any:
    import zstandard

    return zstandard.ZstdCompressor(level=level, dict_data=_dictionary() if format == FORMAT else None)


def _decompressor(format: int) -> Any:
    import zstandard

    dictionary = _dictionary() if format == FORMAT else None
    return zstandard.ZstdDecompressor(dict_data=dictionary, max_window_size=1 << 27)


@cache
def _dictionary() -> Any:
    import zstandard

    content = files("sync.protocol").joinpath("dictionary-1.txt").read_bytes()
    return zstandard.ZstdCompressionDict(content, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
