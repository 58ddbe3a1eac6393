"""The engine against a district that plays every fault: nothing lost, nothing twice, nothing held up, all of it said."""

import random
from collections.abc import Callable

import msgspec
import pytest

from forms.events import Event, encode_event
from sync.protocol import codec, signing
from sync.protocol.messages import Cursor, FeedEntry, Head, SyncAnswer, SyncRequest, Verdict
from sync.station.engine import SyncEngine
from sync.station.errors import LineFailure, NotOurServer, Refused, ServerBusy, Stopped, TooLarge, UpgradeNeeded
from sync.station.pace import Limits
from sync.station.ports import PagePart, StationIdentity
from sync.station.report import Progress
from tests.sync.memory_store import MemoryStore, StandingClock
from tests.sync.scripted_district import AHEAD_MS, Fault, ScriptedDistrict, answer_is_lost, line_breaks

DEVICE, DISTRICT, OTHER = bytes(range(32)), bytes(range(1, 33)), bytes(range(2, 34))
LIMITS = Limits(first_bytes=4096, fewest_bytes=512, most_bytes=64 * 1024)


class World:
    def __init__(self) -> None:
        self.clock = StandingClock()
        self.store = MemoryStore(StationIdentity("520100", "520101", "01", DEVICE, signing.public_key(DISTRICT)))
        self.district = ScriptedDistrict(DISTRICT, self.clock)
        self.progress: list[Progress] = []
        self.stop = False
        self.engine = SyncEngine(
            self.store,
            self.district,
            self.clock,
            random.Random(1),
            LIMITS,
            "0.1",
            self.progress.append,
            lambda: self.stop,
        )

    def happened(self, *kinds: str) -> list[bytes]:
        return [self.store.append(event(kind, place)) for place, kind in enumerate(kinds, len(self.store.events))]

    def faults(self, *script: Fault | None) -> None:
        self.district.script = iter(script)


def event(kind: str, place: int) -> bytes:
    case_id = random.Random(place).randbytes(16).hex()
    return encode_event(Event(kind, case_id, "2026-11-23T09:00:00+08:00", "王秀英", "520101", data={"n": place}))


@pytest.fixture
def world() -> World:
    return World()


def test_everything_arrives_in_order_and_once(world: World) -> None:
    op_ids = world.happened(*["paper_printed"] * 500)
    report = world.engine.run_once()
    assert report.failure is None
    assert (report.sent, report.applied) == (500, 500)
    assert world.district.applied == op_ids
    assert world.store.verdict_names() == ["applied"] * 500
    assert len(world.district.requests) > 1


def test_nothing_to_do_is_one_exchange(world: World) -> None:
    report = world.engine.run_once()
    assert (report.failure, report.sent, report.changed) == (None, 0, False)
    assert len(world.district.requests) == 1


def test_a_lost_answer_sends_the_same_again_and_applies_once(world: World) -> None:
    op_ids = world.happened("paper_printed", "paper_printed")
    world.faults(answer_is_lost)
    assert isinstance(world.engine.run_once().failure, LineFailure)
    assert world.store.verdict_names() == ["", ""]
    world.happened("paper_printed")
    report = world.engine.run_once()
    assert report.failure is None
    assert world.store.verdict_names() == ["duplicate", "duplicate", "applied"]
    assert world.district.applied[:2] == op_ids
    assert len(world.district.applied) == 3


def test_a_lost_answer_to_a_large_batch_and_smaller_ones_after_it(world: World) -> None:
    world.happened(*["paper_printed"] * 400)
    world.faults(None, answer_is_lost, line_breaks, line_breaks)
    for _ in range(4):
        report = world.engine.run_once()
    assert report.failure is None
    assert len(world.district.applied) == len(set(world.district.applied)) == 400
    assert set(world.store.verdict_names()) == {"applied", "duplicate"}


