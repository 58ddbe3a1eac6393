"""What a desk has told its agent is done: a line for each event, on the disk before the next one begins."""

import hashlib
import os
from pathlib import Path
from typing import NamedTuple

import msgspec


class Told(NamedTuple):
    """An event that the desk's use case returned from. Whatever happens afterwards, it may not be lost."""

    op_id: str
    kind: str
    case_id: str
    body_hash: str


class Journal:
    """Appended to by the one process that works at a desk; read when that process is dead."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def note(self, op_id: bytes, kind: str, case_id: str, body: bytes) -> None:
        line = msgspec.json.encode(Told(op_id.hex(), kind, case_id, hashlib.sha256(body).hexdigest())) + b"\n"
        with self._path.open("ab") as file:
            file.write(line)
            file.flush()
            os.fsync(file.fileno())

    def read(self) -> list[Told]:
        """A last line that a kill has cut was not told to anybody yet."""
        if not self._path.exists():
            return []
        whole = self._path.read_bytes().rpartition(b"\n")[0]
        return [msgspec.json.decode(line, type=Told) for line in whole.splitlines()]
