"""Everything that stands between a draft and its receipt, at once."""

from collections.abc import Iterator
from datetime import date

import msgspec

from forms.case import Applicant, AuthorisedAgent, CaseContent
from forms.catalogue.eligibility import unmet
from forms.catalogue.guide import ServiceGuide
from forms.catalogue.in_force import may_not_be_received
from forms.dates import chinese_date, read_date
from forms.failures import Problem
from forms.field_spec import FieldSpec
from forms.fields import check_form, check_name, check_phone, normalise_form, normalise_name, normalise_phone
from forms.identity import check_identity, normalise_number
from forms.pinyin import PinyinTable
from forms.validity import FOR_EVER, OnFilePaper, may_be_used, words
from forms.villages import as_listed, own_first
from forms.workdays import CalendarMissing
from station_app.desk.checklist import Checklist, checklist, is_copies_only
from station_app.desk.context import Desk
from station_app.desk.views import DraftCheck


def check_draft(desk: Desk, content: CaseContent) -> DraftCheck:
    """Problems in the order of the screen. A draft may be received when none of them blocks and nothing is missing.

    A problem's `field` is "item", "situation", "applicant.…", "agent.…", "materials" or "form." and the field's key.
    """
    guide = desk.guide(content.item_code)
    if guide is None:
        return DraftCheck((_no_item(content),), (), (), False)
    barred = may_not_be_received(guide, desk.office(guide.accepting_office), desk.today())
    problems = [
        *([barred] if barred else []),
        *unmet(guide.eligibility, content.situation, content.applicant, desk.today()),
        *_applicant(content.applicant, desk.today()),
        *_village(desk, content.applicant.village),
        *_agent(content, guide, desk.today()),
    ]
    if all(content.situation != situation.code for situation in guide.situations):
        problems.insert(0, Problem("situation", "请选择属于哪种情形", "Choose the situation"))
        return DraftCheck(tuple(problems), (), (), False)
    listed = checklist(guide, content, desk.calendar, desk.today())
    problems += _form(desk, guide, content)
    problems += _published(guide, content)
    problems += _calendar(listed)
    problems += _papers(guide, content, desk.today())
    may_receive = not listed.missing and not any(problem.blocking for problem in problems)
    return DraftCheck(tuple(problems), listed.missing, listed.deferred, may_receive)


def asked_fields(guide: ServiceGuide, situation_code: str) -> tuple[FieldSpec, ...]:
    """The fields of the form that belong to a situation. Raises KeyError for one the guide does not have."""
    keys = guide.situation(situation_code).fields
    return guide.fields if keys is None else tuple(spec for spec in guide.fields if spec.key in keys)


def completed(desk: Desk, guide: ServiceGuide, content: CaseContent, receipt_number: str) -> CaseContent:
    """The draft as the case records it: names from the guide, answers in their stored form, every line of the checklist."""
    listed = checklist(guide, content, desk.calendar, desk.today())
    return msgspec.structs.replace(
        content,
        item_version=guide.version,
        item_name=guide.name,
        situation_name=guide.situation(content.situation).name,
        applicant=_tidy_applicant(content.applicant, _villages(desk)),
        agent=content.agent and _tidy_agent(content.agent),
        form=normalise_form(asked_fields(guide, content.situation), content.form),
        materials=listed.lines,
        receipt_number=receipt_number,
    )


def _villages(desk: Desk) -> tuple[str, ...]:
    return own_first(desk.settings.village_name, desk.settings.villages)


def _village(desk: Desk, text: str) -> Iterator[Problem]:
    if text.strip() and _listed(_villages(desk), text) not in _villages(desk):
        yield Problem(
            "applicant.village",
            f"“{text.strip()}”不在县里公布的村里，会照这样记下来；是本站的村，请从列出的里选",
            "This is none of the villages that the district lists; it is recorded as it stands. If it is one of them, choose it",
            blocking=False,
        )


def _listed(villages: tuple[str, ...], text: str) -> str:
    return (
        text
        if text in villages or not text.strip()
        else as_listed(villages, text, PinyinTable.load() if text.isascii() else None)
    )


def _tidy_applicant(applicant: Applicant, villages: tuple[str, ...]) -> Applicant:
    return msgspec.structs.replace(
        applicant,
        name=normalise_name(applicant.name),
        id_number=normalise_number(applicant.id_number),
        phone=normalise_phone(applicant.phone),
        village=_listed(villages, applicant.village),
    )


def _tidy_agent(agent: AuthorisedAgent) -> AuthorisedAgent:
    return msgspec.structs.replace(
        agent,
        name=normalise_name(agent.name),
        id_number=normalise_number(agent.id_number),
        phone=normalise_phone(agent.phone),
    )


