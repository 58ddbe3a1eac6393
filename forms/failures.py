"""The two kinds of failure a user may meet: what was given, and the world around the program. All else is our bug."""

import errno
from typing import Final, NamedTuple

DISK_IS_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What an OSError's errno says where there is no room."""


class Problem(NamedTuple):
    """One thing to put right. `field` is the key of what it is about; only a `blocking` one stops the case."""

    field: str
    text_zh: str
    text_en: str
    blocking: bool = True


class Failure(Exception):
    """Says what happened, that nothing is lost, and what to do, in both languages. `str()` is the Chinese sentence."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.zh = zh
        self.en = en


class EnvironmentFailure(Failure):
    """Disk, line, printer, scanner or file: the world failed, not the user and not the program."""


class InputFailure(Failure):
    """What the user gave cannot be taken as it is; `problems` says everything at once."""

    def __init__(self, zh: str, en: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(zh, en)
        self.problems = problems
