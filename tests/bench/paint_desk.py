"""`station-app desk --directory DIRECTORY` as it is, ended when its first window has been painted."""

import sys

from PySide6.QtWidgets import QApplication

from station_app import app as desk
from station_app.commands import main as station_app
from tests.bench.paint_watch import PaintWatch


class WatchedProgram(desk.DeskProgram):
    def __init__(self, app: QApplication, options: desk.DeskOptions) -> None:
        super().__init__(app, options)
        PaintWatch(self.window)


def main() -> int:
    desk.DeskProgram = WatchedProgram  # type: ignore[misc]
    return station_app(["desk", "--directory", sys.argv[1]])


if __name__ == "__main__":
    sys.exit(main())
