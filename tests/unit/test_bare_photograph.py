"""What a camera writes beside a picture goes, the picture itself stays point for point."""

from io import BytesIO

import pytest
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from station_app.desk.bare_photograph import MOST_ORIGINAL, bare, bounded
from tests.made_photographs import grained

PLACE = {1: "N", 2: (26.0, 35.0, 12.5), 3: "E", 4: (106.0, 42.0, 30.25)}


def photograph(size: tuple[int, int] = (800, 600)) -> Image.Image:
    image = Image.new("RGB", size, (90, 140, 60))
    ImageDraw.Draw(image).rectangle((100, 100, 300, 260), fill=(200, 40, 40))
    return image


def with_place(orientation: int = 6, **how: object) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "A maker of telephones"
    exif.get_ifd(0x8825).update(PLACE)
    out = BytesIO()
    photograph().save(out, "JPEG", quality=92, exif=exif, comment=b"taken at home", **how)
    return out.getvalue()


@pytest.mark.parametrize("how", [{}, {"progressive": True}, {"restart_marker_blocks": 4}])
def test_place_maker_and_remarks_go_and_every_point_stays(how: dict[str, object]) -> None:
    content = with_place(**how)
    assert Image.open(BytesIO(content)).getexif().get_ifd(0x8825)
    left = bare(content + b"a film that the telephone hangs behind the picture \xff\xd8\xff\xe1 GPS")
    exif = Image.open(BytesIO(left)).getexif()
    assert dict(exif) == {0x0112: 6}
    assert not exif.get_ifd(0x8825)
    for word in (b"maker", b"taken at home", b"film", b"GPS"):
        assert word not in left
    assert left.endswith(b"\xff\xd9")
    assert Image.open(BytesIO(left)).tobytes() == Image.open(BytesIO(content)).tobytes()


def test_an_upright_picture_has_no_metadata_at_all() -> None:
    left = bare(with_place(orientation=1))
    assert not Image.open(BytesIO(left)).getexif()
    assert b"Exif" not in left


def test_a_png_loses_its_words_and_keeps_its_points() -> None:
    words, out = PngInfo(), BytesIO()
    words.add_text("Location", "26.58N 106.70E")
    exif = Image.Exif()
    exif[0x010F] = "A maker of telephones"
    photograph().save(out, "PNG", pnginfo=words, exif=exif)
    left = bare(out.getvalue())
    shown = Image.open(BytesIO(left))
    assert b"Location" not in left
    assert b"maker" not in left
    assert shown.tobytes() == photograph().tobytes()


@pytest.mark.parametrize("kind", ["BMP", "TIFF", "WEBP", "GIF"])
def test_any_other_picture_becomes_a_jpeg(kind: str) -> None:
    out = BytesIO()
    photograph().save(out, kind)
    assert Image.open(BytesIO(bare(out.getvalue()))).format == "JPEG"


def test_every_cut_of_a_photograph_ends_or_is_refused() -> None:
    content = with_place()
    for length in range(2, len(content), 97):
        try:
            bare(content[:length])
        except (OSError, SyntaxError, ValueError):
            continue


def test_only_what_is_larger_than_an_original_may_be_is_written_anew() -> None:
    small = bare(with_place())
    assert bounded(small) is small
    out = BytesIO()
    grained(photograph((4600, 3400)), 1, grain=60).save(
        out, "JPEG", quality=97, exif=Image.open(BytesIO(small)).getexif()
    )
    assert len(out.getvalue()) > MOST_ORIGINAL
    left = bounded(bare(out.getvalue()))
    shown = Image.open(BytesIO(left))
    assert len(left) <= MOST_ORIGINAL
    assert shown.height > shown.width, "it was turned upright"
    assert max(shown.size) >= 2600
