"""What needs no engine: one compressed POST of everything (the limit), one multipart POST a case, and an upload that goes on
by offset. `python -m tests.bench.peers.plain`: does what it is told line by line, for a line that another process is on."""

import http.client
import sqlite3
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
import zstandard

from tests.bench.apart import tell
from tests.bench.peers.process import PeerProcess

PATIENCE_S = 300


class GaveUp(Exception):
    """As often as it was tried, the line broke."""


class PlainClient:
    """One connection kept alive, made anew when it breaks; each request is tried `most_tries` times."""

    def __init__(self, url: str, most_tries: int = 1) -> None:
        self._most_tries = most_tries
        parts = urlsplit(url)
        self._line = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=PATIENCE_S)

    def post_all(self, cases: list[bytes]) -> None:
        """The limit: what a program would send that could be sure of the line."""
        self._tried("POST", "/bulk", compressed(cases))

    def ask(self) -> None:
        """Whether anything is new; nothing ever is."""
        self._tried("GET", "/forms")

    def post_each(self, cases: list[bytes], attachments: list[bytes]) -> tuple[int, int]:
        """As ODK-style clients do: a submission a case, its attachment in it. Cases and attachments delivered."""
        delivered = [0, 0]
        for at, case in enumerate(cases):
            mine = attachments[at : at + 1]
            body, content_type = multipart([("case.json", case), *((f"{at}.jpg", each) for each in mine)])
            try:
                self._tried("POST", "/submission", body, {"Content-Type": content_type})
            except GaveUp:
                continue
            delivered = [delivered[0] + 1, delivered[1] + len(mine)]
        return delivered[0], delivered[1]

    def upload_all(self, cases: list[bytes], attachments: list[bytes]) -> tuple[int, int]:
        """By offset, each from where the line broke; the cases as one. Cases and attachments delivered."""
        sent = [
            self._uploaded("bulk", compressed(cases)),
            *(self._uploaded("attachment", each) for each in attachments),
        ]
        return sent[0] * len(cases), sum(sent[1:])

    def _uploaded(self, kind: str, content: bytes) -> bool:
        path, held = f"/up/{kind}/{uuid.uuid4().hex}", 0
        for _ in range(self._most_tries):
            try:
                where = {"Upload-Offset": str(held), "Upload-Length": str(len(content))}
                if self._once("PATCH", path, content[held:], where).status == 204:
                    return True
            except (OSError, http.client.HTTPException):
                self._line.close()
            held = self._held(path)
        return False

    def _held(self, path: str) -> int:
        return int(self._tried("HEAD", path).headers["Upload-Offset"])

    def _tried(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> http.client.HTTPResponse:
        for _ in range(self._most_tries):
            try:
                return self._once(method, path, body, headers)
            except (OSError, http.client.HTTPException):
                self._line.close()
        raise GaveUp(path)

    def _once(
        self, method: str, path: str, body: bytes, headers: dict[str, str] | None = None
    ) -> http.client.HTTPResponse:
        self._line.request(method, path, body, headers or {})
        answer = self._line.getresponse()
        answer.read()
        return answer

    def close(self) -> None:
        self._line.close()


def compressed(cases: list[bytes]) -> bytes:
    return zstandard.ZstdCompressor(level=19).compress(b"\n".join(cases) + b"\n")


def multipart(parts: list[tuple[str, bytes]]) -> tuple[bytes, str]:
    """The body of a form with these files, and its Content-Type."""
    boundary = uuid.uuid4().hex
    body = b""
    for name, content in parts:
        kind = "application/json" if name.endswith(".json") else "image/jpeg"
        body += f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{name}"\r\n'.encode()
        body += f"Content-Type: {kind}\r\n\r\n".encode() + content + b"\r\n"
    return body + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


def server(database: Path, address: str = "127.0.0.1", prefix: tuple[str, ...] = ()) -> PeerProcess:
    """The bare server, as a process; `told["port"]` is where."""
    database.parent.mkdir(parents=True, exist_ok=True)
    return PeerProcess([*prefix, sys.executable, "-m", "tests.bench.peers.plain_server", address, str(database)])


def client(url: str, prefix: tuple[str, ...] = ()) -> PeerProcess:
    """A client as a process; `ask(way="post_all", file=…)` answers with the seconds it took, its connection included."""
    return PeerProcess([*prefix, sys.executable, "-m", "tests.bench.peers.plain", url])


def held(database: Path) -> dict[str, int]:
    """How many cases and attachments the server holds."""
    with closing(sqlite3.connect(database)) as kept:
        return dict(kept.execute("SELECT kind, count(*) FROM held GROUP BY kind"))


def _seconds(url: str, way: str, cases: list[bytes]) -> float:
    begun = time.monotonic()
    with closing(PlainClient(url)) as sender:
        if way == "post_all":
            sender.post_all(cases)
        elif sender.post_each(cases, []) != (len(cases), 0):
            raise GaveUp(way)
    return time.monotonic() - begun


def main() -> None:
    tell({})
    for line in _lines():
        tell({"seconds": _seconds(sys.argv[1], line["way"], Path(line["file"]).read_bytes().splitlines())})


def _lines() -> Iterator[dict[str, str]]:
    for line in sys.stdin:
        yield msgspec.json.decode(line)


if __name__ == "__main__":
    main()
