"""The peers over a slow, far, lossy line: seconds until a hundred cases are there. Each on a line of its own, beside ours."""

import sys
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from tests.bench.peers import plain, pouchdb
from tests.lines.slow_line import SlowLine

POUCH_ROUNDS = 3
PATIENCE_S = 280


class Peers:
    """They begin when this is entered, and have ended when it is left; `seconds` are then those of their rounds."""

    def __init__(self, folder: Path, cases: Path) -> None:
        folder.mkdir()
        self._folder, self._cases = folder, cases
        self._pool = ThreadPoolExecutor(2)
        self._rounds: dict[str, Future[list[float]]] = {}
        self.seconds: dict[str, list[float]] = {}

    def __enter__(self) -> "Peers":
        self._rounds["one_post_a_case"] = self._pool.submit(self._posts)
        if pouchdb.is_here():
            self._rounds["pouchdb"] = self._pool.submit(self._pouch)
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

    def _pouch(self) -> list[float]:
        return [self._pouch_round(at) for at in range(POUCH_ROUNDS)]

    def _pouch_round(self, at: int) -> float:
        with ExitStack() as ends:
            line = ends.enter_context(SlowLine(seed=3 + at))
            near, far, address = tuple(line.station_prefix), tuple(line.district_prefix), line.district_address
            server = ends.enter_context(pouchdb.server(self._folder / f"couch-{at}", address, far))
            url = f"http://{address}:{server.told['port']}"
            client = ends.enter_context(pouchdb.client(url, self._folder / f"pouch-{at}", near))
            client.ask(cases=str(self._cases))
            told = client.ask(push=PATIENCE_S)
        if not told["ok"]:
            raise RuntimeError(f"not everything arrived in {PATIENCE_S} s")
        return float(told["seconds"])
