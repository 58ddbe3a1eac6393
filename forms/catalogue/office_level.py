"""On which level an office of a service guide sits, and by which full names it goes."""

from collections.abc import Mapping
from dataclasses import dataclass

from forms.catalogue.wording import OFFICE_PLACEHOLDERS, Level, office_name, placeholders

_EITHER = "或者"
"""The word between two offices of which either may act (临时救助: 小额由乡镇决定)."""


@dataclass(frozen=True)
class Office:
    """`name` as the guide says it; `levels` and `names` hold one for each office that may act."""

    name: str
    levels: frozenset[Level]
    names: tuple[str, ...]


def office_of(template: str, names: Mapping[str, str]) -> Office:
    """The office a guide's template means at one station. `names`: village, township and county as the district calls them.

    A name without a placeholder is on the level whose place it names; one that names none of them is the county's.
    """
    alternatives = [each.strip() for each in template.split(_EITHER)]
    levels = frozenset(level for each in alternatives for level in _levels(each, names))
    return Office(office_name(template, names), levels, tuple(office_name(each, names) for each in alternatives))


def _levels(template: str, names: Mapping[str, str]) -> frozenset[Level]:
    marked = placeholders(template)
    for level in OFFICE_PLACEHOLDERS:
        if level in marked or (not marked and names[level] and names[level] in template):
            return frozenset((level,))
    return frozenset(("county",))
