"""A peer's program as a process of its own, told one line of JSON at a time and ended by the end of its standard input."""

import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

import msgspec

from tests.bench.apart import ROOT


class PeerProcess:
    """`with PeerProcess(words) as process`: its first line of output has been read and is `told`. Raises RuntimeError where
    it ends before it answers; what it says on stderr goes to ours."""

    def __init__(self, words: Sequence[str], cwd: Path = ROOT) -> None:
        self._process = subprocess.Popen(words, cwd=cwd, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.told: dict[str, Any] = self._answer()

    def __enter__(self) -> "PeerProcess":
        return self

    def __exit__(self, *_: object) -> None:
        _pipe(self._process.stdin).close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        _pipe(self._process.stdout).close()

    def ask(self, **command: object) -> dict[str, Any]:
        """Sends a command; what it says to it."""
        pipe = _pipe(self._process.stdin)
        pipe.write(msgspec.json.encode(command) + b"\n")
        pipe.flush()
        return self._answer()

    def _answer(self) -> dict[str, Any]:
        line = _pipe(self._process.stdout).readline()
        if not line:
            self.__exit__()
            raise RuntimeError(f"{self._process.args!r} ended with {self._process.returncode}")
        answer: dict[str, Any] = msgspec.json.decode(line)
        return answer


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None
    return pipe
