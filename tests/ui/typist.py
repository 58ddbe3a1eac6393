"""A desk in a process of its own whose agent never stops typing: `python -m tests.ui.typist FOLDER KEY`, to be killed.

Each line it writes is how many characters have been typed, and when (seconds of this machine's steady clock).
"""

import secrets
import sys
import time
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from station_app.desk.open_desk import open_desk
from station_app.jobs.database_worker import DatabaseWorker
from station_app.storage.keys import Unlocked
from station_app.ui.look import Look
from station_app.ui.new_case.view import NewCaseScreen
from station_app.ui.preferences import Preferences
from station_app.ui.surroundings import Surroundings
from station_app.ui.words import Words
from tests.storage.station import MACHINE, SetClock, settings

EVERY_MS = 30


class NoPrinting:
    """The slip is of no interest here."""

    def preview(self, *_: object) -> None:
        pass

    def render_and_print(self, *_: object) -> None:
        pass


class NoSync(QObject):
    state = Signal(object)

    def sync_now(self, *, everything: bool = True) -> None:
        pass

    def after_save(self) -> None:
        pass


def main(folder: Path, key: bytes) -> None:
    app = QApplication([])
    clock = SetClock()
    unlocked = Unlocked(key, "longxiuzhen", "龙秀珍")
    worker = DatabaseWorker(lambda: open_desk(folder, unlocked, clock, secrets.token_bytes, machine=MACHINE))
    surroundings = Surroundings(
        worker, NoPrinting(), NoSync(), clock, settings, Words(), Look(), Preferences(), "longxiuzhen", "龙秀珍", folder
    )
    screen = NewCaseScreen(surroundings)
    screen.show()
    screen.enter()
    address = screen.parts.who.entries["address"].input

    def type_one() -> None:
        if screen.case is None:
            return
        address.insert("田")  # type: ignore[attr-defined]
        print(len(address.text()), time.monotonic(), flush=True)  # type: ignore[attr-defined]

    typing = QTimer()
    typing.timeout.connect(type_one)
    typing.start(EVERY_MS)
    app.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]))