def test_a_refused_event_never_holds_up_the_rest(world: World) -> None:
    world.happened("paper_printed", "accepted", "made_up_since", "paper_printed")
    report = world.engine.run_once()
    assert world.store.verdict_names() == ["applied", "rejected", "parked", "applied"]
    assert (report.sent, report.applied, report.rejected, report.parked) == (4, 2, 1, 1)


def test_a_district_that_judges_only_part_of_a_batch_gets_the_rest_again(world: World) -> None:
    world.happened(*["paper_printed"] * 10)
    world.district.most_events = 3
    assert world.engine.run_once().failure is None
    assert len(world.district.applied) == 10


def test_the_feed_comes_in_pages_until_there_is_no_more(world: World) -> None:
    world.district.feed = [FeedEntry(at, "event", bytes(900), at.to_bytes(16, "big")) for at in range(1, 40)]
    world.district.feed.append(FeedEntry(40, "catalogue", b"{}"))
    report = world.engine.run_once()
    assert [entry.position for entry in world.store.feed] == list(range(1, 41))
    assert report.received == 40
    assert report.published == {"catalogue"}
    assert len(world.store.outcomes) > 2


def test_the_clock_offset_is_measured_in_the_middle(world: World) -> None:
    world.engine.run_once()
    assert world.store.outcomes[0].offset_ms == AHEAD_MS + 100
    assert world.district.offset_ms == AHEAD_MS + 100


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (Refused("unknown_device"), "没有登记这台电脑"),
        (Refused("bad_signature"), "核对不了这台电脑的身份"),
        (ServerBusy(120), "正忙"),
        (NotOurServer(), "不是县里的系统"),
        (TooLarge(), "太大"),
    ],
)
def test_what_is_no_verdict_keeps_everything_and_says_so(world: World, failure: Exception, said: str) -> None:
    world.happened("paper_printed")
    world.faults(lambda *_: (_ for _ in ()).throw(failure))
    report = world.engine.run_once()
    assert report.failure is failure
    assert said in str(report.failure)
    assert world.store.verdict_names() == [""]
    assert world.store.outcomes == []
    assert world.engine.run_once().applied == 1


def html(*_: object) -> bytes:
    return b"<html><title>WiFi</title></html>"


def signed_by_another(district: ScriptedDistrict, request: bytes) -> bytes:
    answer = district.answer(request)
    payload = signing.open_sealed(answer, signing.public_key(DISTRICT), "sync-answer", request)
    return signing.seal(payload, OTHER, "sync-answer", request)


def an_old_answer(district: ScriptedDistrict, request: bytes) -> bytes:
    return district.sealed(good_answer(), b"another request")


def bomb(district: ScriptedDistrict, request: bytes) -> bytes:
    packed = codec.pack(msgspec.structs.replace(good_answer(), message="0" * (80 << 20)), level=1)
    return signing.seal(packed, DISTRICT, "sync-answer", request)


def good_answer(**changes: object) -> SyncAnswer:
    answer = SyncAnswer(1, "520101", "continue", Head(), 0, Cursor())
    return msgspec.structs.replace(answer, **changes)


def answering(**changes: object) -> Fault:
    return lambda district, request: district.sealed(good_answer(**changes), request)


@pytest.mark.parametrize(
    "fault",
    [
        html,
        signed_by_another,
        an_old_answer,
        bomb,
        answering(station="520102"),
        answering(),
        answering(verdicts=(Verdict(1, b"x" * 16, "applied"),)),
        answering(verdicts=(Verdict(9, b"x" * 16, "applied"),)),
    ],
)
def test_an_answer_that_is_not_the_districts_changes_nothing(world: World, fault: Fault) -> None:
    world.happened("paper_printed")
    world.faults(fault)
    assert isinstance(world.engine.run_once().failure, NotOurServer)
    assert world.store.outcomes == []
    assert world.store.verdict_names() == [""]
    assert world.engine.run_once().failure is None


