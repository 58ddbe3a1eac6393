"""What each use case costs in statements and commits: figures that hold, so that a slip is seen."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from station_app.desk.context import Desk
from station_app.desk.drafts import save_draft
from station_app.desk.list_cases import list_cases
from station_app.desk.open_case import open_case
from station_app.desk.open_desk import open_desk
from station_app.desk.receive_case import receive_case
from station_app.desk.sync_status import sync_status
from station_app.desk.today import today_page
from station_app.desk.what_happened import happened
from station_app.storage import database as database_module
from station_app.storage.keys import Unlocked
from tests.storage.big_store import make_store
from tests.storage.station import MACHINE, SetClock, complete_content, drafted, opened_desk
from tests.storage.test_projections import tables


@pytest.fixture
def desk(directory: Path, unlocked: Unlocked, clock: SetClock) -> Iterator[Desk]:
    found = opened_desk(directory, unlocked, clock)
    yield found
    found.close()


@contextmanager
def counted(desk: Desk) -> Iterator[list[str]]:
    statements: list[str] = []
    desk.store.database.connection.set_trace_callback(statements.append)
    yield statements
    desk.store.database.connection.set_trace_callback(None)


def own(statements: list[str]) -> list[str]:
    """Without what FTS5 and triggers do by themselves."""
    return [statement for statement in statements if not statement.startswith("--")]


def test_receiving_a_case_is_one_commit(desk: Desk) -> None:
    receive_case(desk, drafted(desk, complete_content(desk, serial=1)))
    draft_id = drafted(desk, complete_content(desk, serial=2))
    with counted(desk) as statements:
        receive_case(desk, draft_id)
    assert statements.count("COMMIT") == 1
    assert len(own(statements)) <= 30, "\n".join(own(statements))


def test_a_keystroke_is_one_statement(desk: Desk) -> None:
    content = complete_content(desk)
    draft_id = drafted(desk, content)
    with counted(desk) as statements:
        save_draft(desk, draft_id, content)
    assert len(own(statements)) == 1


@pytest.mark.parametrize(
    ("read", "most"),
    [
        # One of them asks what the district has sent back: a partial index, empty on most days.
        (lambda desk: list_cases(desk), 2),
        (lambda desk: list_cases(desk, "李"), 2),
        (lambda desk: list_cases(desk, "138 响水"), 2),
        (lambda desk: today_page(desk), 3),
        (lambda desk: open_case(desk, desk.store.cases.find("", "all", 1)[0].case_id), 5),
        (lambda desk: sync_status(desk), 10),
        (lambda desk: happened(desk), 3),
    ],
)
def test_a_list_of_a_hundred_is_no_dearer_than_one_of_ten(
    desk: Desk, read: Callable[[Desk], object], most: int
) -> None:
    for many in (10, 110):
        while len(desk.store.cases.find("", "all", 1000)) < many:
            receive_case(desk, drafted(desk, complete_content(desk, serial=many)))
        with counted(desk) as statements:
            read(desk)
        assert len(own(statements)) <= most, "\n".join(own(statements))


def test_a_start_costs_the_same_however_much_there_is(
    desk: Desk, directory: Path, unlocked: Unlocked, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    statements: list[str] = []
    prepare = database_module._prepare

    def traced(database: database_module.Database, raw_key: bytes) -> None:
        database.connection.set_trace_callback(statements.append)
        prepare(database, raw_key)

    monkeypatch.setattr(database_module, "_prepare", traced)
    counts = []
    for _ in range(2):
        statements.clear()
        open_desk(directory, unlocked, clock, lambda n: bytes(n), machine=MACHINE).close()
        counts.append(len(own(statements)))
        for serial in range(20):
            receive_case(desk, drafted(desk, complete_content(desk, serial=serial)))
    assert counts[0] == counts[1] <= 20


def test_the_use_cases_are_imported_without_what_only_the_worker_needs() -> None:
    script = (
        "import sys, pkgutil, importlib, station_app.desk as d\n"
        "for m in pkgutil.iter_modules(d.__path__): importlib.import_module(f'station_app.desk.{m.name}')\n"
        "heavy = ('sqlcipher3', 'sqlite_utils', 'PIL', 'pypdfium2', 'nacl', 'requests', 'reportlab', 'zstandard', 'PySide6')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_a_start_does_without_the_migration_library(directory: Path, unlocked: Unlocked) -> None:
    script = (
        "import sys; from pathlib import Path\nfrom station_app.storage.keys import Unlocked\n"
        "from tests.storage.station import SetClock, opened_desk\n"
        "desk = opened_desk(Path(sys.argv[1]), Unlocked(bytes.fromhex(sys.argv[2]), 'l', 'l'), SetClock())\n"
        "desk.close(); print('sqlcipher3' in sys.modules, 'sqlite_utils' in sys.modules)"
    )
    command = [sys.executable, "-c", script, str(directory), unlocked.raw_key.hex()]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.split() == ["True", "False"]


def test_the_big_store_is_one_that_the_desk_would_have_made(tmp_path: Path, clock: SetClock) -> None:
    unlocked = make_store(tmp_path / "big", 400)
    desk = opened_desk(tmp_path / "big", unlocked, clock)
    assert desk.store.log.first_break() is None
    live = tables(desk.store)
    desk.store.projections.rebuild()
    assert tables(desk.store) == live
    assert len(list_cases(desk, only="all", limit=1000)) == 400
    assert {row.state for row in list_cases(desk, limit=1000)} >= {
        "received",
        "under_check",
        "accepted",
        "result_at_station",
    }
    assert list_cases(desk, "龙潭", "all")
    desk.close()
