"""Signatures on what travels: who made these bytes, and what for.

A signed message names its algorithm, so that SM2 with SM3 (商用密码管理条例 §41) can take the place of Ed25519, and the
key that signed it, so that the reader can look the signer up before it unpacks anything.
"""

import hashlib
from typing import Literal

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

Purpose = Literal[
    "sync-request",
    "sync-answer",
    "enrol-request",
    "enrol-answer",
    "blob",
    "blob-answer",
    "page-ask",
    "page-told",
    "bundle",
    "program",
]

MAGIC = b"VSs"
ED25519 = 1
KEY_BYTES = 32
SIGNATURE_BYTES = 64
_HEAD = len(MAGIC) + 1
_PAYLOAD = _HEAD + KEY_BYTES + SIGNATURE_BYTES


class BadSignature(ValueError):
    """Not signed by this key for this purpose, or no signed message at all."""


def new_seed() -> bytes:
    """32 random bytes: a device's or a district's signing seed."""
    return bytes(SigningKey.generate())


def public_key(seed: bytes) -> bytes:
    """The 32-byte public key that belongs to a 32-byte seed."""
    return bytes(SigningKey(seed).verify_key)


def seal(payload: bytes, seed: bytes, purpose: Purpose, answers: bytes = b"") -> bytes:
    """`payload` with algorithm, public key and signature before it. The signature covers the purpose too, and
    `answers`: the sealed request that this is the answer to, so that an old answer never passes for a new one."""
    key = SigningKey(seed)
    signature = key.sign(_signed(payload, purpose, answers)).signature
    return MAGIC + bytes([ED25519]) + bytes(key.verify_key) + signature + payload


def signer_of(data: bytes) -> bytes:
    """The public key that `data` says it is signed by. Nothing is checked yet. BadSignature: no signed message."""
    if data[: len(MAGIC)] != MAGIC or len(data) < _PAYLOAD:
        raise BadSignature("this is not a signed message")
    if data[len(MAGIC)] != ED25519:
        raise BadSignature("signed in a way that this version does not know")
    return data[_HEAD : _HEAD + KEY_BYTES]


def open_sealed(data: bytes, public_key: bytes, purpose: Purpose, answers: bytes = b"") -> bytes:
    """The payload of `data`. Raises BadSignature unless `public_key` signed exactly it for exactly this purpose, and in
    answer to exactly the sealed request `answers` where one is given."""
    if signer_of(data) != public_key:
        raise BadSignature("signed by another key")
    payload = data[_PAYLOAD:]
    check(data[_HEAD + KEY_BYTES : _PAYLOAD], payload, public_key, purpose, answers)
    return payload


def sign(payload: bytes, seed: bytes, purpose: Purpose) -> bytes:
    """A signature of 64 bytes that travels apart from `payload`."""
    return SigningKey(seed).sign(_signed(payload, purpose)).signature


def check(signature: bytes, payload: bytes, public_key: bytes, purpose: Purpose, answers: bytes = b"") -> None:
    """Raises BadSignature unless `signature` is `public_key`'s over `payload` for `purpose`."""
    try:
        VerifyKey(public_key).verify(_signed(payload, purpose, answers), signature)
    except (BadSignatureError, ValueError, TypeError) as error:
        raise BadSignature("the signature does not fit") from error


def _signed(payload: bytes, purpose: Purpose, answers: bytes = b"") -> bytes:
    request = hashlib.sha256(answers).digest() if answers else b""
    return b"village-station/1/" + purpose.encode() + b"\0" + request + b"\0" + payload
