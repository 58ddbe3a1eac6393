"""Pages by pieces: any offset, any interruption, one whole page or none."""

import hashlib
import os
import threading
from collections.abc import Callable
from typing import Any

import anyio
import pytest

from forms.case import Page
from sync.district import pages
from sync.district.app import build_app
from sync.district.database.engine import reading
from sync.district.district import District
from sync.protocol import blob_auth
from tests.district.conftest import SetClock
from tests.district.station_double import StationDouble, old_age_content, received
from tests.faults.strict_disk import StrictDisk

CONTENT = bytes(range(256)) * 400
SHA = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def known(station: StationDouble) -> StationDouble:
    """A station whose case refers to the page."""
    station.write(received("case-1", old_age_content("n", page=Page(SHA, len(CONTENT)))))
    station.sync()
    return station


def send(station: StationDouble, clock: SetClock, offset: int, chunk: bytes, size: int = len(CONTENT)) -> Any:
    return station.page("PATCH", SHA, size, clock.ms, offset, chunk)


def held(answer: Any) -> int:
    return int(answer.headers[blob_auth.OFFSET])


def test_a_page_arrives_in_odd_pieces_and_can_be_fetched(known: StationDouble, clock: SetClock) -> None:
    offset = 0
    for size in (1, 4095, 7, 50_000, len(CONTENT)):
        answer = send(known, clock, offset, CONTENT[offset : offset + size])
        assert answer.status_code == 204
        offset = held(answer)
    assert offset == len(CONTENT)
    assert held(known.page("HEAD", SHA, len(CONTENT), clock.ms)) == len(CONTENT)
    fetched = known.page("GET", SHA, 0, clock.ms)
    assert (fetched.status_code, fetched.content) == (200, CONTENT)
    rest = known.page("GET", SHA, 0, clock.ms, offset=1000)
    assert (rest.status_code, rest.content) == (206, CONTENT[1000:])
    assert rest.headers["Content-Range"] == f"bytes 1000-{len(CONTENT) - 1}/{len(CONTENT)}"


def test_every_answer_is_signed_by_the_district(known: StationDouble, clock: SetClock) -> None:
    path = f"/blobs/5299/{SHA}"
    asked = blob_auth.BlobRequest("HEAD", path, 0, len(CONTENT), clock.ms)
    headers = blob_auth.request_headers(asked, "5299", known.grant.device, known.seed)
    answer = known.wire.request("HEAD", path, headers=headers, content=b"")
    signature = headers[blob_auth.SIGNATURE]
    assert blob_auth.check_answer(signature, answer.headers, known.grant.server_key) == 0


def test_a_piece_at_the_wrong_place_says_where_to_go_on(known: StationDouble, clock: SetClock) -> None:
    send(known, clock, 0, CONTENT[:1000])
    for offset in (0, 999, 2000):
        answer = send(known, clock, offset, CONTENT[offset : offset + 10])
        assert (answer.status_code, held(answer)) == (409, 1000)


def test_bytes_beyond_what_was_committed_are_cut_off(known: StationDouble, clock: SetClock, district: District) -> None:
    send(known, clock, 0, CONTENT[:1000])
    with open(pages.page_file(district, "5299", SHA), "ab") as file:
        file.write(b"left by a crash before the commit")
    assert send(known, clock, 1000, CONTENT[1000:]).status_code == 204
    assert known.page("GET", SHA, 0, clock.ms).content == CONTENT


