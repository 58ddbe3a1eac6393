"""docs/field.md names its tests, and each exists; what was found is there once, mended or open."""

import re

from tests.test_architecture import ROOT
from tests.threats.test_document import names_of_tests

DOCUMENT = (ROOT / "docs/field.md").read_text("utf-8")
FOUND = 61


def test_every_test_that_the_document_names_is_there() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)(?:::(\w+))?[^`]*`", DOCUMENT)
    assert len(named) > 30
    missing = [
        f"{path}::{name}"
        for path, name, _ in named
        if not re.search(rf"\b(def|class) {name}\b", (ROOT / path).read_text("utf-8"))
    ]
    assert missing == []
    assert names_of_tests(ROOT / "tests/test_field.py")


def test_each_finding_is_there_once() -> None:
    numbers = [int(number) for number in re.findall(r"^\| (\d\d) \|", DOCUMENT, re.MULTILINE)]
    assert sorted(numbers) == list(range(1, FOUND + 1))
