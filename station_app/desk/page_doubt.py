"""Whether a photographed page may be hard to read. It only ever advises: a bad photograph is better than none."""

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from PIL.Image import Image

Doubt = Literal["", "dark", "blurred", "small", "blank"]

_SEEN = 1600
_SMALL = 900
"""Px of the longer side: A4 at 77 dpi, where small print runs together."""
_DARK = 75
"""Grey of the paper, or whatever is brightest in nine tenths of the picture."""
_FLAT = 45
"""Greys between ink and paper: less is an empty page or no page, of which nothing can be said."""
_BLANK = 24
"""Greys between the darkest and the lightest of all: less is nothing to be seen, whatever the page had on it."""
_SOFT = 0.2
"""The steepest steps from one point to the next, as a share of the way from paper to ink. Sharp print has 0.4 and more."""


def doubt_of(image: "Image", *, is_page: bool) -> Doubt:
    """What is most likely wrong with a picture, as it was cut out and before its paper was made white.

    A picture of a person or a house is only ever too dark: how sharp and how large it has to be, nobody has said.
    """
    from PIL import Image, ImageFilter

    grey = image.convert("L")
    grey.thumbnail((_SEEN, _SEEN), Image.Resampling.BOX)
    paper, ink = _share(grey, 0.9), _share(grey, 0.01)
    if paper < _DARK:
        return "dark"
    if _share(grey, 0.9995) - _share(grey, 0.0005) < _BLANK:
        return "blank"
    if not is_page:
        return ""
    if max(image.size) < _SMALL:
        return "small"
    # The middle says it as well as the whole. Grain has steep steps too.
    middle = (grey.width // 4, grey.height // 4, grey.width * 3 // 4, grey.height * 3 // 4)
    grey = grey.crop(middle).filter(ImageFilter.MedianFilter(3))
    paper, ink = _share(grey, 0.9), _share(grey, 0.01)
    return "blurred" if paper - ink >= _FLAT and _steepest(grey) < _SOFT * (paper - ink) else ""


def _steepest(grey: "Image") -> int:
    """Of the steps from one point to the next, to the right and down: the largest but for one in two hundred."""
    from PIL import ImageChops

    inside = (1, 1, grey.width - 1, grey.height - 1)
    steps = ImageChops.lighter(
        ImageChops.difference(grey, ImageChops.offset(grey, 1, 0)),
        ImageChops.difference(grey, ImageChops.offset(grey, 0, 1)),
    ).crop(inside)
    return _share(steps, 0.995)


def _share(image: "Image", share: float) -> int:
    wanted, seen = share * image.width * image.height, 0
    for value, count in enumerate(image.histogram()):
        seen += count
        if seen >= wanted:
            return value
    return 255
