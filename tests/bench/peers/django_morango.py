"""Morango pushing to its own server, SQLite at both ends: what Kolibri's kind of program would be. In an environment of its
own, since it needs an old Django."""

import sqlite3
import subprocess
import sys
import venv
from contextlib import closing
from functools import cache
from pathlib import Path

from tests.bench.apart import ROOT
from tests.bench.peers.process import PeerProcess

PACKAGES = ("morango==0.8.15", "gunicorn==27.0.1", "cryptography==50.0.2")
"""Without cryptography it would make its keys in pure Python, which takes half a minute."""
HOME = ROOT / "build" / "peers" / "morango"
INSTALLS_WITHIN_S = 600
_PROJECT = Path(__file__).parent / "morango"
_PYTHON = HOME / "bin" / "python"


@cache
def is_here() -> bool:
    """Whether its environment is in build/peers/, made if need be. Where not, a line on stderr has said why."""
    installed, wanted = HOME / "installed.txt", "\n".join(PACKAGES)
    if installed.exists() and installed.read_text("utf-8") == wanted:
        return True
    venv.create(HOME, with_pip=True, clear=True)
    line = [str(_PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES]
    try:
        ran = subprocess.run(line, capture_output=True, text=True, timeout=INSTALLS_WITHIN_S, check=False)
    except subprocess.TimeoutExpired:
        return _not_here("pip did not end in time")
    if ran.returncode != 0:
        return _not_here(f"pip said: {(ran.stderr.strip().splitlines() or ['nothing'])[-1]}")
    installed.write_text(wanted, "utf-8")
    return True


def server(database: Path, address: str = "127.0.0.1", prefix: tuple[str, ...] = ()) -> PeerProcess:
    """Its server, as a process; `told["port"]` is where."""
    return _process("server", database, address, prefix)


def client(url: str, database: Path, prefix: tuple[str, ...] = ()) -> PeerProcess:
    """Its client, as a process, enrolled; what it can be told stands in morango/client.py."""
    return _process("client", database, url, prefix)


def held(database: Path) -> int:
    """How many cases the server's database holds."""
    with closing(sqlite3.connect(database)) as kept:
        (cases,) = kept.execute("SELECT count(*) FROM desk_cases_case").fetchone()
    return int(cases)


def _process(module: str, database: Path, argument: str, prefix: tuple[str, ...]) -> PeerProcess:
    words = [*prefix, "env", f"MORANGO_DATABASE={database}", str(_PYTHON), "-W", "ignore", f"{module}.py", argument]
    return PeerProcess(words, _PROJECT)


def _not_here(reason: str) -> bool:
    print(f"Morango's rows are left out: {reason}", file=sys.stderr)
    return False
