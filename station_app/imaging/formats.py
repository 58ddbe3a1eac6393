"""The formats that are opened as pictures (JPEG with its MPO): a list, so that no file is handed to a program for another kind (PostScript runs)."""

from io import BytesIO
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PIL.Image import Image

FORMATS: Final = ("JPEG", "PNG", "TIFF", "BMP", "WEBP", "GIF")


def open_picture(content: bytes) -> "Image":
    """Raises PIL.UnidentifiedImageError for any other format, whatever the file is called."""
    from PIL import Image

    return Image.open(BytesIO(content), formats=FORMATS)
