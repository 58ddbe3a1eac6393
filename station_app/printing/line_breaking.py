"""Where a line of Chinese may end (GB/T 15834 on punctuation marks, and the usual rules of setting)."""

from collections.abc import Callable
from typing import Final

NEVER_FIRST: Final = frozenset("，。、；：？！）》〉」』】〕〗”’…—·～％‰℃々,.;:?!)]}%")
NEVER_LAST: Final = frozenset("（《〈「『【〔〖“‘([{￥¥")
_SPACES: Final = " \u3000"


def break_lines(text: str, width: float, advance: Callable[[str], float]) -> list[str]:
    """Cuts the text into lines no wider than `width`, as `advance` measures a character.

    No line begins with a closing mark or ends with an opening one; words and numbers in ASCII stay whole. Where that
    cannot be kept (a word wider than the line) the line is cut anyway: nothing is ever lost. A newline always cuts.
    """
    return [line for paragraph in text.split("\n") for line in _break_paragraph(paragraph, width, advance)]


def _break_paragraph(text: str, width: float, advance: Callable[[str], float]) -> list[str]:
    lines: list[str] = []
    start, used, allowed, place = 0, 0.0, 0, 0
    while place < len(text):
        if place > start and _may_break(text, place):
            allowed = place
        used += advance(text[place])
        if used > width and place > start and text[place] not in _SPACES:
            cut = allowed if allowed > start else place
            lines.append(text[start:cut].rstrip(_SPACES))
            start = place = cut + len(text[cut:]) - len(text[cut:].lstrip(_SPACES))
            used = 0.0
            continue
        place += 1
    return [*lines, text[start:].rstrip(" ")]


def _may_break(text: str, place: int) -> bool:
    before, after = text[place - 1], text[place]
    if after in NEVER_FIRST or before in NEVER_LAST or after in _SPACES:
        return False
    return not (_in_word(before) and _in_word(after))


def _in_word(character: str) -> bool:
    return character.isascii() and character != " "
