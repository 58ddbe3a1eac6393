"""What stands in one cell of a table: words and their tone. No Qt."""

from typing import Final, Literal, NamedTuple

Tone = Literal["late", "soon", "good", "plain"]

MARKS: Final[dict[Tone, str]] = {"late": "■", "soon": "▲", "good": "●", "plain": ""}
"""A colour never stands alone: the shape says the same."""


class Cell(NamedTuple):
    """A tone brings its colour, its mark and bold type."""

    text: str
    tone: Tone = "plain"

    @property
    def shown(self) -> str:
        mark = MARKS[self.tone]
        return f"{mark} {self.text}" if mark else self.text
