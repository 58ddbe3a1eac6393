"""The peers over a slow, far, lossy line: seconds until a hundred cases are there. Each on a line of its own, beside ours."""

import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from tests.bench.peers import django_morango, plain, pouchdb
from tests.bench.peers.process import PeerProcess
from tests.lines.slow_line import SlowLine

ROUNDS = 3
PATIENCE_S = 280
Starts = Callable[..., PeerProcess]


class Peers:
    """They begin when this is entered, and have ended when it is left; `seconds` are then those of their rounds."""

    def __init__(self, folder: Path, cases: Path) -> None:
        folder.mkdir()
        self._folder, self._cases = folder, cases
        self._pool = ThreadPoolExecutor(3)
        self._rounds: dict[str, Future[list[float]]] = {}
        self.seconds: dict[str, list[float]] = {}

    def __enter__(self) -> "Peers":
        self._rounds["one_post_a_case"] = self._pool.submit(self._posts)
        for name, is_here, one in (
            ("pouchdb", pouchdb.is_here, self._pouch_round),
            ("morango", django_morango.is_here, self._morango_round),
        ):
            if is_here():
                self._rounds[name] = self._pool.submit(lambda one=one: [one(at) for at in range(ROUNDS)])
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown()
        for name, rounds in self._rounds.items():
            if failed := rounds.exception():
                print(f"bad_link: {name} is left out: {failed}", file=sys.stderr)
            else:
                self.seconds[name] = rounds.result()

    def _posts(self) -> list[float]:
        """One round: it takes two minutes."""
        with ExitStack() as ends:
            line = ends.enter_context(SlowLine(seed=2))
            near, far, address = tuple(line.station_prefix), tuple(line.district_prefix), line.district_address
            server = ends.enter_context(plain.server(self._folder / "posts.db", address, far))
            client = ends.enter_context(plain.client(f"http://{address}:{server.told['port']}", near))
            return [client.ask(way="post_each", file=str(self._cases))["seconds"]]

    def _pouch_round(self, at: int) -> float:
        server, client = pouchdb.server, pouchdb.client
        return self._round(at, server, client, self._folder / f"couch-{at}", self._folder / f"pouch-{at}")

    def _morango_round(self, at: int) -> float:
        server, client = django_morango.server, django_morango.client
        return self._round(at, server, client, self._folder / f"far-{at}.db", self._folder / f"near-{at}.db")

    def _round(self, at: int, server: Starts, client: Starts, far_data: Path, near_data: Path) -> float:
        """Seconds from when it is told to push; what it does before, like Morango's enrolment, is not counted."""
        with ExitStack() as ends:
            line = ends.enter_context(SlowLine(seed=3 + at))
            near, far, address = tuple(line.station_prefix), tuple(line.district_prefix), line.district_address
            port = ends.enter_context(server(far_data, address, far)).told["port"]
            sender = ends.enter_context(client(f"http://{address}:{port}", near_data, near))
            sender.ask(cases=str(self._cases))
            told = sender.ask(push=PATIENCE_S)
        if not told["ok"]:
            raise RuntimeError(f"not everything arrived in {PATIENCE_S} s")
        return float(told["seconds"])
