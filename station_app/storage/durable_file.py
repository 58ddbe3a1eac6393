"""Files that are there whole or not at all, also after a power cut."""

import os
from pathlib import Path

from station_app.storage.failures import told_os_errors


def write_durably(path: Path, content: bytes) -> None:
    """Replaces `path` by `content` in one step: temporary file, fsync, rename, fsync of the directory."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.part")
    with told_os_errors():
        try:
            with temporary.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, path)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise
        sync_directory(path.parent)


def sync_directory(directory: Path) -> None:
    """Makes the names in a directory last. Windows keeps them with the file's own flush and cannot open a directory."""
    if os.name == "nt":
        return
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
