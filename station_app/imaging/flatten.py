"""Any picture in 8-bit grey or colour, with the brightness it was made with."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

_DEEP = ("I;16", "I;16L", "I;16B", "I;16N", "I", "F")
_PHOTOMETRIC = 262
_WHITE_IS_ZERO = 0
"""TIFF 6.0, section 8: PhotometricInterpretation."""
_DEPTHS = (8, 10, 12, 14, 16, 24, 32)


def flat(image: "Image") -> "Image":
    """In grey ("L") or colour ("RGB"), 8 bits a point; what is clear in it is white; deep greys keep their brightness."""
    from PIL import Image

    if image.mode in _DEEP:
        return _shallow(image)
    if "A" in image.getbands() or "a" in image.getbands() or image.mode == "P":
        clear = image.convert("RGBA")
        image = Image.new("RGB", clear.size, "white")
        image.paste(clear, mask=clear.getchannel("A"))
    return image.convert("L" if image.mode in ("1", "L") else "RGB")


def _shallow(image: "Image") -> "Image":
    """Pillow cuts a deep grey off at 255, which turns a scan white: it is scaled by the depth that its points have."""
    tags = getattr(image, "tag_v2", {})
    inverted = tags.get(_PHOTOMETRIC) == _WHITE_IS_ZERO
    deep = image if image.mode in ("I", "F") else image.convert("I")
    highest = deep.getextrema()[1]
    if image.mode == "F" and highest <= 1:  # type: ignore[operator]
        scale = 255.0
    else:
        full = 16 if image.mode.startswith("I;16") else 8
        depth = next((d for d in _DEPTHS if d >= full and highest < 1 << d), 32)  # type: ignore[operator]
        scale = 255.0 / ((1 << depth) - 1)
    grey = deep.convert("F").point(lambda value: value * scale + 0.5).convert("L")
    return grey.point([255 - value for value in range(256)]) if inverted else grey
