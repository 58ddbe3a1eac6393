"""The bundled typefaces: which of them has a character, how wide it is, and how text falls into runs of one font."""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from typing import Any, Final, Literal, TypeAlias

import msgspec
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from forms.failures import InputFailure
from resources.paths import FontName, font_file
from station_app.printing.font_memory import MappedFont, slim
from station_app.printing.to_unicode import mend_reportlab

Weight: TypeAlias = Literal["regular", "bold"]

_MAIN: Final[dict[Weight, FontName]] = {"regular": "NotoSansSC-Regular", "bold": "NotoSansSC-Bold"}
_FALLBACK: Final[FontName] = "HanaMinB"
_STOUT: Final[dict[Weight, float]] = {"regular": 0.0, "bold": 0.03}


class MissingGlyph(InputFailure):
    """No bundled font has these characters. Raised before anything is drawn, so that no paper leaves them out silently."""

    def __init__(self, characters: str) -> None:
        self.characters = characters
        quoted = "、".join(map(_shown, characters))
        these = f"这 {len(characters)} 个字" if len(characters) > 1 else "这个字"
        shown = ", ".join(f"“{character}” (U+{ord(character):04X})" for character in characters)
        super().__init__(
            f"{quoted}{these}本机字库里没有，打不出来。填的内容都还在。请对照户口簿或身份证重新输入；"
            "证件上就是这样写的，先换一个读音相同的字，打出来以后手写改正，再把这件事告诉县里。",
            f"No font on this computer has {shown}, so it cannot be printed. What was filled in is kept. Compare it with "
            "the identity card and enter it again; if it is written like this there, use a character of the same sound, correct "
            "the paper by hand, and tell the district.",
        )


def _shown(character: str) -> str:
    """The character in quotes; one of a private-use code has no shape of its own and is described."""
    return "一个别处的自造字" if unicodedata.category(character) == "Co" else f"“{character}”"


class Run(msgspec.Struct, frozen=True):
    """A piece of text in one font. `stout` is how far the outline is thickened, in parts of the type size, since the
    fallback has no bold of its own.
    """

    text: str
    font: FontName
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


def check_glyphs(texts: Iterable[str]) -> None:
    """Raises MissingGlyph naming every character of the texts that no bundled font has, in order of appearance."""
    missing = "".join(character for character in dict.fromkeys("".join(map(printable, texts))) if not _has(character))
    if missing:
        raise MissingGlyph(missing)


def _has(character: str) -> bool:
    code = ord(character)
    return character == "\n" or code in face(_MAIN["regular"]).charToGlyph or code in face(_FALLBACK).charToGlyph


def runs(text: str, weight: Weight) -> Iterator[Run]:
    """The text cut where the font changes: the main font wherever it has the character, else the fallback."""
    main = _MAIN[weight]
    known = face(main).charToGlyph
    for has, characters in groupby(text, key=lambda character: ord(character) in known):
        piece = "".join(characters)
        yield Run(piece, main) if has else Run(piece, _FALLBACK, _STOUT[weight])


def text_width(text: str, size: float, weight: Weight) -> float:
    """Width in the unit of `size`. Raises nothing: check_glyphs has been asked before."""
    return sum(_advance(character, weight) for character in text) * size / 1000


@cache
def _advance(character: str, weight: Weight) -> float:
    main = face(_MAIN[weight])
    owner = main if ord(character) in main.charToGlyph else face(_FALLBACK)
    width: float = owner.getCharWidth(ord(character))
    return width
