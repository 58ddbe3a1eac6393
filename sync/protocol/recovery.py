"""A password that was forgotten, by the district's recovery key: a request from the PC, an answer for that PC alone.

Two small files, carried by stick, mail or telephone company. The request holds the store's key as it lies on the PC, sealed
for the recovery key; the answer holds it sealed for the one-time key of the request. The recovery secret never leaves the
district, and the answer opens nothing but that PC, under the password that was typed when the request was made.
"""

import hashlib
from pathlib import Path
from typing import TypeVar

import msgspec

from forms.failures import InputFailure
from sync.protocol.decoding import decode

SUFFIX = ".vsr"
ALG = "x25519-sealed-box"
KEY_BYTES = 32
MOST_BYTES = 16 * 1024
_LEAST_SEALED = 48 + KEY_BYTES
_REQUEST, _ANSWER = b"VSR\x01q", b"VSR\x01a"
_NAMES = {_REQUEST: "忘记密码", _ANSWER: "重设密码"}

T = TypeVar("T", "RecoveryRequest", "RecoveryAnswer")


class RecoveryRequest(msgspec.Struct, frozen=True, array_like=True):
    """`made_at`: the PC's clock, ms since 1970. `one_time_key`: X25519, made for this request. Nobody has signed it: the PC's
    own key is in the store that cannot be opened. So people compare its code by telephone."""

    request_id: bytes
    made_at: int
    login: str
    name: str
    machine: str
    one_time_key: bytes
    sealed_key: bytes
    alg: str = ALG


class RecoveryAnswer(msgspec.Struct, frozen=True, array_like=True):
    request_id: bytes
    sealed_key: bytes
    alg: str = ALG


class RecoveryUnusable(InputFailure):
    """The file is no request, or no answer, or is damaged."""

    def __init__(self, name: str, kind: bytes) -> None:
        wanted = _NAMES[kind]
        super().__init__(
            f"“{name}”不是“{wanted}”文件，或者坏了，没有用它。请重新拷一次名字里有“{wanted}”的那个文件。",
            f"{name} is no {'request' if kind == _REQUEST else 'answer'} for a forgotten password, or it is damaged; it was "
            "not used. Copy it again.",
        )


def seal_key(recovery_key: bytes, raw_key: bytes, whose: str) -> bytes:
    """A store's key for the recovery key. `whose` (district/station/device) is inside, where no thief can write another."""
    from nacl.public import PublicKey, SealedBox

    return bytes(SealedBox(PublicKey(recovery_key)).encrypt(raw_key + whose.encode()))


def open_key(secret: bytes, sealed: bytes) -> tuple[bytes, str]:
    """The store's key and whose it is (empty: an older store does not say). Raises `nacl.exceptions.CryptoError`."""
    from nacl.exceptions import CryptoError
    from nacl.public import PrivateKey, SealedBox

    opened = SealedBox(PrivateKey(secret)).decrypt(sealed)
    if len(opened) < KEY_BYTES:
        raise CryptoError("no key")
    return opened[:KEY_BYTES], opened[KEY_BYTES:].decode("utf-8", "replace")


def recovery_code(data: bytes) -> str:
    """What is read out by telephone: the first eight bytes of the request's SHA-256, 3F2A-91BC-77D0-5E1B."""
    text = hashlib.sha256(data).digest()[:8].hex().upper()
    return "-".join(text[at : at + 4] for at in range(0, 16, 4))


def pack(message: RecoveryRequest | RecoveryAnswer) -> bytes:
    return _kind(type(message)) + msgspec.msgpack.encode(message)


def unpack(data: bytes, kind: type[T], name: str) -> T:
    """Raises `RecoveryUnusable`, which names the file `name`."""
    start = _kind(kind)
    if not data.startswith(start) or len(data) > MOST_BYTES:
        raise RecoveryUnusable(name, start)
    try:
        message = decode(data[len(start) :], type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise RecoveryUnusable(name, start) from error
    sizes_fit = len(message.request_id) == 16 and len(message.sealed_key) >= _LEAST_SEALED
    if isinstance(message, RecoveryRequest):
        sizes_fit = sizes_fit and len(message.one_time_key) == KEY_BYTES
    if message.alg != ALG or not sizes_fit:
        raise RecoveryUnusable(name, start)
    return message


def read_file(path: Path) -> bytes:
    """No more than a file of this kind may have, and one byte. Raises OSError."""
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


def is_answer(data: bytes) -> bool:
    return data.startswith(_ANSWER)


def file_name(message: RecoveryRequest | RecoveryAnswer) -> str:
    """便民站-忘记密码-1a2b3c4d.vsr; the answer to it has the same ending, so that people see the pair."""
    return f"便民站-{_NAMES[_kind(type(message))]}-{message.request_id[:4].hex()}{SUFFIX}"


def _kind(kind: type[msgspec.Struct]) -> bytes:
    return _REQUEST if kind is RecoveryRequest else _ANSWER
