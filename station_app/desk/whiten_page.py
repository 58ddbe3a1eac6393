"""Makes the paper of a photographed page white: shadows and grain are most of what such a picture weighs, and say nothing.

The light on the paper is estimated from the brightest neighbourhood of each place and divided out. Done only where the
picture is surely a page: light almost everywhere. A photograph of a person, a house or a dark certificate stays as it is.
"""

from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

_ACROSS = 96
"""Width in points of the picture of the light: no letter is left in it."""
_SEEN = 400
_PAPER = 0.8
_SURE_SHARE = 0.72
"""Of all points, how many have to be at least `_PAPER` as bright as the paper around them."""
_DARKEST_PAPER = 70
_TABLE = 0.65
"""Of the light of the paper: what is cut off has to be darker."""
_BLACK, _WHITE = 0.25, 0.86
"""Shares of the light on the paper that become black and white; pencil is at about 0.7, the grain of a camera above 0.9."""
_GREYS = [value for grey in range(4) for value in (grey * 85,) * 3]
_INKS = 4
_COLOURED = 56
"""Between the strongest and the weakest of red, green and blue: above what grain and yellowish light leave on the edges of strokes."""
_MOST_COLOURED = 0.05


def whitened(image: "Image") -> "Image":
    """The page with white paper, at the same size and mode ("L" or "RGB"); `image` itself where it is no sure page."""
    from PIL import Image

    grey = image.convert("L")
    glow = _light_of(grey)
    flat = _divided(grey, glow)
    if not _is_page(flat, glow):
        return image
    table = _stretch()
    if image.mode == "L":
        return flat.point(table)
    return Image.merge("RGB", [_divided(band, _light_of(band)).point(table) for band in image.split()])


def page_box(image: "Image") -> tuple[float, float, float, float] | None:
    """Left, top, right and bottom, as shares of the picture, of a page on a dark table; None where its edge is not sure."""
    from PIL import Image

    small = image.convert("L")
    small.thumbnail((_SEEN, _SEEN), Image.Resampling.BOX)
    paper, table = _percentile(small, 0.8), _percentile(small, 0.02)
    bright = small.point([255 if value > (paper + table) / 2 else 0 for value in range(256)])
    across = _span(_sums(bright, upright=False))
    down = _span(_sums(bright, upright=True))
    if across is None or down is None or not _is_dark_outside(small, (across[0], down[0], across[1], down[1]), paper):
        return None
    return across[0] / small.width, down[0] / small.height, across[1] / small.width, down[1] / small.height


def _is_page(flat: "Image", glow: "Image") -> bool:
    """Nearly all is paper, and it is lit: a face, a house or a dark cover has too many points of middling grey."""
    paper = sum(flat.histogram()[int(255 * _PAPER) :]) / (flat.width * flat.height)
    return paper >= _SURE_SHARE and _percentile(glow, 0.02) >= _DARKEST_PAPER


def _light_of(band: "Image") -> "Image":
    from PIL import Image, ImageFilter

    height = max(round(_ACROSS * band.height / band.width), 8)
    small = band.resize((_ACROSS * 4, height * 4), Image.Resampling.BOX)
    brightest = small.filter(ImageFilter.MaxFilter(11)).filter(ImageFilter.MedianFilter(5))
    return brightest.resize((_ACROSS, height), Image.Resampling.BOX).filter(ImageFilter.GaussianBlur(2))


def _divided(band: "Image", glow: "Image") -> "Image":
    """255 · band / glow for each point, at most 255."""
    from PIL import Image, ImageChops, ImageMath

    lit = glow.resize(band.size, Image.Resampling.BICUBIC)
    lifted = ImageChops.lighter(lit, Image.new("L", lit.size, 1))
    found: Image.Image = ImageMath.lambda_eval(
        lambda of: of["convert"](of["min"](of["a"] * 255 / of["b"], 255), "L"), a=band, b=lifted
    )
    return found


def _stretch() -> list[int]:
    steps = [(value / 255 - _BLACK) / (_WHITE - _BLACK) for value in range(256)]
    return [max(0, min(255, round(step * 255))) for step in steps]


def _percentile(image: "Image", share: float) -> int:
    wanted, seen = share * image.width * image.height, 0
    for value, count in enumerate(image.histogram()):
        seen += count
        if seen >= wanted:
            return value
    return 255


def _sums(bright: "Image", *, upright: bool) -> list[float]:
    """Of each row (or column), the share of its points that are bright."""
    from PIL import Image

    size = (1, bright.height) if upright else (bright.width, 1)
    return [value / 255 for value in bright.resize(size, Image.Resampling.BOX).tobytes()]


def _span(shares: list[float]) -> tuple[int, int] | None:
    """From the first to the last line that is mostly paper."""
    found = [place for place, share in enumerate(shares) if share > 0.5]
    return (found[0], found[-1] + 1) if found and found[-1] - found[0] > len(shares) * 0.5 else None


def _is_dark_outside(small: "Image", box: tuple[int, int, int, int], paper: int) -> bool:
    """Whether what would be cut off is something, and surely not paper."""
    left, top, right, bottom = box
    width, height = small.size
    strips = ((0, 0, left, height), (right, 0, width, height), (0, 0, width, top), (0, bottom, width, height))
    cut = [small.crop(strip) for strip in strips if strip[2] > strip[0] and strip[3] > strip[1]]
    return bool(cut) and all(_percentile(part, 0.9) < paper * _TABLE for part in cut)


def four_greys(image: "Image") -> bytes:
    """A white page as a PNG of four greys (2 bits a point): every stroke stays sharp at a third of a JPEG's size."""
    levels = _levels(image)
    levels.putpalette(_GREYS)
    out = BytesIO()
    levels.save(out, "PNG", optimize=True, bits=2)
    return out.getvalue()


def few_colours(image: "Image") -> bytes | None:
    """A white page with a seal or a signature in ink as a PNG of four greys and four colours of its own (4 bits a point);
    None where more than `_MOST_COLOURED` of it has a colour: then it is a picture."""
    from PIL import Image, ImageChops, ImageFilter

    red, green, blue = image.split()
    apart = ImageChops.subtract(
        ImageChops.lighter(ImageChops.lighter(red, green), blue), ImageChops.darker(ImageChops.darker(red, green), blue)
    )
    coloured = apart.point(_above(_COLOURED)).filter(ImageFilter.BoxBlur(1)).point(_above(127))
    if coloured.histogram()[255] > _MOST_COLOURED * image.width * image.height:
        return None
    inks = Image.new("RGB", image.size, "white")
    inks.paste(image, mask=coloured)
    shades = inks.quantize(_INKS + 1, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    palette = _GREYS + (shades.getpalette() or [])[: 3 * (_INKS + 1)]
    numbered = Image.frombytes("L", image.size, shades.tobytes()).point([min(value + 4, 15) for value in range(256)])
    numbered = Image.composite(numbered, Image.frombytes("L", image.size, _levels(image).tobytes()), coloured)
    mixed = Image.frombytes("P", image.size, numbered.tobytes())
    mixed.putpalette(palette)
    out = BytesIO()
    mixed.save(out, "PNG", optimize=True, bits=4)
    return out.getvalue()


def _above(limit: int) -> list[int]:
    return [255 if value > limit else 0 for value in range(256)]


def _levels(image: "Image") -> "Image":
    from PIL import Image

    levels = image.convert("L").point([round(value / 85) for value in range(256)])
    return Image.frombytes("P", levels.size, levels.tobytes())
