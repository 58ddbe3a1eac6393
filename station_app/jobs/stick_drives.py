"""Which sticks are in: Linux mounts them under /media or /run/media; Windows calls their drives removable (untried)."""

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QStorageInfo

MOUNTED_UNDER = ("/media/", "/run/media/")
_DRIVE_REMOVABLE = 2


class Drive(NamedTuple):
    """`name`: the stick's own; `free` in bytes."""

    path: Path
    name: str
    free: int


Volumes = Callable[[], Iterable[QStorageInfo]]


def drives(
    volumes: Volumes = QStorageInfo.mountedVolumes, mounted_under: tuple[str, ...] = MOUNTED_UNDER
) -> tuple[Drive, ...]:
    """The sticks that can be written, by path. May wait for a slow device: not on the GUI thread."""
    found = [volume for volume in volumes() if volume.isReady() and not volume.isReadOnly()]
    sticks = [volume for volume in found if _is_stick(volume.rootPath(), mounted_under)]
    made = [Drive(Path(each.rootPath()), each.displayName(), each.bytesAvailable()) for each in sticks]
    return tuple(sorted(made, key=lambda drive: str(drive.path)))


def _is_stick(root: str, mounted_under: tuple[str, ...]) -> bool:
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.kernel32.GetDriveTypeW(root) == _DRIVE_REMOVABLE)
    return root.startswith(mounted_under)
