"""One answer of the district that came by stick, taken in exactly once whatever has happened since it was asked for.

The stick is slow: meanwhile the network may have brought the same or more, the PC may have begun a new epoch, a backup
may have been restored at either end. What still holds is taken, what is there already does nothing, and what would be
wrong by now is left with a word. Sequence and position decide, never a clock (decision 071).
"""

from typing import NamedTuple

import msgspec

from forms.events import decode_event
from sync.protocol import codec, signing
from sync.protocol.chain import GENESIS, chain_hash
from sync.protocol.messages import Cursor, FeedEntry, Head, SyncAnswer, SyncRequest
from sync.protocol.reasons import Words
from sync.station.errors import NotOurServer
from sync.station.exchange import MOST_ANSWER_BYTES, Asked, read_answer
from sync.station.ports import ExchangeOutcome, OutgoingBatch, StationIdentity
from sync.station.usb_ports import Place, StickStore

MOST_REQUEST_BYTES = 64 << 20

OTHER_HISTORY = Words(
    "这份回执是这台电脑恢复备份以前的，或者是以前那台电脑的，没有用上，也没有丢东西。请再拷出一次，让县里重新给一份。",
    "This answer is for the time before this computer's backup was restored, or for another one. Nothing of it was used "
    "and nothing is lost: copy out once more.",
)
OVERTAKEN = Words(
    "拷出以后，这台电脑又传过记录，这份回执已经过时，没有用上，也没有丢东西。请再拷出一次，让县里重新给一份。",
    "This computer has sent more since it was copied out: the answer is out of date. Nothing of it was used and nothing is "
    "lost: copy out once more.",
)
OLDER_DISTRICT = Words(
    "县里的系统后来恢复过备份，这份回执是那以前的，没有用上，也没有丢东西。请再拷出一次，让县里重新给一份。",
    "The district's server was put back from a backup since this answer was made. Nothing of it was used and nothing is "
    "lost: copy out once more.",
)
SEND_AGAIN = Words(
    "县里要把一部分记录再收一次（县里恢复过备份，或者更新过系统），本机都留着，已经排好重新送，不会重复。请再拷出一次。",
    "The district wants some records once more (it was put back from a backup, or upgraded). All are kept here and wait "
    "again, nothing twice: copy out once more.",
)
SEND_ALL = Words(
    "县里那边的记录和本机的接不上（本机或县里恢复过备份），本机的都留着，已经排好从头再送，不会重复。请再拷出一次。",
    "The district's records do not continue this computer's (a backup was restored on one side). All are kept and wait to "
    "be sent from the beginning, nothing twice: copy out once more.",
)
MISSING_BEFORE = Words(
    "县里发来的内容前面缺一段，这部分先没有用；办件的回执已经用上。请再拷出一次，下次带回来就全了。",
    "Something before this part of the district's news is missing, so the news waits; the answers were used. Copy out once "
    "more and the next stick brings it all.",
)
UPGRADE = Words(
    "县里的系统已经更新，本机的程序要升级后才能传。资料都在本机，收件照常办，请联系县里升级。",
    "The district has moved on and this program must be upgraded. All is kept here; ask the district for the upgrade.",
)


class Taken(NamedTuple):
    """What one answer did. `word` says why it, or its feed, was left; `believed`: what it says of pages holds too;
    `end`: where its page of the feed ends."""

    applied: int = 0
    refused: int = 0
    parked: int = 0
    received: int = 0
    results: int = 0
    published: frozenset[str] = frozenset()
    word: Words | None = None
    believed: bool = True
    end: Cursor = Cursor()


class Reach(NamedTuple):
    """The part of a feed page that continues what this PC has, and where that leads."""

    entries: tuple[FeedEntry, ...]
    cursor: Cursor
    more: bool
    gap: bool = False


def request_of(identity: StationIdentity, sealed: bytes) -> tuple[Asked, SyncRequest]:
    """This PC's own request as it came back beside its answer. Raises BadSignature, NotOurMessage."""
    payload = signing.open_sealed(sealed, signing.public_key(identity.signing_seed), "sync-request")
    request = codec.unpack(payload, SyncRequest, MOST_REQUEST_BYTES)
    previous = request.previous_hash or GENESIS
    return Asked(OutgoingBatch(request.epoch, request.first_seq, previous, request.events), sealed), request


def take_answer(stick: StickStore, sealed_request: bytes, sealed_answer: bytes, *, feed_goes_on: bool = False) -> Taken:
    """Takes in the answer to one request, in one transaction. Raises NotOurServer for what the district did not say.

    `feed_goes_on`: other parts of the same file bring the rest of the feed, whatever this answer says.
    """
    identity = stick.store.identity()
    asked, request = request_of(identity, sealed_request)
    answer = read_answer(identity, asked, sealed_answer)
    answer = msgspec.structs.replace(answer, more=answer.more or feed_goes_on)
    with stick.transaction():
        return _taken(stick, request, answer)._replace(end=answer.cursor)


