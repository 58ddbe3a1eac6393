"""`station-app desk --directory DIRECTORY` as it is, ended when its first window has been painted.

Nothing of the desk is imported here but its command line: what comes when is the desk's own affair.
"""

import sys

from station_app.commands import main as station_app


def main() -> int:
    watch_the_first_window()
    return station_app(["desk", "--directory", sys.argv[1]])


def watch_the_first_window() -> None:
    """Puts the watch into the window where the desk begins to handle events."""
    from PySide6.QtWidgets import QApplication

    from tests.bench.paint_watch import PaintWatch

    begin = QApplication.exec

    def watched() -> int:
        (window,) = (widget for widget in QApplication.topLevelWidgets() if widget.isVisible())
        PaintWatch(window).show()
        return begin()

    QApplication.exec = staticmethod(watched)  # type: ignore[method-assign]


if __name__ == "__main__":
    sys.exit(main())
