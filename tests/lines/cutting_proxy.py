"""A line on loopback that counts what passes, and can be cut: after so many bytes, or now. Its bytes are those of TCP's
payload, the headers of HTTP included."""

import asyncio
import random
import re
import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress

_PIECE = 1 << 16
_REQUEST = re.compile(rb"(GET|HEAD|POST|PUT|PATCH|DELETE) \S+ HTTP/1\.[01]\r\n")
_RESET = struct.pack("ii", 1, 0)
"""SO_LINGER with no time: closing sends RST and forgets what was not yet sent."""


class CuttingProxy:
    """Listens at `url` on loopback and passes everything on to a port of this PC; nobody there resets the connection.

    `every_bytes`: after so many bytes (drawn evenly from half to one and a half of it, both directions together) all open
    connections are reset. The same `seed` draws the same. `up` and `down` are bytes passed on, `connections` were
    accepted, `cuts` were made. Every method may be called from any thread, while the proxy is entered.
    """

    def __init__(self, to_port: int, every_bytes: int | None = None, seed: int = 1) -> None:
        self._to_port = to_port
        self._random = random.Random(seed)
        self._open: set[asyncio.StreamWriter] = set()
        self._flowing = asyncio.Event()
        self._ended = asyncio.Event()
        self._flowing.set()
        self._set_every(every_bytes)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), name="cutting proxy", daemon=True)
        self._ready = threading.Event()
        self.port: int = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.up = self.down = self.requests = self.connections = self.cuts = 0

    def __enter__(self) -> "CuttingProxy":
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, *_: object) -> None:
        self._on_its_thread(self._ended.set)
        self._thread.join()

    def cut_now(self) -> None:
        """Resets every open connection; returns when it is done."""
        self._on_its_thread(self._cut)

    def cut_every(self, every_bytes: int | None) -> None:
        """Cuts after so many bytes from now on; None: no more."""
        self._on_its_thread(lambda: self._set_every(every_bytes))

    def pause(self) -> None:
        """The line falls silent: connections stay, and a new one is taken, but nothing passes until `resume`."""
        self._on_its_thread(self._flowing.clear)

    def resume(self) -> None:
        self._on_its_thread(self._flowing.set)

    def _on_its_thread(self, work: Callable[[], None]) -> None:
        done = threading.Event()

        def do() -> None:
            work()
            done.set()

        self._loop.call_soon_threadsafe(do)
        done.wait()

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        server = await asyncio.start_server(self._connect, sock=self._listener)
        self._ready.set()
        await self._ended.wait()
        server.close()
        self._flowing.set()
        while visits := asyncio.all_tasks() - {asyncio.current_task()}:
            self._reset_all()
            await asyncio.wait(visits, return_when=asyncio.FIRST_COMPLETED)

    async def _connect(self, from_near: asyncio.StreamReader, near: asyncio.StreamWriter) -> None:
        self.connections += 1
        ends = [near]
        self._open.add(near)
        try:
            from_far, far = await asyncio.open_connection("127.0.0.1", self._to_port)
            ends.append(far)
            self._open.add(far)
            await asyncio.gather(self._pass_on(from_near, far, True), self._pass_on(from_far, near, False))
        except OSError:  # nobody is there, or one end has reset the connection: so for the other
            for end in ends:
                _reset(end)
        finally:
            self._open -= {*ends}
            for end in ends:
                end.close()

    async def _pass_on(self, source: asyncio.StreamReader, target: asyncio.StreamWriter, is_up: bool) -> None:
        target.transport.set_write_buffer_limits(0)
        while True:
            piece = await source.read(_PIECE)
            await self._flowing.wait()
            if target.is_closing():  # it was cut meanwhile
                return
            if not piece:
                target.write_eof()
                return
            passed = piece if self._every is None else piece[: self._left]
            self._count(passed, is_up)
            target.write(passed)
            if self._every is not None and self._left == 0:
                self._cut()
                return
            await target.drain()

    def _count(self, passed: bytes, is_up: bool) -> None:
        if is_up:
            self.up += len(passed)
            # Nobody here sends a request before the one before it is answered: each begins a piece.
            self.requests += _REQUEST.match(passed) is not None
        else:
            self.down += len(passed)
        self._left -= len(passed) if self._every is not None else 0

    def _set_every(self, every_bytes: int | None) -> None:
        self._every = every_bytes
        self._left = round(every_bytes * self._random.uniform(0.5, 1.5)) if every_bytes else 0

    def _cut(self) -> None:
        self.cuts += 1
        self._set_every(self._every)
        self._reset_all()

    def _reset_all(self) -> None:
        for writer in self._open:
            _reset(writer)
        self._open.clear()


def _reset(writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):  # it may be closed already
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    writer.transport.abort()