def test_a_head_that_the_batch_does_not_lead_to_is_not_believed(world: World) -> None:
    (op_id,) = world.happened("paper_printed")
    for head in (Head(1, 1, bytes(32)), Head(2, 1, world.store.hash_at(1)), Head(1, 0, b"")):
        world.faults(answering(head=head, verdicts=(Verdict(1, op_id, "applied"),)))
        assert isinstance(world.engine.run_once().failure, NotOurServer)
    twice = (Verdict(1, op_id, "applied"), Verdict(1, op_id, "rejected"))
    world.faults(answering(head=Head(1, 1, world.store.hash_at(1)), verdicts=twice))
    assert isinstance(world.engine.run_once().failure, NotOurServer)
    assert world.store.outcomes == []


def test_an_answer_cut_off_at_any_byte_changes_nothing(world: World) -> None:
    world.happened("paper_printed")
    world.district.answer(request_of(world))
    whole = len(world.district.answer(request_of(world)))
    for length in range(0, whole, 7):
        world.faults(lambda district, request, length=length: district.answer(request)[:length])  # type: ignore[misc]
        assert isinstance(world.engine.run_once().failure, NotOurServer)
    assert world.store.outcomes == []
    assert world.engine.run_once().failure is None
    assert len(world.district.applied) == 1


def request_of(world: World) -> bytes:
    batch = world.store.outgoing(9, 9999)
    request = SyncRequest(
        1, "520101", "01", 1, batch.first_seq, batch.previous_hash, 0, Cursor(), "", 999, batch.events
    )
    return signing.seal(codec.pack(request), DEVICE, "sync-request")


def test_more_of_the_feed_that_never_comes_ends_the_run(world: World) -> None:
    world.faults(*[answering(more=True)] * 3)
    assert isinstance(world.engine.run_once().failure, NotOurServer)


def test_a_server_restored_from_a_backup_gets_the_rest_again(world: World) -> None:
    op_ids = world.happened(*["paper_printed"] * 6)
    world.engine.run_once()
    world.district.head = Head(1, 4, world.store.hash_at(4))
    del world.district.hashes[5:]
    for op_id in op_ids[4:]:
        del world.district.ledger[op_id]
        world.district.applied.remove(op_id)
    world.happened("paper_printed")
    report = world.engine.run_once()
    assert report.failure is None
    assert report.applied == 3
    assert len(world.district.applied) == 7


def test_a_station_whose_history_does_not_fit_begins_a_new_epoch_with_the_same_op_ids(world: World) -> None:
    world.happened("paper_printed", "paper_printed")
    world.engine.run_once()
    del world.store.events[1]
    world.store.append(event("paper_printed", 77))
    world.store.append(event("paper_printed", 78))
    world.store.verdicts = {
        op: verdict for op, verdict in world.store.verdicts.items() if op == world.store.events[0].op_id
    }
    world.faults(None, answering(action="new_epoch", head=Head(1, 2, b"h" * 32)))
    world.store.append(event("paper_printed", 79))
    world.district.script = iter([answering(action="new_epoch", head=Head(1, 2, b"h" * 32))])
    report = world.engine.run_once()
    assert report.failure is None
    assert world.store.epoch == 2
    assert world.store.verdict_names() == ["duplicate", "applied", "applied", "applied"]
    assert len(world.district.applied) == 5


def test_a_rewind_to_a_point_this_log_never_had_begins_a_new_epoch(world: World) -> None:
    world.happened("paper_printed")
    world.faults(answering(action="rewind", head=Head(3, 9, b"h" * 32)))
    assert world.engine.run_once().failure is None
    assert world.store.epoch == 4
    assert world.store.verdict_names() == ["applied"]


def test_ends_that_never_agree_stop_after_a_few_repairs(world: World) -> None:
    world.happened("paper_printed")
    world.faults(*[answering(action="new_epoch", head=Head(1, 1, b"h" * 32))] * 50)
    report = world.engine.run_once()
    assert isinstance(report.failure, NotOurServer)
    assert world.store.epoch <= 6


def test_a_protocol_that_is_no_longer_spoken_keeps_everything_and_asks_for_the_upgrade(world: World) -> None:
    world.happened("paper_printed")
    world.faults(answering(action="upgrade_program"))
    report = world.engine.run_once()
    assert isinstance(report.failure, UpgradeNeeded)
    assert world.store.verdict_names() == [""]


