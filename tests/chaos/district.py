"""The district's real server, to be killed, backed up and put back."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from station_app.practice import PracticeDistrict
from tests.bench.apart import ROOT

COMMAND_S = 300.0


class ChaosDistrict(PracticeDistrict):
    """On loopback; or at `host`, in the surroundings that `prefix` makes, from the next start on."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory)
        self.data = directory / "server"
        self.host, self.prefix = "127.0.0.1", tuple[str, ...]()
        self.backups: list[Path] = []

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self._port}"

    @property
    def port(self) -> int:
        return self._port

    def move(self, host: str = "127.0.0.1", prefix: Sequence[str] = ()) -> None:
        self.host, self.prefix = host, tuple(prefix)

    def code_for(self, station: str) -> str:
        return self._command("enrol", "--station", station).splitlines()[-1].strip()

    def kill(self) -> bool:
        """As a power cut ends it. False where it had ended by itself."""
        if self._process is None:
            return True
        lived = self._process.poll() is None
        self._process.kill()
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.wait()
        self._process = None
        return lived

    def run(self, *words: str, killed_after: float | None = None) -> int:
        """`district-server …`; its exit status, or -9 where it was killed after some seconds."""
        line = super()._line(*words)
        with (
            (self._directory / "commands.log").open("ab") as log,
            subprocess.Popen(line, cwd=ROOT, stdout=log, stderr=log, stdin=subprocess.DEVNULL) as process,
        ):
            try:
                return process.wait(COMMAND_S if killed_after is None else killed_after)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                return -9

    def back_up(self) -> None:
        target = self._directory / f"backup-{len(self.backups)}"
        if self.run("backup", "--to", str(target)) == 0:
            self.backups.append(target)
        else:
            shutil.rmtree(target, ignore_errors=True)

    def put_back(self, backup: Path, killed_after: float | None = None) -> int:
        """The server is down. `district-server restore`, as an administrator does it."""
        return self.run("restore", str(backup), "--yes", killed_after=killed_after)

    def _line(self, command: str, *arguments: str) -> list[str]:
        line = super()._line(command, *arguments)
        return [*self.prefix, *line, "--host", self.host] if command == "serve" else line
