"""`district-server serve`: stations and console over HTTP, until it is told to stop."""

import argparse
import os
import signal
import socket
import sys
import threading
from pathlib import Path
from typing import Any

import uvicorn

from forms.failures import EnvironmentFailure
from sync.district.app import build_app
from sync.district.commands.directory import add_directory, opened
from sync.district.hourly import hourly_acceptance
from sync.district.put_back import begin_from_copy

_BACKLOG = 128


def add_to(commands: Any) -> None:
    parser = commands.add_parser("serve", help="serve stations and console 启动", description=__doc__)
    add_directory(parser)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8443, help="0: any free one, printed and written to --ready-file")
    parser.add_argument("--ready-file", type=Path, metavar="FILE", help="holds the port once the server answers")
    parser.add_argument(
        "--stop-with-stdin", action="store_true", help="stop when standard input ends: with whoever started it"
    )
    parser.add_argument("--certificate", type=Path, metavar="PEM", help="TLS certificate with its chain 证书")
    parser.add_argument("--key", type=Path, metavar="PEM", help="TLS key 证书私钥")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    with opened(options) as district, _listening(options.host, options.port) as listener:
        begin_from_copy(district)
        secure = options.certificate is not None
        config = uvicorn.Config(
            build_app(district, lifespan=[hourly_acceptance(district)], secure=secure),
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_keep_alive=75,
            timeout_graceful_shutdown=10,
            ssl_certfile=options.certificate,
            ssl_keyfile=options.key,
        )
        # uvicorn raises the signal again once it has shut down in good order: that is a success.
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: None)
        server = _Server(config, options.ready_file)
        if options.stop_with_stdin:
            threading.Thread(target=_stop_at_end_of_input, args=(server,), name="stdin", daemon=True).start()
        server.run(sockets=[listener])
    return 0


def _stop_at_end_of_input(server: uvicorn.Server) -> None:
    while sys.stdin.buffer.read(4096):
        continue
    server.should_exit = True


class _Server(uvicorn.Server):
    """Says its port once it answers."""

    def __init__(self, config: uvicorn.Config, ready_file: Path | None) -> None:
        super().__init__(config)
        self._ready_file = ready_file

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        port = sockets[0].getsockname()[1] if sockets else self.config.port
        print(port, flush=True)
        if self._ready_file is not None:
            waiting = self._ready_file.with_suffix(".part")
            waiting.write_text(f"{port}\n", encoding="ascii")
            os.replace(waiting, self._ready_file)


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Told apart from other streams by its protocol: asyncio then sends at once (TCP_NODELAY). Without it the end of every
    # answer waits until its beginning is acknowledged, a whole round trip.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise EnvironmentFailure(
            f"{host}:{port} 用不了：{error}。可能已经有一个服务器在运行，请换一个端口。",
            f"Cannot listen on {host}:{port}: {error}. Another server may be running; choose another port.",
        ) from error
    listener.listen(_BACKLOG)
    return listener
