"""What desks, commands and server have printed, read for traces of a bug: whatever the fault was, people get a sentence."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

_RAISED = "Traceback (most recent call last):"
_LOGGED = re.compile(r" (?:ERROR|CRITICAL) (?P<said>.*)")
_PLACE = re.compile(r"  \S+:\d+ .+")
_OF_ONE_PAGE = re.compile(r"[0-9a-f]{32,}")


def traces_in(folder: Path) -> list[str]:
    """A line for each kind of trace in the logs below `folder`: which log, what was raised, where, and how often."""
    found: Counter[str] = Counter()
    for log in sorted(folder.rglob("*.log")):
        lines = log.read_text("utf-8", "replace").splitlines()
        found.update(f"{log.relative_to(folder)}: {_OF_ONE_PAGE.sub('…', each)}" for each in _traces(lines))
    return [f"{what} ({times} times)" for what, times in sorted(found.items())]


def _traces(lines: list[str]) -> Iterator[str]:
    for at, line in enumerate(lines, start=1):
        if line.endswith(_RAISED):
            yield _raised(lines[at:])
        elif found := _LOGGED.search(line):
            yield _logged(found["said"], lines[at:])


def _raised(rest: list[str]) -> str:
    """Python's own form: places and source lines set in, then the exception."""
    trace = list(takewhile(lambda line: line.startswith(" "), rest))
    places = [line.strip() for line in trace if line.startswith("  File ")]
    return ", ".join([*rest[len(trace) : len(trace) + 1], *places[-1:]])


def _logged(said: str, rest: list[str]) -> str:
    """The server's form (`forms.where_not_what`): the exception's name, then its places."""
    places = list(takewhile(_PLACE.fullmatch, rest[1:]))
    return ", ".join([said, rest[0], places[-1].strip()]) if places else said
