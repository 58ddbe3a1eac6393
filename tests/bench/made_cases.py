"""Applications as villagers bring them, all invented, the same for the same seed: for measuring a desk and its line.

The bundled items, in the situations that ask for at least three papers: the applications, not the small changes. The people have names, numbers with right check digits in an
area that belongs to nobody, addresses and telephones; a line of the checklist has what the agent noted about the paper.
No pages: these are measured by themselves.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, Literal

import msgspec

from forms.case import Applicant, AuthorisedAgent, CaseContent, MaterialLine
from forms.catalogue.guide import RequiredMaterial, ServiceGuide, Situation
from forms.field_spec import FieldSpec
from forms.fields import asked
from tests.bench import made_words as words
from tests.storage.station import id_number

WITH_AGENT = 0.4
URGENT = 0.7
FEWEST_PAPERS = 3
POWERS: Final[tuple[tuple[Literal["submit", "sign", "collect", "pay"], ...], ...]] = (
    ("submit", "collect"),
    ("submit", "sign", "collect"),
    ("submit",),
)


class Person(msgspec.Struct, frozen=True):
    name: str
    born: date
    number: str
    phone: str
    village: str
    address: str


def made_cases(guides: tuple[ServiceGuide, ...], seed: int, today: date) -> Iterator[CaseContent]:
    """Drafts without end, each complete: the desk may receive it on `today`."""
    source = random.Random(seed)
    situations = [
        (guide, situation)
        for guide in guides
        for situation in guide.situations
        if len(situation.materials) >= FEWEST_PAPERS
    ]
    while True:
        guide, situation = source.choice(situations)
        yield _case(source, guide, situation, today)


def _case(source: random.Random, guide: ServiceGuide, situation: Situation, today: date) -> CaseContent:
    person = _person(source)
    represented = (guide.agent_allowed and source.random() < WITH_AGENT) or bool(situation.represented_by)
    return CaseContent(
        item_code=guide.code,
        situation=situation.code,
        applicant=Applicant(
            person.name,
            id_number=person.number,
            phone=person.phone,
            village=person.village,
            address=person.address,
            birth_date=person.born.isoformat(),
            sex="male" if int(person.number[16]) % 2 else "female",
        ),
        agent=_agent(source, today) if represented else None,
        form=_form(source, guide, situation, person, today),
        materials=tuple(
            _line(source, material, today) for material in guide.checklist(situation.code, by_agent=represented)
        ),
        urgent_reason=words.reason(source) if source.random() < URGENT else "",
    )


def _person(source: random.Random) -> Person:
    born = date(1937, 1, 1) + timedelta(source.randrange(3600))
    village = source.choice(words.VILLAGES)
    address = f"清水县响水镇{village}{source.choice('一二三四五六七八九')}组{source.randrange(1, 120)}号"
    number = id_number(source.randrange(1000), born)
    return Person(words.name(source), born, number, words.phone(source), village, address)


def _agent(source: random.Random, today: date) -> AuthorisedAgent:
    who = _person(source)
    until = today + timedelta(source.randrange(20, 200))
    relation = source.choice(("儿子", "女儿", "儿媳", "女婿", "侄子", "邻居", "村民小组长"))
    return AuthorisedAgent(
        who.name, relation, "resident_id", who.number, who.phone, source.choice(POWERS), until.isoformat()
    )


def _line(source: random.Random, material: RequiredMaterial, today: date) -> MaterialLine:
    status = "on_file" if material.reusable and source.random() < 0.15 else "provided"
    note = words.note(source, today)
    return MaterialLine(
        material.code,
        material.name,
        status,  # type: ignore[arg-type]
        material.originals,
        material.originals_kept,
        material.copies,
        note=note,
    )


def _form(
    source: random.Random, guide: ServiceGuide, situation: Situation, person: Person, today: date
) -> dict[str, str]:
    """Every field that is asked for; a choice may ask for more, so until nothing more is."""
    wanted = situation.fields
    specs = [spec for spec in guide.fields if wanted is None or spec.key in wanted]
    form: dict[str, str] = {}
    while missing := [spec for spec in asked(specs, form) if spec.key not in form]:
        for spec in missing:
            form[spec.key] = _answer(source, spec, person, today)
    return form


def _answer(source: random.Random, spec: FieldSpec, person: Person, today: date) -> str:
    known = {
        "name": person.name,
        "id_number": person.number,
        "phone": person.phone,
        "address": person.address,
        "village": person.village,
        "birth_date": person.born.isoformat(),
        "age": str(today.year - person.born.year),
    }
    if spec.prefill in known:
        return known[spec.prefill]
    return _by_kind(source, spec, person, today)


def _by_kind(source: random.Random, spec: FieldSpec, person: Person, today: date) -> str:
    match spec.kind:
        case "choice":
            return source.choice(spec.choices).code
        case "yes_no":
            return source.choice(("yes", "no"))
        case "number" | "money":
            least = spec.minimum or 0
            return str(source.randint(least, min(spec.maximum or 20_000, least + 9_000)))
        case "date":
            days = source.randrange(1, 500)
            return (today + timedelta(days if spec.not_past else -days)).isoformat()
        case "phone":
            return _person(source).phone
        case "identity":
            return _person(source).number
        case "bank_account":
            return f"62{source.randrange(10**16, 10**17)}"
        case "disability_card":
            return f"{person.number}{source.randint(1, 7)}{source.randint(1, 4)}"
        case _:
            return words.text(source, spec)[: spec.max_length]
