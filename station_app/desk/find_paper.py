"""Finds the four corners of a sheet of paper that lies on something darker. A guess: the agent has the last word."""

from typing import TYPE_CHECKING

from station_app.desk.crop_page import Corners, Trim, area

if TYPE_CHECKING:
    from PIL.Image import Image

_SEEN = 240
"""The longest side in px of the picture that is looked at."""
_LEAST, _MOST = 0.15, 0.97
"""Shares of the picture that a sheet may fill; one that fills it all has no edge to be seen."""
_FITS = 0.93
"""How much of a sheet and of the four-cornered figure around it has to be the same."""
_DARKER = 0.72
"""What lies around the paper, as a share of its light."""


def paper_corners(image: "Image") -> Corners | None:
    """The corners of the paper in the picture as it stands; None where no edge of a sheet is to be seen."""
    from PIL import Image, ImageFilter

    small = image.convert("L")
    small.thumbnail((_SEEN, _SEEN), Image.Resampling.BOX)
    # Writing is dark too: it is filled in by its surroundings before light and dark are told apart.
    small = small.filter(ImageFilter.MaxFilter(7)).filter(ImageFilter.MinFilter(7)).filter(ImageFilter.MedianFilter(3))
    limit = _between(small)
    sheet = _largest(small.tobytes(), small.size, limit)
    if not _LEAST <= len(sheet) / (small.width * small.height) <= _MOST:
        return None
    corners = _extremes(sheet, small.size)
    if not Trim(corners=corners).is_sensible or not _is_sheet(sheet, corners, small, limit):
        return None
    return corners


def _between(small: "Image") -> int:
    """The grey that parts the picture best into a light and a dark half (Otsu 1979)."""
    counts = small.histogram()
    total, weight = sum(counts), sum(value * count for value, count in enumerate(counts))
    best, limit, below, lit = 0.0, 127, 0, 0
    for value, count in enumerate(counts):
        below, lit = below + count, lit + value * count
        if below and below < total:
            apart = (weight * below / total - lit) ** 2 / (below * (total - below))
            if apart > best:
                best, limit = apart, value
    return limit


def _largest(grey: bytes, size: tuple[int, int], limit: int) -> list[int]:
    """Places of the largest light patch that hangs together."""
    width, height = size
    free = bytearray(value > limit for value in grey)
    largest: list[int] = []
    for start in range(len(free)):
        if not free[start]:
            continue
        free[start] = 0
        patch = [start]
        for place in patch:
            column, row = place % width, place // width
            for near, inside in (
                (place - 1, column > 0),
                (place + 1, column < width - 1),
                (place - width, row > 0),
                (place + width, row < height - 1),
            ):
                if inside and free[near]:
                    free[near] = 0
                    patch.append(near)
        if len(patch) > len(largest):
            largest = patch
    return largest


def _extremes(sheet: list[int], size: tuple[int, int]) -> Corners:
    """The points farthest out towards the four corners of the picture."""
    width, height = size
    points = [(place % width, place // width) for place in sheet]
    found = (
        min(points, key=lambda p: p[0] + p[1]),
        max(points, key=lambda p: p[0] - p[1]),
        max(points, key=lambda p: p[0] + p[1]),
        min(points, key=lambda p: p[0] - p[1]),
    )
    a, b, c, d = (((x + 0.5) / width, (y + 0.5) / height) for x, y in found)
    return a, b, c, d


def _is_sheet(sheet: list[int], corners: Corners, small: "Image", limit: int) -> bool:
    """Whether the patch has four straight edges, and what lies around it is surely no paper."""
    from PIL import Image, ImageDraw

    figure = Image.new("L", small.size, 0)
    ImageDraw.Draw(figure).polygon([(x * small.width, y * small.height) for x, y in corners], fill=255)
    inside = figure.tobytes()
    common = sum(inside[place] > 0 for place in sheet)
    filled = area(corners) * small.width * small.height
    if common < _FITS * max(len(sheet), filled):
        return False
    grey = small.tobytes()
    paper = sorted(grey[place] for place in sheet)[len(sheet) // 2]
    around = sorted(value for value, is_in in zip(grey, inside, strict=True) if not is_in)
    return not around or around[len(around) * 3 // 4] < min(paper * _DARKER, limit)
