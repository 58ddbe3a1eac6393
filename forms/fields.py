"""An application form as a whole: which fields are asked, what is written in first, and everything wrong with it at once."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from forms.answer_checks import Asked, check_answer
from forms.answers import read_answer
from forms.disability_card import DISABILITY_GRADES, DISABILITY_KINDS, disability_of
from forms.failures import Problem
from forms.field_spec import FieldSpec
from forms.identity_number import age, birth_date, sex
from forms.person_name import check_name, normalise_name
from forms.phone import check_phone, normalise_phone

__all__ = [
    "Problem",
    "asked",
    "check_form",
    "check_name",
    "check_phone",
    "normalise_form",
    "normalise_name",
    "normalise_phone",
    "prefill",
    "read_answer",
]

_SEX_WRITTEN = {"male": ("male", "男", "男性", "1"), "female": ("female", "女", "女性", "2")}


def asked(specs: Sequence[FieldSpec], values: Mapping[str, str]) -> tuple[FieldSpec, ...]:
    """The fields to be asked now, in order: those whose condition the answers meet, all along a chain of conditions.

    A field whose condition names a field that is not among `specs`, or runs in a circle, is not asked.
    """
    by_key = {spec.key: spec for spec in specs}
    return tuple(spec for spec in specs if _is_asked(spec, by_key, values, frozenset()))


def _is_asked(
    spec: FieldSpec, by_key: Mapping[str, FieldSpec], values: Mapping[str, str], waiting: frozenset[str]
) -> bool:
    if spec.shown_if is None:
        return True
    key, wanted = spec.shown_if
    parent = by_key.get(key)
    if parent is None or key in waiting or read_answer(parent, values.get(key, "")) not in wanted:
        return False
    return _is_asked(parent, by_key, values, waiting | {spec.key})


def check_form(
    specs: Sequence[FieldSpec],
    values: Mapping[str, str],
    *,
    today: date,
    id_number: str = "",
    english: Mapping[str, str] | None = None,
) -> tuple[Problem, ...]:
    """Everything wrong with a form, in the order of its fields; empty when nothing is. A field not asked is not checked.

    `values`: answer by field key, as typed or as stored. `id_number`: the applicant's, which a disability card is
    compared with. `english`: the fields' labels by key for the English sentences (the Chinese ones serve without).

    `minimum` and `maximum` bound a number or an amount in yuan (not less than 0 where no minimum is given); of a date
    with `not_future` they bound the age in full years today; of any other date, the days from today (negative: past).
    """
    now = asked(specs, values)
    labels = english or {}
    problems: list[Problem] = []
    for spec in now:
        about = Asked(spec, today, labels.get(spec.key, spec.label), id_number)
        problems += check_answer(about, values.get(spec.key, ""))
    return (*problems, *_against_the_card(now, values, labels))


def _against_the_card(
    now: Sequence[FieldSpec], values: Mapping[str, str], labels: Mapping[str, str]
) -> Iterator[Problem]:
    cards = [spec for spec in now if spec.kind == "disability_card"]
    stated = disability_of(values.get(cards[0].key, "")) if cards else None
    if stated is None:
        return
    for spec in now:
        written = {choice.code: choice.label for choice in spec.choices}
        answer = written.get(read_answer(spec, values.get(spec.key, "")))
        for known, says in ((DISABILITY_KINDS, stated[0]), (DISABILITY_GRADES, stated[1])):
            if answer in known.values() and answer != says and set(written.values()) <= set(known.values()):
                yield Problem(
                    spec.key,
                    f"“{spec.label}”选的是{answer}，残疾人证号里写的是{says}，请对照残疾人证看看哪个对",
                    f"“{labels.get(spec.key, spec.label)}” differs from what the disability card's number states; compare them",
                    blocking=False,
                )


def normalise_form(specs: Sequence[FieldSpec], values: Mapping[str, str]) -> dict[str, str]:
    """The answers as a case records them: those asked for and given, each as `read_answer` stores its kind."""
    read = {spec.key: read_answer(spec, values.get(spec.key, "")) for spec in asked(specs, values)}
    return {key: answer for key, answer in read.items() if answer}


def prefill(
    specs: Sequence[FieldSpec],
    applicant_values: Mapping[str, str],
    existing: Mapping[str, str],
    *,
    today: date | None = None,
) -> dict[str, str]:
    """`existing`, with the empty fields filled from the applicant's record. What somebody typed is never changed.

    `applicant_values`: name, id_number, phone, address, village, birth_date, age, sex, as far as known. Birth date and
    sex missing there are taken from the identity number, and the age too where `today` is given.
    """
    known = {**_from_number(applicant_values.get("id_number", ""), today), **_given(applicant_values)}
    filled = dict(existing)
    for spec in specs:
        if spec.prefill in known and not existing.get(spec.key, "").strip():
            answer = _as_written(spec, known[spec.prefill])
            if answer:
                filled[spec.key] = answer
    return filled


def _given(values: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in values.items() if value.strip()}


def _from_number(id_number: str, today: date | None) -> dict[str, str]:
    born, years = birth_date(id_number), age(id_number, today) if today else None
    return _given(
        {
            "birth_date": born.isoformat() if born else "",
            "sex": sex(id_number) or "",
            "age": "" if years is None or years < 0 else str(years),
        }
    )


def _as_written(spec: FieldSpec, value: str) -> str:
    if spec.kind != "choice":
        return read_answer(spec, _SEX_WRITTEN[value][1] if spec.prefill == "sex" and value in _SEX_WRITTEN else value)
    codes = {choice.code for choice in spec.choices}
    ways = _SEX_WRITTEN.get(value, (value,)) if spec.prefill == "sex" else (value,)
    return next((code for way in ways if (code := read_answer(spec, way)) in codes), "")
