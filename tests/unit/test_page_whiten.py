"""Photographed pages: shadows, grain and the table go, the writing and the seal stay, and what is no page is left alone."""

import random
import statistics
from io import BytesIO

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from resources.paths import ROOT
from station_app.desk.add_page import _scaled
from station_app.desk.whiten_page import trimmed, whitened

FONT = ROOT / "fonts" / "NotoSansSC-Regular.ttf"
WORDS = "响水镇民政办高龄津贴申请表姓名性别出生日期身份证号码户籍所在地联系电话开户银行账号申请人签字年月日"
A4 = (1860, 2630)


def written(seed: int, lines: int, points: float) -> Image.Image:
    """A written A4 page, as it was printed."""
    chance = random.Random(seed)
    page = Image.new("L", A4, 255)
    pen, font = ImageDraw.Draw(page), ImageFont.truetype(FONT, round(points * A4[0] / 595))
    for line in range(lines):
        text = "".join(chance.choice(WORDS) for _ in range(chance.randint(18, 40)))
        pen.text((170, 190 + line * (A4[1] - 380) // lines), text, fill=30, font=font)
    return page


def photographed(page: Image.Image, seed: int, grain: int = 12) -> Image.Image:
    """The page as a telephone sees it: light from one side, a hand's shadow, yellowish, with grain."""
    chance = random.Random(seed)
    light = Image.linear_gradient("L").resize(page.size).rotate(180 * (seed % 2)).point(lambda v: 150 + v * 90 // 255)
    shade = Image.new("L", page.size, 255)
    x, y = chance.randint(200, 1200), chance.randint(300, 2000)
    ImageDraw.Draw(shade).ellipse((x, y, x + 700, y + 900), fill=190)
    lit = ImageChops.multiply(light, shade.filter(ImageFilter.GaussianBlur(90)))
    seen = Image.merge(
        "RGB", [ImageChops.multiply(page, lit.point(lambda v, c=c: v * c // 100)) for c in (100, 97, 88)]
    )
    noise = Image.frombytes("RGB", seen.size, random.Random(seed).randbytes(seen.width * seen.height * 3))
    noise = noise.point(lambda v: 128 + (v - 128) * grain // 128)
    return ImageChops.add(seen, noise, 1, -128)


def legible(page: Image.Image, shown: bytes) -> float:
    """How well the shown page agrees with the printed one, 1: wholly, 0: not at all (correlation of the two pictures)."""
    image = Image.open(BytesIO(shown)).convert("L")
    small = page.resize(image.size, Image.Resampling.LANCZOS)
    a, b = small.tobytes(), image.tobytes()
    return statistics.correlation(a[::41], b[::41])


PAGES = [
    (seed, lines, points) for seed, (lines, points) in enumerate([(14, 16), (22, 14), (28, 12), (34, 10.5), (38, 10.5)])
]


def test_the_median_photographed_page_is_under_80_kb_and_reads_like_the_printed_one() -> None:
    sizes = []
    for seed, lines, points in PAGES:
        printed = written(seed, lines, points)
        kept = _scaled(photographed(printed, seed))
        assert legible(printed, kept) > 0.97, (seed, lines)
        sizes.append(len(kept))
    assert statistics.median(sizes) < 80_000, sizes


def test_paper_becomes_white_and_writing_stays_dark() -> None:
    printed = written(1, 20, 14)
    clean = whitened(photographed(printed, 1)).convert("L")
    histogram = clean.histogram()
    assert sum(histogram[250:]) > 0.8 * clean.width * clean.height
    assert sum(histogram[:90]) > 0.5 * sum(printed.histogram()[:90])


def test_a_seal_stays_red() -> None:
    page = photographed(written(2, 20, 14), 2)
    ImageDraw.Draw(page).ellipse((1200, 1900, 1500, 2200), outline=(190, 40, 40), width=14)
    red, green, _ = whitened(page).split()
    ring = ImageChops.subtract(red, green)
    assert ring.getextrema()[1] > 150  # type: ignore[operator]


def test_a_picture_that_is_no_page_is_left_as_it_is() -> None:
    face = Image.radial_gradient("L").resize((900, 1200)).convert("RGB")
    assert whitened(face) is face
    dark = Image.new("RGB", (900, 1200), (60, 20, 20))
    assert whitened(dark) is dark
    assert trimmed(dark) is dark


def test_a_dark_table_is_cut_off_and_a_page_that_fills_the_picture_is_not() -> None:
    page = photographed(written(3, 20, 14), 3)
    table = Image.new("RGB", (A4[0] + 600, A4[1] + 500), (45, 35, 30))
    table.paste(page, (300, 250))
    cut = trimmed(table)
    assert abs(cut.width - A4[0]) < 30
    assert abs(cut.height - A4[1]) < 30
    assert trimmed(page) is page
