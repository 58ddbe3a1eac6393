"""Turned by quarters, pulled straight between four corners, and what the picture itself says of where they are."""

from io import BytesIO

import pytest
from PIL import Image, ImageDraw, ImageFilter

from station_app.desk.add_page import Photograph, make_page
from station_app.desk.bare_photograph import bare
from station_app.desk.crop_page import WHOLE, Corners, Trim, area, cut_out, turned
from station_app.desk.find_paper import paper_corners
from station_app.desk.page_doubt import Doubt
from tests.made_photographs import ASKEW, CASES, SLANTED, STRAIGHT, jpeg, on_table, photographed, taken, written

SMALL = (900, 1200)


def marked() -> Image.Image:
    """A page whose corners can be told apart: red, green, blue, black, clockwise from the top left."""
    page = Image.new("RGB", (600, 848), "white")
    pen = ImageDraw.Draw(page)
    for (x, y), colour in zip(((0, 0), (500, 0), (500, 748), (0, 748)), ("red", "green", "blue", "black"), strict=True):
        pen.rectangle((x, y, x + 99, y + 99), fill=colour)
    return page


def corners_seen(page: Image.Image) -> list[tuple[int, ...]]:
    w, h = page.size
    places = ((w // 12, h // 16), (w - w // 12, h // 16), (w - w // 12, h - h // 16), (w // 12, h - h // 16))
    return [tuple(round(v / 255) for v in page.getpixel(place)) for place in places]  # type: ignore[union-attr]


RED, GREEN, BLUE, BLACK = (1, 0, 0), (0, 1, 0), (0, 0, 1), (0, 0, 0)


@pytest.mark.parametrize("corners", [STRAIGHT, SLANTED, ASKEW])
def test_a_slanted_page_comes_out_straight_and_in_its_own_shape(corners: Corners) -> None:
    photograph = on_table(marked(), corners, "wood", SMALL)
    page = cut_out(photograph, Trim(corners=corners), 1754)
    assert corners_seen(page) == [RED, (0, 1, 0), BLUE, BLACK]
    assert page.height / page.width == pytest.approx(2**0.5, rel=0.06)
    white = page.convert("L").crop((page.width // 4, page.height // 4, page.width * 3 // 4, page.height * 3 // 4))
    assert white.getextrema()[0] > 250  # type: ignore[operator]


@pytest.mark.parametrize(
    ("turns", "seen"),
    [(1, [BLACK, RED, GREEN, BLUE]), (2, [BLUE, BLACK, RED, GREEN]), (3, [GREEN, BLUE, BLACK, RED])],
)
def test_quarters_turn_clockwise(turns: int, seen: list[tuple[int, ...]]) -> None:
    assert corners_seen(cut_out(marked(), Trim(turns), 1754)) == seen


@pytest.mark.parametrize("quarters", [1, 2, 3, -1])
def test_a_cut_that_is_turned_takes_the_same_part_of_the_picture(quarters: int) -> None:
    trim = Trim(corners=SLANTED)
    photograph = on_table(marked(), SLANTED, "wood", SMALL)
    before, after = cut_out(photograph, trim, 800), cut_out(photograph, turned(trim, quarters), 800)
    upright = cut_out(after, Trim(-quarters % 4), 800)
    assert corners_seen(upright) == corners_seen(before)
    assert turned(turned(trim, quarters), -quarters).turns == 0
    assert area(turned(trim, quarters).corners) == pytest.approx(area(SLANTED))


def test_the_whole_picture_is_the_picture() -> None:
    page = marked()
    assert cut_out(page, Trim(), 1754) is page
    assert turned(Trim(), 1) == Trim(1, WHOLE)


@pytest.mark.parametrize(
    "corners",
    [
        ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)),
        ((1.0, 0.0), (0.0, 0.0), (0.0, 1.0), (1.0, 1.0)),
        ((0.0, 0.0), (1.0, 0.0), (0.4, 0.4), (0.0, 1.0)),
        ((0.5, 0.5), (0.52, 0.5), (0.52, 0.52), (0.5, 0.52)),
        ((0.0, 0.0), (1.2, 0.0), (1.0, 1.0), (0.0, 1.0)),
    ],
)
def test_corners_that_hold_no_page_are_refused(corners: Corners) -> None:
    assert not Trim(corners=corners).is_sensible
    with pytest.raises(ValueError, match="no page"):
        cut_out(marked(), Trim(corners=corners), 1754)


@pytest.mark.parametrize("number", [number for number, entry in enumerate(CASES) if entry[3] is not None])
def test_the_corners_of_a_page_on_a_table_are_found(number: int) -> None:
    wanted, found = CASES[number][3], paper_corners(Image.open(BytesIO(taken(number))))
    assert wanted is not None
    assert found is not None
    assert max(abs(a - b) for p, q in zip(wanted, found, strict=True) for a, b in zip(p, q, strict=True)) < 0.015


def test_where_no_edge_is_to_be_seen_nothing_is_guessed() -> None:
    assert paper_corners(photographed(written(1, 20, 14), 1)) is None
    assert paper_corners(Image.new("RGB", (400, 500), "white")) is None
    assert paper_corners(Image.radial_gradient("L").resize((900, 1200))) is None
    two = Image.new("L", (400, 300), 40)
    two.paste(220, (20, 20, 190, 280))
    two.paste(220, (210, 20, 260, 280))
    ImageDraw.Draw(two).ellipse((150, 60, 330, 240), fill=220)
    assert paper_corners(two) is None


def test_a_page_on_a_table_is_pulled_straight_by_itself_and_a_house_is_not() -> None:
    page, photograph = make_page(Photograph(bare(taken(9)), "a.jpg"))
    assert photograph.trim is not None
    assert photograph.trim.corners != WHOLE
    assert page.startswith(b"\x89PNG")
    house = Image.new("RGB", (1600, 1200), (70, 110, 160))
    pen = ImageDraw.Draw(house)
    pen.rectangle((300, 300, 1300, 1100), fill=(215, 205, 190))
    for left in (380, 700, 1020):
        pen.rectangle((left, 420, left + 200, 760), fill=(60, 60, 70))
    assert make_page(Photograph(jpeg(house), "house.jpg"))[1].trim == Trim()


def doubt(photograph: Image.Image) -> Doubt:
    return make_page(Photograph(bare(jpeg(photograph)), "a.jpg"))[1].doubt


@pytest.mark.parametrize("number", [4, 6])
def test_what_is_hard_to_read_is_said_and_what_is_not_is_not(number: int) -> None:
    photograph = Image.open(BytesIO(taken(number)))
    photograph.draft("RGB", (1500, 1500))
    photograph.load()
    assert doubt(photograph) == ""
    assert doubt(photograph.filter(ImageFilter.GaussianBlur(4))) == "blurred"
    assert doubt(photograph.point(lambda v: v // 3)) == "dark"
    small = photograph.copy()
    small.thumbnail((800, 800))
    assert doubt(small) == "small"


def test_a_portrait_of_the_size_that_cards_want_is_not_called_small() -> None:
    face = Image.new("RGB", (352, 440), "white")
    pen = ImageDraw.Draw(face)
    pen.ellipse((90, 60, 262, 290), fill=(190, 150, 120))
    pen.rectangle((40, 300, 312, 440), fill=(40, 60, 90))
    assert doubt(face) == ""
