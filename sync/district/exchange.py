"""`POST /sync`: one signed request in, one signed answer out, one transaction between them."""

import logging
from dataclasses import replace
from functools import partial

from sqlalchemy import Connection, update

from forms.control_characters import has_control
from sync.district import documents, epochs, feed
from sync.district.admission import admit
from sync.district.alone import admit_alone, is_of_the_content
from sync.district.case_log import CaseLog, Origin
from sync.district.database.engine import reading, writing
from sync.district.database.tables import station
from sync.district.devices import Device, device_by_key, record_contact
from sync.district.district import District, incarnation
from sync.district.happenings import record
from sync.district.ledger import Ledger, chain_hash_at
from sync.district.put_back import told_by_station
from sync.district.refusals import RequestRefused
from sync.district.unknown_pc import note_unknown_pc
from sync.protocol.chain import GENESIS, chain_hash
from sync.protocol.codec import NotOurMessage, pack, unpack
from sync.protocol.messages import (
    OLDEST_PROTOCOL,
    PROTOCOL_VERSION,
    Action,
    Cursor,
    Head,
    SealedEvent,
    SyncAnswer,
    SyncRequest,
    Verdict,
)
from sync.protocol.signing import BadSignature, open_sealed, seal, signer_of

MAX_PLAIN_BYTES = 32 << 20
MAX_EVENTS = 5000
LEAST_FEED_BYTES = 1024
MOST_FEED_BYTES = 4 << 20
_MOST, _MOST_EPOCHS = 1 << 62, 1 << 31
log = logging.getLogger("district")


def exchange(district: District, data: bytes) -> bytes:
    """The answer to one exchange. Raises `RequestRefused`: then nothing of the request has been looked at."""
    try:
        request = _open(district, data)
    except RequestRefused as refused:
        if refused.reason == "unknown_device":
            note_unknown_pc(district, data)
        raise
    if request.protocol < OLDEST_PROTOCOL:
        return _sealed(district, data, _no_batch(district, request, "upgrade_program", Head(), Cursor()))
    return _sealed(district, data, _answered(district, request, signer_of(data)))


def _answered(district: District, request: SyncRequest, key: bytes) -> SyncAnswer:
    """All events at once, which is quick; one by one where one of them cannot be written, so that only that one is refused."""
    try:
        with writing(district.engine) as connection:
            return _answer(connection, district, request, key)
    except RequestRefused:
        raise
    except Exception as error:
        if not request.events or not is_of_the_content(error):
            raise
        log.warning("a batch of station %s is taken in event by event: %s", request.station, type(error).__name__)
    with writing(district.engine) as connection:
        return _answer(connection, district, request, key, one_by_one=True)


def _open(district: District, data: bytes) -> SyncRequest:
    try:
        key = signer_of(data)
        with reading(district.engine) as connection:
            device_by_key(connection, district, key)
        payload = open_sealed(data, key, "sync-request")
    except BadSignature as error:
        known = data[:3] == b"VSs"
        raise RequestRefused(*((401, "bad_signature") if known else (400, "not_our_message"))) from error
    try:
        request = unpack(payload, SyncRequest, MAX_PLAIN_BYTES)
    except NotOurMessage as error:
        raise RequestRefused(400, "not_our_message") from error
    if len(request.events) > MAX_EVENTS or len(request.previous_hash) not in (0, 32) or not _can_be_kept(request):
        raise RequestRefused(400, "not_our_message")
    return request


def _can_be_kept(request: SyncRequest) -> bool:
    """Whether what stands around the events is what every database holds."""
    cursor = request.cursor
    numbers = (request.first_seq, cursor.position, request.feed_bytes, request.pages_lacking, request.clock)
    words = (request.station, request.device, request.program, cursor.incarnation, cursor.stream)
    return (
        all(abs(number) < _MOST for number in numbers) and abs(request.epoch) < _MOST_EPOCHS and not has_control(words)
    )


def _sealed(district: District, request: bytes, answer: SyncAnswer) -> bytes:
    return seal(pack(answer), district.keys.signing_seed, "sync-answer", answers=request)


def _no_batch(district: District, request: SyncRequest, action: Action, head: Head, cursor: Cursor) -> SyncAnswer:
    now_ms = int(district.now().timestamp() * 1000)
    return SyncAnswer(PROTOCOL_VERSION, request.station, action, head, now_ms, cursor)


def _answer(
    connection: Connection, district: District, request: SyncRequest, key: bytes, *, one_by_one: bool = False
) -> SyncAnswer:
    device = device_by_key(connection, district, key)
    if (device.station, device.code) != (request.station, request.device):
        raise RequestRefused(401, "unknown_device")
    now = district.now()
    cases = CaseLog(connection, district, device.station, now)
    # Only now, with the station's row locked, does the head stand still.
    device = device_by_key(connection, district, key)
    if _is_ahead_of_us(connection, district, device, request):
        told_by_station(connection, district, device.station, device.code)
    if not epochs.is_possible(request.epoch, cases.locked.last_epoch):
        raise RequestRefused(400, "not_our_message")
    action, head = _continues(connection, district, device, request, cases.locked.last_epoch)
    if action != "continue":
        cursor = Cursor(incarnation(connection, district), device.station, request.cursor.position)
        return _no_batch(district, request, action, head, cursor)
    verdicts, head = _apply(connection, district, cases, device, request, one_by_one)
    _note_contact(connection, district, cases, device, request, head)
    shown = request.first_seq - 1 + len(request.events)
    reader = feed.Reader(device.station, device.code, request.epoch, shown, head.seq)
    if request.documents_apart:
        reader = replace(reader, shape=partial(documents.apart, district))
    wanted = min(max(request.feed_bytes, LEAST_FEED_BYTES), MOST_FEED_BYTES)
    page = feed.read(connection, district, reader, request.cursor, wanted)
    return SyncAnswer(
        protocol=PROTOCOL_VERSION,
        station=device.station,
        action="continue",
        head=head,
        server_time=int(now.timestamp() * 1000),
        cursor=page.cursor,
        more=page.more,
        verdicts=verdicts,
        feed=page.entries,
    )


