"""A private PostgreSQL for the tests: a cluster in a directory of its own, on a socket there, ended by its process id."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest

SECONDS_TO_START = 60
_USER = "postgres"
_numbers = count(1)


class Cluster:
    """A running server. `new_database()` gives the URL of an empty database in it."""

    def __init__(self, socket: Path) -> None:
        self._socket = socket

    def new_database(self) -> str:
        import psycopg

        name = f"district_{next(_numbers)}"
        with psycopg.connect(host=str(self._socket), user=_USER, dbname="postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return f"postgresql://{_USER}@/{name}?host={self._socket}"


def programs() -> Path | None:
    """Where initdb and postgres are; None where PostgreSQL is not installed."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda found: int(found.parts[-3]))
    if versions:
        return versions[-1].parent
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@contextmanager
def running_cluster() -> Iterator[Cluster]:
    """A cluster for as long as the block lasts. Without PostgreSQL the test fails on a build server and is skipped elsewhere."""
    where = programs()
    if where is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("PostgreSQL is not installed (Debian: postgresql)")
    directory = Path(tempfile.mkdtemp(prefix="vs-pg-"))
    # Neither initdb nor the server runs as root.
    as_whom = ["setpriv", f"--reuid={_USER}", f"--regid={_USER}", "--clear-groups"] if os.getuid() == 0 else []
    if as_whom:
        shutil.chown(directory, _USER, _USER)
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    data, log = directory / "data", directory / "log"
    made = [str(where / "initdb"), "-D", str(data), "-U", _USER, "--auth=trust", "--no-sync", "-E", "UTF8"]
    subprocess.run([*as_whom, *made], check=True, capture_output=True, cwd=directory, env=environment)
    settings = [f"unix_socket_directories={directory}", "listen_addresses=", "fsync=off", "max_connections=60"]
    command = [str(where / "postgres"), "-D", str(data), *(f"--{setting}" for setting in settings)]
    with log.open("wb") as said:
        server = subprocess.Popen([*as_whom, *command], stdout=said, stderr=said, cwd=directory, env=environment)
    try:
        _wait_for(server, directory, log)
        yield Cluster(directory)
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(SECONDS_TO_START)
        shutil.rmtree(directory, ignore_errors=True)


def _wait_for(server: "subprocess.Popen[bytes]", directory: Path, log: Path) -> None:
    import psycopg

    until = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            psycopg.connect(host=str(directory), user=_USER, dbname="postgres").close()
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > until:
                raise AssertionError(log.read_text("utf-8", "replace")) from None
            time.sleep(0.05)
        else:
            return
