"""The slow line: the arithmetic of one direction by itself, and the real thing between two namespaces."""

import signal
import subprocess
import sys

import pytest

from tests.lines import namespaces
from tests.lines.lane import Lane
from tests.lines.slow_line import ROOT, SlowLine

between_namespaces = pytest.mark.skipif(bool(SlowLine.missing()), reason=SlowLine.missing() or "nothing is missing")
SERVER = """
import socket, sys
listener = socket.create_server((sys.argv[1], 0))
print(listener.getsockname()[1], flush=True)
visitor, _ = listener.accept()
with visitor:
    got = b"".join(iter(lambda: visitor.recv(65536), b""))
    visitor.sendall(got[::-1])
"""
CLIENT = """
import socket, sys
with socket.create_connection((sys.argv[1], int(sys.argv[2]))) as line:
    line.sendall(bytes(range(250)) * 80)
    line.shutdown(socket.SHUT_WR)
    got = b"".join(iter(lambda: line.recv(65536), b""))
print(got == (bytes(range(250)) * 80)[::-1])
"""
STARTS_A_LINE_AND_DIES = """
import os
from tests.lines.slow_line import SlowLine
with SlowLine() as line:
    print(line.station_prefix[-1], flush=True)
    os.kill(os.getpid(), 9)
"""


def test_packets_leave_at_the_rate_and_arrive_after_the_delay() -> None:
    lane = Lane(rate_bits=80_000, delay_s=0.25, loss=0, queue_packets=10, seed=1)
    assert [lane.arrival(1000, now) for now in (5.0, 5.0, 5.05, 9.0)] == pytest.approx([5.35, 5.45, 5.55, 9.35])
    assert (lane.passed, lane.bytes) == (4, 4000)


def test_a_full_queue_drops_what_comes_and_is_open_again_later() -> None:
    lane = Lane(rate_bits=80_000, delay_s=0.25, loss=0, queue_packets=2, seed=1)
    assert [lane.arrival(1000, 0.0) is None for _ in range(5)] == [False, False, False, True, True]
    assert lane.arrival(1000, 0.1) == pytest.approx(0.65)
    assert (lane.passed, lane.dropped, lane.bytes) == (4, 2, 4000)


def test_losses_are_as_many_as_asked_for_and_take_their_time() -> None:
    lane = Lane(rate_bits=80_000, delay_s=0.25, loss=0.02, queue_packets=10, seed=1)
    arrivals = [lane.arrival(1000, 0.1 * at) for at in range(10_000)]
    assert 150 < lane.lost < 250
    assert arrivals.count(None) == lane.lost == 10_000 - lane.passed
    assert arrivals[-1] == pytest.approx(0.1 * 10_000 + 0.25)


def namespaces_here() -> set[str]:
    told = subprocess.run(
        [namespaces.ip_command() or "ip", "netns", "list"], capture_output=True, text=True, check=True
    )
    return {name for name in told.stdout.split() if name.startswith("village-line-")}


@between_namespaces
def test_tcp_brings_everything_over_a_line_that_loses_packets() -> None:
    python = [sys.executable, "-c"]
    with (
        SlowLine(rate=1_000_000, delay=0.05, loss=0.05, seed=2) as line,
        subprocess.Popen(
            [*line.district_prefix, *python, SERVER, line.district_address], stdout=subprocess.PIPE, text=True
        ) as server,
    ):
        assert server.stdout is not None
        port = server.stdout.readline().strip()
        client = [*line.station_prefix, *python, CLIENT, line.district_address, port]
        assert subprocess.run(client, capture_output=True, text=True, check=True, timeout=120).stdout == "True\n"
    assert line.counts["up"]["bytes"] > 20_000
    assert line.counts["down"]["bytes"] > 20_000
    assert line.counts["up"]["lost"] + line.counts["down"]["lost"] > 0


@between_namespaces
def test_two_lines_at_once_have_names_of_their_own_and_leave_none_behind() -> None:
    with SlowLine() as one, SlowLine() as other:
        names = {prefix[-1] for end in (one, other) for prefix in (end.station_prefix, end.district_prefix)}
        assert len(names) == 4
        assert names <= namespaces_here()
    assert not names & namespaces_here()


@between_namespaces
def test_it_removes_its_namespaces_when_it_is_told_to_stop() -> None:
    with SlowLine() as line:
        assert line._process is not None
        line._process.send_signal(signal.SIGTERM)
        line._process.wait(30)
        assert not {line.station_prefix[-1], line.district_prefix[-1]} & namespaces_here()


@between_namespaces
def test_it_removes_its_namespaces_when_whoever_started_it_is_killed() -> None:
    # The line has inherited the other end of stderr: that it ends says that the line has ended.
    killed = subprocess.run(
        [sys.executable, "-c", STARTS_A_LINE_AND_DIES], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert killed.returncode == -signal.SIGKILL
    assert killed.stderr == ""
    assert killed.stdout.strip().startswith("village-line-")
    assert killed.stdout.strip() not in namespaces_here()


@between_namespaces
def test_what_a_killed_line_left_behind_is_removed_by_the_next() -> None:
    with SlowLine() as line:
        assert line._process is not None
        left = line.station_prefix[-1]
        line._process.kill()
        line._process.wait()
        assert left in namespaces_here()
    with SlowLine():
        assert left not in namespaces_here()
