"""PouchDB pushing to express-pouchdb, leveldb at both ends: what a CouchDB-style program would be. Needs Node and npm."""

import shutil
import subprocess
import sys
import urllib.request
from functools import cache
from pathlib import Path

import msgspec

from tests.bench.apart import ROOT
from tests.bench.peers.process import PeerProcess

PACKAGES = ("pouchdb@9.0.0", "express-pouchdb@4.2.0")
HOME = ROOT / "build" / "peers" / "pouchdb"
INSTALLS_WITHIN_S = 600
_HERE = Path(__file__).parent


@cache
def is_here() -> bool:
    """Whether its packages are in build/peers/, fetched if need be. Where not, a line on stderr has said why."""
    installed = [HOME / "node_modules" / package.rpartition("@")[0] / "package.json" for package in PACKAGES]
    wanted = [package.rpartition("@")[2] for package in PACKAGES]
    if all(map(Path.exists, installed)) and [_version(file) for file in installed] == wanted:
        return True
    if not shutil.which("node") or not shutil.which("npm"):
        return _not_here("node and npm are not installed")
    HOME.mkdir(parents=True, exist_ok=True)
    line = ["npm", "install", "--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--prefix", ".", *PACKAGES]
    try:
        ran = subprocess.run(line, cwd=HOME, capture_output=True, text=True, timeout=INSTALLS_WITHIN_S, check=False)
    except subprocess.TimeoutExpired:
        return _not_here("npm did not end in time")
    if ran.returncode != 0:
        return _not_here(f"npm said: {(ran.stderr.strip().splitlines() or ['nothing'])[-1]}")
    return True


def server(folder: Path, address: str = "127.0.0.1", prefix: tuple[str, ...] = ()) -> PeerProcess:
    """Its server, as a process; `told["port"]` is where."""
    folder.mkdir(parents=True)
    return PeerProcess([*prefix, "node", str(_HERE / "pouchdb_server.js"), address, str(folder)], HOME)


def client(url: str, folder: Path, prefix: tuple[str, ...] = ()) -> PeerProcess:
    """Its client, as a process; what it can be told stands in pouchdb_client.js."""
    return PeerProcess([*prefix, "node", str(_HERE / "pouchdb_client.js"), url, str(folder)], HOME)


def held(port: int) -> tuple[int, int]:
    """How many cases and attachments the server on this PC's `port` holds."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/cases/_all_docs?include_docs=true", timeout=60) as answer:
        rows = msgspec.json.decode(answer.read())["rows"]
    return len(rows), sum("_attachments" in row["doc"] for row in rows)


def _version(package: Path) -> str:
    return str(msgspec.json.decode(package.read_bytes())["version"])


def _not_here(reason: str) -> bool:
    print(f"PouchDB's rows are left out: {reason}", file=sys.stderr)
    return False
