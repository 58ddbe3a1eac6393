"""What the desk's start is compared with: PySide6, an application, one empty window of the desk's size."""

import sys

from PySide6.QtWidgets import QApplication, QWidget

from tests.bench.paint_watch import PaintWatch


def main() -> int:
    app = QApplication(sys.argv[:1])
    window = QWidget()
    window.resize(1366, 768)
    PaintWatch(window)
    window.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
