"""docs/threat-model.md names its tests: each exists, each threat has some, and none of this folder is left out."""

import ast
import re
from pathlib import Path

import pytest

from tests.test_architecture import ROOT

DOCUMENT = (ROOT / "docs/threat-model.md").read_text("utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", DOCUMENT)
THREATS = re.findall(r"^### (.+)\n((?:(?!^##).*\n)*)", DOCUMENT, re.MULTILINE)


def names_of_tests(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


def test_every_test_that_the_document_names_is_there() -> None:
    assert len(NAMED) > 50
    assert [f"{path}::{name}" for path, name in NAMED if name not in names_of_tests(ROOT / path)] == []


@pytest.mark.parametrize(("threat", "text"), THREATS, ids=[title for title, _ in THREATS])
def test_each_threat_has_a_test_and_says_what_is_left(threat: str, text: str) -> None:
    assert "::test_" in text, threat
    assert "**Left:**" in text, threat


def test_no_test_of_this_folder_is_left_out() -> None:
    named = {(Path(path).name, name) for path, name in NAMED}
    here = {(path.name, name) for path in Path(__file__).parent.glob("test_*.py") for name in names_of_tests(path)}
    assert {test for test in here - named if test[0] != Path(__file__).name} == set()


def test_the_issues_six_threats_are_among_them() -> None:
    titles = " ".join(title for title, _ in THREATS).lower()
    for wanted in ("stolen pc", "curious agent", "copied stick", "false server", "replayed bundle", "another's"):
        assert wanted in titles
