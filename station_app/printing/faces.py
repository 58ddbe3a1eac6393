"""The bundled typefaces: which of them has a character, how wide it is, and how text falls into runs of one font."""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from typing import Any, Final, Literal, TypeAlias

import msgspec
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from resources.paths import FontName, font_file
from station_app.printing.font_memory import MappedFont, slim
from station_app.printing.to_unicode import mend_reportlab

Weight: TypeAlias = Literal["regular", "bold"]

_MAIN: Final[dict[Weight, FontName]] = {"regular": "NotoSansSC-Regular", "bold": "NotoSansSC-Bold"}
_FALLBACK: Final[FontName] = "HanaMinB"
_STOUT: Final[dict[Weight, float]] = {"regular": 0.0, "bold": 0.03}


class Run(msgspec.Struct, frozen=True):
    """A piece of text in one font, None for what no font has. `stout` is how far the outline is thickened, in parts of the type size, since the
    fallback has no bold of its own.
    """

    text: str
    font: FontName | None
    stout: float = 0.0


@cache
def face(name: FontName) -> Any:
    """reportlab's face of a bundled font, registered under its name; the 30 MB fallback is opened when first needed."""
    mend_reportlab()
    file = MappedFont(font_file(name))
    font = TTFont(name, file, asciiReadable=False, shapable=False)
    slim(font.face)
    file.let_go()
    pdfmetrics.registerFont(font)
    return font.face


def printable(text: str) -> str:
    """The text without what has no shape: control characters, joiners, variation selectors; a tab becomes a space."""
    kept = (" " if character == "\t" else character for character in text)
    return "".join(character for character in kept if character == "\n" or not _shapeless(character))


@cache
def _shapeless(character: str) -> bool:
    variation = "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
    return variation or unicodedata.category(character) in ("Cc", "Cf")


def without_glyph(texts: Iterable[str]) -> str:
    """Every character of the texts that no bundled font has, once each, in order of appearance: empty squares on paper."""
    return "".join(character for character in dict.fromkeys("".join(map(printable, texts))) if not has_glyph(character))


@cache
def has_glyph(character: str) -> bool:
    """Whether a bundled font has the character."""
    code = ord(character)
    return character == "\n" or code in face(_MAIN["regular"]).charToGlyph or code in face(_FALLBACK).charToGlyph


def runs(text: str, weight: Weight) -> Iterator[Run]:
    """The text cut where the font changes: the main font wherever it has the character, else the fallback, else none."""
    main = _MAIN[weight]
    known = face(main).charToGlyph

    def font(character: str) -> FontName | None:
        return main if ord(character) in known else _FALLBACK if has_glyph(character) else None

    for name, characters in groupby(text, key=font):
        yield Run("".join(characters), name, _STOUT[weight] if name == _FALLBACK else 0.0)


def text_width(text: str, size: float, weight: Weight) -> float:
    """Width in the unit of `size`. A character that no font has is a square of the whole size."""
    return sum(_advance(character, weight) for character in text) * size / 1000


@cache
def _advance(character: str, weight: Weight) -> float:
    if not has_glyph(character):
        return 1000.0
    main = face(_MAIN[weight])
    owner = main if ord(character) in main.charToGlyph else face(_FALLBACK)
    width: float = owner.getCharWidth(ord(character))
    return width
