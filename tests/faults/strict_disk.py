"""A disk that forgets, at a power cut, all that was not synced: the contents of files, and the names in their folders.

It stands behind the `os` of the modules that write pages. What a module has not passed to `os.fsync` is gone after
`power_cut`, however it was written; that is stricter than any real file system and so finds a missing sync at once.
"""

import errno
import os
import shutil
from pathlib import Path
from typing import Any


class StrictDisk:
    """Holds for everything under `root`. Use it in the place of the module `os`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.full = False
        self.refused = 0
        self.forgets = True
        self._content: dict[int, bytes] = {}
        self._names: dict[Path, dict[str, int]] = {root: {}}

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)

    def write(self, handle: int, data: Any) -> int:
        if self.full:
            self.refused += 1
            raise OSError(errno.ENOSPC, "No space left on device")
        return os.write(handle, data)

    def fsync(self, handle: int) -> None:
        """Takes note instead of waiting for a disk: tests write to memory."""
        path = Path(os.readlink(f"/proc/self/fd/{handle}"))
        if path.is_dir():
            self._names[path] = {child.name: child.stat().st_ino for child in path.iterdir()}
        else:
            self._content[os.fstat(handle).st_ino] = path.read_bytes()

    def lasting(self, folder: Path) -> set[str]:
        """The names in `folder` that a power cut leaves."""
        return set(self._names.get(folder, {}))

    def power_cut(self) -> int:
        """Drops what was not synced; returns how many files or folders lost something."""
        if not self.forgets or not self.root.exists():
            return 0
        dropped = self._forget(self.root)
        self._note_all()
        return dropped

    def snapshot(self) -> dict[str, bytes]:
        """Every file under the root, by its path from there."""
        files = (path for path in self.root.rglob("*") if path.is_file())
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in sorted(files)}

    def put_back(self, files: dict[str, bytes]) -> None:
        """Replaces everything under the root, synced."""
        shutil.rmtree(self.root, ignore_errors=True)
        self.root.mkdir(parents=True)
        for name, content in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        self._note_all()

    def _note_all(self) -> None:
        self._content, self._names = {}, {self.root: {}}
        if not self.root.exists():
            return
        for folder in [self.root, *(path for path in self.root.rglob("*") if path.is_dir())]:
            self._names[folder] = {child.name: child.stat().st_ino for child in folder.iterdir()}
        for path in self.root.rglob("*"):
            if path.is_file():
                self._content[path.stat().st_ino] = path.read_bytes()

    def _forget(self, folder: Path) -> int:
        kept, dropped = self._names.get(folder, {}), 0
        for child in list(folder.iterdir()):
            if kept.get(child.name) != child.stat().st_ino:
                dropped += 1
                shutil.rmtree(child) if child.is_dir() else child.unlink()
            elif child.is_dir():
                dropped += self._forget(child)
            else:
                synced = self._content.get(child.stat().st_ino, b"")
                if child.read_bytes() != synced:
                    dropped += 1
                    child.write_bytes(synced)
        return dropped
