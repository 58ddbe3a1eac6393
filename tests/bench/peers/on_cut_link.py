"""The peers over a line that is reset again and again: how much of the work they deliver, within a bound."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from tests.bench.peers import django_morango, plain, pouchdb
from tests.bench.peers.plain import PlainClient
from tests.bench.report import Row, alone, beside
from tests.lines.cutting_proxy import CuttingProxy

MOST_TRIES = 40
"""Of one request, or of one upload's going on."""
TRIES_FOR_S = 30.0
"""PouchDB and Morango are told to go on after each failure: this long."""
ALL = "all that wait"
Work = Callable[[PlainClient, list[bytes], list[bytes]], tuple[int, int]]


def measure(folder: Path, cases: list[bytes], attachments: list[bytes], every_bytes: int) -> list[Row]:
    folder.mkdir()
    (folder / "cases.jsonl").write_bytes(b"\n".join(cases))
    needed, _ = _plain(folder / "needed.db", PlainClient.upload_all, cases, attachments, None)
    up, uploaded = _plain(folder / "offset.db", PlainClient.upload_all, cases, attachments, every_bytes)
    _, posted = _plain(folder / "posts.db", PlainClient.post_each, cases, attachments, every_bytes)
    rows = [alone("wire.cut_link.offset_upload.resent_ratio", (up - needed) / needed, "of the bytes needed")]
    delivered = {"offset_upload": uploaded, "one_post_a_case": posted}
    if pouchdb.is_here():
        delivered["pouchdb"] = _pouch(folder, attachments, every_bytes)
    if django_morango.is_here():
        held = _morango(folder, every_bytes)
        rows.append(beside("wire.cut_link.morango.delivered_cases", held, "cases", ALL, len(cases)))
    for name, (some_cases, some_attachments) in delivered.items():
        rows += [
            beside(f"wire.cut_link.{name}.delivered_cases", some_cases, "cases", ALL, len(cases)),
            beside(
                f"wire.cut_link.{name}.delivered_attachments", some_attachments, "attachments", ALL, len(attachments)
            ),
        ]
    return rows


def _plain(
    database: Path, work: Work, cases: list[bytes], attachments: list[bytes], every_bytes: int | None
) -> tuple[int, tuple[int, int]]:
    """Bytes up, and the cases and attachments that the server holds."""
    with (
        plain.server(database) as server,
        CuttingProxy(server.told["port"], every_bytes) as line,
        closing(PlainClient(line.url, MOST_TRIES)) as client,
    ):
        work(client, cases, attachments)
        held = plain.held(database)
        return line.up, (held.get("case", 0), held.get("attachment", 0))


def _pouch(folder: Path, attachments: list[bytes], every_bytes: int) -> tuple[int, int]:
    files = [folder / f"{at}.jpg" for at in range(len(attachments))]
    for file, content in zip(files, attachments, strict=True):
        file.write_bytes(content)
    with (
        pouchdb.server(folder / "couch") as server,
        CuttingProxy(server.told["port"]) as line,
        pouchdb.client(line.url, folder / "pouch") as client,
    ):
        client.ask(push=TRIES_FOR_S)
        client.ask(cases=str(folder / "cases.jsonl"), attachments=[str(file) for file in files])
        line.cut_every(every_bytes)
        client.ask(push=TRIES_FOR_S)
        return pouchdb.held(server.told["port"])


def _morango(folder: Path, every_bytes: int) -> int:
    """Of cases alone: for files it has nothing of its own."""
    with (
        django_morango.server(folder / "far.db") as server,
        CuttingProxy(server.told["port"]) as line,
        django_morango.client(line.url, folder / "near.db") as client,
    ):
        client.ask(cases=str(folder / "cases.jsonl"))
        line.cut_every(every_bytes)
        client.ask(push=TRIES_FOR_S)
        return django_morango.held(folder / "far.db")
