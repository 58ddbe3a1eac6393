"""Finds service items as people ask for them: by name, short name, initials, code, situation, or the words they say at home."""

from collections.abc import Sequence

from forms.catalogue.guide import ServiceGuide
from forms.typed_text import fold

_GUESS = 11
_NO_MATCH = 12
_SHORTEST_WORD = 2


def find_items(items: Sequence[ServiceGuide], text: str) -> tuple[ServiceGuide, ...]:
    """The items that match, the best match first; all of them, in their order, where nothing was typed."""
    wanted = fold(text)
    ranked = [(_rank(guide, wanted), place) for place, guide in enumerate(items)]
    # Letters that stand somewhere in this order are a guess: of use only where nothing else was found.
    limit = _GUESS if any(rank < _GUESS for rank, _ in ranked) else _NO_MATCH
    return tuple(items[place] for rank, place in sorted(ranked) if rank < limit)


def _rank(guide: ServiceGuide, wanted: str) -> int:
    names = (fold(guide.short_name), fold(guide.name))
    initials = guide.initials.split()
    said = [fold(words) for words in guide.everyday_names]
    code = fold(guide.code)
    tests = (
        wanted in (*names, code),
        wanted in said,
        wanted in initials,
        any(name.startswith(wanted) for name in names),
        any(letters.startswith(wanted) for letters in initials),
        any(wanted in name for name in (*names, *said)),
        any(wanted in letters for letters in initials) or code.startswith(wanted),
        any(wanted in fold(situation.name) for situation in guide.situations),
        # A whole sentence that holds what people say of this item: 我家老人身份证丢了.
        any(len(words) >= _SHORTEST_WORD and words in wanted for words in (*said, names[0])),
        wanted == fold(guide.category),
        bool(wanted) and wanted in fold(guide.english_name),
        len(wanted) > 1 and any(_in_order(wanted, each) for each in (*names, *initials)),
    )
    return tests.index(True) if True in tests else _NO_MATCH


def _in_order(wanted: str, text: str) -> bool:
    letters = iter(text)
    return all(letter in letters for letter in wanted)
