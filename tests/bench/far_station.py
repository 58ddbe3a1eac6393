"""The real station at the near end of a slow line, in a process of its own. Run: `far_station DIRECTORY PASSWORD URL FILE`.

Told to receive, it receives cases and leaves their events in FILE, a line each; told to send, it sends them with an engine
and a connection that are new, and says how long it took.
"""

import sys
import time
from pathlib import Path

import msgspec

from station_app.storage.keys import unwrap
from tests.bench.apart import tell
from tests.bench.sending_station import SendingStation
from tests.bench.stations import LOGIN

MOST_RUNS = 10


def main() -> None:
    directory, password, url, file = sys.argv[1:5]
    unlocked = unwrap(Path(directory), LOGIN, password)
    if unlocked is None:
        raise RuntimeError("nobody came in")
    station = SendingStation(Path(directory), unlocked)
    tell({})
    for line in sys.stdin:
        told = msgspec.json.decode(line)
        if "receive" in told:
            Path(file).write_bytes(b"\n".join(station.receive(told["seed"], told["receive"])) + b"\n")
            tell({})
        else:
            tell(_sent(station, url))
    station.close()


def _sent(station: SendingStation, url: str) -> dict[str, float]:
    station.reach(url)
    begun = time.monotonic()
    runs = station.run_until_sent(MOST_RUNS)
    seconds = time.monotonic() - begun
    return {"seconds": seconds, "runs": runs, "requests": station.line.requests, "bytes": station.line.body_bytes}


if __name__ == "__main__":
    main()
