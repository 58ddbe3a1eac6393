"""What a case is found by, as text and as grams: pure functions, the same for the index and for the query.

The text of a case is one line for each thing it is found by, folded (NFKC, small letters, without spaces, dashes and
dots). A word of a query finds the case if it stands somewhere in one of those lines. Grams only narrow the candidates.
"""

import re
from collections.abc import Iterable

from forms.typed_text import fold, words_of

_RUNS = re.compile(r"([0-9]+)")
MOST_GRAMS = 8


def search_text(names: Iterable[str], initials: Iterable[str]) -> str:
    """The lines of a case: what it is called and numbered, and the ways its name's initials may be typed."""
    lines = dict.fromkeys(folded for text in (*names, *initials) if (folded := fold(text)))
    return "\n".join(lines)


def words(query: str) -> tuple[str, ...]:
    """The words of a query, folded; all of them must be found."""
    return words_of(query)


def grams(text: str) -> str:
    """The tokens of a case's text: one or two neighbouring signs, or three digits. ASCII, so that no tokenizer folds them."""
    return " ".join(dict.fromkeys(token for line in text.split("\n") for token in _tokens(line)))


def query_grams(word: str) -> tuple[str, ...]:
    """The tokens that every text with this word has; empty for one or two digits. The rarest are likely at its end."""
    tokens = list(dict.fromkeys(_narrow(word)))
    return tuple(tokens[-MOST_GRAMS:])


def _tokens(line: str) -> Iterable[str]:
    for run in _runs(line):
        if run[0].isascii() and run[0].isdigit():
            yield from (f"n{run[at : at + 3]}" for at in range(len(run) - 2))
        else:
            yield from (_token(sign) for sign in run)
            yield from (_token(run[at : at + 2]) for at in range(len(run) - 1))


def _narrow(word: str) -> Iterable[str]:
    for run in _runs(word):
        if run[0].isascii() and run[0].isdigit():
            yield from (f"n{run[at : at + 3]}" for at in range(len(run) - 2))
        elif len(run) == 1:
            yield _token(run)
        else:
            yield from (_token(run[at : at + 2]) for at in range(len(run) - 1))


def _runs(line: str) -> list[str]:
    return [run for run in _RUNS.split(line) if run]


def _token(signs: str) -> str:
    return "c" + "x".join(f"{ord(sign):x}" for sign in signs)
