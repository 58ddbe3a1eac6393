"""A line that hangs at any point is left in time, and whoever else answers is told as such; nothing counts as sent."""

import contextlib
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sync.protocol import signing
from sync.station import http_line
from sync.station.engine import SyncEngine
from sync.station.errors import LineFailure, NotOurServer
from sync.station.http_carrier import HttpCarrier
from sync.station.http_line import HttpLine
from sync.station.ports import StationIdentity
from tests.sync.loopback_server import CERTIFICATES, Visit, serving
from tests.sync.memory_store import MemoryStore, StandingClock
from tests.sync.test_engine import event

DEVICE, DISTRICT = bytes(range(32)), bytes(range(1, 33))
IDENTITY = StationIdentity("520100", "520101", "01", DEVICE, signing.public_key(DISTRICT))
LARGE = 8 << 20
"""More than the buffers of both ends of a loopback connection with the small one of the server hold."""


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_line, "CONNECT_SECONDS", 0.3)
    monkeypatch.setattr(http_line, "STALL_SECONDS", 0.3)


@contextmanager
def raw_server(talk: Callable[[socket.socket, threading.Event], None]) -> Iterator[str]:
    """Accepts one connection and lets `talk` do with it what it likes, until the test is over."""
    over = threading.Event()
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 * 1024)
        listening.bind(("127.0.0.1", 0))
        listening.listen(1)

        def serve() -> None:
            taken, _ = listening.accept()
            with taken, contextlib.suppress(OSError):
                talk(taken, over)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        over.set()
        thread.join()


def never_reads(_: socket.socket, over: threading.Event) -> None:
    over.wait(20)


def reads_and_is_silent(taken: socket.socket, over: threading.Event) -> None:
    taken.recv(65536)
    over.wait(20)


def trickles(begin: bytes) -> Callable[[socket.socket, threading.Event], None]:
    """Each byte comes well before the line would be thought to stall, and there are always more."""

    def talk(taken: socket.socket, over: threading.Event) -> None:
        taken.recv(65536)
        taken.sendall(begin)
        while not over.wait(0.05):
            taken.sendall(b"x")

    return talk


