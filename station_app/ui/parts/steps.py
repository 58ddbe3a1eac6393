"""One step of a case's way as a timeline shows it. No Qt."""

from typing import Literal, NamedTuple

Mark = Literal["done", "now", "coming", "refused"]


class Step(NamedTuple):
    """`when` stands at the right (day, who); `details` are lines beneath."""

    title: str
    when: str = ""
    details: tuple[str, ...] = ()
    mark: Mark = "done"
