"""Keeps 50 MB of fonts from costing 100 MB of memory on a PC that has 4 GB: the outlines stay in the file."""

import mmap
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, overload

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

    def let_go(self) -> None:
        """The pages that were read stay in the system's cache, and no longer count as this program's."""
        if hasattr(mmap, "MADV_DONTNEED"):
            self._map.madvise(mmap.MADV_DONTNEED)

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


class CodeTable(Mapping[int, float]):
    """What belongs to each character code, in two arrays: 30,000 entries take 0.3 MB, where a dict of them takes 4 MB."""

    def __init__(self, entries: Mapping[int, float], kind: str) -> None:
        """`kind` is a type code of `array` that holds every value."""
        self._codes = array("I", sorted(entries))
        self._values = array(kind, (entries[code] for code in self._codes))

    def __getitem__(self, code: int) -> float:
        place = bisect_left(self._codes, code)
        if place == len(self._codes) or self._codes[place] != code:
            raise KeyError(code)
        return self._values[place]

    def __contains__(self, code: object) -> bool:
        place = bisect_left(self._codes, code) if isinstance(code, int) else len(self._codes)
        return place < len(self._codes) and self._codes[place] == code

    def __iter__(self) -> Iterator[int]:
        return iter(self._codes)

    def __len__(self) -> int:
        return len(self._codes)


class Measures(Sequence[tuple[int, int]]):
    """Advance and left side bearing of each glyph, in font units."""

    def __init__(self, pairs: Sequence[tuple[float, int]]) -> None:
        self._advances = array("H", (int(advance) for advance, _ in pairs))
        self._bearings = array("H", (bearing for _, bearing in pairs))

    @overload
    def __getitem__(self, glyph: int) -> tuple[int, int]: ...
    @overload
    def __getitem__(self, glyph: slice) -> list[tuple[int, int]]: ...
    def __getitem__(self, glyph: int | slice) -> tuple[int, int] | list[tuple[int, int]]:
        if isinstance(glyph, slice):
            return list(zip(self._advances[glyph], self._bearings[glyph], strict=True))
        return self._advances[glyph], self._bearings[glyph]

    def __len__(self) -> int:
        return len(self._advances)


def slim(face: Any) -> None:
    """Drops what reportlab's face keeps only for shaping, and packs its tables.

    No object of the parsing may be left: each would hold a whole block of memory that is free otherwise.
    """
    face.glyphToChar = {}
    face.charToGlyph = CodeTable(face.charToGlyph, "H")
    face.charWidths = CodeTable(face.charWidths, "d")
    face.glyphPos = array("I", face.glyphPos)
    face.hmetrics = Measures(face.hmetrics)
