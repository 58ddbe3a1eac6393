"""A picture file as it is to be seen: a camera that was turned writes which way is up beside the points, not into them."""

from io import BytesIO

from station_app.imaging.formats import open_picture

_ORIENTATION = 0x0112
"""Exif 2.32, tag 274."""


def upright(content: bytes) -> bytes:
    """The same file where it stands upright by itself, else a PNG that does.

    Raises what Pillow raises for a damaged picture (OSError, SyntaxError, ValueError).
    """
    from PIL import ImageOps

    with open_picture(content) as image:
        if image.getexif().get(_ORIENTATION, 1) in (0, 1):
            return content
        out = BytesIO()
        ImageOps.exif_transpose(image).save(out, "PNG", exif=b"")
    return out.getvalue()