@pytest.mark.parametrize(
    ("talk", "size"),
    [
        (never_reads, LARGE),
        (reads_and_is_silent, 1),
        (trickles(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"), 1),
        (trickles(b"HTTP/1.1 200 OK\r\nX-Long: "), 1),
    ],
    ids=["body-is-not-read", "no-answer", "answer-trickles", "head-trickles"],
)
@pytest.mark.usefixtures("impatient")
def test_a_line_that_stalls_is_left(
    talk: Callable[[socket.socket, threading.Event], None], size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http_line, "_SLOWEST", 1_000_000)
    with raw_server(talk) as url:
        line = HttpLine(url)
        with pytest.raises(LineFailure, match="连不上"):
            line.request("POST", "/sync", bytes(size))
        line.close()


def test_a_slow_body_that_moves_is_not_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole takes far longer than the time for connecting, and no piece longer than a stall."""
    monkeypatch.setattr(http_line, "CONNECT_SECONDS", 0.3)
    monkeypatch.setattr(http_line, "STALL_SECONDS", 5.0)
    came: list[int] = []

    def reads_slowly(taken: socket.socket, over: threading.Event) -> None:
        size = 0
        while size < LARGE:
            if not over.wait(0.02):
                size += len(taken.recv(64 * 1024))
        came.append(size)
        taken.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")

    with raw_server(reads_slowly) as url:
        line = HttpLine(url)
        assert line.request("POST", "/sync", bytes(LARGE)).status == 204
        line.close()
    assert came


def says_and_breaks_off(said: bytes, reset: bool = False) -> Callable[[socket.socket, threading.Event], None]:
    def talk(taken: socket.socket, _: threading.Event) -> None:
        taken.recv(65536)
        taken.sendall(said)
        if reset:
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    return talk


_REFUSAL = (
    b'HTTP/1.1 422 Unprocessable Content\r\nContent-Type: application/json\r\nContent-Length: 300\r\n\r\n{"reason":'
)


@pytest.mark.parametrize("said", [b"", b"HTTP/1.", b"HTTP/1.1 200 OK\r\nContent-Le", _REFUSAL])
@pytest.mark.parametrize("reset", [False, True])
def test_an_answer_that_breaks_off_anywhere_is_the_lines_failure(said: bytes, reset: bool) -> None:
    """A refusal of the district of which half came is not a word of somebody else."""
    with raw_server(says_and_breaks_off(said, reset)) as url:
        line = HttpLine(url)
        with pytest.raises(LineFailure, match="连不上"):
            line.request("GET", "/page", short_ok=True)
        line.close()


@pytest.mark.parametrize("said", [b"", b"\x16\x03\x03\x00\x7a\x02\x00"])
@pytest.mark.parametrize("reset", [False, True])
def test_a_handshake_that_breaks_off_is_no_false_certificate(said: bytes, reset: bool) -> None:
    with raw_server(says_and_breaks_off(said, reset)) as url:
        line = HttpLine(url.replace("http:", "https:"))
        with pytest.raises(LineFailure, match="连不上"):
            line.request("POST", "/sync", b"up")
        line.close()


@pytest.mark.parametrize("said", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"])
def test_tls_that_breaks_off_in_an_answer_is_the_lines_failure(said: bytes) -> None:
    def breaks_off(visit: Visit) -> None:
        visit.wfile.write(said)
        visit.wfile.flush()
        socket.socket.shutdown(visit.connection, socket.SHUT_RDWR)

    with serving(breaks_off, "good") as server:
        line = HttpLine(server.url, CERTIFICATES / "ca.pem")
        with pytest.raises(LineFailure, match="连不上"):
            line.request("POST", "/sync", b"up")
        line.close()


@pytest.mark.usefixtures("impatient")
def test_nobody_who_takes_the_connection_is_left() -> None:
    with socket.socket() as listening, contextlib.ExitStack() as waiting:
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        for _ in range(4):
            # The queue of those that wait to be taken is filled; whoever comes now gets no answer at all.
            one = waiting.enter_context(socket.socket())
            one.setblocking(False)
            one.connect_ex(listening.getsockname())
        line = HttpLine(f"http://127.0.0.1:{listening.getsockname()[1]}")
        with pytest.raises(LineFailure, match="连不上"):
            line.request("POST", "/sync", b"up")
        line.close()


@pytest.mark.usefixtures("impatient")
def test_a_handshake_that_never_ends_is_left() -> None:
    with raw_server(never_reads) as url:
        line = HttpLine(url.replace("http:", "https:"))
        with pytest.raises(LineFailure, match="连不上"):
            line.request("POST", "/sync", b"up")
        line.close()


@pytest.mark.usefixtures("impatient")
def test_after_a_stall_the_same_line_goes_on() -> None:
    go_on, stalled = threading.Event(), []

    def answer(visit: Visit) -> None:
        if not stalled:
            stalled.append(True)
            go_on.wait(20)
        visit.reply(204)

    with serving(answer) as server:
        line = HttpLine(server.url)
        with pytest.raises(LineFailure):
            line.request("POST", "/sync", b"up")
        go_on.set()
        assert line.request("POST", "/sync", b"up").status == 204
        line.close()


PORTAL = b"<html><title>WiFi</title><form action='/login'></form></html>"


def html(status: int, **headers: str) -> Callable[[Visit], None]:
    return lambda visit: visit.reply(status, PORTAL, Content_Type="text/html", **headers)


@pytest.mark.parametrize(
    ("answer", "certificate", "to_do"),
    [
        (html(200), "", "打开浏览器"),
        (html(302, Location="http://portal.example/login"), "", "打开浏览器"),
        (html(307, Location="https://portal.example/login"), "", "打开浏览器"),
        (html(511), "", "打开浏览器"),
        (html(403), "", "打开浏览器"),
        (html(200), "other_issuer", "换一条网络"),
    ],
    ids=["200", "302", "307", "511", "403", "foreign-certificate"],
)
def test_a_portal_is_told_as_such_and_nothing_counts_as_sent(
    answer: Callable[[Visit], None], certificate: str, to_do: str
) -> None:
    store = MemoryStore(IDENTITY)
    store.append(event("case_received", 1))
    store.add_page(bytes(5_000))
    ca: Path = CERTIFICATES / "ca.pem"
    with serving(answer, certificate) as server:
        clock = StandingClock()
        carrier = HttpCarrier(server.url, IDENTITY, clock, None, ca_file=ca)
        report = SyncEngine(store, carrier, clock).run_once(everything=True)
        carrier.close()
    assert isinstance(report.failure, NotOurServer)
    assert to_do in report.failure.zh
    assert (report.sent, report.pages_sent, report.changed) == (0, 0, False)
    assert (store.verdict_names(), store.confirmed, store.outcomes) == ([""], set(), [])


@pytest.mark.parametrize("answer", [html(200), html(302, Location="http://portal.example/"), html(511)])
def test_a_portal_between_two_pages_confirms_none(answer: Callable[[Visit], None]) -> None:
    with serving(answer) as server:
        carrier = HttpCarrier(server.url, IDENTITY, StandingClock(), None)
        for call in (
            lambda: carrier.page_offset("a" * 64, 30),
            lambda: carrier.send_page("a" * 64, 30, 0, b"piece"),
            lambda: carrier.fetch_page("a" * 64, 0, 30),
        ):
            with pytest.raises(NotOurServer):
                call()
        carrier.close()
