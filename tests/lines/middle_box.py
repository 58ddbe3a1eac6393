"""A box between a station and the district that lets only some methods through and has a bound on bodies, as firewalls and
proxies of county networks do; what it does not like it answers itself, in HTML."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_NOT_PASSED = {"connection", "transfer-encoding", "content-length", "host", "keep-alive"}


class MiddleBox(ThreadingHTTPServer):
    """`passes`: the methods it lets through. `most_body`: bytes of a request's body; more is a 413 of its own.
    `strips`: headers of requests, in small letters, that it leaves out. `refuses`: the status of what it does not pass;
    0 hangs up. `seen`: (method, path, what it did)."""

    daemon_threads = True

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", 0), _Passing)
        self.port = port
        self.passes = {"GET", "POST", "HEAD", "PATCH"}
        self.most_body = 1 << 30
        self.strips: set[str] = set()
        self.refuses = 405
        self.seen: list[tuple[str, str, str]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Passing(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: MiddleBox

    def _any(self) -> None:
        box = self.server
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.command not in box.passes:
            self._refuse(box.refuses)
        elif len(body) > box.most_body:
            self._refuse(413)
        else:
            self._pass(body)

    do_GET = do_POST = do_HEAD = do_PATCH = _any

    def _refuse(self, status: int) -> None:
        self.server.seen.append((self.command, self.path, f"refused {status}"))
        self.close_connection = True
        if not status:
            return
        page = "<html><body>您的访问已被安全设备阻断</body></html>".encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(page)

    def _pass(self, body: bytes) -> None:
        box = self.server
        box.seen.append((self.command, self.path, "passed"))
        kept = {n: v for n, v in self.headers.items() if n.lower() not in _NOT_PASSED | box.strips}
        there = HTTPConnection("127.0.0.1", box.port, timeout=30)
        try:
            there.request(self.command, self.path, body or None, kept)
            answer = there.getresponse()
            content = answer.read()
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in _NOT_PASSED:
                    self.send_header(name, value)
            self.send_header("Content-Length", answer.getheader("Content-Length") or str(len(content)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)
        finally:
            there.close()

    def log_message(self, *_: object) -> None:
        return


@contextmanager
def in_between(port: int) -> Iterator[MiddleBox]:
    """A box before the server at `port` of loopback, while the block runs."""
    box = MiddleBox(port)
    thread = threading.Thread(target=box.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield box
    finally:
        box.shutdown()
        thread.join()
        box.server_close()
