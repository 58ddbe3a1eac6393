"""One PC of a station: its data directory, the desk's process on it, and the commands that need the desk closed."""

import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from station_app.storage.keys import Unlocked
from tests.bench.apart import ROOT
from tests.bench.stations import LOGIN, PASSWORD
from tests.chaos.journal import Journal

COMMAND_S = 120.0
DISK = "disk"
"""The folder of `home` that may be a disk of its own: the data directory is on it, the journal is not."""


class Backup(NamedTuple):
    """`events`: the op_ids (hex) that this PC's log held when it was made."""

    file: Path
    events: frozenset[str]


class Pc:
    """`start` and `kill` may alternate. `name` is also that of its folder."""

    def __init__(self, folder: Path, name: str, station: str, unlocked: Unlocked) -> None:
        self.name, self.station, self.unlocked = name, station, unlocked
        self.home = folder / name
        self.directory = self.home / DISK / "station"
        self.journal = Journal(self.home / "journal")
        self.backups: list[Backup] = []
        self.turns = 0
        """How often its desk was started or ended so far."""
        self._desk: subprocess.Popen[bytes] | None = None
        self._password = folder / "password"
        self._password.write_text(PASSWORD, "utf-8")

    def start(self, url: str, prefix: Sequence[str] = (), seed: int = 0) -> None:
        """The desk opens: it works and syncs with the district at `url`. Raises RuntimeError where it does not."""
        self._desk = self._process(url, prefix, "--seed", str(seed))
        assert self._desk.stdout is not None
        if self._desk.stdout.readline() != b"ready\n":
            raise RuntimeError(f"the desk {self.name} does not open; see {self.home / 'desk.log'}")

    def kill(self) -> bool:
        """As a power cut ends it. False where the desk had ended by itself, with an error of its own."""
        if self._desk is None:
            return True
        lived = self._desk.poll() is None
        self.turns += 1
        self._desk.kill()
        self._end()
        return lived

    def settle(self, url: str, prefix: Sequence[str] = ()) -> str:
        """Syncs until nothing waits; empty, or the last words of a sync that does not get there."""
        self._desk = self._process(url, prefix, "--settle")
        status = self._desk.wait(600)
        self._end()
        return "" if status == 0 else self.last_words()

    def command(self, *words: str, killed_after: float | None = None) -> int:
        """`station-app …` on this PC, the desk closed; its exit status, or -9 where it was killed after some seconds."""
        more = ["--directory", str(self.directory), "--login", LOGIN, "--password-file", str(self._password)]
        line = [sys.executable, "-m", "station_app.commands", *words, *more]
        with (
            (self.home / "desk.log").open("ab") as log,
            subprocess.Popen(line, cwd=ROOT, stdout=log, stderr=log) as run,
        ):
            try:
                return run.wait(COMMAND_S if killed_after is None else killed_after)
            except subprocess.TimeoutExpired:
                run.send_signal(signal.SIGKILL)
                run.wait()
                return -signal.SIGKILL

    def clone(self, name: str) -> "Pc":
        """The data copied to another PC of the same machine; the desk is closed."""
        other = Pc(self.home.parent, name, self.station, self.unlocked)
        other.directory.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(self.directory, other.directory)
        return other

    def last_words(self) -> str:
        return (self.home / "desk.log").read_text("utf-8", "replace").strip().rpartition("\n")[2]

    def printed_bytes(self) -> int:
        """A mark for `printed_since`."""
        log = self.home / "desk.log"
        return log.stat().st_size if log.exists() else 0

    def printed_since(self, mark: int) -> str:
        """What the desk and the commands have said since."""
        return (self.home / "desk.log").read_bytes()[mark:].decode("utf-8", "replace")

    def _process(self, url: str, prefix: Sequence[str], *more: str) -> subprocess.Popen[bytes]:
        words = [str(self.directory), self.unlocked.raw_key.hex(), url, str(self.home / "journal"), *more]
        self.turns += 1
        with (self.home / "desk.log").open("ab") as log:
            return subprocess.Popen(
                [*prefix, sys.executable, "-m", "tests.chaos.desk_process", *words],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
            )

    def _end(self) -> None:
        assert self._desk is not None
        for pipe in (self._desk.stdin, self._desk.stdout):
            if pipe is not None:
                pipe.close()
        self._desk.wait()
        self._desk = None


def soon(chance: random.Random) -> float:
    """Seconds until a command is killed: from before it has opened anything to after it is done."""
    return chance.uniform(0.05, 2.0)
