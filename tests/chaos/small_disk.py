"""A disk of its own for what a PC or a server writes, so that it can be filled up. Linux, root."""

import errno
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

MEGABYTES = 400
_FILLER = "filler"
_BLOCK = 4096


class SmallDisk:
    """In memory, at `place`, while it is entered. No kill loses what is written there; when it is left, the folder has it."""

    def __init__(self, place: Path) -> None:
        self._place = place

    def __enter__(self) -> "SmallDisk":
        self._place.mkdir(parents=True, exist_ok=True)
        _mount(self._place, check=True)
        return self

    def __exit__(self, *_: object) -> None:
        self.empty()
        kept = self._place.with_name(f"{self._place.name}-kept")
        shutil.copytree(self._place, kept)
        # Lazily: what still ends may have a file open there.
        subprocess.run(["umount", "-l", str(self._place)], check=True)
        self._place.rmdir()
        kept.rename(self._place)

    def fill(self, leave: int) -> None:
        """Takes all room but `leave` bytes."""
        with (self._place / _FILLER).open("wb") as filler:
            while (room := shutil.disk_usage(self._place).free - leave) > 0:
                try:
                    os.posix_fallocate(filler.fileno(), os.fstat(filler.fileno()).st_size, room)
                except OSError as error:
                    if error.errno != errno.ENOSPC:
                        raise
                    # Whoever works there has just taken some of it.
                    leave += _BLOCK

    def empty(self) -> None:
        (self._place / _FILLER).unlink(missing_ok=True)


def missing() -> str:
    """Why there can be none here, as a sentence; empty if there can."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        if _mount(place, check=False):
            return "A file system in memory cannot be mounted here."
        subprocess.run(["umount", str(place)], check=True)
    return ""


def _mount(place: Path, check: bool) -> int:
    command = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", str(place)]
    return subprocess.run(command, check=check, capture_output=True).returncode
