"""A real HTTP server on loopback that answers as a test tells it, also badly: cut off, hanging, without end."""

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

CERTIFICATES = Path(__file__).parent / "certificates"


class Visit(BaseHTTPRequestHandler):
    """One request; `answer` may use `reply`, or write to `wfile` what it likes."""

    protocol_version = "HTTP/1.1"
    answer: Callable[["Visit"], None]
    server: "LoopbackServer"

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except (ConnectionError, ssl.SSLError):
            self.close_connection = True

    def do(self) -> None:
        self.body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.visits.append((self.command, self.path, dict(self.headers), self.body))
        self.server.answer(self)

    do_GET = do_POST = do_HEAD = do_PATCH = do

    def reply(self, status: int, body: bytes = b"", length: int | None = None, **headers: str) -> None:
        """`length`: what to announce in place of the truth."""
        self.send_response(status)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        if length is not None:
            self.close_connection = True

    def hang_up(self) -> None:
        """Closes the connection without a word."""
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        return


class LoopbackServer(ThreadingHTTPServer):
    daemon_threads = True
    answer: Callable[[Visit], None]

    def __init__(self, certificate: str) -> None:
        super().__init__(("127.0.0.1", 0), Visit)
        self.visits: list[tuple[str, str, dict[str, str], bytes]] = []
        self.url = f"{'https' if certificate else 'http'}://127.0.0.1:{self.server_address[1]}"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(CERTIFICATES / f"{certificate}.pem")
            # The handshake belongs to the visit's thread: one that fails must not stop the server.
            self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def handle_error(self, *_: object) -> None:
        return


@contextmanager
def serving(answer: Callable[[Visit], None], certificate: str = "") -> Iterator[LoopbackServer]:
    server = LoopbackServer(certificate)
    server.answer = answer
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
