"""A stick: a folder that may fill up, lose what was not synced, or be left half written by a PC that died."""

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from sync.district import bundles
from sync.protocol import bundle, bundle_read, bundle_write
from sync.protocol.bundle_failures import BundleUnusable
from sync.protocol.bundle_names import bundles_in
from sync.protocol.bundle_read import Bundle, label_of, open_bundle
from sync.station import usb_export
from tests.faults.district_node import PowerCut
from tests.faults.strict_disk import StrictDisk

PLENTY = 1 << 40
CALLS_OF_A_COPY = 4
"""What `bundle_write` asks of `os` for one file: fsync, rename, fsync of the folder, and reading back."""
SMALL: tuple[tuple[Any, str, int], ...] = (
    (bundle, "CHUNK", 512),
    (bundle_write, "CHUNK", 512),
    (bundle_read, "CHUNK", 512),
    (usb_export, "EVENTS_IN_A_REQUEST", 3),
    (usb_export, "FEED_BYTES", 1200),
    (bundles, "MOST_FEED_BYTES", 1500),
)
"""Small pieces, so that a file of a few cases has several chunks, requests and pages of the feed."""


class StickDisk(StrictDisk):
    """`room`: bytes until it is full. The PC dies at byte `cut_at_byte`, or before call `cut_in` (from 1)."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.room = PLENTY
        self.cut_at_byte = PLENTY
        self.cut_in = 0

    def fsync(self, handle: int) -> None:
        self._may_die()
        super().fsync(handle)

    def replace(self, source: Path, target: Path) -> None:
        self._may_die()
        os.replace(source, target)

    def posix_fadvise(self, *_: Any) -> None:
        """The file is there under its name, and about to be read back."""
        self._may_die()

    def take(self, file: Any, data: bytes) -> None:
        if len(data) > self.cut_at_byte:
            file.write(data[: self.cut_at_byte])
            raise PowerCut
        if len(data) > self.room:
            file.write(data[: self.room])
            self.refused += 1
            raise OSError(errno.ENOSPC, "No space left on device")
        self.cut_at_byte -= len(data)
        self.room -= len(data)
        file.write(data)

    def _may_die(self) -> None:
        self.cut_in -= 1
        if self.cut_in == 0:
            raise PowerCut


class Stick:
    """`free`: what the system says is free on it. `between` is called between two parts of a file that is taken in.
    `promised`: files that somebody was told are on it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self.folder = folder
        self.disk = StickDisk(folder)
        self.free = PLENTY
        self.between: list[Callable[[], None]] = []
        self.promised: set[str] = set()

    def files(self, direction: str) -> list[Path]:
        return [path for path in bundles_in(self.folder) if _direction(path) == direction]

    def lose(self, path: Path) -> None:
        path.unlink()
        self.promised.discard(path.name)

    def empty(self) -> None:
        for path in self.folder.iterdir():
            path.unlink()
        self.promised.clear()

    @contextmanager
    def plugged_in(self) -> Iterator[None]:
        """Both ends' code writes to this stick, and reads it, in small pieces."""
        write, parts = bundle_write._write, Bundle.parts

        def limited(file: Any, *rest: Any) -> bytes:
            return write(SimpleNamespace(write=lambda data: self.disk.take(file, data)), *rest)  # type: ignore[arg-type]

        def interrupted(read: Bundle) -> Iterator[Any]:
            for part in parts(read):
                if self.between:
                    self.between.pop(0)()
                yield part

        with ExitStack() as stack:
            stack.enter_context(patch.object(bundle_write, "os", self.disk))
            stack.enter_context(patch.object(bundle_write, "_write", limited))
            stack.enter_context(patch.object(Bundle, "parts", interrupted))
            stack.enter_context(patch.object(usb_export, "shutil", self))
            for module, name, value in SMALL:
                stack.enter_context(patch.object(module, name, value))
            try:
                yield
            finally:
                self.free = self.disk.room = self.disk.cut_at_byte = PLENTY
                self.disk.cut_in = 0
                self.between.clear()

    def disk_usage(self, _: Path) -> SimpleNamespace:
        return SimpleNamespace(free=self.free)

    def pulled_out(self, power: bool) -> None:
        """Nothing more comes onto it; `power`: what was not synced is gone. Otherwise a torn file may lie about."""
        if power:
            self.disk.power_cut()
        else:
            (self.folder / "torn.vsu.123.part").write_bytes(b"VSU" + bytes(40))

    def wrong(self, seeds: dict[str, list[bytes]]) -> Iterator[str]:
        """What may never be: a file under its name that is not whole, or one that was said to be there and is not.

        `seeds`: of those who may open a file, by its direction.
        """
        for path in self.folder.glob("*.vsu"):
            try:
                label = label_of(path)
                mine = [seed for seed in seeds[label.direction] if _opens(path, seed, label.direction)]
            except BundleUnusable as unusable:
                yield f"{path.name} is there and cannot be used: {unusable.reason}, {unusable.detail}"
            else:
                if not mine:
                    yield f"{path.name} is for nobody"
        gone = self.promised - {path.name for path in self.folder.iterdir()}
        yield from (f"{name} was said to be on the stick and is gone" for name in sorted(gone))


def _direction(path: Path) -> str:
    """Empty for a file that may not be there at all; `wrong` tells of it."""
    try:
        return label_of(path).direction
    except BundleUnusable:
        return ""


def _opens(path: Path, seed: bytes, direction: Any) -> bool:
    try:
        open_bundle(path, seed, direction)
    except BundleUnusable as unusable:
        if unusable.reason != "other_receiver":
            raise
        return False
    return True
