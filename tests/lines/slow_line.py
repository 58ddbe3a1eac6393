"""A slow, far, lossy line between two network namespaces, packet by packet, in user space: TCP meets real loss there.

`python -m tests.lines.slow_line` plays one until its standard input ends or it is told to stop; SlowLine does that.
"""

import argparse
import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

import msgspec

from tests.lines import namespaces
from tests.lines.lane import Lane

ROOT = Path(__file__).parents[2]
_MOST_PACKET = 4096
_DEFAULTS = {"rate": 128_000.0, "delay": 0.3, "loss": 0.02, "queue": 32, "seed": 1}


class SlowLine:
    """Such a line, while it is entered. 128 kbit/s each way, 600 ms there and back, 2 % lost, unless told otherwise:
    `rate` in bit/s, `delay` one way in seconds, `loss` from 0 to 1, `queue` in packets. The draws are seeded, but which
    packet meets them depends on the timing of the two ends.

    A program started with `station_prefix` before its own words runs at the station's end and reaches the other at
    `district_address`; `district_prefix` is for the other end. Raises RuntimeError where `missing()` says why.
    """

    district_address = namespaces.ADDRESSES["district"]

    def __init__(self, **how: float) -> None:
        self._how = {**_DEFAULTS, **how}
        self._process: subprocess.Popen[bytes] | None = None
        self.counts: dict[str, dict[str, int]] = {}
        """After it was left: packets `passed`, `lost` and `dropped` and the `bytes` of packets, `up` and `down`."""

    @staticmethod
    def missing() -> str:
        """What this PC lacks for such a line, as a sentence; empty if nothing."""
        return namespaces.missing()

    @property
    def station_prefix(self) -> list[str]:
        return self._prefix("station")

    @property
    def district_prefix(self) -> list[str]:
        return self._prefix("district")

    def __enter__(self) -> "SlowLine":
        if reason := self.missing():
            raise RuntimeError(reason)
        options = [f"--{name}={value}" for name, value in self._how.items()]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.lines.slow_line", *options],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        if _pipe(self._process.stdout).readline() != b"ready\n":
            self.__exit__()
            raise RuntimeError("the slow line did not start; it said why above")
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is None:
            return
        _pipe(self._process.stdin).close()
        with _pipe(self._process.stdout) as said:
            last = said.read()
        self._process.wait()
        self.counts = msgspec.json.decode(last) if last else {}

    def _prefix(self, end: str) -> list[str]:
        if self._process is None:
            raise RuntimeError("the line is not entered")
        return [namespaces.ip_command() or "ip", "netns", "exec", namespaces.name_of(self._process.pid, end)]


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None
    return pipe


async def play(options: argparse.Namespace) -> dict[str, Lane]:
    """Carries packets until standard input ends, or SIGTERM or SIGINT; the two lanes as they were left."""
    loop, ended = asyncio.get_running_loop(), asyncio.Event()
    for told in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(told, ended.set)
    loop.add_reader(sys.stdin, ended.set)
    station, district = (namespaces.make(end).packets for end in ("station", "district"))
    lanes = {}
    for at, (way, source, target) in enumerate((("up", station, district), ("down", district, station))):
        lanes[way] = Lane(options.rate, options.delay, options.loss, options.queue, options.seed * 2 + at)
        loop.add_reader(source, _carrier(loop, lanes[way], source, target))
    print("ready", flush=True)
    await ended.wait()
    return lanes


def _carrier(loop: asyncio.AbstractEventLoop, lane: Lane, source: int, target: int) -> Callable[[], None]:
    def carry() -> None:
        while (packet := _next_packet(source)) is not None:
            # Of IPv6 there are only the kernel's own words to its neighbours.
            if packet[0] >> 4 == 4 and (arrives := lane.arrival(len(packet), loop.time())) is not None:
                loop.call_at(arrives, os.write, target, packet)

    return carry


def _next_packet(source: int) -> bytes | None:
    try:
        return os.read(source, _MOST_PACKET)
    except BlockingIOError:
        return None


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.lines.slow_line", description="Plays a slow, lossy line.")
    parser.add_argument("--rate", type=float, default=_DEFAULTS["rate"], help="bit/s, each way (default: %(default)s)")
    parser.add_argument("--delay", type=float, default=_DEFAULTS["delay"], help="s, one way (default: %(default)s)")
    parser.add_argument("--loss", type=float, default=_DEFAULTS["loss"], help="0 to 1 (default: %(default)s)")
    parser.add_argument("--queue", type=int, default=_DEFAULTS["queue"], help="packets (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=_DEFAULTS["seed"], help="of the losses (default: %(default)s)")
    options = parser.parse_args()
    namespaces.remove_own()
    try:
        lanes = asyncio.run(play(options))
    finally:
        namespaces.remove_own()
    with suppress(BrokenPipeError):  # who asked is gone
        os.write(sys.stdout.fileno(), msgspec.json.encode({way: _counts(lane) for way, lane in lanes.items()}))
    return 0


def _counts(lane: Lane) -> dict[str, Any]:
    return {name: getattr(lane, name) for name in ("passed", "lost", "dropped", "bytes")}


if __name__ == "__main__":
    sys.exit(main())
