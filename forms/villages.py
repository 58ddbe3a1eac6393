"""The places a station serves, as the district lists them: found by name or pinyin initials, recorded as they are listed."""

from collections.abc import Sequence

from forms.pinyin import PinyinTable
from forms.typed_text import fold

_ENDINGS = ("村委会", "社区居委会", "社区", "居委会", "村")


def own_first(own: str, villages: Sequence[str]) -> tuple[str, ...]:
    """The station's own village before the others it serves, each once."""
    return tuple(dict.fromkeys(name for name in (own.strip(), *(each.strip() for each in villages)) if name))


def find_villages(villages: Sequence[str], text: str, pinyin: PinyinTable) -> tuple[str, ...]:
    """Those that match what was typed, the best match first; all of them, in their order, where nothing was typed."""
    wanted = fold(text)
    ranked = [(_rank(fold(name), pinyin.initial_variants(name), wanted), place) for place, name in enumerate(villages)]
    return tuple(villages[place] for rank, place in sorted(ranked) if rank < _NO_MATCH)


def as_listed(villages: Sequence[str], text: str, pinyin: PinyinTable | None) -> str:
    """The listed name that alone can be meant; otherwise what was typed: another place, in its own words.

    Without the table initials are not read.
    """
    wanted = fold(text)
    same = [name for name in villages if _bare(fold(name)) == _bare(wanted)]
    if len(same) != 1 and pinyin is not None and wanted.isascii():
        same = [name for name in villages if wanted in pinyin.initial_variants(name)]
    return same[0] if wanted and len(same) == 1 else text.strip()


_NO_MATCH = 4


def _rank(name: str, initials: Sequence[str], wanted: str) -> int:
    tests = (
        wanted == name or wanted in initials,
        name.startswith(wanted) or any(letters.startswith(wanted) for letters in initials),
        wanted in name,
        wanted.isascii() and any(wanted in letters for letters in initials),
    )
    return tests.index(True) if True in tests else _NO_MATCH


def _bare(name: str) -> str:
    """响水洞 and 响水洞村 are one."""
    ending = next((each for each in _ENDINGS if name.endswith(each) and len(name) > len(each) + 1), "")
    return name.removesuffix(ending)