def _no_item(content: CaseContent) -> Problem:
    if content.item_code:
        return Problem(
            "item",
            f"“{content.item_name or '这个事项'}”现在不在办事目录里，请重新选择事项",
            "This item is no longer in the catalogue; choose the item again",
        )
    return Problem("item", "请选择要办的事项", "Choose the service item")


def _applicant(applicant: Applicant, today: date) -> Iterator[Problem]:
    yield from check_name(applicant.name, field="applicant.name")
    yield from check_identity(
        applicant.identity_kind,
        applicant.id_number,
        today=today,
        field="applicant.id_number",
        reason=applicant.no_number_reason,
    )
    if applicant.phone.strip():
        yield from check_phone(applicant.phone, field="applicant.phone")
    else:
        yield Problem(
            "applicant.phone",
            "没有填电话，结果到了通知不到本人；家里人的电话也可以",
            "Without a phone number nobody can be told of the result; a relative's will do",
            blocking=False,
        )


def _agent(content: CaseContent, guide: ServiceGuide, today: date) -> Iterator[Problem]:
    agent = content.agent
    situation = next((each for each in guide.situations if each.code == content.situation), None)
    represented_by = situation.represented_by if situation else ""
    if agent is None:
        if represented_by:
            yield Problem(
                "agent",
                "这种情形是别人来办，请勾上“委托别人来办”，写上来的是谁",
                "In this situation somebody else comes; say who",
            )
        return
    if not guide.agent_allowed and not represented_by:
        yield Problem(
            "agent",
            f"“{guide.name}”要本人来办，不能委托别人",
            f"“{guide.english_name or guide.name}” has to be applied for in person",
        )
    yield from check_name(agent.name, field="agent.name")
    yield from check_identity(agent.identity_kind, agent.id_number, today=today, field="agent.id_number")
    if agent.phone.strip():
        yield from check_phone(agent.phone, field="agent.phone")
    if not agent.powers and represented_by != "guardian":
        yield Problem("agent.powers", "请选择委托办哪些事", "Choose what the agent is authorised to do")
    if agent.valid_until and agent.valid_until < today.isoformat():
        yield Problem(
            "agent.valid_until",
            "委托书已经过期，请让委托人重新写一份",
            "The authorisation has expired; ask for a new one",
        )


def _form(desk: Desk, guide: ServiceGuide, content: CaseContent) -> Iterator[Problem]:
    specs = asked_fields(guide, content.situation)
    english = {spec.key: desk.english.field(guide, spec) for spec in specs}
    id_number = normalise_number(content.applicant.id_number)
    for problem in check_form(specs, content.form, today=desk.today(), id_number=id_number, english=english):
        yield problem._replace(field=f"form.{problem.field}")


def _published(guide: ServiceGuide, content: CaseContent) -> Iterator[Problem]:
    if content.item_version and content.item_version != guide.version:
        yield Problem(
            "item",
            "这个事项的办事指南更新过，材料清单可能变了，请再核对一遍",
            "The guide of this item has been updated; go through the checklist again",
            blocking=False,
        )


def _papers(guide: ServiceGuide, content: CaseContent, today: date) -> Iterator[Problem]:
    wanted = {material.code: material for material in guide.known_materials}
    for line in content.materials:
        if line.status == "on_file" and line.code in wanted and line.on_file_since:
            paper = OnFilePaper(date.fromisoformat(line.on_file_since), line.valid_until)
            if not may_be_used(wanted[line.code], paper, today):
                yield Problem(
                    "materials",
                    f"{line.name}：{words(wanted[line.code], paper, today)}",
                    f"{line.name}: the one on file has expired, a new one is needed",
                )
                continue
        if line.code in wanted and is_copies_only(wanted[line.code], line):
            yield Problem(
                "materials",
                f"{line.name}只收了复印件，原件没有看；受理机关可能要看原件",
                f"Only copies of {line.name} were taken, the original was not seen; the office may want to see it",
                blocking=wanted[line.code].originals_kept,
            )
        if line.status not in ("provided", "on_file") or line.valid_until in ("", FOR_EVER):
            continue
        until = read_date(line.valid_until)
        if until is None:
            yield Problem(
                "materials",
                f"{line.name}的有效期看不出是哪一天，请写成 2036-05-01 这样，或者写“长期”",
                f"The validity of {line.name} is no date; write it as 2036-05-01, or “long”",
            )
        elif until < today:
            yield Problem(
                "materials",
                f"{line.name}到{chinese_date(until)}就过期了，请他换了新的再来",
                f"{line.name} expired on {until.isoformat()}; a valid one is needed",
                blocking=False,
            )


def _calendar(listed: Checklist) -> Iterator[Problem]:
    if listed.unknown_year:
        missing = CalendarMissing(listed.unknown_year)
        yield Problem("materials", missing.zh.rstrip("。"), missing.en.rstrip("."), blocking=False)
