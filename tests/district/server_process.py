"""The district server as a process of its own, to be asked over HTTP and to be killed."""

import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType

START_SECONDS = 30


class ServerProcess:
    """`with ServerProcess(directory, ready_file) as server`: runs until the block ends."""

    def __init__(self, directory: Path, ready_file: Path) -> None:
        self._directory = directory
        self._ready_file = ready_file

    def __enter__(self) -> "ServerProcess":
        self.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.kill()

    def start(self) -> None:
        self._ready_file.unlink(missing_ok=True)
        command = [sys.executable, "-m", "sync.district.commands", "serve", "--directory", str(self._directory)]
        self.process = subprocess.Popen(
            [*command, "--port", "0", "--ready-file", str(self._ready_file)], stdout=subprocess.DEVNULL
        )
        end = time.monotonic() + START_SECONDS
        while not self._ready_file.exists():
            assert self.process.poll() is None, "the server ended before it was ready"
            assert time.monotonic() < end, "the server did not get ready"
            time.sleep(0.02)
        self.port = int(self._ready_file.read_text())

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def kill(self) -> None:
        """As a power cut would: no time to say anything."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(20)
