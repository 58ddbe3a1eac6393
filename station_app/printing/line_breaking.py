"""Where a line of Chinese may end (GB/T 15834 on punctuation marks, and the usual rules of setting)."""

from collections.abc import Callable
from typing import Final

NEVER_FIRST: Final = frozenset("，。、；：？！）》〉」』】〕〗”’…—·～％‰℃々,.;:?!)]}%")
NEVER_LAST: Final = frozenset("（《〈「『【〔〖“‘([{￥¥")
_ORPHAN: Final = 2
_SPACES: Final = " \u3000"


def break_lines(text: str, width: float, advance: Callable[[str], float]) -> list[str]:
    """Cuts the text into lines no wider than `width`, as `advance` measures a character.

    No line begins with a closing mark or ends with an opening one; words and numbers in ASCII stay whole. Where that
    cannot be kept (a word wider than the line) the line is cut anyway: nothing is ever lost. A newline always cuts.
    A last line of a character or two gets company from the line before.
    """
    return [line for paragraph in text.split("\n") for line in _without_orphan(paragraph, width, advance)]


def _without_orphan(text: str, width: float, advance: Callable[[str], float]) -> list[str]:
    lines = _break_paragraph(text, width, advance)
    if len(lines) < 2 or len(lines[-1]) > _ORPHAN:
        return lines
    last_two = text[text.rindex(lines[-2]) :] if lines[-2] else ""
    again = _break_paragraph(last_two, width - _ORPHAN * advance("字"), advance)
    return [*lines[:-2], *again] if len(again) == 2 else lines


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
