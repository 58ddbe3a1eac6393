"""Photographs, scans and whatever else somebody drops on the desk, becoming pages or a clear sentence."""

import hashlib
import os
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageDraw
from pypdfium2 import PdfDocument

from station_app.desk.add_page import LONGEST_SIDE, PageRefused, add_page, add_pages, page_bytes
from station_app.desk.context import Desk
from station_app.storage.failures import PageNotHere
from tests.storage.station import SetClock, enrolled, opened_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    clock = SetClock()
    found = opened_desk(tmp_path / "station", enrolled(tmp_path / "station", clock), clock)
    yield found
    found.close()


def photographed_page(size: tuple[int, int] = (3024, 4032)) -> Image.Image:
    """An A4 page of writing on a table, with the grain of a phone's camera."""
    grain = Image.frombytes("L", (size[0] // 8, size[1] // 8), os.urandom(size[0] // 8 * (size[1] // 8)))
    paper = Image.blend(Image.new("L", grain.size, 225), grain, 0.06).resize(size).convert("RGB")
    pen = ImageDraw.Draw(paper)
    for line in range(40):
        top = 200 + line * (size[1] - 400) // 40
        for word in range(24):
            left = 150 + word * (size[0] - 300) // 24
            pen.rectangle((left, top, left + size[0] // 40, top + size[1] // 90), outline=(40, 40, 60), width=6)
    return paper


def saved(image: Image.Image, path: Path, **options: object) -> Path:
    image.save(path, **options)  # type: ignore[arg-type]
    return path


def opened(desk: Desk, sha256: str) -> Image.Image:
    return Image.open(BytesIO(page_bytes(desk, sha256)))


def nothing_kept(desk: Desk) -> bool:
    return not any(desk.store.places.pages.rglob("*.page"))


def test_a_photograph_becomes_a_small_readable_page(desk: Desk, tmp_path: Path) -> None:
    source = saved(photographed_page(), tmp_path / "身份证.jpg", quality=95)
    page = add_page(desk, source)
    content = page_bytes(desk, page.sha256)
    assert (page.size, page.media_type, page.name) == (len(content), "image/png", "身份证.jpg")
    assert hashlib.sha256(content).hexdigest() == page.sha256
    assert page.size < 80_000
    assert 1400 <= max(opened(desk, page.sha256).size) <= LONGEST_SIDE


def test_the_same_photograph_twice_is_one_page(desk: Desk, tmp_path: Path) -> None:
    source = saved(photographed_page((600, 800)), tmp_path / "a.png")
    assert add_page(desk, source) == add_page(desk, source)


def test_a_photograph_of_forty_megabytes_works(desk: Desk, tmp_path: Path) -> None:
    size = (4000, 2800)
    source = saved(
        Image.frombytes("RGB", size, os.urandom(size[0] * size[1] * 3)),
        tmp_path / "big.jpg",
        quality=100,
        subsampling=0,
    )
    assert source.stat().st_size > 40_000_000
    assert max(opened(desk, add_page(desk, source).sha256).size) >= 1400


def test_a_photograph_taken_sideways_stands_upright(desk: Desk, tmp_path: Path) -> None:
    image = Image.new("RGB", (400, 200), "white")
    image.paste("black", (0, 0, 40, 40))
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned: the page is to be shown a quarter clockwise
    page = opened(desk, add_page(desk, saved(image, tmp_path / "a.jpg", exif=exif)).sha256)
    assert page.size == (200, 400)
    assert page.convert("L").getpixel((190, 10)) < 60  # type: ignore[operator]


@pytest.mark.parametrize(
    ("mode", "suffix"), [("1", "png"), ("L", "bmp"), ("P", "gif"), ("RGBA", "png"), ("CMYK", "jpg"), ("I;16", "png")]
)
def test_every_usual_kind_of_picture_is_taken(desk: Desk, tmp_path: Path, mode: str, suffix: str) -> None:
    page = add_page(desk, saved(Image.new(mode, (120, 90)), tmp_path / f"a.{suffix}"))
    assert opened(desk, page.sha256).size == (120, 90)


def test_what_is_clear_in_a_picture_is_white_on_the_page(desk: Desk, tmp_path: Path) -> None:
    page = add_page(desk, saved(Image.new("RGBA", (40, 40), (0, 0, 0, 0)), tmp_path / "a.png"))
    assert opened(desk, page.sha256).convert("L").getpixel((20, 20)) > 250  # type: ignore[operator]


def test_a_page_without_colour_is_kept_grey_and_a_seal_stays_red(desk: Desk, tmp_path: Path) -> None:
    writing = photographed_page((1200, 1600))
    assert opened(desk, add_page(desk, saved(writing, tmp_path / "grey.png")).sha256).mode == "P"
    ImageDraw.Draw(writing).ellipse((800, 1200, 1000, 1400), outline=(200, 30, 30), width=12)
    sealed = opened(desk, add_page(desk, saved(writing, tmp_path / "sealed.png")).sha256).convert("RGB")
    red, green, _ = sealed.split()
    assert ImageChops.subtract(red, green).getextrema()[1] > 80  # type: ignore[operator]


def pdf(path: Path, pages: int) -> Path:
    document = PdfDocument.new()
    for _ in range(pages):
        document.new_page(595, 842)
    document.save(path)
    document.close()
    return path


def test_each_page_of_a_pdf_becomes_a_page(desk: Desk, tmp_path: Path) -> None:
    pages = add_pages(desk, pdf(tmp_path / "a.pdf", 3))
    assert len(pages) == 3
    assert opened(desk, pages[0].sha256).size == (1240, 1754)
    assert add_page(desk, pdf(tmp_path / "one.pdf", 1)).sha256 == pages[0].sha256


@pytest.mark.parametrize(("pages", "most"), [(3, "1页"), (31, "30页")])
def test_too_many_pages_are_told_before_any_is_kept(desk: Desk, tmp_path: Path, pages: int, most: str) -> None:
    add = add_page if most == "1页" else add_pages
    with pytest.raises(PageRefused, match=most):
        add(desk, pdf(tmp_path / "a.pdf", pages))
    assert nothing_kept(desk)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空文件"),
        ("工作总结".encode() * 100, "不是照片"),
        (b"PK\x03\x04 a spreadsheet", "不是照片"),
        (b"%PDF-1.7 cut off", "打不开"),
        (b"\xff\xd8\xff\xe0 no photograph at all", "不完整"),
    ],
)
def test_a_file_that_is_no_page_is_refused_with_a_sentence(
    desk: Desk, tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "文件.jpg"
    path.write_bytes(content)
    with pytest.raises(PageRefused, match=words) as told:
        add_page(desk, path)
    assert "文件.jpg" in str(told.value)
    assert nothing_kept(desk)


@pytest.mark.parametrize("suffix", ["jpg", "png"])
def test_a_photograph_copied_only_in_part_is_told(desk: Desk, tmp_path: Path, suffix: str) -> None:
    source = saved(photographed_page((600, 800)), tmp_path / f"a.{suffix}")
    source.write_bytes(source.read_bytes()[:-3000])
    with pytest.raises(PageRefused, match="不完整"):
        add_page(desk, source)
    assert nothing_kept(desk)


def png_that_unpacks_to(side: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    head = side.to_bytes(4, "big") * 2 + b"\x08\x00\x00\x00\x00"
    body = zlib.compress(bytes(1000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [12_000, 60_000])
def test_a_small_file_that_unpacks_to_gigabytes_is_refused(desk: Desk, tmp_path: Path, side: int) -> None:
    path = tmp_path / "bomb.png"
    path.write_bytes(png_that_unpacks_to(side))
    with pytest.raises(PageRefused, match="尺寸太大"):
        add_page(desk, path)


def test_a_file_beyond_sixty_megabytes_is_refused_unread(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    with path.open("wb") as file:
        file.truncate(61 * 1024 * 1024)
    with pytest.raises(PageRefused, match="61兆"):
        add_page(desk, path)


def test_a_file_that_is_gone_is_told(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(PageRefused, match="U盘拔掉了"):
        add_page(desk, tmp_path / "gone.jpg")


def test_a_page_that_is_not_here_is_told(desk: Desk) -> None:
    with pytest.raises(PageNotHere):
        page_bytes(desk, "ab" * 32)
