"""A bare server for what needs no engine: one compressed POST, one multipart POST a case, an upload that goes on by offset.

`python -m tests.bench.peers.plain_server ADDRESS DATABASE`; says its port. SQLite with WAL and synchronous=FULL, a commit
a request, as our district has it. It checks nobody and answers nothing but a status.
"""

import json
import socketserver
import sqlite3
import sys
import threading
from email.message import Message
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import zstandard

from tests.bench.apart import tell

_PIECE = 1 << 14


class Store:
    """Cases and attachments by name, and what has come of those that are on their way."""

    def __init__(self, path: str) -> None:
        self._database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=FULL")
        self._database.execute("CREATE TABLE held (kind TEXT, name TEXT, body BLOB, PRIMARY KEY (kind, name))")
        self._lock = threading.Lock()
        self.arriving: dict[str, bytearray] = {}

    def keep(self, kind: str, bodies: dict[str, bytes]) -> None:
        with self._lock:
            self._database.execute("BEGIN IMMEDIATE")
            rows = [(kind, name, body) for name, body in bodies.items()]
            self._database.executemany("INSERT OR REPLACE INTO held VALUES (?, ?, ?)", rows)
            self._database.execute("COMMIT")

    def keep_cases(self, bodies: list[bytes]) -> None:
        self.keep("case", {json.loads(body)["case_id"]: body for body in bodies})


class Visit(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: "PlainServer"

    def do_GET(self) -> None:
        self._answer(304)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/bulk":
            lines = zstandard.ZstdDecompressor().decompress(body)
            self.server.store.keep_cases(lines.splitlines())
        else:
            self._keep_parts(self.headers["Content-Type"], body)
        self._answer(201)

    def _keep_parts(self, content_type: str, body: bytes) -> None:
        form = BytesParser().parsebytes(b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + body)
        for part in form.walk():
            if isinstance(part, Message) and not part.is_multipart():
                content, name = part.get_payload(decode=True), part.get_filename() or ""
                assert isinstance(content, bytes)
                if name == "case.json":
                    self.server.store.keep_cases([content])
                else:
                    self.server.store.keep("attachment", {name: content})

    def do_HEAD(self) -> None:
        self._answer(204, **{"Upload-Offset": str(len(self.server.store.arriving.get(self.path, b"")))})

    def do_PATCH(self) -> None:
        """Every byte that comes counts at once."""
        held = self.server.store.arriving.setdefault(self.path, bytearray())
        if int(self.headers["Upload-Offset"]) != len(held):
            self.close_connection = True
            self._answer(409)
            return
        left = int(self.headers["Content-Length"])
        while left and (piece := self.rfile.read1(min(left, _PIECE))):
            held += piece
            left -= len(piece)
        if len(held) == int(self.headers["Upload-Length"]):
            self._whole(bytes(held))
        self._answer(204)

    def _whole(self, content: bytes) -> None:
        kind, name = self.path.split("/")[2:4]
        if kind == "bulk":
            self.server.store.keep_cases(zstandard.ZstdDecompressor().decompress(content).splitlines())
        else:
            self.server.store.keep("attachment", {name: content})

    def _answer(self, status: int, **headers: str) -> None:
        self.send_response_only(status)
        self.send_header("Content-Length", "0")
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()


class PlainServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: str, database: str) -> None:
        super().__init__((address, 0), Visit)
        self.store = Store(database)

    def handle_error(self, request: object, client_address: object) -> None:
        """A line that broke is what this is for; anything else is a mistake here."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            socketserver.BaseServer.handle_error(self, request, client_address)  # type: ignore[arg-type]


def main() -> None:
    server = PlainServer(*sys.argv[1:3])
    threading.Thread(target=server.serve_forever, daemon=True).start()
    tell({"port": server.server_address[1]})
    sys.stdin.buffer.read()


if __name__ == "__main__":
    main()
