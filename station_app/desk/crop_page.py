"""Turns a photograph by quarters and pulls a page that lies slantwise in it straight. Pure functions on pictures."""

from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from PIL.Image import Image

Point = tuple[float, float]
Corners = tuple[Point, Point, Point, Point]
"""Top left, top right, bottom right, bottom left, as shares (0 to 1) of the width and height of the picture as turned."""

WHOLE: Corners = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
_LEAST_AREA = 0.01
_A4 = 2**0.5
_NEAR_A4 = 0.15
_EVEN = 0.96
"""Sides that face each other and differ by less are those of a page seen from above."""


class Trim(msgspec.Struct, frozen=True, omit_defaults=True):
    """How a page is taken from its photograph: turned `turns` quarters clockwise first, then cut out between `corners`."""

    turns: int = 0
    corners: Corners = WHOLE

    @property
    def is_sensible(self) -> bool:
        """Whether the corners go round the picture once, clockwise, without a dent, and hold something."""
        if not all(0 <= value <= 1 for point in self.corners for value in point):
            return False
        return area(self.corners) >= _LEAST_AREA and all(
            _turn(self.corners[at - 1], self.corners[at], self.corners[(at + 1) % 4]) > 0 for at in range(4)
        )


def box_corners(left: float, top: float, right: float, bottom: float) -> Corners:
    """The corners of an upright box."""
    return (left, top), (right, top), (right, bottom), (left, bottom)


def turned(trim: Trim, quarters: int) -> Trim:
    """The same cut of the picture turned `quarters` more, clockwise; its first corner is again the one at the top left."""
    corners = trim.corners
    for _ in range(quarters % 4):
        moved = [(1 - y, x) for x, y in corners]
        corners = (moved[3], moved[0], moved[1], moved[2])
    return Trim((trim.turns + quarters) % 4, corners)


def area(corners: Corners) -> float:
    """The share of the picture that is between the corners; negative where they go round the wrong way."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise((*corners, corners[0]))) / 2


def cut_out(image: "Image", trim: Trim, longest: int) -> "Image":
    """The page between the corners, upright and rectangular, its longest side at most `longest` px.

    Raises ValueError for corners that are not sensible.
    """
    from PIL import Image

    if not trim.is_sensible:
        raise ValueError("these corners hold no page")
    if quarters := trim.turns % 4:
        way = (Image.Transpose.ROTATE_270, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_90)[quarters - 1]
        image = image.transpose(way)
    if trim.corners == WHOLE:
        return image
    width, height = _size(trim.corners, image.size)
    share = min(1.0, longest / max(width, height))
    if share < 1.0:
        # The transform below looks at few points: what is to become smaller is made so before, by all of them.
        small = (max(1, round(image.width * share)), max(1, round(image.height * share)))
        image = image.resize(small, Image.Resampling.LANCZOS, reducing_gap=2.0)
        width, height = _size(trim.corners, image.size)
    places = [(x * image.width, y * image.height) for x, y in trim.corners]
    size = (max(1, round(width)), max(1, round(height)))
    return image.transform(size, Image.Transform.PERSPECTIVE, _perspective(places, size), Image.Resampling.BICUBIC)


def _size(corners: Corners, picture: tuple[int, int]) -> tuple[float, float]:
    """Width and height of the page in px: of two sides that face each other the longer one.

    Seen slantwise a page looks shorter than it is; one that comes near A4 is taken for A4.
    """
    points = [(x * picture[0], y * picture[1]) for x, y in corners]
    top, right, bottom, left = (_long(points[at], points[(at + 1) % 4]) for at in range(4))
    width, height = max(top, bottom), max(left, right)
    is_slanted = min(top, bottom) < _EVEN * width or min(left, right) < _EVEN * height
    if is_slanted and abs(max(width, height) / min(width, height) / _A4 - 1) < _NEAR_A4:
        longer = max(width, height)
        return (longer / _A4, longer) if height > width else (longer, longer / _A4)
    return width, height


def _long(a: Point, b: Point) -> float:
    return float(((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5)


def _turn(before: Point, at: Point, after: Point) -> float:
    return (at[0] - before[0]) * (after[1] - at[1]) - (at[1] - before[1]) * (after[0] - at[0])


def _perspective(places: list[Point], size: tuple[int, int]) -> tuple[float, ...]:
    """Pillow's eight numbers, which say for each point of the page where it is in the picture (Heckbert 1989, square to
    quadrilateral)."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = places
    width, height = size
    dx1, dx2, sx = x1 - x2, x3 - x2, x0 - x1 + x2 - x3
    dy1, dy2, sy = y1 - y2, y3 - y2, y0 - y1 + y2 - y3
    whole = dx1 * dy2 - dx2 * dy1
    g, h = (sx * dy2 - dx2 * sy) / whole, (dx1 * sy - sx * dy1) / whole
    across = ((x1 - x0 + g * x1) / width, (x3 - x0 + h * x3) / height, x0)
    down = ((y1 - y0 + g * y1) / width, (y3 - y0 + h * y3) / height, y0)
    return (*across, *down, g / width, h / height)
