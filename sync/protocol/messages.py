"""The messages of one exchange: what a station sends to `POST /sync`, and what the district answers.

Encoded with MessagePack and zstd by `sync.protocol.codec`; both directions are signed (Ed25519). One exchange is one
round trip: hello, batch and cursor up; verdicts, the head and a page of the feed down.
"""

from typing import Annotated, Literal

import msgspec

from forms.waiting import WaitingRules

PROTOCOL_VERSION = 1
OLDEST_PROTOCOL = 1
MAX_EVENT_BYTES = 512 * 1024
"""The largest event body that is written or taken. A thousandth of it is usual; pages travel apart."""

MAX_EPOCH = 2**31 - 1
Epoch = Annotated[int, msgspec.Meta(ge=0, le=MAX_EPOCH)]
SeqNumber = Annotated[int, msgspec.Meta(ge=0, le=2**40)]
Position = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
Milliseconds = Annotated[int, msgspec.Meta(ge=0, le=2**48)]
"""Since 1970; the end is the year 10889."""
Count = Annotated[int, msgspec.Meta(ge=-1, le=2**31 - 1)]
"""What any number of the protocol may be: the codec refuses a message with one beyond it, so that no database and no sum
at either end meets it. `Count` is -1 where nothing is said."""

VerdictName = Literal["applied", "duplicate", "rejected", "parked", "quarantined"]
Action = Literal["continue", "rewind", "new_epoch", "upgrade_program"]
FeedKind = Literal["event", "own_event", "catalogue", "calendar", "settings"]


class Cursor(msgspec.Struct, frozen=True, array_like=True):
    """Where a station is in the district's feed. `incarnation` changes when the server is restored or made anew."""

    incarnation: str = ""
    stream: str = ""
    position: Position = 0


class SealedEvent(msgspec.Struct, frozen=True, array_like=True):
    """`op_id`: 16 random bytes, for ever. `body`: `forms.events.encode_event` bytes, frozen before the first sending."""

    op_id: bytes
    body: bytes


class SyncRequest(msgspec.Struct, frozen=True, array_like=True):
    """Events `first_seq`, `first_seq`+1, … of `epoch`; `previous_hash` is the chain's hash before the first of them.

    `clock` is the station's clock (ms since 1970) when it was made. `feed_bytes` bounds the feed page in the answer.
    `program` is the station's version. An empty batch asks for the feed only. `pages_lacking`: how many pages that the
    district has this PC has still to fetch, for people to see; -1: not said. `documents_apart`: a large document of the feed
    may come as a reference, to be fetched in pieces.
    """

    protocol: Count
    station: str
    device: str
    epoch: Epoch
    first_seq: SeqNumber
    previous_hash: bytes
    clock: Milliseconds
    cursor: Cursor
    program: str
    feed_bytes: Count
    events: tuple[SealedEvent, ...] = ()
    pages_lacking: Count = -1
    documents_apart: bool = False


class Verdict(msgspec.Struct, frozen=True, array_like=True):
    """What became of one event. `order` is its place in its case as the district orders it (0 if it has none).

    `reason` is a code of `sync.protocol.reasons`, put into words by whoever shows it; `detail` may add plain text.
    """

    seq: SeqNumber
    op_id: bytes
    verdict: VerdictName
    order: SeqNumber = 0
    reason: str = ""
    detail: str = ""


class Head(msgspec.Struct, frozen=True, array_like=True):
    """The last event the district holds of a station: its epoch, sequence and chain hash (empty: none yet)."""

    epoch: Epoch = 0
    seq: SeqNumber = 0
    hash: bytes = b""


class DocumentApart(msgspec.Struct, frozen=True, array_like=True):
    """A document of the feed that is fetched apart: SHA-256 and size of its packed bytes."""

    sha256: bytes
    size: Position


class FeedEntry(msgspec.Struct, frozen=True, array_like=True):
    """One entry of a station's feed. `body`: an event's bytes, or a published document's bytes (catalogue, calendar…).

    `op_id` is set for events (also for "own_event": the station's own event that it has lost and the district kept);
    `order` is the event's place in its case; `at` is the server's time of receipt (ms since 1970).
    """

    position: Position
    kind: FeedKind
    body: bytes
    op_id: bytes = b""
    order: SeqNumber = 0
    at: Milliseconds = 0
    apart: DocumentApart | None = None


class SyncAnswer(msgspec.Struct, frozen=True, array_like=True):
    """`action` other than "continue" means that no event of this batch was looked at:

    "rewind": send again from `head`.seq + 1 of `head`.epoch; "new_epoch": the station's history does not continue the
    head: begin epoch `head`.epoch + 1 and send everything kept; "upgrade_program": this protocol is not spoken here.
    `more` says that the feed goes on after `cursor`. `server_time` is ms since 1970.
    """

    protocol: Count
    station: str
    action: Action
    head: Head
    server_time: Milliseconds
    cursor: Cursor
    more: bool = False
    verdicts: tuple[Verdict, ...] = ()
    feed: tuple[FeedEntry, ...] = ()
    message: str = ""


class EnrolmentRequest(msgspec.Struct, frozen=True, array_like=True):
    """A new PC asks to become a station's device, with the public key it has made for itself.

    `code` is the public name of the one-time code, `proof` shows that the PC knows its secret (sync.protocol.enrolment).
    `formerly`: the device code it had, where it is enrolled again with all that it holds; told to people, believed by nothing.
    """

    protocol: Count
    code: str
    device_key: bytes
    machine: str = ""
    program: str = ""
    proof: bytes = b""
    formerly: str = ""


class EnrolmentGrant(msgspec.Struct, frozen=True, array_like=True):
    """What the district gives a new device. `settings` names the places, offices and phones (see SettingsDocument)."""

    protocol: Count
    district: str
    station: str
    device: str
    epoch: Epoch
    server_key: bytes
    recovery_key: bytes
    settings: bytes
    incarnation: str = ""


class SettingsDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """The district's words for its places and phones, as printed on every paper. Travels as JSON."""

    county_name: str
    township_name: str
    village_name: str
    station_name: str
    enquiry_phone: str
    complaint_phone: str
    county_word: str = "县"
    township_word: str = "镇"
    villages: tuple[str, ...] = ()
    area_code: str = ""
    version: Count = 1
    waiting: WaitingRules = WaitingRules()
