"""Somebody types in the search box of the cases screen. Run: `typing_desk DIRECTORY PASSWORD`; the store is a big one.

The clock of a key starts before it is pressed and stops when the rows that it found have been painted, with the screen's
own pause after the last key in it. The next key is pressed when the rows stand.
"""

import random
import sys
import time
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest

from forms.pinyin import PinyinTable
from station_app.desk.context import Desk
from station_app.storage import store as station_store
from station_app.ui.cases.view import CasesScreen
from station_app.ui.shell import Shell
from tests.bench.apart import tell
from tests.bench.desk_window import desk_window, sign_in, wait_until
from tests.storage.station import MACHINE

ROUNDS = 3
QUERIES = 50
MOST_SIGNS = 6
SEED = 11
PATIENCE_S = 20


class RowsWatch(QObject):
    """Knows when rows that came after `begin` have been painted."""

    def __init__(self, screen: CasesScreen) -> None:
        super().__init__(screen)
        self._viewport = screen.table.viewport()
        self._came = self.painted = False
        screen.table.rows.modelReset.connect(self._rows_came)
        self._viewport.installEventFilter(self)

    def begin(self) -> None:
        self._came = self.painted = False

    def _rows_came(self) -> None:
        self._came = True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._came:
            self.painted = True
        return False


def main() -> None:
    # The big store was made for a PC of this name; on another one it would begin a new epoch first.
    station_store.machine_fingerprint = lambda: MACHINE  # type: ignore[attr-defined]
    with desk_window(Path(sys.argv[1])) as program:
        shell = sign_in(program, sys.argv[2])
        queries = _queries(shell)
        shell.go("cases")
        screen = shell.shown
        if not isinstance(screen, CasesScreen):
            raise TypeError("the search did not open")
        screen.only.choose("all")
        watch = RowsWatch(screen)
        tell({"rounds_ms": [_round(screen, watch, queries) for _ in range(ROUNDS)]})


def _round(screen: CasesScreen, watch: RowsWatch, queries: list[str]) -> list[float]:
    return [took for query in queries for took in _typed(screen, watch, query)]


def _typed(screen: CasesScreen, watch: RowsWatch, query: str) -> list[float]:
    """Milliseconds of each key."""
    watch.begin()
    screen.search.setText("")
    screen.refresh(frozenset())
    _until_painted(watch)
    return [_key_ms(screen, watch, sign) for sign in query]


def _key_ms(screen: CasesScreen, watch: RowsWatch, sign: str) -> float:
    watch.begin()
    begun = time.perf_counter()
    if sign.isascii():
        QTest.keyClicks(screen.search, sign)
    else:
        committed = QInputMethodEvent()
        committed.setCommitString(sign)
        QCoreApplication.sendEvent(screen.search, committed)
    _until_painted(watch)
    return (time.perf_counter() - begun) * 1000


def _until_painted(watch: RowsWatch) -> None:
    ends = time.monotonic() + PATIENCE_S
    while not watch.painted:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        if time.monotonic() > ends:
            raise TimeoutError("no rows came")


def _queries(shell: Shell) -> list[str]:
    """What villagers say or show, each of somebody who is in the store, so that every key finds rows."""
    people: list[tuple[str, ...]] = []
    shell.surroundings.worker.run(_people, people.extend)
    wait_until(lambda: bool(people))
    source, table = random.Random(SEED), PinyinTable.load()
    return [_query(table, at, *person) for at, person in enumerate(source.sample(people, QUERIES))]


def _people(desk: Desk) -> list[tuple[str, ...]]:
    """Runs on the worker."""
    columns = "applicant_name, id_number, phone, village, receipt_number"
    return desk.store.database.rows(f"SELECT {columns} FROM case_row WHERE position % 97 = 0")


def _query(table: PinyinTable, at: int, name: str, number: str, phone: str, village: str, receipt: str) -> str:
    kinds = (
        name,
        name[-2:],
        table.initials(name),
        number[-6:],
        number[6:12],
        phone[-4:],
        phone[:6],
        f"{village[:2]} {name[0]}",
        f"{name[0]} {phone[-4:]}",
        receipt[-6:],
    )
    return kinds[at % len(kinds)][:MOST_SIGNS]


if __name__ == "__main__":
    main()