def test_batches_grow_on_a_good_line_and_halve_on_a_bad_one(world: World) -> None:
    world.happened(*["paper_printed"] * 2000)
    world.engine.run_once()
    sizes = [len(request.events) for request in world.district.requests]
    assert max(sizes) > 3 * sizes[0]
    world.happened(*["paper_printed"] * 2000)
    before = world.engine._batch_size.bytes
    world.faults(line_breaks)
    world.engine.run_once()
    assert world.engine._batch_size.bytes == before // 2


def test_batches_stay_at_what_a_slow_line_carries_in_some_seconds(world: World) -> None:
    world.happened(*["paper_printed"] * 3000)
    world.district.seconds_per_byte = 1 / 1000
    began = world.clock.seconds
    assert world.engine.run_once().failure is None
    exchanges = len(world.district.requests)
    assert (world.clock.seconds - began) / exchanges < 2 * LIMITS.aim_seconds


def test_waits_double_with_jitter_and_heed_retry_after(world: World) -> None:
    assert 240 <= world.engine.next_delay() <= 360
    world.faults(*[line_breaks] * 30)
    for _ in range(30):
        world.engine.run_once()
    drawn = [world.engine.next_delay() for _ in range(200)]
    assert max(drawn) <= LIMITS.backoff_most
    assert max(drawn) > LIMITS.backoff_most * 0.9
    assert min(drawn) < LIMITS.backoff_most * 0.1
    world.faults(lambda *_: (_ for _ in ()).throw(ServerBusy(120)))
    world.engine.run_once()
    assert min(world.engine.next_delay() for _ in range(50)) >= 120
    world.engine.run_once()
    assert 240 <= world.engine.next_delay() <= 360


def test_a_second_run_at_the_same_time_does_nothing(world: World) -> None:
    world.happened("paper_printed")
    inner = []

    def again(district: ScriptedDistrict, request: bytes) -> bytes:
        inner.append(world.engine.run_once())
        return district.answer(request)

    world.faults(again)
    assert world.engine.run_once().applied == 1
    assert inner[0].sent == 0
    assert len(world.district.requests) == 1


def test_stopping_keeps_what_has_arrived(world: World) -> None:
    world.happened(*["paper_printed"] * 400)

    def stop_after(district: ScriptedDistrict, request: bytes) -> bytes:
        world.stop = True
        return district.answer(request)

    world.faults(stop_after)
    report = world.engine.run_once()
    assert isinstance(report.failure, Stopped)
    assert report.sent == len(world.district.applied) < 400
    assert world.engine.next_delay() >= 240


def test_pages_go_after_events_small_ones_first(world: World) -> None:
    world.happened("paper_printed")
    names = [world.store.add_page(bytes([size % 251]) * size) for size in (9000, 10, 3000)]
    report = world.engine.run_once()
    assert report.pages_sent == 3
    assert world.store.confirmed == set(names)
    assert [name for name, offset, _ in world.district.pieces if offset == 0] == [names[1], names[2], names[0]]
    assert bytes(world.district.arriving[names[0]]) == world.store.pages[names[0]]
    assert world.progress[-1].stage == "pages"
    assert world.progress[-1].total == 12010


@pytest.mark.parametrize("held", [1, 511, 4097, 8999])
def test_a_page_goes_on_at_any_odd_offset(world: World, held: int) -> None:
    name = world.store.add_page(random.Random(1).randbytes(9000))
    world.district.arriving[name] = bytearray(world.store.pages[name][:held])
    assert world.engine.run_once().pages_sent == 1
    assert world.district.pieces[0][1] == held
    assert bytes(world.district.arriving[name]) == world.store.pages[name]


def test_a_small_page_of_which_part_had_arrived_needs_no_question(world: World) -> None:
    name = world.store.add_page(b"a small page")
    world.district.arriving[name] = bytearray(b"a sm")
    assert world.engine.run_once().pages_sent == 1
    assert bytes(world.district.arriving[name]) == b"a small page"


