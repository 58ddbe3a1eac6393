"""A newer program on its way to the stations: what the district signs of it, and how a version is compared."""

import hashlib
import re
from collections.abc import Iterable

import msgspec

from sync.protocol import signing
from sync.protocol.decoding import decode
from sync.protocol.signing import BadSignature

_NUMBER = re.compile(r"\d+")
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,99}")


class ProgramUpdate(msgspec.Struct, frozen=True, array_like=True):
    """`platform` as `platform_name()` says it; `size` in bytes; `sha256` of the file; `published_at` in ms since 1970."""

    version: str
    platform: str
    file: str
    size: int
    sha256: bytes
    published_at: int
    note_zh: str = ""
    note_en: str = ""


def seal_update(update: ProgramUpdate, seed: bytes) -> bytes:
    return signing.seal(msgspec.msgpack.encode(update), seed, "program")


def open_update(data: bytes, public_key: bytes) -> ProgramUpdate:
    """Raises BadSignature for anything that this key has not signed as a program update."""
    payload = signing.open_sealed(data, public_key, "program")
    try:
        update = decode(payload, type=ProgramUpdate)
    except msgspec.DecodeError as error:
        raise BadSignature("signed, but no program update") from error
    if not _FILE_NAME.fullmatch(update.file):
        raise BadSignature("a file name that no program has")
    return update


def is_newer(version: str, than: str) -> bool:
    """0.10.0 is newer than 0.9.2; what is no number counts for nothing."""
    return _numbers(version) > _numbers(than)


def is_file_of(update: ProgramUpdate, pieces: Iterable[bytes]) -> bool:
    """Whether these bytes are the very file that was signed."""
    digest, size = hashlib.sha256(), 0
    for piece in pieces:
        digest.update(piece)
        size += len(piece)
    return size == update.size and digest.digest() == update.sha256


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in _NUMBER.findall(version))
