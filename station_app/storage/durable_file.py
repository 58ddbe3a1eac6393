"""Files that are there whole or not at all, also after a power cut."""

import os
from pathlib import Path

from station_app.storage.failures import told_os_errors

PRIVATE_FOLDER = 0o700
"""What other accounts of this PC may do with a station's data: nothing. Windows has the profile's own rights instead."""


def make_private(directory: Path) -> None:
    """Makes the directory where it is missing; shut to every other account from now on. Raises OSError."""
    directory.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
    if os.name != "nt" and directory.stat().st_mode & 0o077:
        directory.chmod(PRIVATE_FOLDER)


def write_durably(path: Path, content: bytes) -> None:
    """Replaces `path` by `content` in one step: temporary file, fsync, rename, fsync of the directory."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.part")
    with told_os_errors():
        try:
            with open(temporary, "wb", opener=_private) as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, path)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise
        sync_directory(path.parent)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def sync_directory(directory: Path) -> None:
    """Makes the names in a directory last. Windows keeps them with the file's own flush and cannot open a directory."""
    if os.name == "nt":
        return
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
