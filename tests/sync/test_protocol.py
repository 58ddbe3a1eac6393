"""The wire itself: every message comes back as it was, and nothing else is ever taken for one."""

import hashlib
import random
import struct
from importlib.resources import files

import msgspec
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from sync.protocol import codec, signing
from sync.protocol.chain import GENESIS, chain_hash
from sync.protocol.codec import NotOurMessage, pack, unpack
from sync.protocol.messages import (
    PROTOCOL_VERSION,
    Cursor,
    EnrolmentGrant,
    FeedEntry,
    Head,
    SealedEvent,
    SyncAnswer,
    SyncRequest,
    Verdict,
)
from sync.protocol.reasons import REASONS, refusal_body, words
from sync.protocol.signing import BadSignature, open_sealed, public_key, seal, signer_of

NAMES = "䶮 𬸚 𠮷野 买买提·吐尔逊"
events = st.lists(st.builds(SealedEvent, st.binary(min_size=16, max_size=16), st.binary(max_size=60)), max_size=5)


def request_with(*sealed: SealedEvent) -> SyncRequest:
    cursor = Cursor("inc", "station", 3)
    return SyncRequest(PROTOCOL_VERSION, "520101", "01", 1, 7, GENESIS, 1_700_000_000_000, cursor, "0.1", 65536, sealed)


@given(events)
def test_a_request_comes_back_as_it_was(sealed: list[SealedEvent]) -> None:
    request = request_with(*sealed)
    assert unpack(pack(request), SyncRequest) == request


def test_a_large_batch_goes_without_the_dictionary_and_comes_back_as_it_was() -> None:
    source = random.Random(5)
    sealed = [
        SealedEvent(source.randbytes(16), NAMES.encode() + source.randbytes(300).hex().encode()) for _ in range(600)
    ]
    small, large = pack(request_with(sealed[0])), pack(request_with(*sealed), level=3)
    assert (small[2], large[2]) == (codec.FORMAT, codec.LARGE_FORMAT)
    assert unpack(large, SyncRequest) == request_with(*sealed)
    with pytest.raises(NotOurMessage):
        unpack(large[:2] + bytes([codec.FORMAT]) + large[3:-9], SyncRequest)


def test_an_answer_comes_back_as_it_was_with_every_name() -> None:
    feed = (FeedEntry(4, "event", NAMES.encode(), b"o" * 16, 2, 99), FeedEntry(5, "catalogue", b"{}"))
    verdicts = (Verdict(7, b"o" * 16, "rejected", 0, "illegal_move", NAMES),)
    answer = SyncAnswer(
        1, "520101", "continue", Head(1, 7, GENESIS), 5, Cursor("i", "s", 5), True, verdicts, feed, NAMES
    )
    assert unpack(pack(answer, level=3), SyncAnswer) == answer


def test_the_same_message_gives_the_same_bytes() -> None:
    assert pack(request_with(SealedEvent(b"a" * 16, b"{}"))) == pack(request_with(SealedEvent(b"a" * 16, b"{}")))


def test_cut_off_at_any_byte_it_is_not_our_message() -> None:
    whole = pack(request_with(SealedEvent(b"a" * 16, NAMES.encode()), SealedEvent(b"b" * 16, b"{}")))
    for length in range(len(whole)):
        with pytest.raises(NotOurMessage):
            unpack(whole[:length], SyncRequest)


@given(st.data())
def test_changed_anywhere_it_is_not_our_message_or_another_one(data: st.DataObject) -> None:
    whole = bytearray(pack(request_with(SealedEvent(b"a" * 16, NAMES.encode()))))
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] ^= data.draw(st.integers(1, 255))
    try:
        assert isinstance(unpack(bytes(whole), SyncRequest), SyncRequest)
    except NotOurMessage:
        return


@pytest.mark.parametrize("junk", [b"", b"<html>", b"VS", b"VS\x02", b"VS\x01", b"VS\x01" + b"\xff" * 40, bytes(99)])
def test_anything_else_is_not_our_message(junk: bytes) -> None:
    with pytest.raises(NotOurMessage):
        unpack(junk, SyncRequest)


def test_a_message_of_another_type_is_not_taken() -> None:
    with pytest.raises(NotOurMessage):
        unpack(pack(request_with()), EnrolmentGrant)
    with pytest.raises(NotOurMessage, match="events in a message"):
        unpack(b"VS\x01" + struct.pack(">I", 1) + b"o" * 16 + _frame(_first(Head(), (2,)) + b"{}"), Head)


def test_lengths_that_do_not_fit_the_bodies_are_refused() -> None:
    for lengths in ((3,), (-1,), (1, 1)):
        forged = b"VS\x01" + struct.pack(">I", 1) + b"o" * 16 + _frame(_first(request_with(), lengths) + b"{}")
        with pytest.raises(NotOurMessage):
            unpack(forged, SyncRequest)


