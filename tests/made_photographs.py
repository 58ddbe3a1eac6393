"""Photographs as a telephone at a village desk takes them, made up: for tests, and for measuring what a page weighs."""

import random
from functools import cache
from io import BytesIO

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from resources.paths import ROOT

FONT = ROOT / "fonts" / "NotoSansSC-Regular.ttf"
WORDS = "响水镇民政办高龄津贴申请表姓名性别出生日期身份证号码户籍所在地联系电话开户银行账号申请人签字年月日"
A4 = (1860, 2630)
"""Of a written page, in px."""
TELEPHONE = (3000, 4000)
"""Px of a telephone of 12 million."""
Corners = tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]
"""Where a page's corners are in a photograph, as shares of its width and height: top left, top right, bottom right, bottom
left of the writing."""
STRAIGHT: Corners = ((0.07, 0.05), (0.93, 0.05), (0.93, 0.95), (0.07, 0.95))
SLANTED: Corners = ((0.17, 0.12), (0.86, 0.07), (0.95, 0.93), (0.06, 0.9))
ASKEW: Corners = ((0.18, 0.05), (0.95, 0.14), (0.82, 0.94), (0.05, 0.86))
TABLES = {"wood": (96, 66, 44), "dark": (44, 36, 32), "cloth": (58, 84, 76)}

CASES: tuple[tuple[int, int, float, Corners | None, str, bool], ...] = (
    (0, 14, 16, None, "", False),
    (1, 22, 14, None, "", False),
    (2, 28, 12, None, "", True),
    (3, 34, 10.5, None, "", False),
    (4, 38, 10.5, None, "", False),
    (5, 24, 12, STRAIGHT, "wood", False),
    (6, 30, 12, SLANTED, "wood", False),
    (7, 20, 14, SLANTED, "dark", True),
    (8, 34, 10.5, SLANTED, "cloth", False),
    (9, 26, 12, ASKEW, "wood", False),
    (10, 30, 10.5, ASKEW, "dark", False),
    (11, 18, 14, STRAIGHT, "cloth", True),
    (12, 36, 10.5, STRAIGHT, "dark", False),
)
"""(seed, lines of writing, size in points, where the page lies or None: it fills the picture, table, a red seal) of thirteen
different pages: sparse and dense, straight and slanted, with shadow, on three tables."""


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
    """The page as a telephone sees it: light from one side, a hand's shadow, yellowish, with grain. "L" or "RGB"."""
    chance = random.Random(seed)
    light = Image.linear_gradient("L").resize(page.size).rotate(180 * (seed % 2)).point(lambda v: 150 + v * 90 // 255)
    shade = Image.new("L", (page.width // 8, page.height // 8), 255)
    x, y = chance.randint(25, 150), chance.randint(37, 250)
    ImageDraw.Draw(shade).ellipse((x, y, x + 87, y + 112), fill=190)
    lit = ImageChops.multiply(light, shade.filter(ImageFilter.GaussianBlur(11)).resize(page.size))
    bands = page.convert("RGB").split()
    seen = Image.merge(
        "RGB",
        [
            ImageChops.multiply(band, lit.point(lambda v, c=c: v * c // 100))
            for band, c in zip(bands, (100, 97, 88), strict=True)
        ],
    )
    return grained(seen, seed, grain)


def grained(seen: Image.Image, seed: int, grain: int = 12) -> Image.Image:
    """With a camera's noise."""
    noise = Image.frombytes("RGB", seen.size, random.Random(seed).randbytes(seen.width * seen.height * 3))
    noise = noise.point(lambda v: 128 + (v - 128) * grain // 128)
    return ImageChops.add(seen, noise, 1, -128)


def sealed(page: Image.Image) -> Image.Image:
    """With a red seal at its foot."""
    page = page.convert("RGB")
    ImageDraw.Draw(page).ellipse((1200, 1900, 1500, 2200), outline=(190, 40, 40), width=14)
    return page


def on_table(page: Image.Image, corners: Corners, table: str, size: tuple[int, int] = TELEPHONE) -> Image.Image:
    """The page lying on a table, seen slantwise where `corners` are no rectangle. `size` in px."""
    width, height = size
    ground = Image.new("RGB", size, TABLES[table])
    pen = ImageDraw.Draw(ground)
    for stripe in range(0, height, height // 23):
        pen.line((0, stripe, width, stripe + height // 30), fill=tuple(v * 4 // 5 for v in TABLES[table]), width=6)
    places = [(x * width, y * height) for x, y in corners]
    whole = [(0.0, 0.0), (float(page.width), 0.0), (float(page.width), float(page.height)), (0.0, float(page.height))]
    how = perspective(places, whole)
    lying = page.convert("RGB").transform(size, Image.Transform.PERSPECTIVE, how, Image.Resampling.BILINEAR)
    cover = Image.new("L", size, 0)
    ImageDraw.Draw(cover).polygon(places, fill=255)
    ground.paste(lying, mask=cover)
    return ground


def perspective(shown: list[tuple[float, float]], taken: list[tuple[float, float]]) -> list[float]:
    """Pillow's eight numbers that take each point of `shown` from that of `taken` (four of each)."""
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(shown, taken, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y, u], [0, 0, 0, x, y, 1, -v * x, -v * y, v]]
    for at in range(8):
        pivot = max(range(at, 8), key=lambda row, at=at: abs(rows[row][at]))  # type: ignore[misc]
        rows[at], rows[pivot] = rows[pivot], rows[at]
        rows[at] = [value / rows[at][at] for value in rows[at]]
        for other in range(8):
            if other != at:
                share = rows[other][at]
                rows[other] = [a - share * b for a, b in zip(rows[other], rows[at], strict=True)]
    return [row[8] for row in rows]


def case(number: int) -> tuple[Image.Image, Image.Image]:
    """(the page as printed, the photograph of it) of one of `CASES`."""
    seed, lines, points, corners, table, has_seal = CASES[number]
    printed = written(seed, lines, points)
    page = sealed(printed) if has_seal else printed
    if corners is None:
        return page, photographed(page, seed)
    return page, photographed(on_table(page, corners, table), seed)


@cache
def taken(number: int) -> bytes:
    """The file of one of `CASES` as a telephone keeps it; made once in a run of tests."""
    return jpeg(case(number)[1])


def jpeg(image: Image.Image, quality: int = 90) -> bytes:
    """The file a telephone keeps."""
    out = BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()
