"""The real desk in this process, off screen: the program that `station-app` makes, signed in, and waiting without sleep."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from station_app.app import DeskOptions, DeskProgram, make_application
from station_app.ui.shell import Shell
from station_app.ui.sign_in.view import SignInView

PATIENCE_MS = 60_000
LOOKS_EVERY_MS = 5


@contextmanager
def desk_window(directory: Path) -> Iterator[DeskProgram]:
    app = make_application(sys.argv[:1])
    program = DeskProgram(app, DeskOptions(directory))
    program.window.show()
    try:
        yield program
    finally:
        program.window.close()
        program.close()
        app.processEvents()


def sign_in(program: DeskProgram, password: str) -> Shell:
    """Types the password of the first agent; returns when the desk is there."""
    view = program.window.shown
    if not isinstance(view, SignInView):
        raise TypeError("nobody is enrolled here")
    view.password.setText(password)
    view.main_action()
    wait_until(lambda: program.window.shell is not None)
    shell = program.window.shell
    if shell is None:
        raise RuntimeError("nobody came in")
    return shell


def wait_until(true: Callable[[], bool]) -> None:
    """Lets the windows work until `true()`. Raises TimeoutError."""
    loop, looks, patience = QEventLoop(), QTimer(), QTimer()
    looks.timeout.connect(lambda: loop.quit() if true() else None)
    patience.timeout.connect(loop.quit)
    looks.start(LOOKS_EVERY_MS)
    patience.start(PATIENCE_MS)
    if not true():
        loop.exec()
    if not true():
        raise TimeoutError("the desk did not come so far")


def idle(milliseconds: int) -> None:
    """Lets the windows work for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def event_loop() -> QApplication:
    """The application of a measurement that needs threads and no window."""
    return make_application(sys.argv[:1])