@pytest.mark.parametrize("says_its_size", [True, False])
def test_a_decompression_bomb_is_refused_before_it_unpacks(says_its_size: bool) -> None:
    parameters = zstandard.ZstdCompressionParameters(write_content_size=says_its_size)
    bomb = zstandard.ZstdCompressor(compression_params=parameters).compress(bytes(40 << 20))
    assert len(bomb) < 10_000
    with pytest.raises(NotOurMessage, match="more than is allowed"):
        unpack(b"VS\x01" + bytes(4) + bomb, SyncRequest, max_size=1 << 20)


def test_a_thousand_cases_cost_little_more_than_one_bare_zstd_post() -> None:
    """What identity costs is the op_ids, which are random; all else may add 4 parts in a hundred."""
    source = random.Random(4)
    bodies = [made_up_case(source) for _ in range(1000)]
    sealed = tuple(SealedEvent(source.randbytes(16), body) for body in bodies)
    bare = len(zstandard.ZstdCompressor(level=19).compress(b"[" + b",".join(bodies) + b"]"))
    assert len(pack(request_with(*sealed))) <= 1.04 * bare + 16 * len(bodies)


def made_up_case(source: random.Random) -> bytes:
    words_of_it = [source.choice(["居民身份证", "户口簿", "大坪村", "三组", "农村信用社", NAMES]) for _ in range(80)]
    return msgspec.json.encode(
        {
            "kind": "case_received",
            "case_id": source.randbytes(16).hex(),
            "data": {
                "text": words_of_it,
                "id_number": str(source.randrange(10**17)),
                "page": source.randbytes(32).hex(),
            },
        }
    )


def test_a_single_case_is_small_because_both_ends_hold_the_dictionary() -> None:
    body = made_up_case(random.Random(1))
    bare = len(zstandard.ZstdCompressor(level=19).compress(body))
    assert len(pack(request_with(SealedEvent(b"o" * 16, body)))) < bare + 120


def test_the_dictionary_of_format_1_never_changes() -> None:
    """Both ends must hold the very same one: a better dictionary is a new format."""
    content = files("sync.protocol").joinpath("dictionary-1.txt").read_bytes()
    assert hashlib.sha256(content).hexdigest() == "73e8185089e136773e2897481f47f4fbeb6153b72ab88d1cdc72ea4c5ad1b74e"


def test_a_seal_holds_for_one_key_and_one_purpose() -> None:
    seed, other = bytes(range(32)), bytes(32)
    sealed = seal(b"payload", seed, "sync-request")
    assert signer_of(sealed) == public_key(seed)
    assert open_sealed(sealed, public_key(seed), "sync-request") == b"payload"
    with pytest.raises(BadSignature):
        open_sealed(sealed, public_key(seed), "sync-answer")
    with pytest.raises(BadSignature):
        open_sealed(sealed, public_key(other), "sync-request")


def test_a_seal_breaks_at_every_bit() -> None:
    seed = bytes(range(32))
    sealed = seal(b"payload", seed, "sync-request")
    for at in range(len(sealed)):
        with pytest.raises(BadSignature):
            open_sealed(sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :], public_key(seed), "sync-request")
        with pytest.raises(BadSignature):
            open_sealed(sealed[:at], public_key(seed), "sync-request")


def test_an_answer_belongs_to_one_request() -> None:
    sealed = seal(b"answer", bytes(32), "sync-answer", answers=b"request one")
    assert open_sealed(sealed, public_key(bytes(32)), "sync-answer", b"request one") == b"answer"
    for other in (b"request two", b""):
        with pytest.raises(BadSignature):
            open_sealed(sealed, public_key(bytes(32)), "sync-answer", other)


def test_an_unknown_algorithm_is_said() -> None:
    sealed = seal(b"payload", bytes(32), "blob")
    with pytest.raises(BadSignature, match="does not know"):
        open_sealed(sealed[:3] + b"\x02" + sealed[4:], public_key(bytes(32)), "blob")


def test_the_chain_covers_order_identity_and_content() -> None:
    first = chain_hash(GENESIS, b"a" * 16, b"x")
    assert len({first, chain_hash(GENESIS, b"b" * 16, b"x"), chain_hash(GENESIS, b"a" * 16, b"y")}) == 3
    assert chain_hash(first, b"a" * 16, b"x") != first
    with pytest.raises(ValueError, match="16"):
        chain_hash(GENESIS, b"a" * 15, b"x")


def test_every_reason_says_what_to_do_in_both_languages() -> None:
    for code, said in REASONS.items():
        assert refusal_body(code).reason == code
        assert said.zh.endswith("。"), code
        assert said.en.endswith("."), code
        assert not any(word in said.zh for word in ("系统错误", "操作失败", "!", "！")), code
    assert words("made_up_since").zh.endswith("。")


def _first(message: msgspec.Struct, lengths: tuple[int, ...]) -> bytes:
    first = msgspec.msgpack.encode((message, lengths))
    return struct.pack(">I", len(first)) + first


def _frame(plain: bytes) -> bytes:
    frame: bytes = codec._compressor(codec.FORMAT, 3).compress(plain)
    return frame


def test_keys_and_seeds_are_32_bytes() -> None:
    assert len(signing.new_seed()) == len(public_key(signing.new_seed())) == 32
