"""The line that is cut: what passes is whole, a cut is a reset, and the count says where."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.lines.cutting_proxy import CuttingProxy

HALF_A_MEGABYTE = 512 * 1024


@contextmanager
def echo() -> Iterator[int]:
    """A server that sends back whatever comes; gives its port."""
    listener = socket.create_server(("127.0.0.1", 0))

    def send_back(visitor: socket.socket) -> None:
        with visitor:
            try:
                while piece := visitor.recv(1 << 16):
                    visitor.sendall(piece)
            except ConnectionError:
                return

    def accept() -> None:
        while True:
            try:
                visitor, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=send_back, args=(visitor,)).start()

    thread = threading.Thread(target=accept)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


def connected(line: CuttingProxy) -> socket.socket:
    return socket.create_connection(("127.0.0.1", line.port), timeout=30)


def exchange(client: socket.socket, sent: bytes) -> bytes:
    """What came back of `sent`; the end of the connection, when everything has."""
    threading.Thread(target=lambda: (client.sendall(sent), client.shutdown(socket.SHUT_WR))).start()
    with client, client.makefile("rb") as answer:
        return answer.read()


def come_back(client: socket.socket, sent: bytes) -> bytes:
    """What came back until the line broke. Raises ConnectionError if it broke at once."""
    came = b""
    while len(came) < len(sent):
        client.sendall(sent[len(came) : len(came) + 1000])
        came += client.recv(1000, socket.MSG_WAITALL)
    return came


def test_what_passes_is_whole_and_counted() -> None:
    sent = bytes(range(256)) * (HALF_A_MEGABYTE // 256)
    with echo() as port, CuttingProxy(port) as line:
        assert exchange(connected(line), sent) == sent
        assert exchange(connected(line), b"more") == b"more"
    assert (line.up, line.down, line.connections, line.cuts) == (len(sent) + 4, len(sent) + 4, 2, 0)


def test_a_cut_resets_every_connection_and_the_next_one_works() -> None:
    with echo() as port, CuttingProxy(port) as line, connected(line) as one, connected(line) as other:
        assert come_back(one, b"one") == b"one"
        assert come_back(other, b"other") == b"other"
        line.cut_now()
        for client in (one, other):
            with pytest.raises(ConnectionResetError):
                client.recv(1)
        assert exchange(connected(line), b"again") == b"again"
    assert (line.cuts, line.connections) == (1, 3)


def cuts_until(total: int, every_bytes: int, seed: int) -> list[int]:
    """The counts at which the line was cut, until `total` bytes have passed."""
    places: list[int] = []
    with echo() as port, CuttingProxy(port, every_bytes, seed) as line:
        while line.up + line.down < total:
            with connected(line) as client, pytest.raises(ConnectionError):
                come_back(client, bytes(10 * total))
            places.append(line.up + line.down)
    assert line.cuts == len(places)
    return places


def test_it_is_cut_after_so_many_bytes_and_the_seed_says_how_many() -> None:
    places = cuts_until(200_000, 10_000, seed=3)
    between = [b - a for a, b in zip([0, *places], places, strict=False)]
    assert min(between) >= 5_000
    assert max(between) <= 15_000
    assert len(set(between)) > len(between) // 2
    assert cuts_until(200_000, 10_000, seed=3) == places
    assert cuts_until(200_000, 10_000, seed=4) != places


def test_cutting_can_begin_and_end_while_it_runs() -> None:
    with echo() as port, CuttingProxy(port) as line:
        line.cut_every(2_000)
        with connected(line) as client, pytest.raises(ConnectionError):
            come_back(client, bytes(HALF_A_MEGABYTE))
        line.cut_every(None)
        assert exchange(connected(line), bytes(HALF_A_MEGABYTE)) == bytes(HALF_A_MEGABYTE)
    assert line.cuts == 1


def test_a_silent_line_keeps_what_was_sent_and_gives_it_later() -> None:
    with echo() as port, CuttingProxy(port) as line, connected(line) as client:
        assert come_back(client, b"before") == b"before"
        line.pause()
        client.sendall(b"meanwhile")
        client.setblocking(False)
        with pytest.raises(BlockingIOError):
            client.recv(1)
        assert line.up == len(b"before")
        client.setblocking(True)
        line.resume()
        assert client.recv(9, socket.MSG_WAITALL) == b"meanwhile"


def test_a_silent_line_can_be_cut() -> None:
    with echo() as port, CuttingProxy(port) as line, connected(line) as client:
        assert come_back(client, b"before") == b"before"
        line.pause()
        client.sendall(b"lost")
        line.cut_now()
        with pytest.raises(ConnectionResetError):
            client.recv(1)
        line.resume()
    assert line.up == len(b"before")


def test_nobody_there_is_a_reset_and_the_line_lives_on() -> None:
    with echo() as port:
        line = CuttingProxy(port)
    with line:
        for _ in range(2):
            # It may come before the connection is seen to have been made.
            with pytest.raises(ConnectionResetError), connected(line) as client:
                client.recv(1)
    assert (line.connections, line.cuts, line.up) == (2, 0, 0)
