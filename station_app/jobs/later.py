"""A call that waits until the desk has been up for a while, and is forgotten when it closes first."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


def later(milliseconds: int, owner: QObject, call: Callable[[], None]) -> None:
    """Calls `call` on the GUI thread, unless `owner` is gone by then."""
    QTimer.singleShot(milliseconds, owner, call)
