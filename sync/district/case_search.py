"""What the console finds a case by: folded as at the desk, by initials too, and by what people call an item."""

from collections.abc import Iterable
from functools import cache

from sqlalchemy import ColumnElement, Connection, or_

from forms.lifecycle import Case
from forms.pinyin import PinyinTable
from forms.typed_text import fold, words_of
from sync.district.database.tables import case_row
from sync.district.district import District
from sync.district.publications import current_catalogue

MOST_WORDS = 5
_SHORTEST_SAYING = 2


@cache
def _pinyin() -> PinyinTable:
    return PinyinTable.load()


def text_of(case: Case) -> str:
    """The lines of a case: what it is called and numbered, what its particulars were before, and the initials of both."""
    content = case.content
    names = [content.applicant.name, content.applicant.village]
    names += [value for each in case.corrected for value in (each.before, each.after)]
    return search_text(names, (content.receipt_number, case.official_number, content.item_name))


def search_text(names: Iterable[str], others: Iterable[str]) -> str:
    """One line for each; `names` by their initials too."""
    named = tuple(names)
    initials = (letters for name in named for letters in _pinyin().initial_variants(name))
    return "\n".join(dict.fromkeys(folded for each in (*named, *others, *initials) if (folded := fold(each))))


def finds(connection: Connection, district: District, query: str) -> list[ColumnElement[bool]]:
    """Conditions on `case_row`: every word of the query has to be found in a line, or be what people say of the item."""
    wanted = words_of(query)[:MOST_WORDS]
    if not wanted:
        return []
    catalogue = current_catalogue(connection, district)
    said = (
        [(guide.code, [fold(each) for each in guide.everyday_names]) for guide in catalogue.items] if catalogue else []
    )
    conditions = []
    for word in wanted:
        items = [code for code, names in said if any(_is_said(word, name) for name in names)]
        found = case_row.c.search_text.contains(word, autoescape=True)
        conditions.append(or_(found, case_row.c.item_code.in_(items)) if items else found)
    return conditions


def _is_said(word: str, saying: str) -> bool:
    return len(word) >= _SHORTEST_SAYING and (word in saying or saying in word)
