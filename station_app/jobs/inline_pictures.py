"""The pictures' thread's interface without the thread: every call runs at once. For tests and for commands."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from forms.failures import Failure

T = TypeVar("T")
Failed = Callable[[Failure], None]


class NotGoing:
    def give_up(self) -> None:
        """It has ended already."""


class InlinePictures:
    """As `PictureWorker`; our bugs are raised."""

    def run(self, call: Callable[[], T], done: Callable[[T], None], failed: Failed) -> None:
        self.each(lambda: iter((call(),)), done, lambda: None, failed)

    def each(
        self, make: Callable[[], Iterator[T]], one: Callable[[T], None], done: Callable[[], None], failed: Failed
    ) -> NotGoing:
        try:
            for item in make():
                one(item)
        except Failure as failure:
            failed(failure)
        else:
            done()
        return NotGoing()