def _continues(
    connection: Connection, district: District, device: Device, request: SyncRequest, last_epoch: int
) -> tuple[Action, Head]:
    """Whether the batch continues the chain this district holds of the device, and if not, where to begin again."""
    head, before = device.head, request.first_seq - 1
    anew: tuple[Action, Head] = ("new_epoch", Head(max(last_epoch, request.epoch), 0, b""))
    if request.epoch < head.epoch or before < 0:
        return anew
    if request.epoch == head.epoch and _is_of_another_server(connection, district, request.cursor):
        return anew
    if request.epoch > head.epoch:
        # An epoch this server has never seen, from its middle: the server was restored from before it began.
        return ("continue", head) if before == 0 and _hash_of(request) == GENESIS else anew
    if before > head.seq:
        return "rewind", head
    if _hash_at(connection, district, device, head, request.epoch, before) != _hash_of(request):
        return anew
    if before < head.seq and not _repeats(connection, district, device, request):
        return anew
    if 0 < device.judged_anew <= before:
        seq = device.judged_anew - 1
        return "rewind", Head(head.epoch, seq, _hash_at(connection, district, device, head, head.epoch, seq) or b"")
    return "continue", head


def _is_ahead_of_us(connection: Connection, district: District, device: Device, request: SyncRequest) -> bool:
    """The station was told of what this database does not have: commits of it were lost, or it was put back by hand."""
    if request.cursor.incarnation != incarnation(connection, district):
        return False
    head, before = device.head, request.first_seq - 1
    if request.cursor.stream == device.station and request.cursor.position > feed.end_of(
        connection, district, device.station
    ):
        return True
    return before > (head.seq if request.epoch == head.epoch else 0) and request.epoch >= head.epoch


def _is_of_another_server(connection: Connection, district: District, cursor: Cursor) -> bool:
    """The station has read a feed that this server does not have: it was put back from a backup. Before any of its
    events is judged the station has to send all that the backup may lack, also what it has from its other PCs.
    """
    return cursor.position > 0 and cursor.incarnation != incarnation(connection, district)


def _hash_of(request: SyncRequest) -> bytes:
    return request.previous_hash or GENESIS


def _hash_at(
    connection: Connection, district: District, device: Device, head: Head, epoch: int, seq: int
) -> bytes | None:
    if seq == 0:
        return GENESIS
    return (
        head.hash if seq == head.seq else chain_hash_at(connection, district, device.station, device.code, epoch, seq)
    )


def _repeats(connection: Connection, district: District, device: Device, request: SyncRequest) -> bool:
    """An answer was lost and the same events come again: they lead to the same hash where the two overlap.

    Nothing to send while the district holds more of this epoch means that the PC has lost events: an old backup.
    """
    overlap = min(device.head.seq, request.first_seq - 1 + len(request.events)) - (request.first_seq - 1)
    if overlap <= 0:
        return False
    here = _hash_of(request)
    for sealed in request.events[:overlap]:
        here = _link(here, sealed)
    seq = request.first_seq - 1 + overlap
    return here == _hash_at(connection, district, device, device.head, request.epoch, seq)


def _link(previous: bytes, sealed: SealedEvent) -> bytes:
    return chain_hash(previous, sealed.op_id, sealed.body)


def _apply(
    connection: Connection, district: District, cases: CaseLog, device: Device, request: SyncRequest, one_by_one: bool
) -> tuple[tuple[Verdict, ...], Head]:
    book = Ledger(connection, district, device.station, cases.now.isoformat(timespec="milliseconds"))
    book.read([sealed.op_id for sealed in request.events])
    verdicts, here = [], _hash_of(request)
    held = device.head.seq if request.epoch == device.head.epoch else 0
    for seq, sealed in enumerate(request.events, request.first_seq):
        here = _link(here, sealed)
        origin = Origin(device.code, request.epoch, seq)
        judgement = book.judged(sealed)
        if judgement is None:
            if one_by_one:
                judgement = admit_alone(connection, district, cases, sealed.op_id, sealed.body, origin)
            else:
                judgement = admit(connection, district, cases, device.station, sealed.op_id, sealed.body, origin)
            book.record(sealed, origin, judgement)
        elif judgement.verdict == "quarantined":
            book.set_apart(sealed, origin)
        if seq > held:
            book.link(origin, sealed.op_id, here)
        verdicts.append(
            Verdict(seq, sealed.op_id, judgement.verdict, judgement.order, judgement.reason, judgement.detail)
        )
    book.write()
    cases.write()
    last = request.first_seq - 1 + len(request.events)
    if request.epoch == device.head.epoch and last <= held:
        return tuple(verdicts), device.head
    return tuple(verdicts), Head(request.epoch, last, here if last else b"")


def _note_contact(
    connection: Connection, district: District, cases: CaseLog, device: Device, request: SyncRequest, head: Head
) -> None:
    at = cases.now.isoformat(timespec="milliseconds")
    if (
        request.epoch > device.head.epoch
        and device.head.seq
        and not _is_of_another_server(connection, district, request.cursor)
    ):
        record(connection, district, "history_differs", device.station, device.code, str(request.epoch))
    record_contact(connection, district, device, head, request, at)
    connection.execute(
        update(station)
        .where(station.c.district == district.code, station.c.station == device.station)
        .values(last_contact_at=at, last_epoch=max(request.epoch, cases.locked.last_epoch))
    )
