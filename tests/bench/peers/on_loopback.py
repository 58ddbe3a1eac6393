"""The peers over a line that only counts: bytes that go up, with every header, and requests."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.bench.peers import plain, pouchdb
from tests.bench.peers.plain import PlainClient
from tests.bench.report import Row, alone, beside
from tests.lines.cutting_proxy import CuttingProxy

PATIENCE_S = 120


class Sender(NamedTuple):
    """A peer that is connected: takes cases, and sends what it has not yet sent."""

    name: str
    send: Callable[[list[bytes]], None]
    relay: CuttingProxy


def measure(folder: Path, many: list[bytes], one: bytes) -> list[Row]:
    """First all of `many`, then `one` more, then nothing, as our station does it."""
    folder.mkdir()
    rows: list[Row] = []
    for peer in (one_post_a_case, pouch):
        with peer(folder) as sender:
            if sender is None:
                continue
            for work, cases in (("cases_1000", many), ("one_case", [one]), ("nothing_new", [])):
                before = (sender.relay.up, sender.relay.requests)
                sender.send(cases)
                up, requests = sender.relay.up - before[0], sender.relay.requests - before[1]
                rows += _rows(f"wire.{work}.{sender.name}", up, requests, cases)
    return rows


def _rows(name: str, up: int, requests: int, cases: list[bytes]) -> list[Row]:
    counted = alone(f"{name}.requests", requests, "requests")
    if not cases:
        return [alone(f"{name}.bytes_up", up, "bytes"), counted]
    best = len(plain.compressed(cases))
    return [beside(f"{name}.bytes_up", up, "bytes", "one zstd-19 POST, body", best), counted]


@contextmanager
def one_post_a_case(folder: Path) -> Iterator[Sender | None]:
    """A submission a case; with nothing to send it asks once, and is told that nothing is new."""
    with ExitStack() as ends:
        server = ends.enter_context(plain.server(folder / "plain.db"))
        relay = ends.enter_context(CuttingProxy(server.told["port"]))
        client = ends.enter_context(closing(PlainClient(relay.url)))

        def send(cases: list[bytes]) -> None:
            if not cases:
                client.ask()
            elif client.post_each(cases, []) != (len(cases), 0):
                raise RuntimeError("not everything arrived")

        yield Sender("one_post_a_case", send, relay)


@contextmanager
def pouch(folder: Path) -> Iterator[Sender | None]:
    if not pouchdb.is_here():
        yield None
        return
    with ExitStack() as ends:
        server = ends.enter_context(pouchdb.server(folder / "couch"))
        relay = ends.enter_context(CuttingProxy(server.told["port"]))
        client = ends.enter_context(pouchdb.client(relay.url, folder / "pouch"))

        def send(cases: list[bytes]) -> None:
            file = folder / "cases.jsonl"
            file.write_bytes(b"\n".join(cases))
            client.ask(cases=str(file))
            if not client.ask(push=PATIENCE_S)["ok"]:
                raise RuntimeError("not everything arrived")

        yield Sender("pouchdb", send, relay)
