"""Keeps 50 MB of fonts from costing 100 MB of memory on a PC that has 4 GB: the outlines stay in the file."""

import mmap
from pathlib import Path
from typing import Any, Final

_WHOLE_TABLE: Final = 1 << 20


class MappedFont:
    """A font file as reportlab wants to read it, mapped instead of loaded. `read()` gives what is sliced like bytes.

    reportlab takes the whole table of outlines, 10 or 30 MB, for each subset it makes, and then a few glyphs of it; so a
    slice of that size is a view.
    """

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        with path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    def read(self) -> "MappedFont":
        return self

    def __getitem__(self, part: int | slice) -> "int | bytes | _Table":
        if isinstance(part, slice) and part.stop - part.start > _WHOLE_TABLE:
            return _Table(self._map, part.start)
        return self._map[part]


class _Table:
    """A large table that starts at `start` of the file; only slices with both ends are asked of it."""

    def __init__(self, file: mmap.mmap, start: int) -> None:
        self._file = file
        self._start = start

    def __getitem__(self, part: slice) -> bytes:
        return self._file[self._start + part.start : self._start + part.stop]


def slim(face: Any) -> None:
    """Drops what reportlab's face keeps only for shaping, and lets equal measures be one object."""
    face.glyphToChar = {}
    same: dict[tuple[int, int], tuple[int, int]] = {}
    face.hmetrics = [same.setdefault(pair, pair) for pair in face.hmetrics]