def take_feed(stick: StickStore, sealed_request: bytes, sealed_answer: bytes, begins: Cursor) -> Taken:
    """Takes in more of the feed, which goes on from `begins`; the district signed it as an answer to the same request."""
    identity = stick.store.identity()
    _, request = request_of(identity, sealed_request)
    payload = signing.open_sealed(sealed_answer, identity.server_key, "sync-answer", sealed_request)
    answer = codec.unpack(payload, SyncAnswer, MOST_ANSWER_BYTES)
    if answer.station != identity.station or answer.action != "continue" or answer.verdicts:
        raise NotOurServer(detail="more of the feed, and something else with it")
    with stick.transaction():
        place = stick.place()
        if not stick.holds(_last(request)) or place.cursor.incarnation != answer.cursor.incarnation:
            return Taken(believed=False)
        return _record(stick, place, begins, answer)._replace(end=answer.cursor)


def _taken(stick: StickStore, request: SyncRequest, answer: SyncAnswer) -> Taken:
    place = stick.place()
    if not stick.holds(_last(request)):
        return Taken(word=OTHER_HISTORY, believed=False)
    if not _is_of_now(place, request, answer):
        return Taken(word=OLDER_DISTRICT, believed=False)
    if answer.action != "continue":
        return _repair(stick, place, request, answer)
    return _record(stick, place, request.cursor, answer)


def _last(request: SyncRequest) -> Head:
    running = request.previous_hash or GENESIS
    for event in request.events:
        running = chain_hash(running, event.op_id, event.body)
    return Head(request.epoch, request.first_seq - 1 + len(request.events), running)


def _is_of_now(place: Place, request: SyncRequest, answer: SyncAnswer) -> bool:
    """An answer of another incarnation is the newer one only if it was asked for under the one this PC still knows."""
    return place.cursor.incarnation in (answer.cursor.incarnation, request.cursor.incarnation)


def _repair(stick: StickStore, place: Place, request: SyncRequest, answer: SyncAnswer) -> Taken:
    if answer.action == "upgrade_program":
        return Taken(word=UPGRADE, believed=False)
    if answer.action == "rewind" and stick.store.rewind_to(answer.head):
        return Taken(word=SEND_AGAIN)
    goes_on = stick.end() >= request.first_seq
    if not request.events and goes_on and place.cursor.incarnation == answer.cursor.incarnation:
        # Nothing waited when it was copied out, and the network may have sent more since, whether its answer came or
        # not: no sign of a lost history. If it is one, the next file tells, which has the events.
        return Taken(word=OVERTAKEN, believed=False)
    stick.store.begin_epoch(max(answer.head.epoch, place.epoch) + 1)
    return Taken(word=SEND_ALL)


def _record(stick: StickStore, place: Place, begins: Cursor, answer: SyncAnswer) -> Taken:
    reach = reached(place.cursor, begins, answer)
    known, told = (place.head.epoch, place.head.seq), (answer.head.epoch, answer.head.seq)
    same_server = place.cursor.incarnation == answer.cursor.incarnation
    stick.store.record_exchange(
        ExchangeOutcome(
            verdicts=answer.verdicts,
            feed=reach.entries,
            cursor=reach.cursor,
            head=place.head if same_server and known > told else answer.head,
            offset_ms=place.offset_ms,
            server_time=max(place.last_success, answer.server_time),
            more=reach.more,
        )
    )
    names = [verdict.verdict for verdict in answer.verdicts]
    kinds = [decode_event(entry.body).kind for entry in reach.entries if entry.kind == "event"]
    return Taken(
        applied=names.count("applied") + names.count("duplicate"),
        refused=names.count("rejected") + names.count("quarantined"),
        parked=names.count("parked"),
        received=len(reach.entries),
        results=kinds.count("result_sent"),
        published=frozenset({entry.kind for entry in reach.entries} - {"event", "own_event"}),
        word=MISSING_BEFORE if reach.gap else None,
    )


def reached(here: Cursor, begins: Cursor, answer: SyncAnswer) -> Reach:
    """What of a feed page is new at `here`; `begins` is where the page was asked from."""
    end = answer.cursor
    if begins == here:
        return Reach(answer.feed, end, answer.more)
    if (end.incarnation, end.stream) != (here.incarnation, here.stream):
        return Reach((), here, True, gap=True)
    # A district that does not believe a cursor begins again at the first entry.
    believed = (begins.incarnation, begins.stream) == (end.incarnation, end.stream)
    if (begins.position if believed else 0) > here.position:
        return Reach((), here, True, gap=True)
    if end.position <= here.position:
        return Reach((), here, True)
    return Reach(tuple(entry for entry in answer.feed if entry.position > here.position), end, answer.more)