def test_the_names_of_new_folders_are_on_the_disk_before_a_page_counts(
    known: StationDouble, clock: SetClock, district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = StrictDisk(district.directory)
    monkeypatch.setattr(pages, "os", disk)
    assert send(known, clock, 0, CONTENT).status_code == 204
    path = pages.page_file(district, "5299", SHA)
    for name in (path, *path.parents):
        if name == district.directory:
            break
        assert name.name in disk.lasting(name.parent)


def test_a_page_that_is_not_what_it_says_begins_again(known: StationDouble, clock: SetClock) -> None:
    answer = send(known, clock, 0, b"x" * len(CONTENT))
    assert (answer.status_code, answer.json()["reason"]) == (422, "wrong_content")
    assert held(known.page("HEAD", SHA, len(CONTENT), clock.ms)) == 0
    assert send(known, clock, 0, CONTENT).status_code == 204


def test_only_pages_of_the_stations_own_cases(
    known: StationDouble, clock: SetClock, enrolled: Callable[..., StationDouble]
) -> None:
    other = enrolled("5300")
    assert other.page("PATCH", SHA, len(CONTENT), clock.ms, 0, CONTENT).status_code == 404
    assert known.page("PATCH", "0" * 64, 5, clock.ms, 0, b"12345").status_code == 404
    assert known.page("HEAD", "not-a-hash", 5, clock.ms).status_code == 404


def test_a_page_not_whole_is_not_given_out(known: StationDouble, clock: SetClock) -> None:
    send(known, clock, 0, CONTENT[:1000])
    assert known.page("GET", SHA, 0, clock.ms).status_code == 404


def test_an_old_or_foreign_signature_is_refused(
    known: StationDouble, clock: SetClock, enrolled: Callable[..., StationDouble]
) -> None:
    assert known.page("HEAD", SHA, 0, clock.ms - 16 * 60_000).status_code == 401
    known.seed = enrolled("5300").seed
    assert known.page("HEAD", SHA, 0, clock.ms).json is not None
    assert known.page("PATCH", SHA, len(CONTENT), clock.ms, 0, CONTENT).status_code == 401


@pytest.mark.parametrize("size", [0, (20 << 20) + 1])
def test_no_page_is_empty_or_over_twenty_megabytes(known: StationDouble, clock: SetClock, size: int) -> None:
    assert send(known, clock, 0, b"x", size).json()["reason"] == "too_large"


def test_a_piece_that_goes_beyond_the_page_is_refused(known: StationDouble, clock: SetClock) -> None:
    assert send(known, clock, 0, CONTENT + b"more").status_code == 413


def test_a_later_request_takes_over_from_one_that_hangs(
    known: StationDouble, clock: SetClock, district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first request writes and then hangs before it commits; the second does the whole page meanwhile."""
    hanging, go_on = threading.Event(), threading.Event()
    real = os.fsync
    first_thread: list[int] = []

    def slow(handle: int) -> None:
        real(handle)
        if threading.get_ident() in first_thread and not hanging.is_set():
            hanging.set()
            assert go_on.wait(20)

    monkeypatch.setattr(pages.os, "fsync", slow)
    outcome: list[int] = []

    def first() -> None:
        first_thread.append(threading.get_ident())
        try:
            pages.take(district, "5299", SHA, len(CONTENT), 0, CONTENT[:5000])
        except pages.WrongOffset as wrong:
            outcome.append(wrong.held)

    thread = threading.Thread(target=first)
    thread.start()
    assert hanging.wait(20)
    assert pages.take(district, "5299", SHA, len(CONTENT), 0, CONTENT) == len(CONTENT)
    go_on.set()
    thread.join(20)
    assert outcome == [len(CONTENT)]
    with reading(district.engine) as connection:
        state = pages.page_state(connection, district, "5299", SHA)
    assert state is not None
    assert state.complete
    assert pages.page_file(district, "5299", SHA).read_bytes() == CONTENT


def broken_off(district: District, headers: dict[str, str], announced: int, came: bytes) -> None:
    """A PATCH of whose body only `came` arrives in two parts, then the line breaks: as the server's ASGI side sees it."""
    parts = [{"type": "http.request", "body": part, "more_body": True} for part in (came[:7], came[7:])]
    events = iter([*parts, {"type": "http.disconnect"}])
    raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    scope: dict[str, Any] = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "PATCH",
        "scheme": "http",
        "path": f"/blobs/5299/{SHA}",
        "raw_path": b"",
        "query_string": b"",
        "root_path": "",
        "headers": [(b"content-length", str(announced).encode()), *raw],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 2),
        "state": {},
    }

    async def visit() -> None:
        async def receive() -> Any:
            return next(events)

        async def nobody_hears(_: Any) -> None:
            return

        await build_app(district)(scope, receive, nobody_hears)  # type: ignore[arg-type]

    anyio.run(visit)


def signed(station: StationDouble, clock: SetClock, offset: int, chunk: bytes) -> dict[str, str]:
    asked = blob_auth.BlobRequest("PATCH", f"/blobs/5299/{SHA}", offset, len(CONTENT), clock.ms, chunk)
    return blob_auth.request_headers(asked, "5299", station.grant.device, station.seed)


def test_what_came_of_a_piece_before_the_line_broke_counts(
    known: StationDouble, clock: SetClock, district: District
) -> None:
    send(known, clock, 0, CONTENT[:1000])
    broken_off(district, signed(known, clock, 1000, CONTENT[1000:]), len(CONTENT) - 1000, CONTENT[1000:60_000])
    assert held(known.page("HEAD", SHA, len(CONTENT), clock.ms)) == 60_000
    assert send(known, clock, 60_000, CONTENT[60_000:]).status_code == 204
    assert known.page("GET", SHA, 0, clock.ms).content == CONTENT


@pytest.mark.parametrize("at", [500, 2000])
def test_what_came_for_another_place_does_not_count(
    known: StationDouble, clock: SetClock, district: District, at: int
) -> None:
    send(known, clock, 0, CONTENT[:1000])
    broken_off(district, signed(known, clock, at, CONTENT[at:]), len(CONTENT) - at, CONTENT[at:60_000])
    assert held(known.page("HEAD", SHA, len(CONTENT), clock.ms)) == 1000


@pytest.mark.parametrize(
    ("header", "value"),
    [
        (blob_auth.DIGEST, "sha-256=:" + "A" * 43 + "=:"),
        (blob_auth.DIGEST, "sha-512=:" + "A" * 43 + "=:"),
        (blob_auth.DIGEST, "md5"),
        (blob_auth.DIGEST, ""),
        (blob_auth.OFFSET, "1001"),
        (blob_auth.DEVICE, "02"),
    ],
)
def test_what_came_counts_only_from_the_station_itself(
    known: StationDouble, clock: SetClock, district: District, header: str, value: str
) -> None:
    headers = {**signed(known, clock, 0, CONTENT), header: value}
    broken_off(district, headers, len(CONTENT), CONTENT[:5000])
    assert held(known.page("HEAD", SHA, len(CONTENT), clock.ms)) == 0


def test_a_broken_piece_without_a_digest_counts_nothing(
    known: StationDouble, clock: SetClock, district: District
) -> None:
    """As stations sent it whose program is older than the header."""
    headers = signed(known, clock, 0, CONTENT)
    del headers[blob_auth.DIGEST]
    broken_off(district, headers, len(CONTENT), CONTENT[:5000])
    assert held(known.page("HEAD", SHA, len(CONTENT), clock.ms)) == 0


def test_a_line_that_breaks_before_the_first_byte_changes_nothing(
    known: StationDouble, clock: SetClock, district: District
) -> None:
    send(known, clock, 0, CONTENT[:1000])
    broken_off(district, signed(known, clock, 1000, CONTENT[1000:]), len(CONTENT) - 1000, b"")
    assert held(known.page("HEAD", SHA, len(CONTENT), clock.ms)) == 1000
