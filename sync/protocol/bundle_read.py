"""Reads a bundle: the whole file is verified first, down to the last byte, and only then are its parts given out."""

import hashlib
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec
from nacl import bindings
from nacl.exceptions import CryptoError
from nacl.public import SealedBox

from sync.protocol import signing
from sync.protocol.bundle import (
    CHUNK,
    CHUNK_EXTRA,
    MAX_MANIFEST,
    SEALED_KEY,
    STREAM_HEADER,
    Direction,
    Label,
    Manifest,
    Part,
    decryption_key,
    fingerprint,
    read_label,
)
from sync.protocol.bundle_failures import BundleUnusable, told_stick_errors
from sync.protocol.decoding import decode
from sync.protocol.signing import BadSignature

_COUNT = struct.Struct(">I")
_FINAL = bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL


class Bundle:
    """One verified file. `signer` is the key its manifest is signed with: whoever takes it in knows whose that is."""

    def __init__(self, path: Path, label: Label, manifest: Manifest, signer: bytes, digest: bytes, seed: bytes) -> None:
        self.path, self.label, self.manifest, self.signer, self.sha256 = path, label, manifest, signer, digest
        self._seed = seed

    def parts(self) -> Iterator[tuple[Part, Iterator[bytes]]]:
        """The parts in their order, each with its bytes in pieces; bytes not asked for are passed over."""
        with told_stick_errors(), self.path.open("rb") as file:
            stream = _Stream(_plain(file, self._seed, self.path.name))
            _read_manifest(stream, self.path.name)
            for part in self.manifest.parts:
                pieces = stream.pieces(part.size)
                yield part, pieces
                for _ in pieces:
                    pass


def label_of(path: Path) -> Label:
    """Whose file it is, from its clear beginning. Raises BundleUnusable, StickFailure."""
    with told_stick_errors(), path.open("rb") as file:
        return read_label(file, path.name)[0]


def open_bundle(path: Path, seed: bytes, direction: Direction) -> Bundle:
    """Verifies the file at `path`, sent to the holder of `seed`. Raises BundleUnusable, naming what is wrong, StickFailure.

    The signature is checked against the key it names; whether that key may send is for the caller to know.
    """
    name = path.name
    with told_stick_errors(), path.open("rb") as file:
        label, _ = read_label(file, name)
        _check_receiver(file, label, seed, direction, name)
        file.seek(0)
        stream = _Stream(_plain(file, seed, name))
        manifest, signer = _read_manifest(stream, name)
        _check_label(label, manifest, seed, name)
        for part in manifest.parts:
            _check_part(part, stream, name)
        if any(stream.pieces(1)):
            raise BundleUnusable("altered", name, "more than the manifest names")
        file.seek(0)
        digest = hashlib.file_digest(file, "sha256").digest()
    return Bundle(path, label, manifest, signer, digest, seed)


def _check_receiver(file: BinaryIO, label: Label, seed: bytes, direction: Direction, name: str) -> None:
    """Size before key: a file for somebody else is not ours to call damaged, but nothing is said of one cut short."""
    if label.direction != direction or label.receiver != fingerprint(signing.public_key(seed)):
        raise BundleUnusable("other_receiver", name)
    size = file.seek(0, 2)
    if size < label.size:
        raise BundleUnusable("truncated", name, f"{size} of {label.size} bytes")
    if size > label.size:
        raise BundleUnusable("too_long", name, f"{size} instead of {label.size} bytes")


def _plain(file: BinaryIO, seed: bytes, name: str) -> Iterator[bytes]:
    """The stream's chunks, each authenticated together with the label."""
    _, label = read_label(file, name)
    sealed, header = file.read(SEALED_KEY), file.read(STREAM_HEADER)
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    tag = -1
    try:
        key = SealedBox(decryption_key(seed)).decrypt(sealed)
        bindings.crypto_secretstream_xchacha20poly1305_init_pull(state, header, key)
        while tag != _FINAL:
            chunk = file.read(CHUNK + CHUNK_EXTRA)
            if len(chunk) < CHUNK_EXTRA:
                raise BundleUnusable("truncated", name)
            plain, tag = bindings.crypto_secretstream_xchacha20poly1305_pull(state, chunk, label)
            yield plain
    except (CryptoError, ValueError, RuntimeError) as error:
        raise BundleUnusable("altered", name, str(error)) from error
    if file.read(1):
        raise BundleUnusable("too_long", name)


class _Stream:
    """Chunks as one row of bytes."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._held = b""

    def pieces(self, size: int) -> Iterator[bytes]:
        """The next `size` bytes, or as many as there are."""
        while size:
            self._held = self._held or next(self._chunks, b"")
            if not self._held:
                return
            piece, self._held = self._held[:size], self._held[size:]
            size -= len(piece)
            yield piece

    def take(self, size: int) -> bytes:
        return b"".join(self.pieces(size))


def _read_manifest(stream: _Stream, name: str) -> tuple[Manifest, bytes]:
    try:
        (length,) = _COUNT.unpack(stream.take(_COUNT.size))
        if length > MAX_MANIFEST:
            raise BundleUnusable("altered", name, "no manifest is that long")
        signed = stream.take(length)
        signer = signing.signer_of(signed)
        payload = signing.open_sealed(signed, signer, "bundle")
    except BadSignature as error:
        raise BundleUnusable("bad_signature", name, str(error)) from error
    except struct.error as error:
        raise BundleUnusable("altered", name, "no manifest") from error
    try:
        return decode(payload, type=Manifest), signer
    except msgspec.DecodeError as error:
        raise BundleUnusable("newer_format", name, str(error)) from error


def _check_label(label: Label, manifest: Manifest, seed: bytes, name: str) -> None:
    """The manifest is signed, the label is not; and a file signed for another receiver was handed on by somebody."""
    said = (manifest.direction, manifest.district, manifest.station, manifest.device)
    if said != (label.direction, label.district, label.station, label.device):
        raise BundleUnusable("altered", name, "label and manifest differ")
    if manifest.receiver != signing.public_key(seed):
        raise BundleUnusable("other_receiver", name, "signed for another receiver")


def _check_part(part: Part, stream: _Stream, name: str) -> None:
    if part.size < 0:
        raise BundleUnusable("altered", name, "a part of less than nothing")
    digest, size = hashlib.sha256(), 0
    for piece in stream.pieces(part.size):
        digest.update(piece)
        size += len(piece)
    if size != part.size or digest.digest() != part.sha256:
        raise BundleUnusable("altered", name, f"{part.kind} {part.name}")
