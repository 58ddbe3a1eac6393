"""A line that is reset again and again: how much is sent twice until everything has arrived."""

import hashlib
import sqlite3
from pathlib import Path
from typing import NamedTuple

from tests.bench.peers import on_cut_link
from tests.bench.report import Row, alone, beside
from tests.bench.sending_station import made_attachments
from tests.bench.wire import counted_station

CASES, ATTACHMENTS, ATTACHMENT_BYTES = 100, 20, 150_000
EVERY_BYTES = 30_000
"""On average; drawn from 15,000 to 45,000."""
SEED = 11
MOST_RUNS = 2000


class Sent(NamedTuple):
    """Bytes of TCP's payload that went up, with every header; how often the line was cut; the events that were sent."""

    up: int
    cuts: int
    cases: list[bytes]


def measure(folder: Path) -> list[Row]:
    """The very same work over a line that holds, and over one that does not."""
    attachments = made_attachments(SEED, ATTACHMENTS, ATTACHMENT_BYTES)
    needed, cut = (_sent(folder / name, attachments, every) for name, every in (("whole", None), ("cut", EVERY_BYTES)))
    return [
        alone("wire.cut_link.resent_ratio", (cut.up - needed.up) / needed.up, "of the bytes needed"),
        alone("wire.cut_link.bytes_up", cut.up, "bytes"),
        alone("wire.cut_link.bytes_needed", needed.up, "bytes"),
        alone("wire.cut_link.cuts", cut.cuts, "resets"),
        beside("wire.cut_link.delivered_attachments", ATTACHMENTS, "attachments", "all that wait", ATTACHMENTS),
        *on_cut_link.measure(folder / "peers", cut.cases, attachments, EVERY_BYTES),
    ]


def _sent(folder: Path, attachments: list[bytes], every_bytes: int | None) -> Sent:
    with counted_station(folder) as station:
        cases = station.receive(SEED, CASES, attachments)
        before = station.relay.up
        station.relay.cut_every(every_bytes)
        station.run_until_sent(MOST_RUNS)
        station.relay.cut_every(None)
        _check_arrived(folder / "district" / "server", attachments)
        return Sent(station.relay.up - before, station.relay.cuts, cases)


def _check_arrived(district: Path, attachments: list[bytes]) -> None:
    """What the district's own disk holds, not what the station believes."""
    with sqlite3.connect(f"file:{district}/district.db?mode=ro", uri=True) as database:
        (cases,) = database.execute("SELECT count(*) FROM case_row").fetchone()
    files = {path.name: path.read_bytes() for path in district.rglob("*") if len(path.name) == 64}
    wanted = {hashlib.sha256(attachment).hexdigest(): attachment for attachment in attachments}
    if cases != CASES or files != wanted:
        raise RuntimeError(f"{cases} cases and {len(files)} attachments arrived")
