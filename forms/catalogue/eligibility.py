"""What an item asks of the person, as data: checked before anybody is sent for papers. One kind a line of `_KINDS`.

It only tells: whoever insists may apply, since the organ decides and not the desk (行政许可法§29, §32); but no notice to bring
papers is printed for what cannot be granted.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Final, Literal, NamedTuple

import msgspec

from forms.case import Applicant
from forms.failures import Problem
from forms.identity_number import birth_date, full_years, sex

ConditionKind = Literal["age_from", "age_from_this_year", "age_under", "sex"]


class Condition(msgspec.Struct, frozen=True, omit_defaults=True):
    """`value`: full years, or male and female. `situations`: those it is asked in; none named: all of them. `instead`: what
    somebody who does not meet it can have, in a sentence for the villager."""

    kind: ConditionKind
    value: int | str
    situations: tuple[str, ...] = ()
    instead: str = ""
    english_instead: str = ""

    def __post_init__(self) -> None:
        is_age = isinstance(self.value, int) and 0 < self.value <= 120
        if (self.kind == "sex" and self.value not in ("male", "female")) or (self.kind != "sex" and not is_age):
            raise ValueError(f"{self.value!r} is no value of a condition {self.kind}")


class _Person(NamedTuple):
    born: date | None
    sex: str
    today: date


Words = tuple[str, str]


def unmet(conditions: tuple[Condition, ...], situation: str, applicant: Applicant, today: date) -> Iterator[Problem]:
    """One problem for each condition that the person surely does not meet; nothing where the number does not say."""
    person = _Person(_born(applicant), sex(applicant.id_number) or applicant.sex, today)
    for condition in conditions:
        if situation in condition.situations or not condition.situations:
            said = _KINDS[condition.kind](condition, person)
            if said is not None:
                zh, en = said
                more = f"。{condition.instead}" if condition.instead else ""
                more_en = f". {condition.english_instead}" if condition.english_instead else ""
                yield Problem("applicant.id_number", zh + more, en + more_en, blocking=False)


def _born(applicant: Applicant) -> date | None:
    found = birth_date(applicant.id_number)
    if found is not None or not applicant.birth_date:
        return found
    try:
        return date.fromisoformat(applicant.birth_date)
    except ValueError:
        return None


def _age_from(condition: Condition, person: _Person) -> Words | None:
    return _too_young(condition, person, person.today)


def _age_from_this_year(condition: Condition, person: _Person) -> Words | None:
    return _too_young(condition, person, date(person.today.year, 12, 31))


def _too_young(condition: Condition, person: _Person, on: date) -> Words | None:
    wanted = int(condition.value)
    if person.born is None or full_years(person.born, on) >= wanted:
        return None
    years, due = full_years(person.born, person.today), _birthday(person.born, wanted)
    return (
        f"按证件今年{years}周岁，这一项要满{wanted}周岁，{due.year}年{due.month}月{due.day}日以后才能办，现在不用去开材料",
        f"By the document this person is {years}; the item asks for {wanted} full years, from {due} on. No papers are needed now",
    )


def _birthday(born: date, years: int) -> date:
    """The day on which so many years are full; of one born on 29 February 1 March."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def _age_under(condition: Condition, person: _Person) -> Words | None:
    limit = int(condition.value)
    if person.born is None or (years := full_years(person.born, person.today)) < limit:
        return None
    return (
        f"按证件今年{years}周岁，这一种要不满{limit}周岁，请看看是不是该选别的情形",
        f"By the document this person is {years}; this situation is for those under {limit}. See whether another one fits",
    )


def _sex(condition: Condition, person: _Person) -> Words | None:
    if not person.sex or person.sex == condition.value:
        return None
    wanted, wanted_en = ("女性", "women") if condition.value == "female" else ("男性", "men")
    return (
        f"这一项只给{wanted}办，请看看证件号对不对",
        f"This item is for {wanted_en} only; compare the number with the document",
    )


_KINDS: Final[dict[ConditionKind, Callable[[Condition, _Person], Words | None]]] = {
    "age_from": _age_from,
    "age_from_this_year": _age_from_this_year,
    "age_under": _age_under,
    "sex": _sex,
}
