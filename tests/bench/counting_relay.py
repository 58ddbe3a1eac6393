"""A relay on loopback that counts what goes through it: every byte, with the headers of HTTP and all."""

import contextlib
import socket
import threading


class CountingRelay:
    """Listens on `url` and passes everything on to the port given; `up` is the bytes that went there."""

    def __init__(self, to_port: int) -> None:
        self._to = ("127.0.0.1", to_port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._threads: list[threading.Thread] = []
        self._open: list[socket.socket] = []
        self.up = 0
        self._start(self._accept)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> "CountingRelay":
        return self

    def __exit__(self, *_: object) -> None:
        for held in (self._listener, *self._open):
            with contextlib.suppress(OSError):
                held.shutdown(socket.SHUT_RDWR)
            held.close()
        for thread in self._threads:
            thread.join(5)

    def _start(self, work: object, *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments, daemon=True)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            far = socket.create_connection(self._to)
            self._open += [near, far]
            self._start(self._pass_on, near, far, True)
            self._start(self._pass_on, far, near, False)

    def _pass_on(self, source: socket.socket, target: socket.socket, is_up: bool) -> None:
        with contextlib.suppress(OSError):
            while piece := source.recv(1 << 16):
                self.up += len(piece) if is_up else 0
                target.sendall(piece)
            target.shutdown(socket.SHUT_WR)
