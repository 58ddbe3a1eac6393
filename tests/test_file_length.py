"""Tell which files and functions have grown long. It tells and never blocks: length alone is no mistake."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.test_architecture import ROOT, module_files

LINES_OF_A_LONG_FILE = 150
LINES_OF_A_LONG_FUNCTION = 40


def long_parts(root: Path) -> Iterator[str]:
    """One line for each long file and each long function, the longest first within its kind."""
    files: list[tuple[int, str]] = []
    functions: list[tuple[int, str]] = []
    for module, path in module_files(root):
        source = path.read_text("utf-8")
        files.append((len(source.splitlines()), module))
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
                functions.append((node.end_lineno - node.lineno + 1, f"{module}.{node.name}"))
    yield from (f"{n} lines: {name}" for n, name in sorted(files, reverse=True) if n > LINES_OF_A_LONG_FILE)
    yield from (f"{n} lines: {name}()" for n, name in sorted(functions, reverse=True) if n > LINES_OF_A_LONG_FUNCTION)


def test_long_files_and_functions_are_told(record_property: Callable[[str, object], None]) -> None:
    for line in long_parts(ROOT):
        record_property("long", line)


def test_what_is_long_is_found_and_what_is_short_is_not(tmp_path: Path) -> None:
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms/short.py").write_text("def short():\n" + "    work()\n" * 39)
    (tmp_path / "forms/long.py").write_text("def long():\n" + "    work()\n" * 40 + "#\n" * 110)
    assert list(long_parts(tmp_path)) == ["151 lines: forms.long", "41 lines: forms.long.long()"]
