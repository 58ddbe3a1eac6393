"""A picture that is far longer than a page (a screenshot of a whole conversation, a till roll) becomes several pages.

Scaled as one page by its longer side its writing would be gone, and nobody would be told.
"""

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

_LONGEST = 2.6
"""Longer side by shorter side of what is still one page: a telephone's screen has 2.2, a page of a till receipt 2.5."""
_PIECE = 1.5
_LEAST = 1200
"""Px of the longer side below which nothing is lost by keeping it as one."""
_AROUND = 0.08
"""Of a piece's length: how far from its end a line between two lines of writing is looked for."""


def is_long(size: tuple[int, int]) -> bool:
    """Whether a picture of this size is to be split."""
    shorter, longer = sorted(size)
    return longer > _LEAST and longer > _LONGEST * max(shorter, 1)


def pieces(image: "Image") -> tuple["Image", ...]:
    """The picture from top to bottom (or left to right), cut where nothing is written, nothing left out; at least one."""
    if not is_long(image.size):
        return (image,)
    upright = image.height >= image.width
    shorter, longer = sorted(image.size)
    count = -(-longer // round(shorter * _PIECE))
    step = longer / count
    cuts = [0, *(_quietest(image, round(step * at), round(step * _AROUND), upright) for at in range(1, count)), longer]
    spans = pairwise(cuts)
    return tuple(
        image.crop((0, start, image.width, end) if upright else (start, 0, end, image.height)) for start, end in spans
    )


def _quietest(image: "Image", wanted: int, around: int, upright: bool) -> int:
    """The middle of the longest run of the most even lines near `wanted`."""
    from PIL import Image

    first, last = max(wanted - around, 1), wanted + around
    box = (0, first, image.width, last) if upright else (first, 0, last, image.height)
    strip = image.crop(box).convert("L")
    lines = strip if upright else strip.transpose(Image.Transpose.TRANSPOSE)
    spread = [_spread(lines, row) for row in range(lines.height)]
    least = min(spread)
    best, at = (0, around), 0
    while at < len(spread):
        end = at
        while end < len(spread) and spread[end] <= least + 2:
            end += 1
        best = max(best, (end - at, (at + end) // 2))
        at = max(end, at + 1)
    return first + best[1]


def _spread(lines: "Image", row: int) -> int:
    lowest, highest = lines.crop((0, row, lines.width, row + 1)).getextrema()
    return int(highest) - int(lowest)  # type: ignore[arg-type]
