"""A page's request and answer: every part of either is covered by its signature."""

import msgspec
import pytest

from sync.protocol.blob_auth import (
    ALLOWED_MS,
    SIGNATURE,
    BlobRequest,
    answer_headers,
    check_answer,
    check_request,
    read_request,
    request_headers,
)
from sync.protocol.signing import BadSignature, public_key

SEED, NOW = bytes(range(32)), 1_795_000_000_000
REQUEST = BlobRequest("PATCH", "/blobs/520101/" + "a" * 64, 10, 30, NOW, b"chunk")


def test_a_request_is_read_and_checked() -> None:
    headers = request_headers(REQUEST, "520101", "01", SEED)
    read = read_request("PATCH", REQUEST.path, headers, b"chunk")
    assert read == REQUEST
    check_request(read, headers[SIGNATURE], public_key(SEED), NOW)


@pytest.mark.parametrize(
    "change",
    [
        {"method": "GET"},
        {"path": "/blobs/520102/" + "a" * 64},
        {"offset": 11},
        {"length": 31},
        {"time": NOW + 1},
        {"chunk": b"chunl"},
    ],
)
def test_a_request_changed_in_any_part_is_refused(change: dict[str, object]) -> None:
    signature = request_headers(REQUEST, "520101", "01", SEED)[SIGNATURE]
    with pytest.raises(BadSignature):
        check_request(msgspec.structs.replace(REQUEST, **change), signature, public_key(SEED), NOW)


@pytest.mark.parametrize("off", [-ALLOWED_MS - 1, ALLOWED_MS + 1])
def test_a_request_of_another_hour_is_refused(off: int) -> None:
    signature = request_headers(REQUEST, "520101", "01", SEED)[SIGNATURE]
    with pytest.raises(BadSignature, match="ago"):
        check_request(REQUEST, signature, public_key(SEED), NOW + off)


@pytest.mark.parametrize("headers", [{}, {"X-Time": "soon", "Upload-Offset": "0", "Upload-Length": "1"}])
def test_missing_headers_are_a_bad_signature(headers: dict[str, str]) -> None:
    with pytest.raises(BadSignature):
        read_request("HEAD", "/blobs/1/a", headers, b"")


def test_a_header_below_zero_is_refused() -> None:
    headers = request_headers(msgspec.structs.replace(REQUEST, offset=-1), "1", "1", SEED)
    with pytest.raises(BadSignature, match="below"):
        read_request("PATCH", REQUEST.path, headers, b"")


def test_an_answer_belongs_to_one_request() -> None:
    signature = request_headers(REQUEST, "520101", "01", SEED)[SIGNATURE]
    answer = answer_headers(signature, 30, 30, SEED)
    assert check_answer(signature, answer, public_key(SEED)) == 30
    for wrong in ({**answer, "Upload-Offset": "29"}, {**answer, SIGNATURE: "%%"}, {}, {**answer, SIGNATURE: ""}):
        with pytest.raises(BadSignature):
            check_answer(signature, wrong, public_key(SEED))
    with pytest.raises(BadSignature):
        check_answer("another request", answer, public_key(SEED))
