"""What scanners, telephones and offices really hand over: a page is what was scanned."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from station_app.desk.add_page import PageRefused, add_pages, page_bytes, take_pages
from station_app.desk.context import Desk
from station_app.imaging.flatten import flat
from station_app.imaging.pdf import PdfUnreadable, is_pdf, opened
from station_app.imaging.split import pieces
from station_app.imaging.upright import upright
from tests.made_pdf import form_pdf, locked_pdf
from tests.storage.station import SetClock, enrolled, opened_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    clock = SetClock()
    found = opened_desk(tmp_path / "station", enrolled(tmp_path / "station", clock), clock)
    yield found
    found.close()


def written(label: str, size: tuple[int, int] = (1240, 1754), step: int = 44) -> Image.Image:
    image = Image.new("L", size, 255)
    pen = ImageDraw.Draw(image)
    font = ImageFont.load_default(26)
    for row in range(60, size[1] - 60, step):
        pen.text((60, row), f"{label} {row} 0123456789 ABCDEFGHIJKLM", fill=20, font=font)
    return image


def file(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def saved(image: Image.Image, path: Path, **options: object) -> Path:
    image.save(path, **options)  # type: ignore[arg-type]
    return path


def seen(desk: Desk, sha256: str) -> Image.Image:
    return Image.open(BytesIO(page_bytes(desk, sha256))).convert("RGB")


def dark_share(image: Image.Image, box: tuple[float, float, float, float] = (0, 0, 1, 1)) -> float:
    width, height = image.size
    part = image.convert("L").crop(
        (round(box[0] * width), round(box[1] * height), round(box[2] * width), round(box[3] * height))
    )
    return sum(part.histogram()[:128]) / (part.width * part.height)


SEAL, FIELD, STAMP = (0.63, 0.14, 0.88, 0.3), (0.1, 0.2, 0.62, 0.25), (0.1, 0.42, 0.4, 0.55)


@pytest.mark.parametrize("before", [b"", b"\r\n\r\n", b"\xef\xbb\xbf", b"%!PS\n" + b"x" * 900])
def test_seals_stamps_and_filled_fields_are_on_the_page_whatever_stands_before_the_mark(
    desk: Desk, tmp_path: Path, before: bytes
) -> None:
    (page,) = add_pages(desk, file(tmp_path / "a.pdf", before + form_pdf()))
    picture = seen(desk, page.sha256)
    for place in (SEAL, FIELD, STAMP):
        assert dark_share(picture, place) > 0.005, place


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_pdf_that_was_cut_off_is_refused_in_words(desk: Desk, tmp_path: Path, share: float) -> None:
    whole = form_pdf()
    with pytest.raises(PageRefused, match="没有传完"):
        add_pages(desk, file(tmp_path / "a.pdf", whole[: round(len(whole) * share)]))


def test_a_locked_pdf_is_refused_in_words(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(PageRefused, match="密码"):
        add_pages(desk, file(tmp_path / "a.pdf", locked_pdf()))
    with pytest.raises(PdfUnreadable), opened(locked_pdf()):
        pass


def test_what_is_no_pdf_is_not_taken_for_one() -> None:
    assert not is_pdf(b"x" * 2000 + b"%PDF-1.7")
    assert is_pdf(b"x" * 1000 + b"%PDF-1.7")


def test_every_page_of_a_tiff_is_a_page_and_of_a_film_the_first(desk: Desk, tmp_path: Path) -> None:
    frames = [written(name, (620, 877)) for name in ("one", "two", "three")]
    tiff = saved(frames[0], tmp_path / "a.tif", save_all=True, append_images=frames[1:])
    assert len({page.sha256 for page in add_pages(desk, tiff)}) == 3
    for suffix in ("gif", "webp", "png"):
        film = saved(frames[0], tmp_path / f"a.{suffix}", save_all=True, append_images=frames[1:])
        assert len(add_pages(desk, film)) == 1
    long = saved(frames[0], tmp_path / "long.tif", save_all=True, append_images=frames * 11)
    with pytest.raises(PageRefused, match="34页"):
        add_pages(desk, long)


def test_a_tiff_whose_pages_differ_in_kind_and_size_is_taken_whole(desk: Desk, tmp_path: Path) -> None:
    pages = [written("a").convert("1"), written("b", (1754, 1240)), written("c").convert("CMYK")]
    tiff = saved(pages[0], tmp_path / "a.tif", save_all=True, append_images=pages[1:])
    sizes = [seen(desk, page.sha256).size for page in add_pages(desk, tiff)]
    assert [width > height for width, height in sizes] == [False, True, False]


def deep(base: Image.Image, mode: str) -> Image.Image:
    values = base.tobytes()
    if mode in ("I;16", "I;16B"):
        order = "little" if mode == "I;16" else "big"
        return Image.frombytes(mode, base.size, b"".join((v * 257).to_bytes(2, order) for v in values))  # type: ignore[arg-type]
    if mode == "F":
        return base.convert("F").point(lambda value: value / 255 + 0)
    return base.convert("I").point(lambda value: value * 257 + 0)


@pytest.mark.parametrize(
    ("mode", "suffix"), [("I;16", "png"), ("I;16", "tif"), ("I;16B", "tif"), ("I", "tif"), ("F", "tif")]
)
def test_a_scan_of_many_greys_looks_like_the_same_scan_of_few(
    desk: Desk, tmp_path: Path, mode: str, suffix: str
) -> None:
    base = written("deep", (620, 877))
    (few,) = take_pages(desk, saved(base, tmp_path / "few.png"))
    (many,) = take_pages(desk, saved(deep(base, mode), tmp_path / f"many.{suffix}"))
    assert abs(dark_share(seen(desk, many.page.sha256)) - dark_share(seen(desk, few.page.sha256))) < 0.01
    assert many.doubt == few.doubt


def test_greys_keep_their_order_and_depth() -> None:
    for depth in (10, 12, 16):
        image = Image.new("I", (2, 1))
        image.putpixel((0, 0), (1 << depth) - 1)
        image.putpixel((1, 0), (1 << depth) // 2)
        grey = flat(image)
        assert (grey.getpixel((0, 0)), abs(int(grey.getpixel((1, 0))) - 127) <= 1) == (255, True)  # type: ignore[arg-type]


@pytest.mark.parametrize("mode", ["LA", "RGBA", "PA", "CMYK", "YCbCr", "LAB", "HSV", "1", "P"])
def test_white_paper_stays_white_in_every_kind_of_picture(mode: str) -> None:
    white = Image.new("RGB", (8, 8), "white")
    image = white.convert("P").convert("PA") if mode == "PA" else white.convert(mode) if mode != "LAB" else white
    assert flat(image).convert("L").getpixel((4, 4)) > 250  # type: ignore[operator]


@pytest.mark.parametrize("shade", [255, 0, 128])
def test_a_page_with_nothing_on_it_is_doubted(desk: Desk, tmp_path: Path, shade: int) -> None:
    (added,) = take_pages(desk, saved(Image.new("L", (1240, 1754), shade), tmp_path / "a.png"))
    assert added.doubt in ("blank", "dark")


@pytest.mark.parametrize("turned", [False, True])
def test_a_picture_far_longer_than_a_page_becomes_pages_that_can_be_read(
    desk: Desk, tmp_path: Path, turned: bool
) -> None:
    long = written("long", (1080, 12000))
    if turned:
        long = long.transpose(Image.Transpose.ROTATE_90)
    pages = [seen(desk, page.sha256) for page in add_pages(desk, saved(long, tmp_path / "long.png"))]
    assert len(pages) == 8
    assert min(min(page.size) for page in pages) >= 1000
    assert sum(max(page.size) for page in pages) == 12000


def test_a_long_picture_is_cut_between_lines_of_writing() -> None:
    long = written("long", (1080, 12000))
    for piece in pieces(long):
        edges = [piece.crop((0, y, piece.width, y + 1)).getextrema() for y in (0, piece.height - 1)]
        assert edges == [(255, 255), (255, 255)]


@pytest.mark.parametrize("size", [(1080, 2400), (300, 1100), (1754, 1240)])
def test_a_telephones_screen_and_a_slip_stay_one_page(size: tuple[int, int]) -> None:
    assert len(pieces(written("short", size))) == 1


@pytest.mark.parametrize("way", range(2, 9))
@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_picture_stands_upright_whatever_way_the_camera_was_held(way: int, format: str) -> None:
    base = written("upright", (600, 800)).convert("RGB")
    exif, out = Image.Exif(), BytesIO()
    exif[0x0112] = way
    base.save(out, format, exif=exif.tobytes() if format != "TIFF" else exif)
    shown = Image.open(BytesIO(upright(out.getvalue())))
    assert shown.getexif().get(0x0112, 1) == 1
    assert shown.size == ((600, 800) if way < 5 else (800, 600))
    assert upright(upright(out.getvalue())) == upright(out.getvalue())
