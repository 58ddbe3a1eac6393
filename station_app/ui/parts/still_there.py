"""Answers that take long may come when the widget they were for is gone: then there is nobody to tell."""

from collections.abc import Callable
from typing import TypeVar

import shiboken6
from PySide6.QtCore import QObject

T = TypeVar("T")


def still_there(whom: QObject, call: Callable[[T], None]) -> Callable[[T], None]:
    """`call`, unless Qt has deleted `whom` by then."""

    def told(answer: T) -> None:
        if shiboken6.isValid(whom):
            call(answer)

    return told
