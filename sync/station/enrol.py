"""Joining this PC to a station with the one-time code: who is who is settled before anything is kept."""

from pathlib import Path

from forms.failures import EnvironmentFailure
from sync.protocol import enrolment, signing
from sync.protocol.codec import NotOurMessage
from sync.protocol.messages import EnrolmentGrant
from sync.protocol.signing import BadSignature
from sync.station.errors import LineFailure, NotOurServer
from sync.station.http_line import MESSAGE_TYPE, HttpLine, refusal

TRIES = 3


class NotTheDistrict(NotOurServer):
    """What answered does not know the code: the wrong address, or somebody who only pretends to be the district."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(
            "应答的网站认不得这个登记码，可能不是给您登记码的县里系统。这台电脑没有登记，请核对网址和登记码。",
            "What answered does not know this code, so it may not be the district that gave it to you. This computer was "
            "not enrolled. Please check the address and the code.",
            detail,
        )


def request_enrolment(
    url: str,
    code: str,
    machine: str,
    program: str = "",
    ca_file: Path | None = None,
    allow_plain: bool = False,
    signing_seed: bytes | None = None,
    formerly: str = "",
) -> tuple[EnrolmentGrant, bytes]:
    """Enrols at the district at `url` with the typed `code`; returns its grant and this device's new signing seed.

    `machine`: what the district calls this PC in its list. A lost answer is asked for again under the same key, which the
    district answers with the same grant; pass `signing_seed` to go on with an earlier attempt. `formerly`: the
    device code it had, where it is enrolled again. Raises InputFailure for a
    code or address that cannot be, Refused for a code the district does not take, and the failures of the line.
    """
    read = enrolment.read_code(code)
    line = HttpLine(url, ca_file, allow_plain)
    seed = signing_seed or signing.new_seed()
    key = read.key()
    sealed = enrolment.seal_request(read, key, seed, machine, program, formerly)
    try:
        answer = _answer(line, sealed)
    finally:
        line.close()
    try:
        return enrolment.open_grant(answer, key, signing.public_key(seed)), seed
    except (BadSignature, NotOurMessage) as error:
        raise NotTheDistrict(str(error)) from error


def _answer(line: HttpLine, sealed: bytes) -> bytes:
    failure: EnvironmentFailure = LineFailure()
    for _ in range(TRIES):
        try:
            reply = line.request("POST", "/enrol", sealed, {"Content-Type": MESSAGE_TYPE})
        except LineFailure as lost:
            failure = lost
            continue
        if reply.status == 200 and reply.headers.get("Content-Type", "").startswith(MESSAGE_TYPE):
            return reply.body
        raise refusal(reply)
    raise failure
