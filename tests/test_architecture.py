"""The rules of the house: who may import whom, and what no module may do. The tables are the rules."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent

VERSION = "station_app.version"  # one number for both ends, imported by any room

# A room may import itself and the rooms on its right; the longest name that fits is a module's room.
# "station_app" is what is left of the desk beside its rooms: app.py, commands/ and day/, which put it together.
MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "forms": (),
    "resources": (),
    VERSION: (),
    "sync": (),
    "sync.protocol": ("forms",),
    "sync.station": ("sync.protocol", "forms"),
    "sync.district": ("sync.protocol", "forms", "resources"),
    "station_app.storage": ("sync.protocol", "sync.station.ports", "forms"),
    "station_app.imaging": ("forms",),
    "station_app.desk": ("station_app.storage", "station_app.imaging", "forms"),
    "station_app.printing": ("station_app.imaging", "forms", "resources"),
    "station_app.jobs": ("station_app.desk", "sync.station", "forms"),
    "station_app.ui": ("station_app.desk", "station_app.jobs", "station_app.imaging", "forms", "resources"),
    "station_app": (
        "station_app.storage",
        "station_app.desk",
        "station_app.printing",
        "station_app.jobs",
        "station_app.ui",
        "sync.protocol",
        "sync.station",
        "forms",
        "resources",
    ),
}

# app.py puts the windows together; the day at the desk has its hands on them.
QT_ROOMS = ("station_app.ui", "station_app.jobs", "station_app.printing", "station_app.app", "station_app.day")
# A library, and the only places that may import it.
ONLY_IN: dict[str, tuple[str, ...]] = {
    "PySide6": QT_ROOMS,
    "shiboken6": QT_ROOMS,
    "sqlcipher3": ("station_app.storage",),
    "sqlite_utils": ("station_app.storage",),
    "sqlite3": ("station_app.storage", "sync.district"),
    "sqlalchemy": ("sync.district",),
    "alembic": ("sync.district",),
    "litestar": ("sync.district",),
    "uvicorn": ("sync.district",),
    "reportlab": ("station_app.printing",),
}
# A room, and the part of a library it is held to.
ONLY_THIS_OF_QT = {"station_app.jobs": "PySide6.QtCore"}

TOP_LEVEL_PACKAGES = {"forms", "station_app", "sync", "resources", "tests"}
NAMES_THAT_SAY_NOTHING = {"utils", "util", "manager", "helper", "helpers", "common", "misc", "tools"}


class Import(NamedTuple):
    """One imported name: the module that imports it, the line, and its full dotted name."""

    module: str
    line: int
    name: str


def module_files(root: Path) -> Iterator[tuple[str, Path]]:
    """Every module of the house but the tests: its dotted name and its file."""
    for package in sorted(TOP_LEVEL_PACKAGES - {"tests"}):
        for path in sorted((root / package).rglob("*.py")):
            parts = path.relative_to(root).with_suffix("").parts
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def imports_of(module: str, path: Path) -> Iterator[Import]:
    """Every name `module` imports, also inside functions; relative imports are made absolute."""
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (Import(module, node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            up = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*up, *([node.module] if node.module else [])])
            yield from (Import(module, node.lineno, f"{base}.{alias.name}") for alias in node.names)


def _is_inside(name: str, room: str) -> bool:
    return name == room or name.startswith(room + ".")


def room_of(name: str) -> str | None:
    return max((room for room in MAY_IMPORT if _is_inside(name, room)), key=len, default=None)


def _breach(found: Import) -> str | None:
    here, there = room_of(found.module), room_of(found.name)
    if here and there and here != there and there != "sync":
        allowed = (*MAY_IMPORT[here], VERSION)
        if found.name != "station_app" and not any(_is_inside(found.name, room) for room in allowed):
            return f"{here} must not import {there}"
    for library, places in ONLY_IN.items():
        if _is_inside(found.name, library) and not any(_is_inside(found.module, place) for place in places):
            return f"{library} belongs in {', '.join(places)}"
    part = ONLY_THIS_OF_QT.get(here or "")
    if part and _is_inside(found.name, "PySide6") and not _is_inside(found.name, part):
        return f"{here} may import {part} only"
    return None


def import_breaches(root: Path) -> list[str]:
    """One line for each import that the tables do not allow."""
    return [
        f"{found.module}:{found.line} imports {found.name}: {breach}"
        for module, path in module_files(root)
        for found in imports_of(module, path)
        if (breach := _breach(found))
    ]


def swallowed_failures(root: Path) -> list[str]:
    """One line for each `except:`, and each `except Exception` that does nothing about it."""
    return [
        f"{module}:{node.lineno}"
        for module, path in module_files(root)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ExceptHandler) and _swallows(node)
    ]


def _swallows(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    catches_all = any(isinstance(kind, ast.Name) and kind.id in {"Exception", "BaseException"} for kind in kinds)
    return catches_all and all(
        isinstance(line, ast.Pass | ast.Continue)
        or (isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant))
        for line in handler.body
    )


def test_imports_run_one_way() -> None:
    assert import_breaches(ROOT) == []


def test_no_failure_is_swallowed() -> None:
    assert swallowed_failures(ROOT) == []


def test_the_top_level_holds_these_packages_and_no_others() -> None:
    # A package named `packaging` would hide the library of that name.
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py") if not path.parent.name.startswith(".")}
    assert packages == TOP_LEVEL_PACKAGES
    assert list(ROOT.glob("*.py")) == []


def test_every_module_is_named_for_what_it_knows() -> None:
    assert [name for name, _ in module_files(ROOT) if name.rpartition(".")[2] in NAMES_THAT_SAY_NOTHING] == []


@pytest.mark.parametrize(
    ("path", "source", "told"),
    [
        ("forms/lifecycle.py", "import sync.protocol", "forms must not import sync.protocol"),
        (
            "station_app/ui/case/view.py",
            "from station_app.storage import search",
            "must not import station_app.storage",
        ),
        ("station_app/ui/case/view.py", "from ...storage import search", "must not import station_app.storage"),
        ("station_app/desk/receive.py", "def f():\n    from sync import district", "must not import sync.district"),
        ("station_app/app.py", "from sync.district import server", "must not import sync.district"),
        ("sync/district/server.py", "import station_app.desk", "must not import station_app.desk"),
        ("station_app/storage/log.py", "from sync.station import engine", "must not import sync.station"),
        ("station_app/desk/receive.py", "from PySide6.QtCore import QObject", "PySide6 belongs in"),
        ("station_app/jobs/sync.py", "from PySide6.QtWidgets import QWidget", "may import PySide6.QtCore only"),
        ("station_app/desk/receive.py", "import sqlite3", "sqlite3 belongs in"),
    ],
)
def test_an_import_against_the_rules_is_told(tmp_path: Path, path: str, source: str, told: str) -> None:
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).write_text(source)
    breaches = import_breaches(tmp_path)
    assert len(breaches) == 1
    assert told in breaches[0]


def test_an_import_within_the_rules_is_not_told(tmp_path: Path) -> None:
    (tmp_path / "station_app/storage").mkdir(parents=True)
    (tmp_path / "station_app/storage/log.py").write_text(
        "import sqlcipher3\nfrom forms import workdays\nfrom sync.protocol.chain import link\n"
        "from sync.station.ports import Outbox\nfrom . import search\nfrom ..version import VERSION\n"
    )
    assert import_breaches(tmp_path) == []


@pytest.mark.parametrize(
    ("handler", "swallows"),
    [
        ("except:\n    raise", True),
        ("except Exception:\n    pass", True),
        ("except (ValueError, Exception):\n    'never mind'", True),
        ("except OSError:\n    pass", False),
        ("except Exception as error:\n    log(error)", False),
    ],
)
def test_a_swallowed_failure_is_told(tmp_path: Path, handler: str, swallows: bool) -> None:
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms/fields.py").write_text(f"try:\n    work()\n{handler}\n")
    assert bool(swallowed_failures(tmp_path)) is swallows
