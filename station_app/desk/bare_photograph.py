"""A photograph without what its camera wrote beside it: where it was taken, when, with what. The picture stays as it was.

A village photograph is taken at home, so its place is personal data that no item asks for (个人信息保护法§6: no more than
the purpose needs).
"""

from io import BytesIO
from typing import TYPE_CHECKING

from station_app.imaging.flatten import flat
from station_app.imaging.formats import open_picture

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_ORIGINAL = 4 * 1024 * 1024
"""Bytes of an original that travels; a telephone of 12 million pixels writes 2 to 6 MB."""
_STEPS = ((4000, 88), (4000, 80), (3264, 75), (2600, 70))
"""(longest side in px, JPEG quality) tried for a larger one, the last is taken anyway."""
_ORIENTATION = 0x0112
_KEPT_SEGMENTS = frozenset({0xE0, 0xEE})
"""JFIF and Adobe: without them the colours could be read wrongly. All others of APP0 to APP15, and remarks, go."""


def bare(content: bytes) -> bytes:
    """The same picture as a JPEG or PNG without metadata: a JPEG's points are not touched, all else is written anew.

    Which way is up stays. Raises what Pillow raises for a picture that is damaged (OSError, SyntaxError, ValueError).
    """
    if content.startswith(b"\xff\xd8"):
        return _bare_jpeg(content)
    from PIL import ImageOps

    image = ImageOps.exif_transpose(open_picture(content))
    return as_png(image) if content.startswith(b"\x89PNG") else as_jpeg(image, 92)


def bounded(content: bytes) -> bytes:
    """A bare photograph that may travel: as it is up to 4 MB, else smaller step by step until it is."""
    if len(content) <= MOST_ORIGINAL:
        return content
    from PIL import Image, ImageOps

    image = ImageOps.exif_transpose(open_picture(content))
    found = b""
    for longest, quality in _STEPS:
        image.thumbnail((longest, longest), Image.Resampling.LANCZOS)
        found = as_jpeg(image, quality)
        if len(found) <= MOST_ORIGINAL:
            break
    return found


def as_jpeg(image: "Image", quality: int) -> bytes:
    """Without anything beside the picture."""
    out = BytesIO()
    flat(image).save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


def as_png(image: "Image") -> bytes:
    """Without anything beside the picture."""
    out = BytesIO()
    shown = image if image.mode in ("1", "L", "LA", "P", "RGB", "RGBA") else flat(image)
    shown.save(out, "PNG", exif=b"")
    return out.getvalue()


def _bare_jpeg(content: bytes) -> bytes:
    """Segment by segment (ITU-T T.81, B.1.1.3). What follows the end of the picture, a film or a second picture, goes too."""
    kept, at = [content[:2], _orientation(content)], 2
    while at + 4 <= len(content):
        if content[at] != 0xFF:
            raise ValueError("no segment where one has to begin")
        marker = content[at + 1]
        if marker == 0xD9:
            break
        if marker == 0xFF:
            at += 1
            continue
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if marker == 0xDA:
            end = _end_of_scan(content, end)
        if not (0xE0 <= marker <= 0xEF or marker == 0xFE) or marker in _KEPT_SEGMENTS:
            kept.append(content[at:end])
        at = end
    return b"".join((*kept, b"\xff\xd9"))


def _end_of_scan(content: bytes, at: int) -> int:
    """Where the next segment begins: an FF that is neither filled up with 00 nor a restart."""
    while (at := content.find(b"\xff", at)) >= 0:
        if at + 1 >= len(content):
            break
        if content[at + 1] != 0 and not 0xD0 <= content[at + 1] <= 0xD7:
            return at
        at += 2
    return len(content)


def _orientation(content: bytes) -> bytes:
    """A segment that says which way is up and nothing else; empty where the picture stands upright."""
    from PIL import Image

    way = open_picture(content).getexif().get(_ORIENTATION, 1)
    if not isinstance(way, int) or not 2 <= way <= 8:
        return b""
    exif = Image.Exif()
    exif[_ORIENTATION] = way
    told = b"Exif\x00\x00" + exif.tobytes().removeprefix(b"Exif\x00\x00")
    return b"\xff\xe1" + (len(told) + 2).to_bytes(2, "big") + told
