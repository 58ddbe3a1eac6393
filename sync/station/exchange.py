"""One exchange with the district: the request it takes to send a batch, and what its answer must look like."""

import hashlib

import msgspec

from sync.protocol import codec, signing
from sync.protocol.chain import chain_hash
from sync.protocol.codec import NotOurMessage
from sync.protocol.messages import PROTOCOL_VERSION, Cursor, SyncAnswer, SyncRequest
from sync.protocol.signing import BadSignature
from sync.station.errors import NotOurServer
from sync.station.ports import OutgoingBatch, StationIdentity

MOST_ANSWER_BYTES = 64 << 20


class Asked(msgspec.Struct, frozen=True):
    """A request as it was sent, kept to check the answer against."""

    batch: OutgoingBatch
    sealed: bytes


def ask(
    identity: StationIdentity,
    batch: OutgoingBatch,
    cursor: Cursor,
    clock_ms: int,
    feed_bytes: int,
    program: str,
    pages_lacking: int = -1,
    documents_apart: bool = False,
) -> Asked:
    """The signed request for `batch`. The same op_ids and bodies go out however often it is tried."""
    request = SyncRequest(
        protocol=PROTOCOL_VERSION,
        station=identity.station,
        device=identity.device,
        epoch=batch.epoch,
        first_seq=batch.first_seq,
        previous_hash=batch.previous_hash,
        clock=clock_ms,
        cursor=cursor,
        program=program,
        feed_bytes=feed_bytes,
        events=batch.events,
        pages_lacking=pages_lacking,
        documents_apart=documents_apart,
    )
    return Asked(batch, signing.seal(codec.pack(request), identity.signing_seed, "sync-request"))


def read_answer(identity: StationIdentity, asked: Asked, data: bytes) -> SyncAnswer:
    """The district's answer to exactly this request. Raises NotOurServer for anything else, whatever its status was."""
    try:
        payload = signing.open_sealed(data, identity.server_key, "sync-answer", asked.sealed)
        answer = codec.unpack(payload, SyncAnswer, MOST_ANSWER_BYTES)
    except (BadSignature, NotOurMessage) as error:
        raise NotOurServer(detail=str(error)) from error
    if answer.station != identity.station:
        raise NotOurServer(detail=f"an answer for station {answer.station}")
    if answer.action == "continue":
        _check_verdicts(asked.batch, answer)
    return answer


def _check_verdicts(batch: OutgoingBatch, answer: SyncAnswer) -> None:
    """Verdicts are about this batch only, each about one event of it, and the head is one that this batch can lead to."""
    sent = {batch.first_seq + place: event for place, event in enumerate(batch.events)}
    told = [verdict.seq for verdict in answer.verdicts]
    for verdict in answer.verdicts:
        if verdict.seq not in sent or sent[verdict.seq].op_id != verdict.op_id:
            raise NotOurServer(detail=f"a verdict on event {verdict.seq}, which was not sent")
    if len(told) != len(set(told)):
        raise NotOurServer(detail="two verdicts on one event")
    if batch.events and not told:
        raise NotOurServer(detail="no verdict on anything that was sent")
    if batch.events and not _leads_to(batch, answer):
        raise NotOurServer(detail="a head that this batch does not lead to")


def _leads_to(batch: OutgoingBatch, answer: SyncAnswer) -> bool:
    """The head may be beyond this batch: an earlier, larger one arrived and its answer was lost."""
    head, last = answer.head, batch.first_seq + len(batch.events) - 1
    if head.epoch != batch.epoch or head.seq < batch.first_seq:
        return False
    running = batch.previous_hash
    for place, event in enumerate(batch.events):
        running = chain_hash(running, event.op_id, event.body)
        if batch.first_seq + place == head.seq:
            return running == head.hash
    return head.seq > last


def page_is(sha256: str, content: bytes) -> bool:
    """Whether `content` is the page of this name."""
    return hashlib.sha256(content).hexdigest() == sha256
