"""The look: contrast, sizes, and a style sheet with nothing left to fill in."""

import re

import pytest

from station_app.ui.look import TEXT_SIZES, Look, read_tokens
from station_app.ui.parts.cells import MARKS, Cell

ON_GROUNDS = [
    (text, ground)
    for text in ("ink", "soft", "good", "soon", "late", "main", "main-dark")
    for ground in ("paper", "ground", "band", "side", "foot", "main-pale")
] + [
    ("on-main", "main"),
    ("on-main", "main-dark"),
    ("on-main-soft", "main-dark"),
    ("on-main-soft", "main"),
    ("ink", "soon-pale"),
    ("ink", "late-pale"),
    ("ink", "good-pale"),
    ("soon", "soon-pale"),
    ("late", "late-pale"),
    ("good", "good-pale"),
]


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.1)."""

    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[place : place + 2], 16)) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("text", "ground"), ON_GROUNDS)
def test_text_can_be_read_on_its_ground(text: str, ground: str) -> None:
    tokens = read_tokens()
    assert contrast(tokens[text], tokens[ground]) >= 4.5


def test_contrast_is_counted_right() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("text_px", TEXT_SIZES)
def test_everything_grows_with_the_text(text_px: int) -> None:
    sheet = Look(text_px).style_sheet()
    assert "@" not in sheet
    assert "{icons}" not in sheet
    assert f"font-size: {text_px}px" in sheet
    assert f"font-size: {Look(text_px).px(26)}px" in sheet
    assert "border: 1px" in sheet, "lines stay thin"


def test_controls_are_high_enough() -> None:
    sheet = Look().style_sheet()
    heights = [
        int(found)
        for found in re.findall(r"(?:QPushButton|QLineEdit, QComboBox, QDateEdit) \{[^}]*min-height: (\d+)px", sheet)
    ]
    assert heights
    assert min(heights) + 2 >= 40


def test_a_colour_never_stands_alone() -> None:
    assert [Cell("x", tone).shown for tone in ("late", "soon", "good", "plain")] == ["■ x", "▲ x", "● x", "x"]
    assert len({*MARKS.values()}) == len(MARKS)


def test_an_unknown_token_is_not_painted_black() -> None:
    with pytest.raises(KeyError):
        Look().colour("purple")
