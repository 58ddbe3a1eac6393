"""Hundreds of stations that come back at one moment: each gets its answer once, and their next tries are spread out."""

import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

from forms import events as ev
from forms.case import CaseContent
from forms.events import encode_event, make_event
from sync.district.database.engine import open_engine
from sync.protocol.messages import Cursor
from sync.station.exchange import ask, read_answer
from sync.station.pace import Backoff, Limits
from sync.station.ports import StationIdentity
from tests.faults.district_node import DistrictNode
from tests.faults.sim_store import SimStore
from tests.faults.simulation import MEMORY, Outcome
from tests.faults.world import SimClock

THREADS = 16
FULLEST_SECOND = 0.15
"""No second may hold more than this part of the stations' next tries, after a third failure."""


def many_at_once(stations: int, seed: int = 1) -> Outcome:
    """Every station pushes a batch, twice, from many threads at once, into one district on a file."""
    outcome = Outcome()
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        node = DistrictNode(Path(folder), SimClock(), Random(seed))
        stores = [_enrolled(node, f"5{at:04d}", Random(f"{seed}/{at}")) for at in range(stations)]
        node.move_to_file(open_engine(f"sqlite:///{folder}/district.db"))
        _push(node, stores, outcome)
        counted = node.rows("SELECT count(*), count(DISTINCT op_id) FROM event WHERE author = 'station'")[0]
        outcome.events = stations
        outcome.lost += stations - counted[1]
        outcome.duplicated += counted[0] - counted[1]
        numbers = node.rows("SELECT count(official_number), count(DISTINCT official_number) FROM case_row")[0]
        outcome.duplicated += numbers[0] - numbers[1]
        outcome.told += [f"{stations} at once: {bug!r}" for bug in node.bugs]
        outcome.broken += len(node.bugs) + int(fullest_second(stations, seed) > FULLEST_SECOND)
        node.engine.dispose()
    outcome.faults[f"{stations} stations at once"] += 1
    return outcome


def fullest_second(stations: int, seed: int) -> float:
    """The part of the stations that try again within one and the same second, after three failures each."""
    seconds: dict[int, int] = {}
    for at in range(stations):
        backoff = Backoff(Limits(), Random(seed + at))
        for _ in range(3):
            backoff.failed()
        second = int(backoff.delay())
        seconds[second] = seconds.get(second, 0) + 1
    return max(seconds.values()) / stations


def _push(node: DistrictNode, stores: list[SimStore], outcome: Outcome) -> None:
    lock = threading.Lock()

    def push(store: SimStore) -> None:
        asked = ask(store.me, store.outgoing(10, 100_000), Cursor(), 0, 10_000, "0.1")
        reply = node.handle("POST", "/sync", {}, asked.sealed)
        with lock:
            if reply.status != 200:
                outcome.told.append(f"{store.me.station}: {reply.status} {reply.body!r}")
                outcome.broken += 1
                return
        verdicts = read_answer(store.me, asked, reply.body).verdicts
        with lock:
            outcome.diverged += [verdict.verdict for verdict in verdicts] != ["applied"]

    with ThreadPoolExecutor(THREADS) as pool:
        for done in [pool.submit(push, store) for store in _twice(stores)]:
            done.result(120)


def _twice(stores: list[SimStore]) -> Iterator[SimStore]:
    for store in stores:
        yield store
        yield store


def _enrolled(node: DistrictNode, code: str, random: Random) -> SimStore:
    seed = random.randbytes(32)
    node.enrol(code, "01", seed, 1)
    store = SimStore(StationIdentity("529901", code, "01", seed, node.district.keys.public))
    content = CaseContent(item_code="MZ-004", receipt_number=f"{code}-1")
    event = make_event("case_received", ev.CaseReceived(content), case_id=random.randbytes(8).hex())
    store.append(encode_event(event), random.randbytes(16))
    return store
