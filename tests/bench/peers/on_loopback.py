"""The peers over a line that only counts: bytes that go up, with every header, and requests."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.bench.peers import django_morango, plain, pouchdb
from tests.bench.peers.plain import PlainClient
from tests.bench.peers.process import PeerProcess
from tests.bench.report import Row, alone, beside
from tests.lines.cutting_proxy import CuttingProxy

PATIENCE_S = 120


class Sender(NamedTuple):
    """A peer that is connected: takes cases, and sends what it has not yet sent."""

    name: str
    take: Callable[[list[bytes]], None]
    send: Callable[[], None]
    relay: CuttingProxy


def measure(folder: Path, many: list[bytes], one: bytes) -> list[Row]:
    """First all of `many`, then `one` more, then nothing, as our station does it."""
    folder.mkdir()
    rows: list[Row] = []
    for peer in (one_post_a_case, pouch, morango):
        with peer(folder) as sender:
            if sender is None:
                continue
            for work, cases in (("cases_1000", many), ("one_case", [one]), ("nothing_new", [])):
                sender.take(cases)
                before = (sender.relay.up, sender.relay.requests)
                sender.send()
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

        waiting: list[bytes] = []

        def send() -> None:
            if not waiting:
                client.ask()
            elif client.post_each(waiting, []) != (len(waiting), 0):
                raise RuntimeError("not everything arrived")
            waiting.clear()

        yield Sender("one_post_a_case", waiting.extend, send, relay)


@contextmanager
def pouch(folder: Path) -> Iterator[Sender | None]:
    if not pouchdb.is_here():
        yield None
        return
    with (
        pouchdb.server(folder / "couch") as server,
        CuttingProxy(server.told["port"]) as relay,
        pouchdb.client(relay.url, folder / "pouch") as client,
    ):
        yield _told_by_lines("pouchdb", client, relay, folder)


@contextmanager
def morango(folder: Path) -> Iterator[Sender | None]:
    if not django_morango.is_here():
        yield None
        return
    with (
        django_morango.server(folder / "far.db") as server,
        CuttingProxy(server.told["port"]) as relay,
        django_morango.client(relay.url, folder / "near.db") as client,
    ):
        yield _told_by_lines("morango", client, relay, folder)


def _told_by_lines(name: str, client: PeerProcess, relay: CuttingProxy, folder: Path) -> Sender:
    def take(cases: list[bytes]) -> None:
        file = folder / "cases.jsonl"
        file.write_bytes(b"\n".join(cases))
        client.ask(cases=str(file))

    def send() -> None:
        if not client.ask(push=PATIENCE_S)["ok"]:
            raise RuntimeError("not everything arrived")

    return Sender(name, take, send, relay)
