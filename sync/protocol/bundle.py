"""The file that a stick carries: a label in clear, then one encrypted stream of a signed manifest and the parts it names.

Docs/usb.md has the layout byte for byte. A whole file is verified before anything of it is believed: what is damaged is
named, and nothing of it is taken in.
"""

import hashlib
import struct
from typing import Annotated, BinaryIO, Literal

import msgspec
from nacl import bindings
from nacl.public import PrivateKey, PublicKey
from nacl.signing import SigningKey, VerifyKey

from sync.protocol.bundle_failures import BundleUnusable
from sync.protocol.decoding import decode
from sync.protocol.messages import Count, Cursor, Epoch, Milliseconds, SeqNumber

MAGIC = b"VSU"
FORMAT = 1
SUFFIX = ".vsu"
CHUNK = 64 * 1024
CHUNK_EXTRA: int = bindings.crypto_secretstream_xchacha20poly1305_ABYTES
STREAM_HEADER: int = bindings.crypto_secretstream_xchacha20poly1305_HEADERBYTES
SEALED_KEY = 80
CHECK = 8
MAX_LABEL = 4096
MAX_MANIFEST = 32 << 20
PREFIX = struct.Struct(">3sBI")
Bytes = Annotated[int, msgspec.Meta(ge=0, le=2**44)]
Wanted = Annotated[tuple[str, ...], msgspec.Meta(max_length=100_000)]
Parts = Annotated[tuple["Part", ...], msgspec.Meta(max_length=200_000)]

Direction = Literal["to_district", "to_station"]
PartKind = Literal["request", "answer", "feed", "held", "page", "program_notice", "program"]
"""`request` and `answer`: sealed SyncRequest and SyncAnswer, as on the network. `feed`: a SyncAnswer with more of the feed.
`held`: PagesHeld. `page`: a page's bytes, named by its hash. `program_notice`: a sealed ProgramUpdate; `program`: its file."""


class Label(msgspec.Struct, frozen=True, array_like=True):
    """What stands in clear, so that a file of another station can be passed over without being opened.

    `receiver`: the first 8 bytes of SHA-256 of the receiver's public key. `size`: of the whole file, in bytes.
    """

    direction: Direction
    district: str
    station: str
    device: str
    receiver: bytes
    size: Bytes


class Part(msgspec.Struct, frozen=True, array_like=True):
    """One part of the stream; `sha256` is of its bytes. `name`: a page's hash in hex, a program's file name."""

    kind: PartKind
    name: str
    size: Bytes
    sha256: bytes


class Counts(msgspec.Struct, frozen=True, array_like=True):
    """What a file holds, or what was taken from one: records, cases, pages and their bytes, the county's results."""

    events: Count = 0
    cases: Count = 0
    pages: Count = 0
    page_bytes: Bytes = 0
    results: Count = 0


class Manifest(msgspec.Struct, frozen=True, array_like=True):
    """What the sender signs: who, for whom, what. `made_at` is the sender's clock (ms since 1970), for people only.

    `receiver` is the receiver's Ed25519 public key. `epoch`, `first_seq`, `last_seq`: the station's events in it
    (`last_seq` before `first_seq`: none). `wanted`: pages that the station lacks. In an answer `answers` is the
    `bundle_id` of the file that was taken in, and `taken` what the district found in it.
    """

    protocol: Count
    direction: Direction
    bundle_id: bytes
    district: str
    station: str
    device: str
    receiver: bytes
    made_at: Milliseconds
    carried_by: str
    epoch: Epoch
    first_seq: SeqNumber
    last_seq: SeqNumber
    cursor: Cursor
    counts: Counts
    kinds: tuple[tuple[str, int], ...]
    parts: Parts
    program: str = ""
    platform: str = ""
    wanted: Wanted = ()
    answers: bytes = b""
    taken: Counts = Counts()


class PagesHeld(msgspec.Struct, frozen=True, array_like=True):
    """Pages that the district holds whole, their hash verified (hex), and those it did not take, with the reason."""

    held: tuple[str, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()


def fingerprint(public_key: bytes) -> bytes:
    """What a label says of the receiver's key."""
    return hashlib.sha256(public_key).digest()[:8]


def hand_code(sha256: bytes) -> str:
    """The first six bytes of a file's SHA-256 as people compare them: 3F2A-91BC-77D0."""
    text = sha256[:6].hex().upper()
    return "-".join(text[at : at + 4] for at in range(0, 12, 4))


def encryption_key(public_key: bytes) -> PublicKey:
    """The X25519 key that belongs to an Ed25519 one: both ends have each other's since enrolment (decision 070)."""
    return VerifyKey(public_key).to_curve25519_public_key()


def decryption_key(seed: bytes) -> PrivateKey:
    return SigningKey(seed).to_curve25519_private_key()


def packed_label(label: Label) -> bytes:
    """Prefix, label and check: the clear beginning of a file."""
    encoded = msgspec.msgpack.encode(label)
    clear = PREFIX.pack(MAGIC, FORMAT, len(encoded)) + encoded
    return clear + hashlib.sha256(clear).digest()[:CHECK]


def with_size(label: Label, stream_bytes: int) -> Label:
    """The label of a file whose stream holds this many bytes; a size written in more bytes makes the label longer."""
    chunks = max(1, -(-stream_bytes // CHUNK))
    rest = SEALED_KEY + STREAM_HEADER + stream_bytes + chunks * CHUNK_EXTRA
    size = 0
    while (wanted := len(packed_label(msgspec.structs.replace(label, size=size))) + rest) != size:
        size = wanted
    return msgspec.structs.replace(label, size=size)


def read_label(file: BinaryIO, name: str) -> tuple[Label, bytes]:
    """The label at the beginning of `file` and its bytes as they stand. Raises BundleUnusable."""
    prefix = file.read(PREFIX.size)
    if not prefix.startswith(MAGIC[: len(prefix)]):
        raise BundleUnusable("altered" if name.endswith(SUFFIX) else "not_ours", name, "another beginning")
    if len(prefix) < PREFIX.size:
        raise BundleUnusable("truncated", name)
    _, format, length = PREFIX.unpack(prefix)
    if length > MAX_LABEL:
        raise BundleUnusable("altered", name, "no label is that long")
    rest = file.read(length + CHECK)
    clear = prefix + rest[:length]
    if len(rest) < length + CHECK:
        raise BundleUnusable("truncated", name)
    if hashlib.sha256(clear).digest()[:CHECK] != rest[length:]:
        raise BundleUnusable("altered", name, "the label's check does not fit")
    if format != FORMAT:
        raise BundleUnusable("newer_format", name)
    try:
        return decode(rest[:length], type=Label), clear + rest[length:]
    except msgspec.DecodeError as error:
        raise BundleUnusable("newer_format", name, str(error)) from error