def test_a_page_broken_off_goes_on_in_the_next_run(world: World) -> None:
    name = world.store.add_page(random.Random(2).randbytes(60_000))
    world.district.page_script = iter([None, line_breaks])
    assert isinstance(world.engine.run_once().failure, LineFailure)
    assert 0 < len(world.district.arriving[name]) < 60_000
    assert world.engine.run_once().pages_sent == 1
    offsets = [offset for _, offset, _ in world.district.pieces]
    assert offsets == sorted(set(offsets))
    assert bytes(world.district.arriving[name]) == world.store.pages[name]


def test_a_page_that_arrives_changed_is_told_and_holds_up_nothing(world: World) -> None:
    bad, good = world.store.add_page(b"one"), world.store.add_page(b"another page")
    world.store.pages[bad] = b"two"
    report = world.engine.run_once()
    assert (report.failure, report.pages_sent) == (None, 1)
    assert world.store.confirmed == {good}
    assert report.refused_pages[0][0] == bad


def test_a_district_that_never_moves_on_is_left(world: World) -> None:
    name = world.store.add_page(b"p" * 9000)
    world.district.send_page = lambda *_: 0  # type: ignore[method-assign]
    report = world.engine.run_once()
    assert report.refused_pages[0][0] == name
    assert report.pages_sent == 0


def test_an_offset_beyond_the_page_is_not_believed(world: World) -> None:
    world.store.add_page(b"p" * 9000)
    world.district.page_offset = lambda *_: 9001  # type: ignore[method-assign]
    assert isinstance(world.engine.run_once().failure, NotOurServer)
    assert world.store.confirmed == set()


def test_a_page_this_pc_cannot_read_holds_up_nothing(world: World) -> None:
    bad, good = world.store.add_page(b"one"), world.store.add_page(b"another page")
    world.store.read_page = lambda name: world.store.pages[name] if name == good else fail()  # type: ignore[method-assign]
    report = world.engine.run_once()
    assert report.refused_pages[0][0] == bad
    assert world.store.confirmed == {good}


def fail() -> bytes:
    raise LineFailure("stands for a damaged page on the disk")


def test_a_case_received_meanwhile_goes_before_the_rest_of_the_pages(world: World) -> None:
    name = world.store.add_page(random.Random(3).randbytes(900_000))
    seen: list[int] = []

    def receive(_: ScriptedDistrict, chunk: bytes) -> bytes:
        world.happened("paper_printed")
        return chunk

    world.district.page_script = iter([None, receive])
    real = world.district.answer

    def noted(request: bytes) -> bytes:
        seen.append(len(world.district.arriving.get(name, b"")))
        return real(request)

    world.district.answer = noted  # type: ignore[method-assign]
    report = world.engine.run_once()
    assert (report.sent, report.pages_sent) == (1, 1)
    assert 0 < seen[1] < 900_000


@pytest.mark.parametrize("size", [0, 1, 4096, 30_001])
def test_a_result_document_is_fetched_and_checked(world: World, size: int) -> None:
    content = random.Random(size).randbytes(size)
    name = MemoryStore(world.store.me).add_page(content)
    world.district.results[name] = content
    world.store.wanted = [name]
    assert world.engine.run_once().pages_fetched == 1
    assert world.store.fetched[name] == content


def test_a_fetched_page_that_is_another_is_not_stored(world: World) -> None:
    name = MemoryStore(world.store.me).add_page(b"as it was made")
    world.store.wanted = [name, "f" * 64]
    world.district.results[name] = b"as it was mode"
    report = world.engine.run_once()
    assert world.store.fetched == {}
    assert [page for page, _, _ in report.refused_pages] == [name, "f" * 64]
    world.district.results[name] = b"as it was made"
    assert world.engine.run_once().pages_fetched == 1


