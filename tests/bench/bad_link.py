"""A hundred cases over 128 kbit/s, 600 ms there and back, 2 % of the packets lost: the seconds until all are confirmed."""

import statistics
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from station_app.practice import PracticeDistrict
from tests.bench.peers import on_bad_link, plain
from tests.bench.peers.process import PeerProcess
from tests.bench.report import Row, beside
from tests.bench.sending_station import SendingStation
from tests.bench.stations import PASSWORD, join
from tests.lines.slow_line import SlowLine

CASES = 100
ROUNDS = 11
SEED = 21
LIMIT = "one zstd-19 POST"


class FarDistrict(PracticeDistrict):
    """The real server at the far end of a slow line."""

    def __init__(self, directory: Path, line: SlowLine) -> None:
        super().__init__(directory)
        self._far_end = line

    @property
    def url(self) -> str:
        return f"http://{self._far_end.district_address}:{self._port}"

    def _line(self, command: str, *arguments: str) -> list[str]:
        if command != "serve":
            return super()._line(command, *arguments)
        here = ("--host", self._far_end.district_address)
        return [*self._far_end.district_prefix, *super()._line(command, *arguments, *here)]


def measure(folder: Path) -> list[Row]:
    """Medians of rounds in turns, each with a connection of its own; times in seconds."""
    if reason := SlowLine.missing():
        print(f"bad_link: its rows are left out. {reason}", file=sys.stderr)
        return []
    cases = folder / "first.jsonl"
    _joined(folder, cases)
    with on_bad_link.Peers(folder / "peers", cases) as peers:
        ours, limit = _ours_and_the_limit(folder)
    best = statistics.median(limit)
    return [
        beside("wire.bad_link.cases_100.seconds", statistics.median(ours), "s", LIMIT, best),
        beside("wire.bad_link.cases_100.slowest_seconds", max(ours), "s", f"{LIMIT}, the slowest", max(limit)),
        *(
            beside(f"wire.bad_link.cases_100.{name}.seconds", statistics.median(seconds), "s", LIMIT, best)
            for name, seconds in peers.seconds.items()
        ),
    ]


def _ours_and_the_limit(folder: Path) -> tuple[list[float], list[float]]:
    file = folder / "cases.jsonl"
    ours: list[float] = []
    limit: list[float] = []
    with _both_ends(folder, file) as (station, poster):
        for at in range(ROUNDS):
            station.ask(receive=CASES, seed=SEED + at)
            turns = [lambda: ours.append(_told(station.ask(send=True))), lambda: limit.append(_posted(poster, file))]
            for turn in turns[:: 1 if at % 2 else -1]:
                turn()
    return ours, limit


def _posted(poster: PeerProcess, file: Path) -> float:
    return _told(poster.ask(way="post_all", file=str(file)))


def _told(answer: dict[str, float]) -> float:
    return answer["seconds"]


@contextmanager
def _both_ends(folder: Path, file: Path) -> Iterator[tuple[PeerProcess, PeerProcess]]:
    """Our station and who posts everything at once at one end of a line, their servers at the other."""
    with ExitStack() as ends:
        line = ends.enter_context(SlowLine(seed=SEED))
        near, far = tuple(line.station_prefix), tuple(line.district_prefix)
        district = ends.enter_context(FarDistrict(folder / "district", line))
        words = ["-m", "tests.bench.far_station", str(folder / "station"), PASSWORD, district.url, str(file)]
        station = ends.enter_context(PeerProcess([*near, sys.executable, *words]))
        bare = ends.enter_context(plain.server(folder / "plain.db", line.district_address, far))
        poster = ends.enter_context(plain.client(f"http://{line.district_address}:{bare.told['port']}", near))
        yield station, poster


def _joined(folder: Path, cases: Path) -> None:
    """Enrolled, and with the first sync and a hundred cases behind it, over a line that is not slow; leaves these cases."""
    with PracticeDistrict(folder / "district") as district:
        station = SendingStation(folder / "station", join(district, folder / "station"))
        try:
            station.reach(district.url)
            station.run_until_sent(1)
            cases.write_bytes(b"\n".join(station.receive(SEED - 1, CASES)) + b"\n")
            station.run_until_sent(1)
        finally:
            station.close()
