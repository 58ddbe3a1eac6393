"""更正: what was written wrong of a person is put right after the receipt, and what it was stays in the history."""

from collections.abc import Iterator, Mapping
from typing import get_args

from forms.case import CaseContent, IdentityKind
from forms.events import WHO, Particular, ParticularCorrected, ParticularsCorrected
from forms.failures import InputFailure, Problem
from forms.fields import check_name, check_phone, normalise_name, normalise_phone
from forms.identity import birth_date, check_identity, normalise_number, sex
from forms.lifecycle import BEFORE_DECISION, Case
from station_app.desk.act import case_of, write
from station_app.desk.context import Desk

_TIDY = {"name": normalise_name, "id_number": normalise_number, "phone": normalise_phone}
_BY_NUMBER = frozenset({"resident_id", "hmt_residence_permit"})


def correctable(case: Case) -> tuple[Particular, ...]:
    """What may be put right now: after the office's decision no longer who the person is."""
    particulars: tuple[Particular, ...] = get_args(Particular)
    return tuple(
        what
        for what in particulars
        if (case.state in BEFORE_DECISION or what not in WHO)
        and (case.content.agent is not None or not what.startswith("agent."))
    )


def value_of(content: CaseContent, what: Particular) -> str:
    person, _, field = what.partition(".")
    return str(getattr(getattr(content, person), field))


def correct_particulars(desk: Desk, case_id: str, wanted: Mapping[Particular, str], reason: str) -> None:
    """`wanted`: the particulars as they should be; what is the same is left out. The date of birth and the sex follow a
    corrected number. Raises `InputFailure` with every problem: nothing changed, no reason, a number that is none.
    """
    with desk.store.transaction():
        case = case_of(desk, case_id)
        content = case.content
        tidy = {what: _TIDY.get(what.partition(".")[2], str.strip)(text) for what, text in wanted.items()}
        changed = {what: text for what, text in tidy.items() if text != value_of(content, what)}
        problems = tuple(_problems(desk, content, changed, reason))
        if problems:
            zh = "；".join(problem.text_zh for problem in problems)
            raise InputFailure(f"{zh}。", "; ".join(problem.text_en for problem in problems) + ".", problems)
        corrected = tuple(
            ParticularCorrected(what, value_of(content, what), text)
            for what, text in (changed | _from_number(content, changed)).items()
        )
        write(desk, case, "particulars_corrected", ParticularsCorrected(corrected, reason.strip()), case_id)


def _problems(desk: Desk, content: CaseContent, changed: Mapping[Particular, str], reason: str) -> Iterator[Problem]:
    if not changed:
        yield Problem("reason", "还没有改动，请把写错的改好", "Nothing has been changed yet")
    elif not reason.strip():
        yield Problem("reason", "请写一句为什么更正", "Say why it is corrected")
    for what, text in changed.items():
        person, _, field = what.partition(".")
        found: tuple[Problem, ...] = ()
        if field == "name":
            found = tuple(check_name(text, field=what))
        elif field == "phone" and text:
            found = tuple(check_phone(text, field=what))
        elif field == "id_number":
            kind: IdentityKind = getattr(content, person).identity_kind
            found = tuple(
                check_identity(kind, text, today=desk.today(), field=what, reason=_no_number(content, person))
            )
        yield from (problem for problem in found if problem.blocking)


def _no_number(content: CaseContent, person: str) -> str:
    return content.applicant.no_number_reason if person == "applicant" else ""


def _from_number(content: CaseContent, changed: Mapping[Particular, str]) -> dict[Particular, str]:
    number = changed.get("applicant.id_number", "")
    if not number or content.applicant.identity_kind not in _BY_NUMBER:
        return {}
    born, of_sex = birth_date(number), sex(number)
    found: dict[Particular, str] = {}
    if born is not None and born.isoformat() != content.applicant.birth_date:
        found["applicant.birth_date"] = born.isoformat()
    if of_sex is not None and of_sex != content.applicant.sex:
        found["applicant.sex"] = of_sex
    return found
