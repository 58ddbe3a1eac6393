"""The socket of a line's one connection, so that another thread can end what hangs on it."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class HeldSocket:
    """Whoever waits for the socket gets an error, or the end of what came, as soon as it is shut down."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: socket.socket | None = None
        self._shut = False

    def hold(self, made: socket.socket) -> None:
        """Raises OSError if the line was shut down while it was being connected."""
        with self._lock:
            self._held = made
            if self._shut:
                raise ConnectionAbortedError("the line was shut down")

    def shut_down(self) -> None:
        """For good."""
        self._shut = True
        self._cut()

    @contextmanager
    def cut_after(self, seconds: float) -> Iterator[None]:
        """What is not done in this time ends with a failure of the line; a later request may go on."""
        timer = threading.Timer(seconds, self._cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _cut(self) -> None:
        with self._lock:
            if self._held is None:
                return
            try:
                # Of the plain socket, also under TLS: the other thread is inside the TLS object.
                socket.socket.shutdown(self._held, socket.SHUT_RDWR)
            except OSError:
                return  # it was closed already: nothing waits on it
