"""Writes a bundle: signed, then encrypted to its receiver, under a temporary name, on the disk, renamed, read back."""

import hashlib
import os
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec
from nacl import bindings
from nacl.public import SealedBox

from sync.protocol import signing
from sync.protocol.bundle import CHUNK, Label, Manifest, encryption_key, fingerprint, packed_label, with_size
from sync.protocol.bundle_failures import StickFailure, told_stick_errors

_COUNT = struct.Struct(">I")
_READ_AT_ONCE = 1 << 20


def write_bundle(path: Path, manifest: Manifest, pieces: Iterable[bytes], seed: bytes) -> bytes:
    """Writes the file whole or not at all, and returns its SHA-256 once it has been read back.

    `pieces`: the bytes of the manifest's parts one after the other, cut anywhere. Raises StickFailure.
    """
    signed = signing.seal(msgspec.msgpack.encode(manifest), seed, "bundle")
    total = _COUNT.size + len(signed) + sum(part.size for part in manifest.parts)
    bare = Label(
        manifest.direction, manifest.district, manifest.station, manifest.device, fingerprint(manifest.receiver), 0
    )
    label = packed_label(with_size(bare, total))
    temporary = path.with_name(f"{path.name}.{os.getpid()}.part")
    plain = _checked(manifest, pieces)
    with told_stick_errors():
        try:
            with temporary.open("xb") as file:
                digest = _write(
                    file, label, manifest.receiver, _whole_chunks((_COUNT.pack(len(signed)), signed), plain)
                )
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, path)
            _sync_folder(path.parent)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        read_back = file_digest(path)
    if read_back != digest:
        raise StickFailure(
            "写到 U 盘上的内容读回来不一样，这次不算。本机的资料都在，请换一个 U 盘再拷一次。",
            "What was written to the stick reads back changed, so it does not count. Use another stick.",
        )
    return digest


def file_digest(path: Path) -> bytes:
    """SHA-256 of what the stick itself holds: what the system remembers of the file is let go first where it can be."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        while piece := file.read(_READ_AT_ONCE):
            digest.update(piece)
    return digest.digest()


def _write(file: BinaryIO, label: bytes, receiver: bytes, chunks: Iterator[bytes]) -> bytes:
    key = bindings.crypto_secretstream_xchacha20poly1305_keygen()
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    header = bindings.crypto_secretstream_xchacha20poly1305_init_push(state, key)
    digest = hashlib.sha256()

    def put(piece: bytes) -> None:
        digest.update(piece)
        file.write(piece)

    put(label)
    put(SealedBox(encryption_key(receiver)).encrypt(key))
    put(header)
    chunk = next(chunks)
    for following in chunks:
        put(_push(state, chunk, label, bindings.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE))
        chunk = following
    put(_push(state, chunk, label, bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL))
    return digest.digest()


def _push(state: bindings.crypto_secretstream_xchacha20poly1305_state, chunk: bytes, label: bytes, tag: int) -> bytes:
    return bytes(bindings.crypto_secretstream_xchacha20poly1305_push(state, chunk, label, tag))


def _whole_chunks(first: tuple[bytes, ...], pieces: Iterator[bytes]) -> Iterator[bytes]:
    held = bytearray(b"".join(first))
    for piece in pieces:
        held += piece
        while len(held) > CHUNK:
            yield bytes(held[:CHUNK])
            del held[:CHUNK]
    while len(held) > CHUNK:
        yield bytes(held[:CHUNK])
        del held[:CHUNK]
    yield bytes(held)


def _checked(manifest: Manifest, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Passes the pieces on; ValueError where they are not what the manifest says, which would be our bug."""
    waiting = filter(None, pieces)
    left = b""
    for part in manifest.parts:
        digest, size = hashlib.sha256(), part.size
        while size:
            left = left or next(waiting, b"")
            if not left:
                raise ValueError(f"{part.kind} {part.name} ends early")
            piece, left = left[:size], left[size:]
            digest.update(piece)
            size -= len(piece)
            yield piece
        if digest.digest() != part.sha256:
            raise ValueError(f"{part.kind} {part.name} is not what the manifest says")
    if left or next(waiting, b""):
        raise ValueError("more than the manifest names")


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
