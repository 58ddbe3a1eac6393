"""The one-time code that joins a PC to a station, and how both sides prove that they know it.

A code such as `XK7P-9M2Q-4TRV`: four characters name it, seven are secret, the last one checks the others. It is read
out by telephone, so it has no I, L, O or U (Crockford's Base32) and small letters, blanks and O for 0 are understood.

The secret itself never travels. The PC proves that it knows it with an HMAC over the key it has made for itself, and the
district answers with an HMAC over the grant, its own public key within: so a false district is noticed, learns nothing
it could enrol with, and a listener would have to try the 34 bits one by one against Argon2id within the code's life.
"""

import hashlib
import hmac
import re
from collections.abc import Callable

import msgspec
from nacl import pwhash

from forms.dates import half_width
from forms.failures import InputFailure
from forms.receipt_number import ALPHABET, check_character
from forms.typed_text import pasted
from sync.protocol import codec, signing
from sync.protocol.codec import NotOurMessage
from sync.protocol.messages import PROTOCOL_VERSION, EnrolmentGrant, EnrolmentRequest
from sync.protocol.signing import BadSignature

NAME_CHARACTERS = 4
SECRET_CHARACTERS = 7
CODE_CHARACTERS = NAME_CHARACTERS + SECRET_CHARACTERS + 1
WRONG_PROOFS_ALLOWED = 5
"""After so many wrong proofs the district makes a code void."""
HOURS_VALID = 72
_READ_AS = str.maketrans("IOSVZ", "105U2")
_BETWEEN = re.compile(r"[\s‐‑‒–—―−一_.·-]+")
_PROOF_BYTES = 32


class EnrolmentCode(msgspec.Struct, frozen=True):
    """A code taken apart. `name` is public and is how the district finds it; `secret` is known to both ends only."""

    name: str
    secret: str

    def text(self) -> str:
        """As it is read out: three groups of four."""
        plain = self.name + self.secret
        plain += check_character(plain)
        return "-".join(plain[at : at + 4] for at in range(0, CODE_CHARACTERS, 4))

    def key(self) -> bytes:
        """32 bytes made of the secret by Argon2id, about 0.06 s here. The district keeps this in place of the code."""
        salt = hashlib.sha256(b"village-station/1/code/" + self.name.encode()).digest()[: pwhash.argon2id.SALTBYTES]
        limits = (pwhash.argon2id.OPSLIMIT_INTERACTIVE, pwhash.argon2id.MEMLIMIT_INTERACTIVE)
        return bytes(pwhash.argon2id.kdf(32, self.secret.encode(), salt, *limits))


def new_code(random: Callable[[int], bytes]) -> EnrolmentCode:
    """A new code; `random(n)` gives n random bytes. The caller sees to it that no open code has the same name."""
    number, drawn = int.from_bytes(random(32), "big"), ""
    for _ in range(NAME_CHARACTERS + SECRET_CHARACTERS):
        number, index = divmod(number, len(ALPHABET))
        drawn += ALPHABET[index]
    return EnrolmentCode(drawn[:NAME_CHARACTERS], drawn[NAME_CHARACTERS:])


def read_code(text: str) -> EnrolmentCode:
    """The code somebody typed. Raises InputFailure with what to do if it cannot be one."""
    plain = _BETWEEN.sub("", half_width(pasted(text))).upper().translate(_READ_AS)
    wrong = sorted({ch for ch in plain if ch not in ALPHABET})
    if wrong:
        raise InputFailure(
            f"登记码里不会有“{'、'.join(wrong)}”，请对照县里给的登记码再看一遍。",
            f"An enrolment code never has “{', '.join(wrong)}” in it. Please compare it with the one you were given.",
        )
    if len(plain) != CODE_CHARACTERS:
        raise InputFailure(
            f"登记码是 {CODE_CHARACTERS} 位，现在是 {len(plain)} 位，请补全后再试。",
            f"An enrolment code has {CODE_CHARACTERS} characters, this has {len(plain)}. Please complete it.",
        )
    if check_character(plain[:-1]) != plain[-1]:
        raise InputFailure(
            "登记码有一位不对，请逐位核对后再试；实在对不上，请向县里重新要一个。",
            "One character of the code is wrong. Please compare them one by one, or ask the district for a new code.",
        )
    return EnrolmentCode(plain[:NAME_CHARACTERS], plain[NAME_CHARACTERS:-1])


def seal_request(code: EnrolmentCode, key: bytes, seed: bytes, machine: str, program: str, formerly: str = "") -> bytes:
    """The body of `POST /enrol`: names the code, carries the device's public key, proves the secret. `key`: code.key().

    `formerly`: the device code this PC had before, if it had one.
    """
    device_key = signing.public_key(seed)
    proof = _proof(key, b"request", device_key, machine.encode(), program.encode())
    request = EnrolmentRequest(PROTOCOL_VERSION, code.name, device_key, machine, program, proof, formerly)
    return signing.seal(codec.pack(request), seed, "enrol-request")


def open_request(data: bytes, max_size: int = 64 * 1024) -> EnrolmentRequest:
    """The request in `data`, signed by the key it names; the proof is not checked yet, for the code must be looked up
    first. Raises BadSignature or NotOurMessage."""
    signer = signing.signer_of(data)
    request = codec.unpack(signing.open_sealed(data, signer, "enrol-request"), EnrolmentRequest, max_size)
    if request.device_key != signer:
        raise BadSignature("signed by another key than the one that asks")
    return request


def proves(request: EnrolmentRequest, key: bytes) -> bool:
    """Whether `request` was made by somebody who knows the code whose `key` is kept."""
    parts = (request.device_key, request.machine.encode(), request.program.encode())
    return hmac.compare_digest(request.proof, _proof(key, b"request", *parts))


def seal_grant(grant: EnrolmentGrant, key: bytes, device_key: bytes, server_seed: bytes) -> bytes:
    """The body of the answer. A repeated request of the same device gets the same grant: the first answer may be lost."""
    packed = codec.pack(grant)
    return signing.seal(_proof(key, b"grant", device_key, packed) + packed, server_seed, "enrol-answer")


def open_grant(data: bytes, key: bytes, device_key: bytes) -> EnrolmentGrant:
    """The grant in `data`. Raises BadSignature if it was not made by the district that gave the code out."""
    signer = signing.signer_of(data)
    payload = signing.open_sealed(data, signer, "enrol-answer")
    proof, packed = payload[:_PROOF_BYTES], payload[_PROOF_BYTES:]
    if not hmac.compare_digest(proof, _proof(key, b"grant", device_key, packed)):
        raise BadSignature("this district does not know the code")
    grant = codec.unpack(packed, EnrolmentGrant, 1 << 20)
    if grant.server_key != signer:
        raise NotOurMessage("the grant names another district key than the one that signed it")
    return grant


def _proof(key: bytes, purpose: bytes, *parts: bytes) -> bytes:
    framed = b"".join(len(part).to_bytes(4, "big") + part for part in (purpose, *parts))
    return hmac.new(key, framed, "sha256").digest()
