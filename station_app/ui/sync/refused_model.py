"""What was sent back, as rows, and what is said of the chosen one. No Qt."""

from datetime import datetime
from typing import NamedTuple

from station_app.desk.views import RefusedLine
from station_app.ui.parts.cells import Cell
from station_app.ui.words import Words


class Said(NamedTuple):
    """`button`: what pressing it opens, empty where nothing is to be opened. `may_be_noted`: 知道了 is offered."""

    why: str
    button: str
    may_be_noted: bool


def refused_rows(lines: tuple[RefusedLine, ...], words: Words) -> tuple[tuple[Cell, ...], ...]:
    """What was done, and for whom."""
    return tuple(
        (
            Cell(words.event(refused.line.kind), "late"),
            Cell(_whose(refused, words)),
        )
        for refused in lines
    )


def said_of(refused: RefusedLine, words: Words, now: datetime) -> Said:
    """When it was recorded and why it was sent back, in full; and what the agent can do about it."""
    line = refused.line
    why = words.refusal(line)
    if line.at:
        when = words.stamp(line.at, now)
        why = words.say("{when} 登记的。{why}", "Recorded {when}. {why}", when=when, why=why)
    match refused.remedy:
        case "draft":
            button = words.say("打开草稿，再收一次", "Open the draft, receive it again")
        case "again":
            button = words.say("打开这件事，再办一次", "Open the case, do it again")
        case "look":
            button = words.say("打开这件事看看", "Open the case")
        case _:
            button = ""
    return Said(why, button, may_be_noted=refused.remedy != "draft")


def _whose(refused: RefusedLine, words: Words) -> str:
    return "　".join(part for part in (refused.applicant, words.item(refused)) if part) or words.say(
        "不属于哪一件", "Of no case"
    )