def test_a_fetch_broken_off_goes_on_where_it_was(world: World) -> None:
    content = random.Random(9).randbytes(30_000)
    name = MemoryStore(world.store.me).add_page(content)
    world.store.wanted = [name]
    offsets: list[int] = []

    def fetch(sha256: str, offset: int, most: int) -> PagePart:
        offsets.append(offset)
        if len(offsets) == 3:
            raise LineFailure
        return PagePart(content[offset : offset + min(most, 1777)], len(content))

    world.district.fetch_page = fetch  # type: ignore[method-assign]
    assert isinstance(world.engine.run_once().failure, LineFailure)
    assert world.engine.run_once().pages_fetched == 1
    assert offsets[3] == offsets[2] == 2 * 1777


def test_any_run_of_faults_ends_with_everything_there_once(world: World) -> None:
    """A seeded walk through faults and events; then the line is good, and both ends hold the same."""
    source = random.Random(20261123)
    faults: list[Callable[..., bytes] | None] = [None, line_breaks, answer_is_lost, html, signed_by_another]
    for _ in range(150):
        world.happened(*["paper_printed"] * source.randrange(4))
        if source.random() < 0.2:
            world.store.add_page(source.randbytes(source.randrange(1, 9000)))
            world.district.page_script = iter(source.choices([None, line_breaks], k=4))
        world.faults(*source.choices(faults, k=3))
        world.engine.run_once()
    world.faults()
    world.district.page_script = iter(())
    assert world.engine.run_once().failure is None
    assert world.district.applied == [event.op_id for event in world.store.events]
    assert world.store.confirmed == set(world.store.pages)
    assert all(bytes(world.district.arriving[name]) == page for name, page in world.store.pages.items())


def test_a_district_that_takes_little_at_once_gets_it_in_small_batches_in_the_same_run(world: World) -> None:
    op_ids = world.happened(*["paper_printed"] * 40)

    def takes_little(district: ScriptedDistrict, request: bytes) -> bytes:
        if (
            len(
                codec.unpack(
                    signing.open_sealed(request, signing.signer_of(request), "sync-request"), SyncRequest
                ).events
            )
            > 3
        ):
            raise TooLarge
        return district.answer(request)

    world.faults(*[takes_little] * 100)
    assert world.engine.run_once().failure is None
    assert world.district.applied == op_ids


def test_a_server_that_has_shown_nothing_yet_is_asked_without_a_case_first(world: World) -> None:
    op_ids = world.happened(*["paper_printed"] * 3)
    world.district.is_proven = False
    assert world.engine.run_once().failure is None
    assert [len(request.events) for request in world.district.requests] == [0, 3]
    assert world.district.applied == op_ids
    world.happened("paper_printed")
    world.engine.run_once()
    assert [len(request.events) for request in world.district.requests] == [0, 3, 1]


@pytest.mark.parametrize("fault", [signed_by_another, an_old_answer, bomb, line_breaks])
def test_whoever_cannot_answer_that_is_told_nothing_more(world: World, fault: Fault) -> None:
    world.happened("paper_printed")
    world.district.is_proven = False
    for _ in range(2):
        world.district.script = iter([fault])
        assert isinstance(world.engine.run_once().failure, NotOurServer | LineFailure)
    assert not world.district.is_proven
    assert all(request.events == () for request in world.district.requests)


def test_where_nothing_waits_that_question_is_the_only_one(world: World) -> None:
    world.district.is_proven = False
    assert world.engine.run_once().failure is None
    assert len(world.district.requests) == 1


def test_an_old_backup_is_found_out_after_that_question_as_ever(world: World) -> None:
    world.happened(*["paper_printed"] * 4)
    world.engine.run_once()
    world.store.rewind_to(Head(1, 2, world.district.hashes[2]))
    world.district.hashes[2] = b"?" * 32
    world.district.is_proven = False
    assert world.engine.run_once().failure is None
    assert [(r.epoch, len(r.events)) for r in world.district.requests[1:]] == [(1, 0), (1, 2), (2, 4)]
    assert len(set(world.district.applied)) == 4
