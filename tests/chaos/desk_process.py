"""`python -m tests.chaos.desk_process`: a desk that works and syncs, each on a thread and a connection of its own, until it
is killed or its standard input ends. With --settle it only syncs until nothing waits, and tells how that ended.

What the agent does here, an agent does; how fast is not. The window is left out.
"""

import argparse
import random
import secrets
import sys
import threading
import time
from pathlib import Path

from forms.failures import Failure
from station_app.desk.open_desk import open_desk
from station_app.desk.sign_in import claim_directory
from station_app.storage.keys import Unlocked
from station_app.storage.store import open_store
from station_app.system_clock import SystemClock
from station_app.version import VERSION
from sync.station.engine import SyncEngine
from sync.station.http_carrier import HttpCarrier
from sync.station.pace import Limits
from tests.chaos.agent import Agent
from tests.chaos.journal import Journal

LIMITS = Limits(every=0.3, backoff_first=0.1, backoff_most=1.0)
TRIES = 60
QUIET = 3


class Line:
    """The way to the district on its own store connection, as station_app.line makes it, with shorter waits."""

    def __init__(self, directory: Path, unlocked: Unlocked, url: str) -> None:
        clock = SystemClock()
        self.store = open_store(directory, unlocked, clock, secrets.token_bytes)
        self._carrier = HttpCarrier(url, self.store.identity(), clock, self.store.proven_servers, allow_plain=True)
        self.engine = SyncEngine(self.store, self._carrier, clock, limits=LIMITS, program=VERSION)

    def close(self) -> None:
        self._carrier.close()
        self.store.close()


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("directory", type=Path)
    parser.add_argument("raw_key")
    parser.add_argument("url")
    parser.add_argument("journal", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--settle", action="store_true")
    options = parser.parse_args()
    unlocked = Unlocked(bytes.fromhex(options.raw_key), "longxiuzhen", "龙秀珍")
    with claim_directory(options.directory):
        print("ready", flush=True)
        if options.settle:
            return _settle(Line(options.directory, unlocked, options.url))
        _live(options, unlocked)
    return 0


def _live(options: argparse.Namespace, unlocked: Unlocked) -> None:
    chance, ended = random.Random(options.seed), threading.Event()
    desk = open_desk(options.directory, unlocked, SystemClock(), secrets.token_bytes)
    agent = Agent(desk, Journal(options.journal), chance)
    threading.Thread(target=_end_with_whoever_started, args=(ended,), daemon=True).start()
    syncing = threading.Thread(target=_sync, args=(options, unlocked, ended), name="sync")
    syncing.start()
    while not ended.wait(chance.uniform(0.0, 0.25)):
        try:
            agent.does_something()
        except Failure as failure:  # a full disk, or what the case is past: an agent is told so
            print(f"the desk: {failure.en}", file=sys.stderr, flush=True)
    syncing.join()
    desk.close()


def _sync(options: argparse.Namespace, unlocked: Unlocked, ended: threading.Event) -> None:
    line = Line(options.directory, unlocked, options.url)
    delay = 0.0
    while not ended.wait(delay):
        try:
            report = line.engine.run_once()
        except Failure as failure:
            print(f"sync: {failure.en}", file=sys.stderr, flush=True)
        else:
            if report.failure is not None:
                print(f"sync: {report.failure.en}", file=sys.stderr, flush=True)
        delay = line.engine.next_delay()
    line.close()


def _settle(line: Line) -> int:
    """0 once nothing waits, several runs in a row; 1 with the last failure."""
    quiet = 0
    for _ in range(TRIES):
        report = line.engine.run_once()
        waits = report.failure or line.store.outgoing(1, 1).events or line.store.pages_to_send()
        moved = report.sent or report.received or report.pages_sent or report.pages_fetched
        quiet = 0 if waits or moved else quiet + 1
        if quiet == QUIET:
            return 0
        time.sleep(0 if report.failure is None else 0.2)
    print(f"does not settle: {report.failure!r} {report}", file=sys.stderr, flush=True)
    return 1


def _end_with_whoever_started(ended: threading.Event) -> None:
    sys.stdin.read()
    ended.set()


if __name__ == "__main__":
    raise SystemExit(main())
